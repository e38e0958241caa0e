"""Buyers, sellers and their staff, agents; roles; the one access layer."""

"""Calls: spoken, not written; the telephone system that brings them comes later (mission row B9)."""

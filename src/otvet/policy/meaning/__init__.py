"""Meaning beyond words: linear heads over the sentence encoder and hashed character n-grams."""

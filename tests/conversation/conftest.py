"""The rooms of the house, driven step by step."""

from rooms import one_gate, rooms

__all__ = ["one_gate", "rooms"]

"""The rooms, filled with a made-up past."""

from rooms import one_gate, rooms

__all__ = ["one_gate", "rooms"]

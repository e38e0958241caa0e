"""Fakes that more than one room's tests use."""

from itertools import count


class HandClock:
    """A clock turned by hand, with ids and secrets that count up."""

    def __init__(self, at: int = 1_792_000_000_000) -> None:
        self.at = at
        self._count = count(1)

    def now(self) -> int:
        return self.at

    def monotonic(self) -> float:
        return self.at / 1000

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_{next(self._count):032x}"

    def secret(self) -> str:
        return f"{next(self._count):043d}"

    def turn(self, *, seconds: float = 0, hours: float = 0) -> None:
        self.at += int((seconds + hours * 3600) * 1000)

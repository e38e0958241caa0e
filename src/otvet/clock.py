"""Time, randomness and ids, handed in wherever they are needed.

Times are whole milliseconds since 1970 UTC; they inform people and never order events.
"""

import os
import secrets
import time
from collections import deque
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Protocol

DRAWN = 128  # ids from one draw
BODY = "b"  # of what was written: never given out alone, so its id may tell when, and rows of one commit lie side by side


class Clock(Protocol):
    """Where the time and the random numbers come from."""

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""

    def monotonic(self) -> float:
        """Seconds that never go back, for time-outs and leases in one process."""

    def new_id(self, prefix: str) -> str:
        """A fresh id, `prefix_` and 128 random bits: knowing one tells nothing of the next; a body's begins with the time."""

    def secret(self) -> str:
        """A token of 256 random bits."""


class SystemClock:
    """The machine's own clock and randomness.

    Random bits are drawn for many ids at once: each draw lets go of the interpreter, and gets it back in its turn only.
    """

    def __init__(self) -> None:
        self._drawn: deque[str] = deque()
        os.register_at_fork(after_in_child=self._drawn.clear)

    def now(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        return time.monotonic()

    def new_id(self, prefix: str) -> str:
        while True:
            try:
                digits = self._drawn.popleft()
            except IndexError:
                digits = secrets.token_hex(16 * DRAWN)
                self._drawn.extend(digits[at : at + 32] for at in range(0, 32 * DRAWN, 32))
            else:
                return f"{prefix}_{f'{self.now():012x}{digits[12:]}' if prefix == BODY else digits}"

    def secret(self) -> str:
        return secrets.token_urlsafe(32)


@lru_cache(maxsize=4_096)  # events of one commit have one time, and lists show the same ones again
def iso(at: int) -> str:
    """`at` in milliseconds as RFC 3339 with milliseconds, in UTC."""
    moment = datetime.fromtimestamp(at / 1000, tz=UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at % 1000:03d}Z"


def day(at: int) -> date:
    """The UTC day of `at` in milliseconds."""
    return datetime.fromtimestamp(at / 1000, tz=UTC).date()

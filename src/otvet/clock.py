"""Time, randomness and ids, handed in wherever they are needed.

Times are whole milliseconds since 1970 UTC; they inform people and never order events.
"""

import secrets
import time
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Where the time and the random numbers come from."""

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""

    def monotonic(self) -> float:
        """Seconds that never go back, for time-outs and leases in one process."""

    def new_id(self, prefix: str) -> str:
        """A fresh id, `prefix_` and 128 random bits: knowing one tells nothing of the next."""

    def secret(self) -> str:
        """A token of 256 random bits."""


class SystemClock:
    """The machine's own clock and randomness."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        return time.monotonic()

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_{secrets.token_hex(16)}"

    def secret(self) -> str:
        return secrets.token_urlsafe(32)


def iso(at: int) -> str:
    """`at` in milliseconds as RFC 3339 with milliseconds, in UTC."""
    moment = datetime.fromtimestamp(at / 1000, tz=UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at % 1000:03d}Z"


def day(at: int) -> date:
    """The UTC day of `at` in milliseconds."""
    return datetime.fromtimestamp(at / 1000, tz=UTC).date()

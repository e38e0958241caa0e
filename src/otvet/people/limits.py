"""How often something may happen, counted in memory."""

import ipaddress
from collections import deque

from otvet.clock import Clock
from otvet.errors import TooMany

_KEYS = 50_000


class Limit:
    """At most `most` times in `seconds` for one key; `most=0` counts nothing."""

    def __init__(self, clock: Clock, most: int, seconds: float) -> None:
        self._clock = clock
        self._most = most
        self._seconds = seconds
        self._times: dict[str, deque[float]] = {}

    def take(self, key: str) -> None:
        """Counts one try of `key`, or raises `TooMany` saying when to come again."""
        if not self._most:
            return
        now = self._clock.monotonic()
        times = self._times.get(key)
        if times is None:
            self._make_room(now)
            times = self._times.setdefault(key, deque())
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._most:
            wait = int(times[0] + self._seconds - now) + 1
            raise TooMany(f"Too many tries. Try again in {wait} s.", retry_after=wait)
        times.append(now)

    def give_back(self, key: str) -> None:
        """The last try of `key` was no guess after all."""
        times = self._times.get(key)
        if times:
            times.pop()

    def forget(self, key: str) -> None:
        """All tries of `key` are forgiven."""
        self._times.pop(key, None)

    def _make_room(self, now: float) -> None:
        if len(self._times) < _KEYS:
            return
        fresh = {k: t for k, t in list(self._times.items()) if t and t[-1] > now - self._seconds}
        # Still full of fresh ones: somebody floods with made-up keys; the oldest half gives way.
        self._times = fresh if len(fresh) < _KEYS else dict(list(fresh.items())[_KEYS // 2 :])


def canonical_address(address: str) -> str:
    """One key per household: an IPv6 client owns its whole /64 and could try from each of them."""
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return address.strip().lower()
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))

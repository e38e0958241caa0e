"""Signs: quick answers to whether a text may hold what a closer look would find.

Asked of every message many times over, so they are automatons over UTF-8 that never look for places.
"""

from collections.abc import Callable
from typing import Any

import re2

_MEMORY = (
    32 << 20
)  # bytes a set of patterns may take; RE2's own limit is too small for the ranges of three scripts


def signs(*patterns: str) -> Callable[[bytes], list[int]]:
    """Which of the patterns a text in UTF-8 holds, by their number; one pass whatever their count."""
    made: list[Any] = []  # when they are first asked: some texts ask nothing of them

    def held(text: bytes) -> list[int]:
        if not made:
            made.append(_set_of(patterns))
        return made[0].Match(text) or []

    return held


def _set_of(patterns: tuple[str, ...]) -> Any:
    options = re2.Options()
    options.max_mem = _MEMORY
    every = re2.Set.SearchSet(options)
    for pattern in patterns:
        every.Add(pattern.encode())
    every.Compile()
    return every

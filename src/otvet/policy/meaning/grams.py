"""Hashed character n-grams: what a text is spelled of, as places in a table of fixed size.

No vocabulary is kept: a gram's place is a polynomial of its code points, the same in training and in serving.
"""

import re

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 15
SIZES = (2, 3, 4, 5)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_DIGITS = re.compile(r"\d")
_BORDER = re.compile(r"[\W_]+")

Places = NDArray[np.int64]


def plain(text: str) -> str:
    """The text as its grams are taken: small letters, one border between words, every digit a 0."""
    return " " + _BORDER.sub(" ", _DIGITS.sub("0", text.lower())).strip() + " "


def places(text: str) -> tuple[Places, Places]:
    """Of `plain(text)`: the bucket of every gram, and the index of its first character; one entry per gram."""
    points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    buckets: list[Places] = []
    starts: list[Places] = []
    rolling = np.zeros(len(points), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for size in range(1, SIZES[-1] + 1):
            count = len(points) - size + 1
            if count <= 0:
                break
            rolling = rolling[:count] * _FACTOR + points[size - 1 :] + np.uint64(size)
            if size in SIZES:
                mixed = (rolling ^ (rolling >> np.uint64(29))) * _FACTOR
                buckets.append((mixed >> np.uint64(49)).astype(np.int64))
                starts.append(np.arange(count, dtype=np.int64))
    if not buckets:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    return np.concatenate(buckets), np.concatenate(starts)


def counted(text: str) -> tuple[Places, NDArray[np.float32]]:
    """The buckets of a text, each once, with damped counts of length one together."""
    buckets, _ = places(plain(text))
    unique, counts = np.unique(buckets, return_counts=True)
    damped = np.sqrt(counts.astype(np.float32))
    length = float(np.linalg.norm(damped)) or 1.0
    return unique.astype(np.int64), (damped / length).astype(np.float32)

"""Hashed character n-grams: what a text is spelled of, as places in a table of fixed size.

No vocabulary is kept: a gram's place is a polynomial of its code points, the same in training and in serving.
"""

import math
import re

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 15
SIZES = (2, 3, 4, 5)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_HALF, _REST = np.uint64(29), np.uint64(49)
_DIGITS = re.compile(r"\d")
_BORDER = re.compile(r"[\W_]+")
# A gram of n characters is c1 * F^(n-1) + ... + cn, and its length is mixed in at every step: one product for all sizes.
_POWERS = np.array(
    [[pow(int(_FACTOR), n - 1 - k, 1 << 64) if k < n else 0 for k in range(SIZES[-1])] for n in SIZES],
    dtype=np.uint64,
)
_LENGTHS = np.array(
    [[sum(k * pow(int(_FACTOR), n - k, 1 << 64) for k in range(1, n + 1)) % (1 << 64)] for n in SIZES],
    dtype=np.uint64,
)

Places = NDArray[np.int64]


def plain(text: str) -> str:
    """The text as its grams are taken: small letters, one border between words, every digit a 0."""
    return " " + _BORDER.sub(" ", _DIGITS.sub("0", text.lower())).strip() + " "


def buckets_of(text: str) -> Places:
    """Of `plain(text)`: the bucket of every gram, the shortest grams first."""
    count, longest = len(text), SIZES[-1]
    points = np.zeros(count + longest, dtype=np.uint64)
    points[:count] = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    ahead = np.ndarray((longest, count), np.uint64, points.data, 0, (points.itemsize, points.itemsize))
    rolled = _POWERS @ ahead
    rolled += _LENGTHS
    every = np.concatenate([row[: 1 - size] for size, row in zip(SIZES, rolled, strict=True)])
    every ^= every >> _HALF
    every *= _FACTOR
    every >>= _REST
    return every.astype(np.int64)


def counted(text: str) -> tuple[Places, NDArray[np.float32]]:
    """The buckets of a text, each once and in order, with damped counts of length one together."""
    buckets = buckets_of(plain(text))
    buckets.sort()
    turns = np.flatnonzero(buckets[1:] != buckets[:-1])
    bounds = np.empty(len(turns) + 2, dtype=np.int64)
    bounds[0], bounds[1:-1], bounds[-1] = 0, turns, len(buckets)
    bounds[1:-1] += 1
    values = np.sqrt((bounds[1:] - bounds[:-1]).astype(np.float32))
    values /= np.float32(math.sqrt(len(buckets)))  # the squares of the damped counts are the counts
    return buckets[bounds[:-1]], values

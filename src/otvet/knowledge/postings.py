"""Which token stands where, and what it is worth there: BM25 over fields that count differently (BM25F)."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

_SATURATION = 1.5  # BM25's k1; the usual 1.2 to 2


class Field(Struct, frozen=True):
    """One field of every document: its tokens, what one of them counts, and how much length takes from that (0 to 1)."""

    counts: Sequence[Counter[str]]
    weight: float
    length: float


class Postings:
    """An index of `size` documents; `rarity` has every token that stands in one of them."""

    def __init__(self, fields: Sequence[Field], size: int) -> None:
        self._size = size
        self._held: dict[str, tuple[NDArray[np.int64], NDArray[np.float32]]] = {}
        self.rarity: dict[str, float] = {}
        for token, often in _often(fields).items():
            rarity = log(1 + (size - len(often) + 0.5) / (len(often) + 0.5))
            count = np.fromiter(often.values(), dtype=np.float32, count=len(often))
            worth = (rarity * count * (_SATURATION + 1) / (count + _SATURATION)).astype(np.float32)
            self._held[token] = (np.fromiter(often, dtype=np.int64, count=len(often)), worth)
            self.rarity[token] = rarity

    def scores(self, wanted: Mapping[str, float]) -> NDArray[np.float32]:
        """What each document is worth for the tokens wanted, each times its weight."""
        found = np.zeros(self._size, dtype=np.float32)
        for token, weight in wanted.items():
            if token in self._held:
                where, worth = self._held[token]
                found[where] += weight * worth
        return found


def _often(fields: Sequence[Field]) -> dict[str, dict[int, float]]:
    """Per token how often each document has it, by the weights and lengths of its fields."""
    often: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for field in fields:
        usual = sum(count.total() for count in field.counts) / max(1, len(field.counts)) or 1.0
        for number, count in enumerate(field.counts):
            share = field.weight / (1 - field.length + field.length * count.total() / usual)
            for token, times in count.items():
                held = often[token]
                held[number] = held.get(number, 0.0) + share * times
    return often

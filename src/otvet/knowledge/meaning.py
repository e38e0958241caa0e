"""How near a question is in meaning to what can be found: to its passages, and to the questions it answers."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray


class Near(Protocol):
    """Texts as vectors of length one, the nearer the more alike: one row a text, and one vector for a question."""

    def passages(self, texts: Sequence[str]) -> Any: ...

    def questions(self, texts: Sequence[str]) -> Any: ...

    def question(self, text: str) -> Any: ...


class _Vectors(Struct, frozen=True):
    """Vectors, and to which place each belongs."""

    rows: NDArray[np.float32]
    places: NDArray[np.int64]


class Meaning:
    """The vectors of what can be found: of each place its passages and its questions."""

    def __init__(self, near: Near, passages: Sequence[Sequence[str]], asked: Sequence[Sequence[str]]) -> None:
        self._near = near
        self._size = len(passages)
        said = [text for texts in passages for text in texts]
        questions = [text for texts in asked for text in texts]
        self._kinds = [_Vectors(near.passages(said), _places(passages))]
        if questions:
            self._kinds.append(_Vectors(near.questions(questions), _places(asked)))

    def nearness(self, question: str) -> NDArray[np.float32]:
        """For each place how many standard deviations nearer than the mean it is, for passages and questions together."""
        asked = self._near.question(question)
        found = np.zeros(self._size, dtype=np.float32)
        for kind in self._kinds:
            found += _standing(kind.rows @ asked, kind.places, self._size)
        return found


def _places(texts: Sequence[Sequence[str]]) -> NDArray[np.int64]:
    return np.repeat(np.arange(len(texts)), [len(one) for one in texts])


def _standing(nearness: NDArray[np.float32], places: NDArray[np.int64], size: int) -> NDArray[np.float32]:
    """The nearest of each place, measured against the others; a place that has none stands in the middle."""
    best = np.full(size, -np.inf, dtype=np.float32)
    np.maximum.at(best, places, nearness)
    has = np.isfinite(best)
    spread = float(best[has].std()) if has.any() else 0.0
    standing = np.zeros(size, dtype=np.float32)
    if spread:
        standing[has] = (best[has] - best[has].mean()) / spread
    return standing

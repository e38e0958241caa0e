"""Finding passages: BM25 over the tokens of the one analyser, and, where an encoder is given, joined with meaning.

By words alone a question also asks, more quietly, for what a shop's papers call the same thing (`alike.toml`).
With an encoder the two orders are joined by reciprocal rank; meaning alone finds what shares no word at all.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from heapq import nlargest
from importlib.resources import files
from math import log
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from otvet.language.analyser import tokens

_SATURATION, _LENGTH = 1.2, 0.75  # BM25's usual k1 and b
_ALIKE = 0.5  # what a like word counts beside the one that was asked
_JOINED = 60  # the usual constant of reciprocal rank
_DEEP = 100  # how far down both orders are joined
_MOST_WORDS = 40


class Near(Protocol):
    """Questions and passages as vectors of length one, the nearer the more alike."""

    def passages(self, texts: Sequence[str]) -> Any: ...

    def question(self, text: str) -> Any: ...


class Lookup:
    """An index of passages in memory: among ten thousand some are found in a few milliseconds."""

    def __init__(self, entries: Iterable[tuple[str, str]], near: Near | None = None) -> None:
        kept = list(entries)
        self._ids = [name for name, _ in kept]
        self._near = near
        self._held = _held([Counter(tokens(text)) for _, text in kept])
        self._vectors = near.passages([text for _, text in kept]) if near is not None else None

    def best(self, question: str, limit: int = 10) -> list[str]:
        """Ids of the passages that answer best, the best first; fewer where no word is known and nothing is near."""
        worded = self._by_words(question, _DEEP if self._near else limit)
        if self._near is None or self._vectors is None:
            return [self._ids[number] for number in worded]
        meant = (self._vectors @ self._near.question(question)).argsort()[::-1][:_DEEP]
        scores: defaultdict[int, float] = defaultdict(float)
        for order in (worded, meant.tolist()):
            for rank, number in enumerate(order, 1):
                scores[number] += 1 / (_JOINED + rank)
        return [self._ids[number] for number in nlargest(limit, scores, key=scores.__getitem__)]

    def _by_words(self, question: str, limit: int) -> list[int]:
        scores = np.zeros(len(self._ids), dtype=np.float32)
        for token, weight in weighed(question).items():
            if token in self._held:
                where, worth = self._held[token]
                scores[where] += weight * worth
        ranked: list[int] = np.argsort(-scores, kind="stable")[:limit].tolist()
        return [number for number in ranked if scores[number] > 0]


def _held(counts: list[Counter[str]]) -> dict[str, tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Per token the passages that have it, and what it is worth in each (BM25)."""
    holders: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, count in enumerate(counts):
        for token, often in count.items():
            holders[token].append((number, often))
    lengths = np.asarray([count.total() for count in counts], dtype=np.float32)
    norms = _SATURATION * (
        1 - _LENGTH + _LENGTH * lengths / max(1.0, float(lengths.mean()) if len(lengths) else 1.0)
    )
    found: dict[str, tuple[NDArray[np.int64], NDArray[np.float32]]] = {}
    for token, held in holders.items():
        where = np.asarray([number for number, _ in held], dtype=np.int64)
        often_in = np.asarray([often for _, often in held], dtype=np.float32)
        rarity = log(1 + (len(counts) - len(held) + 0.5) / (len(held) + 0.5))
        found[token] = (
            where,
            (rarity * often_in * (_SATURATION + 1) / (often_in + norms[where])).astype(np.float32),
        )
    return found


def weighed(question: str) -> dict[str, float]:
    """The tokens that are looked for: those of the question, and more quietly those of like words."""
    asked = tokens(question)[:_MOST_WORDS]
    wanted = dict.fromkeys(asked, 1.0)
    there = set(asked)
    for group in _groups():
        if any(phrase <= there for phrase in group):
            for phrase in group:
                for token in phrase - there:
                    wanted[token] = max(wanted.get(token, 0.0), _ALIKE / len(phrase))
    return wanted


@cache
def _groups() -> tuple[tuple[frozenset[str], ...], ...]:
    """`alike.toml`: words and phrases that ask for the same, as tokens."""
    told = tomllib.loads((files("otvet.knowledge") / "alike.toml").read_text("utf-8"))
    groups = (
        tuple(frozenset(tokens(phrase)) for phrase in group) for lang in told.values() for group in lang
    )
    return tuple(tuple(phrase for phrase in group if phrase) for group in groups)

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
    """An index of passages in memory: some ten thousand are found among in a few milliseconds."""

    def __init__(self, entries: Iterable[tuple[str, str]], near: Near | None = None) -> None:
        self._ids: list[str] = []
        self._near = near
        holders: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths: list[int] = []
        texts: list[str] = []
        for number, (name, text) in enumerate(entries):
            counted = Counter(tokens(text))
            self._ids.append(name)
            lengths.append(counted.total())
            texts.append(text)
            for token, often in counted.items():
                holders[token].append((number, often))
        average = sum(lengths) / max(1, len(lengths)) or 1.0
        self._norms = [_SATURATION * (1 - _LENGTH + _LENGTH * length / average) for length in lengths]
        total = len(lengths)
        self._held = {
            token: (log(1 + (total - len(where) + 0.5) / (len(where) + 0.5)), where)
            for token, where in holders.items()
        }
        self._vectors = near.passages(texts) if near is not None else None

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
        scores: defaultdict[int, float] = defaultdict(float)
        for token, weight in weighed(question).items():
            rarity, where = self._held.get(token, (0.0, ()))
            for number, often in where:
                scores[number] += weight * rarity * often * (_SATURATION + 1) / (often + self._norms[number])
        return nlargest(limit, scores, key=lambda number: (scores[number], -number))


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

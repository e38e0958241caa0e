"""Searching the rule book: by title, code, clause, prose, the words of its lexicons and its examples, in three languages.

Every word asked for must be there; the last one may be unfinished, so that the list narrows while one types.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from otvet.language.analyser import tokens
from otvet.language.script import LANGUAGES
from otvet.policy.found import Options
from otvet.policy.pack import Pack, is_lexicon, lexicon_name
from otvet.policy.page import Detect, Rule

Where = Literal["code", "title", "clause", "prose", "example", "word"]
WEIGHTS: dict[Where, int] = {"code": 10, "title": 8, "clause": 3, "prose": 3, "example": 2, "word": 2}
_AROUND = 40
_MOST_WORDS = 8
_FINDING = frozenset({"lexicons", "with", "also", "names"})


class Hit(Struct, frozen=True):
    """A rule that has all the words; `where` is the best place of them, `text` what stands there (empty: the title)."""

    code: str
    score: int
    where: Where
    text: str


class _Passage(Struct, frozen=True):
    where: Where
    text: str


class Book:
    """The index of one pack: made once, when somebody searches it first."""

    def __init__(self, pack: Pack) -> None:
        words = _words(pack)
        self._rules = {rule.code: list(_passages(rule, words)) for rule in pack.rules}
        self._at: dict[str, dict[str, _Passage]] = {}  # token -> rule -> its best passage
        for code, passages in self._rules.items():
            for passage in passages:
                for token in tokens(passage.text):
                    _keep_best(self._at.setdefault(token, {}), code, passage)
        self._sorted = sorted(self._at)

    def search(self, query: str) -> list[Hit]:
        """The rules that have every word of `query`, the best first."""
        asked = tokens(query)[:_MOST_WORDS]
        whole = query.casefold().strip()
        if not asked:
            return self._by_sign(whole)
        found = [self._having(word, last=n == len(asked) - 1) for n, word in enumerate(asked)]
        hits = []
        for code in set(found[0]).intersection(*found[1:]):
            places = [one[code] for one in found]
            top = max(places, key=lambda one: WEIGHTS[one.where])
            hits.append(Hit(code, sum(WEIGHTS[one.where] for one in places), top.where, _snippet(top, whole)))
        return sorted(hits, key=lambda hit: (-hit.score, hit.code))

    def _having(self, word: str, *, last: bool) -> dict[str, _Passage]:
        """By rule the best passage with the word; the last word may be the beginning of one."""
        out = dict(self._at.get(word, {}))
        start = bisect_left(self._sorted, word) if last else len(self._sorted)
        for token in self._sorted[start:]:
            if not token.startswith(word):
                break
            for code, passage in self._at[token].items():
                _keep_best(out, code, passage)
        return out

    def _by_sign(self, whole: str) -> list[Hit]:
        """A query without words, such as an emoji or marks, is looked for as it is."""
        if not whole:
            return []
        found = (
            (code, next((p for p in passages if whole in p.text.casefold()), None))
            for code, passages in self._rules.items()
        )
        return [Hit(code, WEIGHTS[one.where], one.where, _snippet(one, whole)) for code, one in found if one]


def _passages(rule: Rule, words: dict[str, list[str]]) -> Iterable[_Passage]:
    yield _Passage("code", rule.code)
    for lang in LANGUAGES:
        prose = rule.prose[lang]
        yield _Passage("title", prose.title)
        yield from (
            _Passage("prose", line) for line in (prose.summary, *prose.body.splitlines()) if line.strip()
        )
    yield _Passage("clause", rule.cites)
    yield from (_Passage("example", example.text) for example in rule.examples)
    named = {name for detect in rule.detect for name in _found_by(detect, words)}
    yield from (_Passage("word", entry) for name in sorted(named) for entry in words[name])


def _found_by(detect: Detect, words: dict[str, list[str]]) -> set[str]:
    """The lexicons a detector finds by; those that excuse something would lead to the wrong rule."""
    options = {name: value for name, value in detect.options.items() if name in _FINDING}
    return Options(options, words).used_lexicons()


def _keep_best(table: dict[str, _Passage], code: str, passage: _Passage) -> None:
    known = table.get(code)
    if known is None or WEIGHTS[passage.where] > WEIGHTS[known.where]:
        table[code] = passage


def _words(pack: Pack) -> dict[str, list[str]]:
    """The entries of the pack's own lexicons; those that every pack shares say nothing about one rule."""
    files: dict[str, str] = json.loads(pack.content)
    out: dict[str, list[str]] = {}
    for path in sorted(p for p in files if is_lexicon(p) and not p.startswith("common/")):
        lines = (
            line.partition("#")[0].strip() for line in files[path].splitlines() if not line.startswith("- ")
        )
        out.setdefault(lexicon_name(path), []).extend(line for line in lines if line)
    return out


def _snippet(passage: _Passage, whole: str) -> str:
    """What stands around the words; nothing for a title or code, which is shown anyhow."""
    if passage.where in {"title", "code"}:
        return ""
    text = " ".join(passage.text.split())
    at = max(text.casefold().find(whole.split(maxsplit=1)[0] if whole.split() else whole), 0)
    start, end = max(at - _AROUND, 0), at + 2 * _AROUND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"

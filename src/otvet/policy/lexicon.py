"""Lexicons: plain lists of words and phrases, and the one search that finds all of them at once.

An entry is one line.  `#` begins a comment; every other sign is read like this:

    слово        the whole word (for Chinese characters: wherever they stand)
    слов*        with any letters where the star is, at either end or both
    слов+        with an ending of at most three letters
    {на,по,}шёл  any of the given pieces, also none
    два слова    a phrase: the words in this order, only spaces or marks between them
    один … два   the same with up to four other words (six Chinese characters) between
    - слово      an exception: where it stands, the lexicon finds nothing
    слово => имя  what the hit is called, where a lexicon tells things apart (countries, materials)

All literals of all lexicons stand in one Aho-Corasick automaton; a phrase is anchored on its longest word that is no everyday one
and confirmed by a bounded pattern around it, so the cost grows with the text and the hits, never faster.
"""

import functools
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import ahocorasick_rs

from otvet.language.views import View, Views
from otvet.policy.entries import HAN_END, Entry, Written, entries_of, phrase_in
from otvet.policy.phrases import WORDLIKE, possible, stands


class Hit(NamedTuple):
    """An entry found: its span in the original text."""

    start: int
    end: int
    entry: str


class _Literal(NamedTuple):
    """All entries with one literal; `left` and not `right`: none of them allows a letter there."""

    left: bool
    right: bool
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]


def _together(entries: list[Entry]) -> _Literal:
    if len(entries) == 1:
        only = entries[0]
        return _Literal(only.left, only.right != 0, ((only.lexicon, (only,)),))
    names = sorted({e.lexicon for e in entries})
    groups = tuple((name, tuple(e for e in entries if e.lexicon == name)) for name in names)
    return _Literal(all(e.left for e in entries), any(e.right for e in entries), groups)


Place = tuple[tuple[Entry, ...], View, int, int]
Places = defaultdict[str, list[Place]]


class Lexicons:
    """Every lexicon of a pack behind one automaton, which is made for the first text or when there is time."""

    def __init__(self, said: Written) -> None:
        self.names = said.names
        self._said = said
        self._of_literal: list[_Literal | None] = [None] * said.size()  # put together when first found

    @functools.cached_property
    def _automaton(self) -> Any:
        return ahocorasick_rs.AhoCorasick(
            self._said.literals.split("\n") if self._said.literals else [],
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        )

    def entries(self) -> Iterator[Entry]:
        """Every entry of every lexicon."""
        for line in self._said.lines:
            yield from entries_of(line)

    def _put_together(self, number: int, literal: str) -> _Literal:
        """What must hold around a literal: a hundred thousand entries are written, a few thousand are ever met."""
        lines = self._said.lines_of(number)
        return _together([entry for line in lines for entry in entries_of(line, literal)])

    def search(self, view: View, into: Places) -> int:
        """Add every place a literal stands in a view, by lexicon; answers how many places were looked at."""
        text = view.text
        length = len(text)
        raw = self._automaton.find_matches_as_indexes(text, overlapping=True)
        of_literal = self._of_literal
        for number, start, end in raw:
            literal = of_literal[number]
            if literal is None:
                literal = of_literal[number] = self._put_together(number, text[start:end])
            left, right, groups = literal
            if left and start and text[start - 1] in WORDLIKE:
                continue
            if not right and end < length and text[end] in WORDLIKE:
                continue
            for lexicon, found in groups:
                into[lexicon].append((found, view, start, end))
        return len(raw)


def tags(lexicons: Lexicons, text: str, lexicon: str) -> list[str]:
    """What one lexicon finds in a short text of its own, such as a fact's value."""
    places: Places = defaultdict(list)
    lexicons.search(Views(text).surface, places)
    hits, _ = confirmed(places.get(lexicon, []))
    return [hit.entry for hit in hits]


# Where an entry stands: its start, minus its end, minus how many pieces it asks for, its name; the best first when sorted.
_Stand = tuple[int, int, int, str]


def confirmed(places: list[Place]) -> tuple[list[Hit], list[Hit]]:
    """The hits and the exceptions among the places of one lexicon, in order, of overlapping ones the longest."""
    hits: list[_Stand] = []
    vetoes: list[_Stand] = []
    for entry, view, (start, end) in _standing(places):
        if view.starts is not None and view.ends is not None:
            start, end = view.starts[start], view.ends[end - 1]  # noqa: PLW2901 - as `View.source` has it
        stand = start, -end, -_pieces(entry.phrase or entry.literal), entry.source
        (vetoes if entry.veto else hits).append(stand)
    return _outermost(hits), _outermost(vetoes)


def stands_somewhere(places: list[Place]) -> bool | None:
    """Whether any entry among the places of one lexicon stands; None where exceptions would have to be weighed."""
    for entries, _, _, _ in places:
        for entry in entries:
            if entry.veto:
                return None
    return next(_standing(places), None) is not None


def _standing(places: list[Place]) -> Iterator[tuple[Entry, View, tuple[int, int]]]:
    """The entries that stand where their literals were found, each with its span in the view."""
    asked: dict[tuple[str, int], bool] = {}  # the same words over and over: asked once of every view
    for entries, view, start, end in places:
        text = view.text
        for entry in entries:
            _, _, _, left, right, _, body = entry
            if body is not None:
                phrase = phrase_in(body)
                may = asked.get((body, id(view)))
                if may is None:
                    may = asked[body, id(view)] = possible(phrase, text)
                span = stands(phrase, text, start) if may else None
            elif left and start and text[start - 1] in WORDLIKE:
                continue
            elif right == HAN_END or end == len(text) or text[end] not in WORDLIKE:
                span = start, end
            else:
                span = _longer(right, text, start, end)
            if span is not None:
                yield entry, view, span


@functools.cache
def _pieces(written: str) -> int:
    return written.count("{") + len(written.split())


def _outermost(stands_at: list[_Stand]) -> list[Hit]:
    """Of those that overlap the longest, of those with one span the one that asks for most: "not paid by you" over "by you"."""
    out: list[Hit] = []
    for start, end, _, entry in sorted(set(stands_at)):
        if not out or -end > out[-1].end:
            out.append(Hit(start, -end, entry))
    return out


def _longer(right: int, text: str, start: int, end: int) -> tuple[int, int] | None:
    """The word when letters follow, if the entry allows so many."""
    if right == 0:
        return None
    finish = _word_end(text, end)
    return None if 0 < right < finish - end else (start, finish)


def _word_end(text: str, at: int) -> int:
    while at < len(text) and text[at] in WORDLIKE:
        at += 1
    return at

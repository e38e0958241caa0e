"""One text as the detectors see it: its views, what the lexicons found in it, its context."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, KeysView
from functools import cached_property
from typing import Any, Protocol

from otvet.language.clauses import Bounds
from otvet.language.script import Lang, language_of
from otvet.language.views import View, Views
from otvet.policy.context import Context, Surface
from otvet.policy.lexicon import Hit, Lexicons, Places, confirmed, stands_somewhere

LIMIT = 10_000  # characters judged; what is longer is held for a person
LONG = 2_000  # characters; of a longer text only the likeliest readings are searched
MOST_VIEWS_OF_LONG = 4
MOST_PLACES = (
    60_000  # lexicon places looked at in one text: the budget, counted and not timed, so that it repeats
)


class Meaning(Protocol):
    """What reads beyond the words: scores stretches of a reading and says where a head speaks."""

    @property
    def hash(self) -> str: ...

    def windows(self, reading: "Reading") -> list[Any]: ...

    def read_ahead(self, texts: Iterable[tuple[str, Surface]]) -> None: ...

    def close(self) -> None: ...

    def found(self, reading: "Reading", code: str, beside: str) -> list[tuple[int, int]]: ...

    def unlikely(self, reading: "Reading", code: str) -> bool: ...

    def scores(self, reading: "Reading") -> dict[str, float]: ...


BESIDE = ("surer", "free", "silent")  # how a head speaks beside other faults


class OverBudget(Exception):
    """The text costs more than one message may."""


class Reading:
    """A text with its views and lexicon hits, made once per check and shared by all detectors."""

    def __init__(
        self, text: str, context: Context, lexicons: Lexicons, meaning: Meaning | None = None
    ) -> None:
        self.text = text
        self.meaning = meaning
        self.context = context
        self.lexicons = lexicons
        self.views = Views(text)
        self.surface: View = self.views.surface
        self.raw = text.encode("utf-8", "replace")  # for the quick searches that say whether to look at all
        self.surface_raw = self.views.surface_raw
        self.kept: dict[str, object] = {}  # what detectors share about this text
        self.placed: dict[str, list[tuple[int, int]]] = {}  # what each rule has found
        self.faulty = False  # whether words have found something graver than style; the models look last
        self._places: Places = defaultdict(list)
        self._hits: dict[str, list[Hit]] = {}
        self._joined: dict[tuple[str, ...], list[Hit]] = {}
        self._starts: dict[tuple[str, ...], list[int]] = {}
        self._sentences: Bounds | None = None
        self._clauses: Bounds | None = None
        places = lexicons.search(self.surface, self._places)
        for view in self.disguises:
            places += lexicons.search(view, self._places)
            if places > MOST_PLACES:
                raise OverBudget

    @cached_property
    def disguises(self) -> tuple[View, ...]:
        """The other readings of the text; of a long text only the likeliest."""
        return (
            self.views.disguises()
            if len(self.text) <= LONG
            else self.views.disguises(most=MOST_VIEWS_OF_LONG)
        )

    @cached_property
    def language(self) -> Lang:
        """The language the text is in."""
        return language_of(self.text)

    @cached_property
    def meaning_windows(self) -> list[Any]:
        """The scored windows, once per check for all heads."""
        return self.meaning.windows(self) if self.meaning is not None else []

    def unlikely(self, code: str) -> bool:
        """Whether the models have read all of this text as it stands and think that it does not break `code`."""
        if self.meaning is None or self.disguises:  # what is disguised the models read as gibberish
            return False
        return self.meaning.unlikely(self, code)

    @property
    def lexicons_there(self) -> KeysView[str]:
        """The lexicons that may have hits, before anything is confirmed."""
        return self._places.keys()

    def has(self, lexicon: str) -> bool:
        """Whether a lexicon may have hits, before its exceptions are looked at."""
        return lexicon in self._places

    def hits(self, lexicon: str) -> list[Hit]:
        """Where a lexicon was found, in order, each place once, without its exceptions."""
        places = self._places.get(lexicon)
        if not places:
            return []
        hits = self._hits.get(lexicon)
        if hits is None:
            hits = self._hits[lexicon] = _allowed(*confirmed(places))
        return hits

    def some(self, lexicon: str) -> bool:
        """Whether a lexicon was found at all; quicker than `hits`, which says where."""
        if lexicon not in self._hits and (places := self._places.get(lexicon)):
            sure = stands_somewhere(places)
            if sure is not None:
                return sure
        return bool(self.hits(lexicon))

    def any_hits(self, lexicons: tuple[str, ...]) -> list[Hit]:
        """The hits of several lexicons together, in order."""
        if len(lexicons) == 1:
            return self.hits(lexicons[0])
        joined = self._joined.get(lexicons)
        if joined is None:
            joined = self._joined[lexicons] = sorted(hit for name in lexicons for hit in self.hits(name))
        return joined

    def inside(self, lexicons: tuple[str, ...], first: int, last: int) -> list[Hit]:
        """The hits that begin in a stretch of the text."""
        hits = self.any_hits(lexicons)
        if not hits:
            return hits
        starts = self._starts.get(lexicons)
        if starts is None:
            starts = self._starts[lexicons] = [h.start for h in hits]
        return hits[bisect_left(starts, first) : bisect_left(starts, last)]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around a span."""
        if self._sentences is None:
            self._sentences = Bounds(self.text)
        return self._sentences.around(start, end)

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around a span."""
        if self._clauses is None:
            self._clauses = Bounds(self.text, clause=True)
        return self._clauses.around(start, end)


def _allowed(hits: list[Hit], vetoes: list[Hit]) -> list[Hit]:
    """The hits that do not lie inside an exception."""
    if not vetoes:
        return hits
    starts = [v.start for v in vetoes]
    out: list[Hit] = []
    for hit in hits:
        before = bisect_right(starts, hit.start) - 1
        if before < 0 or vetoes[before].end < hit.end:
            out.append(hit)
    return out

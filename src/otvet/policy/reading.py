"""One text as the detectors see it: its views, what the lexicons found in it, its context."""

from bisect import bisect_right

from otvet.language.clauses import bounds
from otvet.language.views import View, Views
from otvet.policy.context import Context
from otvet.policy.lexicon import Hit, Lexicons

LIMIT = 10_000  # characters judged; what is longer is held for a person
MOST_PLACES = (
    60_000  # lexicon places looked at in one text: the budget, counted and not timed, so that it repeats
)


class OverBudget(Exception):
    """The text costs more than one message may."""


class Reading:
    """A text with its views and lexicon hits, made once per check and shared by all detectors."""

    def __init__(self, text: str, context: Context, lexicons: Lexicons) -> None:
        self.text = text
        self.context = context
        self.lexicons = lexicons
        self.views = Views(text)
        self.surface: View = self.views.surface
        self._vetoes: dict[str, list[Hit]] = {}
        found: dict[str, list[Hit]] = {}
        places = lexicons.search(self.surface, found, self._vetoes)
        for view in self.views.disguises:
            places += lexicons.search(view, found, self._vetoes)
            if places > MOST_PLACES:
                raise OverBudget
        self._found = found
        self._settled: dict[str, list[Hit]] = {}

    def hits(self, lexicon: str) -> list[Hit]:
        """Where a lexicon was found, in order, each place once, without its exceptions."""
        found = self._found.get(lexicon)
        if not found:
            return []
        settled = self._settled.get(lexicon)
        if settled is None:
            settled = self._settled[lexicon] = _settle(found, self._vetoes.get(lexicon, []))
        return settled

    def any_hits(self, lexicons: tuple[str, ...]) -> list[Hit]:
        """The hits of several lexicons together, in order."""
        return sorted(hit for name in lexicons for hit in self.hits(name))

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around a span."""
        return bounds(self.text, start, end)

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around a span."""
        return bounds(self.text, start, end, clause=True)


def _settle(found: list[Hit], vetoes: list[Hit]) -> list[Hit]:
    """Hits in order; of overlapping ones the longest; none that lies inside an exception."""
    vetoes = _outermost(vetoes)
    starts = [v.start for v in vetoes]
    out: list[Hit] = []
    for hit in _outermost(found):
        before = bisect_right(starts, hit.start) - 1
        if before < 0 or vetoes[before].end < hit.end:
            out.append(hit)
    return out


def _outermost(hits: list[Hit]) -> list[Hit]:
    out: list[Hit] = []
    for hit in sorted(set(hits), key=lambda h: (h.start, -h.end)):
        if not out or hit.end > out[-1].end:
            out.append(hit)
    return out

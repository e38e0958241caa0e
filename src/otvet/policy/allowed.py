"""Allowed terms at work: where one stands, its rule sees only what is around it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from otvet.language.views import Views
from otvet.policy.entries import written
from otvet.policy.found import Found
from otvet.policy.lexicon import Lexicons, Places, confirmed
from otvet.policy.page import Rule
from otvet.policy.tuning import FILE, Allowed

Stretch = tuple[int, int]


class Spotted(Protocol):
    """A place that a rule found, as the gate keeps it."""

    @property
    def rule(self) -> Rule: ...

    @property
    def found(self) -> Found: ...


P = TypeVar("P", bound=Spotted)


class Allowances:
    """The allowed terms of a tuned pack, searched all at once."""

    def __init__(self, allowed: Sequence[Allowed]) -> None:
        self._allowed = tuple(allowed)
        self._lexicons = Lexicons(
            written((str(n), FILE, _entry(one.term)) for n, one in enumerate(self._allowed))
        )

    def stretches(self, text: str, date: dt.date | None) -> dict[str, list[Stretch]]:
        """By rule, where terms that count on `date` stand; without a date only those that count for good."""
        places: Places = defaultdict(list)
        self._lexicons.search(Views(text).surface, places)
        out: dict[str, list[Stretch]] = {}
        for name, there in places.items():
            one = self._allowed[int(name)]
            if one.until is not None and (date is None or date > one.until):
                continue
            hits, _ = confirmed(there)
            out.setdefault(one.rule, []).extend((hit.start, hit.end) for hit in hits)
        return out


def _entry(term: str) -> str:
    """The term as a line of a lexicon; a sign at its edge has no letters to keep away from."""
    left = "" if term[0].isalnum() or term[0] in "*{" else "*"
    right = "" if term[-1].isalnum() or term[-1] in "*+}" else "*"
    return f"{left}{term}{right}" if " " not in term else term


def spared(
    places: list[P], text: str, stretches: dict[str, list[Stretch]], look: Callable[[str], list[P]]
) -> list[P]:
    """The places without those that only an allowed term has made.

    Each rule with a term in the text looks again at the text without the term; what it no longer finds was the term.
    """
    out = places
    for code, there in stretches.items():
        if there and any(p.rule.code == code for p in out):
            again = [p for p in look(_without(text, there)) if p.rule.code == code]
            out = [kept for p in out for kept in (_still(p, again, there) if p.rule.code == code else [p])]
    return out


def _still(place: P, again: list[P], there: list[Stretch]) -> list[P]:
    left = [p for p in again if _touch(p, (place.found.start, place.found.end))]
    if not left or not any(_touch(place, stretch) for stretch in there):
        return [place] if left else []
    beside = [p for p in left if not any(_touch(p, stretch) for stretch in there)]
    return beside or [place]


def _touch(place: Spotted, stretch: Stretch) -> bool:
    return place.found.start < stretch[1] and stretch[0] < place.found.end


def _without(text: str, there: list[Stretch]) -> str:
    """The text with spaces where the terms stand: every other place keeps its number."""
    characters = list(text)
    for start, end in there:
        characters[start:end] = " " * (end - start)
    return "".join(characters)

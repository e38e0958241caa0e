"""Terms in force: the offer's where it gives the customer at least what the law gives, else the law's.

The terms are files in `sources/`; each is dated, so that an order is judged by the terms of its own day.
"""

import re
import tomllib
from datetime import date
from typing import Any, Literal

import msgspec
from msgspec import Struct

from otvet.errors import PackError
from otvet.knowledge import place
from otvet.knowledge.numbers import filled

Rank = Literal["law", "offer", "contract"]
Value = bool | int | float | str

_ARTICLE = re.compile(r"ст\. ([\d.]+),? ?")
_POINT = re.compile(r"п\. ([\d.]+)")
_CLAUSE = {"en": (r"art. \1 ", r"cl. \1"), "zh": (r"第 \1 条", r"第 \1 款")}


class PolicyTerm(Struct, frozen=True, kw_only=True):
    """One term, its value, where it stands and from when to when.

    `weaker` is set on a term of the law that took the place of an offer's that gave the customer less.
    """

    key: str
    value: Value
    rank: Rank
    source: str
    clause: str
    valid_from: date
    valid_to: date | None = None
    better: Value | None = None  # of the law: "more", "less", or the kinder value itself
    text: dict[str, str]
    cited: dict[str, str]  # source and clause, short
    weaker: bool = False

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class WeakerOffer(Struct, frozen=True):
    """What the operator is told: this offer gives less than the law, so the law's term is in force."""

    offered: PolicyTerm
    law: PolicyTerm


@place.kept()
def terms_in_force(day: date) -> dict[str, PolicyTerm]:
    """The terms of `day` by key.  Shared: do not change it."""
    return in_force(all_terms(), day)


def weaker_offers(day: date) -> list[WeakerOffer]:
    """Every term of offer or contract on `day` that gives the customer less than the law."""
    return weaker(all_terms(), day)


def in_force(terms: list[PolicyTerm], day: date) -> dict[str, PolicyTerm]:
    law, own = _by_rank(terms, day)
    chosen = dict(law)
    for term in own:
        legal = law.get(term.key)
        if legal is None or _at_least(term, legal):
            chosen[term.key] = _kinder(term, chosen.get(term.key), legal)
    for found in weaker(terms, day):
        if chosen[found.law.key].rank == "law":
            chosen[found.law.key] = msgspec.structs.replace(found.law, weaker=True)
    return chosen


def weaker(terms: list[PolicyTerm], day: date) -> list[WeakerOffer]:
    law, own = _by_rank(terms, day)
    return [
        WeakerOffer(offered=term, law=law[term.key])
        for term in own
        if term.key in law and not _at_least(term, law[term.key])
    ]


@place.kept()
def all_terms() -> list[PolicyTerm]:
    """Every term of every file in `sources/`, whenever it holds."""
    read: list[PolicyTerm] = []
    for name, page in place.found("sources").items():
        try:
            read += parse_terms(page.read_text(encoding="utf-8"))
        except (KeyError, ValueError) as error:
            raise PackError(f"The terms of {name} are wrong: {error}") from error
    return read


def parse_terms(page: str) -> list[PolicyTerm]:
    """The terms of one file: what they share stands at its top."""
    told = tomllib.loads(page)
    return [_term(told, term) for term in told["terms"]]


def _term(shared: dict[str, Any], told: dict[str, Any]) -> PolicyTerm:
    clause, value = told["clause"], told["value"]
    words = {lang: filled(text, {"value": value}, lang) for lang, text in told["text"].items()}
    cited = {
        lang: text.replace("{clause}", clause_in(clause, lang)) for lang, text in shared["cited"].items()
    }
    own = {"rank": shared["rank"], "source": shared["source"], "text": words, "cited": cited}
    return msgspec.convert(told | own, PolicyTerm)


def clause_in(clause: str, lang: str) -> str:
    """`ст. 26.1, п. 4` as it is cited in each language."""
    if lang == "ru":
        return clause
    article, point = _CLAUSE[lang]
    said = _ARTICLE.sub(article, clause)
    return _POINT.sub(point, said).strip()


def _by_rank(terms: list[PolicyTerm], day: date) -> tuple[dict[str, PolicyTerm], list[PolicyTerm]]:
    good = [term for term in terms if term.holds_on(day)]
    return {t.key: t for t in good if t.rank == "law"}, [t for t in good if t.rank != "law"]


def _at_least(term: PolicyTerm, law: PolicyTerm) -> bool:
    """Whether `term` gives the customer at least what `law` gives."""
    if law.better in ("more", "less"):
        if not _is_number(term.value) or not _is_number(law.value):
            return False
        return term.value >= law.value if law.better == "more" else term.value <= law.value  # type: ignore[operator]
    return term.value in (law.value, law.better)


def _kinder(term: PolicyTerm, other: PolicyTerm | None, law: PolicyTerm | None) -> PolicyTerm:
    """Of two that may hold the one that gives the customer more; between equals not the law's."""
    if other is None or law is None or other.rank == "law":
        return term
    as_law = msgspec.structs.replace(other, better=law.better)
    return term if _at_least(term, as_law) else other


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)

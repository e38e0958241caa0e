"""Finding what answers: the best of its sections speaks for an article, and clauses of offer, contract and law stand apart.

The last word of a question may be typed half.
"""

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from otvet.knowledge import place
from otvet.knowledge.documents import Clause, clauses
from otvet.knowledge.guides import LANGUAGES, Article, article, articles, today
from otvet.knowledge.terms import clause_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from otvet.knowledge.lookup import Lookup

_SHORTEST_BEGINNING = 4  # signs of a question before it is guessed
_AMONG = 12  # a clause has to be among so many of the best sections of everything
_LONGEST = 1_000  # signs of a question that are looked at
_LEAN = 1.25  # what a section counts of an article on the topic of the conversation
_KEPT = 2 * len(LANGUAGES)  # today's, and yesterday's over midnight


class Said(Struct, frozen=True, kw_only=True):
    """What a clause says: `title` of its document, `cite` where it stands (`cl. 6.4`), `heading`, `text`."""

    title: str
    cite: str
    heading: str
    text: str


def search(
    query: str, lang: str, day: date | None = None, *, limit: int = 10, topic: str = ""
) -> list[Article]:
    """Articles in `lang` that answer `query` best, those on `topic` a little before others.

    When nothing is found in `lang` the other languages are tried and the answer is given in `lang`.
    """
    day = day or today()
    asked = lang if lang in LANGUAGES else "ru"
    query = query[:_LONGEST]
    for tried in (asked, *(other for other in LANGUAGES if other != asked)):
        found = _slugs(query, tried, day, topic)[:limit]
        if found:
            return [one for slug in found if (one := article(slug, asked, day))]
    return []


def said(query: str, lang: str, day: date | None = None, limit: int = 3) -> list[Said]:
    """Clauses of offer, contract and law among the best answers to `query`, as of `day`; often none."""
    day = day or today()
    lang = lang if lang in LANGUAGES else "ru"
    found = _index(lang, day).best(query[:_LONGEST], _AMONG, typing=True)
    known = _clauses(lang, day)
    places = [place for one in found if (place := one.rsplit(f".{lang}.", 1)[0]) in known]
    return [_shown(known[place], lang) for place in places[:limit]]


def warm(day: date | None = None) -> None:
    """Make what searches of `day` need, in every language: about a second each, once."""
    for lang in LANGUAGES:
        _index(lang, day or today())


def _shown(clause: Clause, lang: str) -> Said:
    cite = clause.no if clause.rank == "law" else f"п. {clause.no}"
    return Said(title=clause.title, cite=clause_in(cite, lang), heading=clause.heading, text=clause.text)


def _slugs(query: str, lang: str, day: date, topic: str) -> list[str]:
    """Names of articles, the best first; one whose own question begins as `query` does comes before all."""
    index = _index(lang, day)
    leaning = _leaning(lang, day, topic) if topic else None
    places = index.best(query, len(index.places), typing=True, leaning=leaning)
    begun = _begun(query, lang, day) if places else None
    known = {one.slug for one in articles(lang, day)}
    named = (place.split("#")[0] for place in places)
    return list(dict.fromkeys(([begun] if begun else []) + [slug for slug in named if slug in known]))


def _begun(query: str, lang: str, day: date) -> str | None:
    """The article of a common question that is `query`, or begins so: somebody is typing it."""
    typed = _folded(query)
    common = [(_folded(question), one.slug) for one in articles(lang, day) for question in one.asked]
    same = next((slug for question, slug in common if question == typed), None)
    if same or len(typed) < _SHORTEST_BEGINNING:
        return same
    return next((slug for question, slug in common if question.startswith(typed)), None)


def _folded(text: str) -> str:
    """A text as it is compared while somebody types it."""
    return " ".join(text.casefold().replace("ё", "е").split())


@place.kept(_KEPT)
def _index(lang: str, day: date) -> "Lookup":
    from otvet.knowledge.lookup import Lookup  # noqa: PLC0415  numpy is slow to import: nobody has to wait for it
    from otvet.knowledge.passages import entries, passages  # noqa: PLC0415

    return Lookup(entries(passages(lang, day)))


@place.kept(_KEPT)
def _clauses(lang: str, day: date) -> dict[str, Clause]:
    """By the place they have among the passages."""
    return {f"{one.document}#{one.no}": one for one in clauses(lang, day)}


@place.kept(128)
def _leaning(lang: str, day: date, topic: str) -> "NDArray[np.float32]":
    import numpy as np  # noqa: PLC0415  as above

    on_it = {one.slug for one in articles(lang, day) if one.topic == topic}
    places = _index(lang, day).places
    return np.asarray([_LEAN if place.split("#")[0] in on_it else 1.0 for place in places], dtype=np.float32)

"""Finding articles: the best of their sections speaks for each, and the last word may be typed half."""

from datetime import date
from functools import lru_cache

from otvet.knowledge.guides import LANGUAGES, Article, article, articles, today
from otvet.knowledge.lookup import Lookup
from otvet.knowledge.passages import entries, of_articles

_SHORTEST_BEGINNING = 4  # signs of a question before it is guessed
_SECTIONS = 8  # an article has hardly more: so many sections are ranked for each article wanted
_LONGEST = 1_000  # signs of a question that are looked at


def search(query: str, lang: str, day: date | None = None, limit: int = 10) -> list[Article]:
    """Articles in `lang` that answer `query` best; the last word may be typed half.

    When nothing is found in `lang` the other languages are tried and the answer is given in `lang`.
    """
    day = day or today()
    asked = lang if lang in LANGUAGES else "ru"
    query = query[:_LONGEST]
    for tried in (asked, *(other for other in LANGUAGES if other != asked)):
        found = _slugs(query, tried, day)[:limit]
        if found:
            return [one for slug in found if (one := article(slug, asked, day))]
    return []


def _slugs(query: str, lang: str, day: date) -> list[str]:
    """Names of articles, the best first; one whose own question begins as `query` does comes before all."""
    places = _index(lang, day).best(query, _SECTIONS * len(articles(lang, day)), typing=True)
    begun = _begun(query, lang, day) if places else None
    return list(dict.fromkeys(([begun] if begun else []) + [place.split("#")[0] for place in places]))


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


@lru_cache(maxsize=2 * len(LANGUAGES))  # today's, and yesterday's over midnight
def _index(lang: str, day: date) -> Lookup:
    return Lookup(entries(of_articles(lang, day)))

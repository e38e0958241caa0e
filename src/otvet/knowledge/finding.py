"""Finding an article by words: BM25 over the tokens of the one analyser.

Titles and the ways people ask count more.

Some dozens of articles fit in memory; the same tokens feed a database's full-text search when there are thousands.
"""

import re
from collections import Counter
from datetime import date
from functools import cache
from html import unescape
from math import log

from msgspec import Struct

from otvet.knowledge.guides import LANGUAGES, Article, article, articles, today
from otvet.language.analyser import tokens

_TAG = re.compile(r"<[^>]*>")
_MOST_WORDS = 32
_TITLE_WEIGHT = 4
_SUMMARY_WEIGHT = 2
_ASKED_WEIGHT = 4
_SATURATION, _LENGTH = 1.2, 0.75  # BM25's usual k1 and b
_SHORTEST_PREFIX = 2
_SHORTEST_BEGINNING = 4  # signs of a question before it is guessed
_PREFIX_SHARE = 0.8  # what has been typed half counts a little less than the whole word


def search(query: str, lang: str, day: date | None = None, limit: int = 10) -> list[Article]:
    """Articles in `lang` that answer `query` best; the last word may be typed half.

    When nothing is found in `lang` the other languages are tried and the answer is given in `lang`.
    """
    day = day or today()
    asked = lang if lang in LANGUAGES else "ru"
    words = tokens(query)[:_MOST_WORDS]
    for tried in (asked, *(other for other in LANGUAGES if other != asked)):
        found = _index(tried, day).best(words, query, limit) if words else []
        if found:
            return [one for slug in found if (one := article(slug, asked, day))]
    return []


class _Index(Struct, frozen=True):
    """How often which token stands in which article."""

    counts: dict[str, Counter[str]]
    lengths: dict[str, int]
    rarity: dict[str, float]
    average: float
    questions: list[tuple[str, str]]  # each question that is often put, folded, and its article
    whole: dict[tuple[str, ...], str]  # a question as it is often put -> the article that answers it

    def best(self, words: list[str], query: str, limit: int) -> list[str]:
        begun = _folded(query)
        typed = begun.split()[-1] if words and not query[-1:].isspace() else ""
        scores: dict[str, float] = dict.fromkeys(self.counts, 0.0)
        for place, word in enumerate(words):
            for token, share in self._meant(word, typed if place == len(words) - 1 else ""):
                for slug in self.counts:
                    scores[slug] += share * self._score(slug, token)
        known = self.whole.get(tuple(words)) or self._begun(begun)
        ranked = sorted(scores, key=lambda slug: (slug != known, -scores[slug]))
        return [slug for slug in ranked if scores[slug] > 0][:limit]

    def _begun(self, query: str) -> str | None:
        """The article of a common question that begins as `query` does: somebody is typing it."""
        if len(query) < _SHORTEST_BEGINNING:
            return None
        return next((slug for question, slug in self.questions if question.startswith(query)), None)

    def _meant(self, word: str, typed: str) -> list[tuple[str, float]]:
        """The tokens a word stands for: itself, else what it may become, as `typed` or at least as its stem."""
        if word in self.rarity:
            return [(word, 1.0)]
        for start in (typed, word) if typed else ():
            found = [token for token in self.rarity if token.startswith(start)]
            if found and len(start) >= _SHORTEST_PREFIX:
                return [(token, _PREFIX_SHARE) for token in found]
        return []

    def _score(self, slug: str, token: str) -> float:
        often = self.counts[slug][token]
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * self.lengths[slug] / self.average)
        return self.rarity[token] * often * (_SATURATION + 1) / (often + norm)


def _folded(text: str) -> str:
    """A text as it is compared while somebody types it."""
    return " ".join(text.casefold().replace("ё", "е").split())


@cache
def _index(lang: str, day: date) -> _Index:
    everything = articles(lang, day)
    counts = {one.slug: _counted(one) for one in everything}
    appears = Counter(token for count in counts.values() for token in count)
    total = len(counts)
    return _Index(
        counts=counts,
        lengths={slug: count.total() for slug, count in counts.items()},
        average=sum(count.total() for count in counts.values()) / total,
        questions=[(_folded(question), one.slug) for one in everything for question in one.asked],
        whole={tuple(tokens(question)): one.slug for one in reversed(everything) for question in one.asked},
        rarity={token: log(1 + (total - n + 0.5) / (n + 0.5)) for token, n in appears.items()},
    )


def _counted(one: Article) -> Counter[str]:
    count = Counter(tokens(unescape(_TAG.sub(" ", one.html))))
    weighed = [(one.title, _TITLE_WEIGHT), (one.summary, _SUMMARY_WEIGHT)]
    weighed += [(question, _ASKED_WEIGHT) for question in one.asked]
    for text, weight in weighed:
        for token in tokens(text):
            count[token] += weight
    return count

"""Finding an article by words: BM25 over the tokens of the one analyser, titles counting more.

A dozen articles fit in memory; the same tokens feed a database's full-text search when there are thousands.
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
_SATURATION, _LENGTH = 1.2, 0.75  # BM25's usual k1 and b
_SHORTEST_PREFIX = 2
_PREFIX_SHARE = 0.8  # what has been typed half counts a little less than the whole word


def search(query: str, lang: str, day: date | None = None, limit: int = 10) -> list[Article]:
    """Articles in `lang` that answer `query` best; the last word may be typed half.

    When nothing is found in `lang` the other languages are tried and the answer is given in `lang`.
    """
    day = day or today()
    asked = lang if lang in LANGUAGES else "ru"
    words = tokens(query)[:_MOST_WORDS]
    for tried in (asked, *(other for other in LANGUAGES if other != asked)):
        found = _index(tried, day).best(words, limit)
        if found:
            return [one for slug in found if (one := article(slug, asked, day))]
    return []


class _Index(Struct, frozen=True):
    """How often which token stands in which article."""

    counts: dict[str, Counter[str]]
    lengths: dict[str, int]
    rarity: dict[str, float]

    def best(self, words: list[str], limit: int) -> list[str]:
        scores: dict[str, float] = dict.fromkeys(self.counts, 0.0)
        for place, word in enumerate(words):
            for token, share in self._meant(word, last=place == len(words) - 1):
                for slug in self.counts:
                    scores[slug] += share * self._score(slug, token)
        ranked = sorted(scores, key=lambda slug: -scores[slug])
        return [slug for slug in ranked if scores[slug] > 0][:limit]

    def _meant(self, word: str, *, last: bool) -> list[tuple[str, float]]:
        if word in self.rarity:
            return [(word, 1.0)]
        if not last or len(word) < _SHORTEST_PREFIX:
            return []
        return [(token, _PREFIX_SHARE) for token in self.rarity if token.startswith(word)]

    def _score(self, slug: str, token: str) -> float:
        often = self.counts[slug][token]
        average = sum(self.lengths.values()) / len(self.lengths)
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * self.lengths[slug] / average)
        return self.rarity[token] * often * (_SATURATION + 1) / (often + norm)


@cache
def _index(lang: str, day: date) -> _Index:
    counts = {one.slug: _counted(one) for one in articles(lang, day)}
    appears = Counter(token for count in counts.values() for token in count)
    total = len(counts)
    return _Index(
        counts=counts,
        lengths={slug: count.total() for slug, count in counts.items()},
        rarity={token: log(1 + (total - n + 0.5) / (n + 0.5)) for token, n in appears.items()},
    )


def _counted(one: Article) -> Counter[str]:
    count = Counter(tokens(unescape(_TAG.sub(" ", one.html))))
    for text, weight in ((one.title, _TITLE_WEIGHT), (one.summary, _SUMMARY_WEIGHT)):
        for token in tokens(text):
            count[token] += weight
    return count

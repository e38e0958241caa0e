"""The one analyser for search: the same tokens for a text and for a question about it.

Words of Russian and English are cut to their stems, runs of Chinese characters become overlapping pairs,
numbers stay whole.  The script decides, so a text may mix languages.
"""

import re
import unicodedata
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from otvet.language.later import later

_WORD = later(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W_]+(?:['’\-][^\W_]+)*")
_CYRILLIC = later(r"[\u0400-\u04ff]")
_HAN_WITHIN = later(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\u3400-\u4dbf\u4e00-\u9fff]+")
_LONGEST = 60

# Words that stand in every text and tell nothing apart.
_STOP = frozenset(
    """
    и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее мне было вот от меня еще нет
    о из ему теперь когда даже ну ли если уже или ни быть был него до вас опять там потом себя ей может они тут где
    есть для мы их чем была сам без будто чего раз тоже под будет тогда кто этот того потому этого какой ним здесь
    этом мой чтобы нее были куда зачем всех при об это эта мои моя моё мне наш ваш
    a an and are as at be but by for from had has have he her his i if in is it its me my no not of on or our so
    that the their them they this to was we were what which who will with you your do does did can could how
    """.split()  # noqa: SIM905 words read better as a page than as a list
)

# A stemmer keeps state while it works; two threads in one would garble each other's words.
_lock = Lock()


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # noqa: PLC0415  brings thirty languages along

    return snowballstemmer.stemmer(language)


def tokens(text: str) -> list[str]:
    """The tokens of `text` in their order, stop words left out."""
    found: list[str] = []
    for word in _WORD.findall(folded(text)):
        found += _of(word)
    return found


@lru_cache(maxsize=50_000)
def _of(word: str) -> tuple[str, ...]:
    """The tokens of one word; most words come again and again."""
    found: list[str] = []
    for run in _HAN_WITHIN.findall(word):
        found += _pairs(run) if "\u3400" <= run[0] <= "\u9fff" else _words(run)
    return tuple(found)


def spans(text: str, wanted: frozenset[str]) -> list[tuple[int, int]]:
    """Where words of `text` stand, in code points, that have a token among `wanted`."""
    places: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start = match.start()
        for run in _HAN_WITHIN.finditer(match.group()):
            at = start + run.start()
            if "\u3400" <= run.group()[0] <= "\u9fff":
                pairs = enumerate(_pairs(run.group()))
                places += [(at + n, at + n + len(pair)) for n, pair in pairs if pair in wanted]
            elif wanted.intersection(tokens(run.group())):
                places.append((at, at + len(run.group())))
    return _joined(places)


def _joined(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs of characters overlap; shown they are one place."""
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")


def _words(run: str) -> list[str]:
    """A word with a hyphen is found by its parts too."""
    parts = [part for part in re.split(r"['’\-]", run) if part]
    return [_stem(part[:_LONGEST]) for part in parts if part not in _STOP]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    if not word.isalpha():
        return word
    with _lock:
        stemmer = _stemmer("russian" if _CYRILLIC.search(word) else "english")
        return str(stemmer.stemWord(word))

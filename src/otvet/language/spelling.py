"""Words that are no words, and what was meant: a neighbour one slip away that everybody writes.

Russian words are known by the morphological dictionary, English ones by the list that comes with symspellpy;
how frequent a word is tells wordfreq.  Names, codes and rare words have no frequent neighbour and pass.
"""

import functools
import itertools
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

_RU = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_EN = "abcdefghijklmnopqrstuvwxyz"
_RU_WORD = re.compile("[а-яё]+")
_EN_WORD = re.compile("[a-z]+")
_LEAST = 4  # letters: shorter words are neighbours of everything
_FREQUENT = 3e-6  # of all words: about 3,000 Russian and 6,000 English words are at least so frequent
_LONGEST = 24
_SURE = 5.0


@functools.cache
def morphology() -> Any:
    """The Russian morphological dictionary, loaded when first asked for."""
    import pymorphy3  # noqa: PLC0415 - a third of a second that Chinese and English texts do not need

    return pymorphy3.MorphAnalyzer()


def warm() -> None:
    """Load the dictionaries, so that the first message need not wait for them."""
    meant("пливет")
    meant("helo")


@functools.cache
def _frequent(lang: str) -> dict[str, float]:
    import wordfreq  # noqa: PLC0415 - the same

    return {
        word: share
        for word, share in wordfreq.get_frequency_dict(lang, "small").items()
        if share >= _FREQUENT
    }


@functools.cache
def _english() -> frozenset[str]:
    page = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return frozenset(line.split(" ", 1)[0] for line in page.splitlines())


def surely_meant(word: str) -> str | None:
    """The same for a word that may be a name: only what hands do most is told."""
    right = meant(word)
    return right if right is not None and _likeliness(word, right) > _SURE else None


@functools.lru_cache(maxsize=50_000)
def meant(word: str) -> str | None:
    """The word that was meant by a small-letter word that is none; None when it is a word, or nothing is near."""
    if not _LEAST <= len(word) <= _LONGEST:
        return None
    if _RU_WORD.fullmatch(word):
        return _nearest(word.replace("ё", "е"), "ru", _RU) if not is_russian(word) else None
    if _EN_WORD.fullmatch(word):
        return _nearest(word, "en", _EN) if not _known_en(word) else None
    return None


def is_name(words: str) -> bool:
    """Whether every word may be a Russian first name, patronymic or surname."""
    return all(
        any(tag in parse.tag for tag in ("Name", "Patr", "Surn") for parse in morphology().parse(word))
        for word in words.split()
    )


def is_russian(word: str) -> bool:
    """Whether the morphological dictionary knows a small-letter word."""
    return bool(morphology().word_is_known(word))


def _known_en(word: str) -> bool:
    known = _english()
    stems = (
        word,
        word.removesuffix("s"),
        word.removesuffix("es"),
        word.removesuffix("ed"),
        word.removesuffix("ing"),
    )
    return any(stem in known for stem in stems) or word in _BRITISH or word.replace("our", "or") in known


_BRITISH = frozenset(
    {
        "programme",
        "programmes",
        "centre",
        "centres",
        "litre",
        "litres",
        "metre",
        "metres",
        "grey",
        "tyre",
        "tyres",
    }
)


def _nearest(word: str, lang: str, letters: str) -> str | None:
    frequent = _frequent(lang)
    if word in frequent:
        return None
    near = {n for n in _one_slip(word, letters) if n in frequent}
    best = max(near, key=lambda n: frequent[n] * _likeliness(word, n), default=None)
    if best is None or (lang == "ru" and not is_russian(best)) or (lang == "en" and best not in _english()):
        return None
    return best


def _likeliness(word: str, right: str) -> float:
    """A letter doubled or not, two swapped, one vowel for another are what hands do most."""
    if len(word) != len(right):
        longer = max(word, right, key=len)
        return 50.0 if any(a == b for a, b in itertools.pairwise(longer)) and set(word) == set(right) else 2.0
    wrong = [(a, b) for a, b in zip(word, right, strict=True) if a != b]
    if len(wrong) > 1:
        return 10.0
    return 5.0 if all(c in _VOWELS for c in wrong[0]) else 1.0


_VOWELS = frozenset("аеиоуыэюяaeiou")


def _one_slip(word: str, letters: str) -> Iterator[str]:
    """Every word one letter away: lost, doubled, swapped, another one.  The first letter is seldom the wrong one."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail and at:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            if tail and at:
                yield head + letter + tail[1:]
            yield head + letter + tail

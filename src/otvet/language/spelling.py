"""Words that are no words, and what was meant: a neighbour one slip away that everybody writes.

Russian words are known by the morphological dictionary, English ones by the list that comes with symspellpy;
how frequent a word is tells wordfreq.  Names, codes and rare words have no frequent neighbour and pass.
"""

import functools
import itertools
import re
from collections.abc import Iterator

from otvet.language.vocabulary import FREQUENT, LEAST_DOUBLED, morphology, once, vocabulary

_RU = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_EN = "abcdefghijklmnopqrstuvwxyz"
_RU_WORD = re.compile("[а-яё]+")
_EN_WORD = re.compile("[a-z]+")
_LEAST = 4  # letters: shorter words are neighbours of everything
_LONGEST = 24
_SURE = 5.0
_LONG = 8  # letters: a name as long as this is seldom one slip away from a frequent word


def warm() -> None:
    """Load the dictionaries, so that the first message need not wait for them."""
    meant("пливет")
    meant("helo")


def surely_meant(word: str) -> str | None:
    """The same for a word that may be a name: only what hands do most is told."""
    right = meant(word)
    likely = 0.0 if right is None else _likeliness(word, right)
    if (
        not (likely and len(word) >= _LONG)
        and not likely > _SURE
        and not (likely == _SURE and len(word) > _LEAST + 1)
    ):
        return None
    return right


@functools.lru_cache(maxsize=50_000)
def meant(word: str) -> str | None:
    """The word that was meant by a small-letter word that is none; None when it is a word, or nothing is near."""
    if not _LEAST <= len(word) <= _LONGEST:
        return None
    if _RU_WORD.fullmatch(word):
        return _nearest(word.replace("ё", "е"), "ru") if not is_russian(word) else None
    if _EN_WORD.fullmatch(word):
        return _nearest(word, "en") if not is_english(word) else None
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


def is_english(word: str) -> bool:
    """Whether the dictionary knows a small-letter word, or what it is a form of."""
    known = vocabulary("en").known
    if word in known:
        return True
    if any(
        f"{word.removesuffix(end)}{word.removesuffix(end)[-1:]}{end}" in known
        for end in ("ed", "ing")
        if word.endswith(end)
    ):
        return False  # “shiping”: the letter is doubled where “shipping” is a word
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


def _nearest(word: str, lang: str) -> str | None:
    frequent, trade, undoubled, known = vocabulary(lang)
    if word in frequent or word in trade:
        return None
    near = sorted(
        {n for n in one_slip(word) if n in frequent or n in trade}
    )  # of two as likely ones always the same
    best = max(near, key=lambda n: frequent.get(n, FREQUENT) * _likeliness(word, n), default=None)
    if best is None and lang == "ru" and word.endswith(("ова", "ева")):  # as it is heard: “отличнова”
        best = next((n for n in (word[:-2] + "го",) if is_russian(n)), None)
    if best is None and lang == "ru":
        best = next((n for n in _confused(word) if _deed(n)), None)
    best = best or (undoubled.get(once(word)) if len(word) >= LEAST_DOUBLED else None)
    if best is None or (lang == "ru" and not is_russian(best)) or (lang == "en" and best not in known):
        return None
    return best


_HEARD_ALIKE = (
    ("пре", "при"),
    ("при", "пре"),
    ("раз", "рас"),
    ("рас", "раз"),
    ("без", "бес"),
    ("бес", "без"),
)


def _deed(word: str) -> bool:
    """A known word that is no noun: goods have names that stand beside words of the dictionary (“степлер”)."""
    return is_russian(word) and all(parse.tag.POS not in {"NOUN", None} for parse in morphology().parse(word))


_UNSTRESSED = {"а": "о", "о": "а", "е": "и", "и": "е"}
_LEAST_HEARD = 7  # letters: a shorter unknown word may be a name of goods


def _confused(word: str) -> Iterator[str]:
    """A long word written as it is heard: “прелегает”, “безконечный”, “выбераете”."""
    if len(word) >= _LEAST_HEARD:
        yield from (right + word[len(wrong) :] for wrong, right in _HEARD_ALIKE if word.startswith(wrong))
        for at in range(1, len(word) - 2):
            swapped = _UNSTRESSED.get(word[at])
            if swapped is not None:
                yield word[:at] + swapped + word[at + 1 :]


def _likeliness(word: str, right: str) -> float:
    """A letter doubled or not, two swapped, a soft sign left out, one vowel for another are what hands do most."""
    if len(word) != len(right):
        longer = max(word, right, key=len)
        if any(a == b for a, b in itertools.pairwise(longer)) and set(word) == set(right):
            return 50.0
        return 10.0 if len(right) > len(word) and right.replace("ь", "") == word else 2.0  # “филтр”
    wrong = [(a, b) for a, b in zip(word, right, strict=True) if a != b]
    if len(wrong) > 1:
        return 10.0
    return 5.0 if all(c in _VOWELS for c in wrong[0]) else 1.0


_VOWELS = frozenset("аеиоуыэюяaeiou")


def one_slip(word: str) -> Iterator[str]:
    """Every word one letter away: lost, doubled, swapped, another one.  The first letter is seldom the wrong one."""
    letters = _RU if _RU_WORD.match(word) else _EN
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

"""Disguises people use, applied to the words that break a rule."""

import re
from collections.abc import Callable, Iterator

from otvet.policy import Example

_LOOKALIKES = str.maketrans("аеорсухАЕОРСХ", "aeopcyxAEOPCX")
_TO_CYRILLIC = str.maketrans("aeopcyx", "аеорсух")
_WORDS = {
    "ru": ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "zh": list("零一二三四五六七八九"),
}
_ONE_WORD = re.compile(r"[^\W\d_]{3,12}")
_DIALLED = re.compile(r"[\d\s()+-]{7,20}")


def lookalikes(words: str, lang: str) -> str:
    """Latin letters for Cyrillic ones, the other way round in English; every other one, so that words are mixed."""
    table = _TO_CYRILLIC if lang == "en" else _LOOKALIKES
    return "".join(c.translate(table) if at % 2 else c for at, c in enumerate(words))


def spaced(words: str, _lang: str) -> str:
    return " ".join(words) if _ONE_WORD.fullmatch(words) else words


def dotted(words: str, _lang: str) -> str:
    return ".".join(words) if _ONE_WORD.fullmatch(words) else words


def hyphened(words: str, _lang: str) -> str:
    return "-".join(words) if _ONE_WORD.fullmatch(words) else words


def repeated(words: str, lang: str) -> str:
    """The last but one letter of the longest word several times over."""
    if lang == "zh":
        return words
    longest = max(words.split(" "), key=lambda w: len(w) * w.isalpha())
    return words.replace(longest, longest[:-1] + longest[-2] * 3 + longest[-1]) if len(longest) > 3 else words


def masked(words: str, lang: str) -> str:
    """An asterisk for a letter inside."""
    if lang == "zh" or not _ONE_WORD.fullmatch(words):
        return words
    return words[:1] + "*" + words[2:]


def number_words(words: str, lang: str) -> str:
    """Every digit of a telephone number said."""
    if not _DIALLED.fullmatch(words):
        return words
    joint = "" if lang == "zh" else " "
    return "".join(f"{joint}{_WORDS[lang][int(c)]}{joint}" if c in "0123456789" else c for c in words)


def letters_for_digits(words: str, _lang: str) -> str:
    return words.replace("0", "O").replace("1", "l") if _DIALLED.fullmatch(words) else words


def upper(words: str, _lang: str) -> str:
    return words.upper()


def mixed_case(words: str, _lang: str) -> str:
    return "".join(c.upper() if at % 2 else c.lower() for at, c in enumerate(words))


def full_width(words: str, _lang: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in words)


def zero_width(words: str, _lang: str) -> str:
    return "\u200b".join(words)


def soft_hyphens(words: str, _lang: str) -> str:
    return "".join(c + "\u00ad" if c.isalpha() else c for c in words)


def combining(words: str, _lang: str) -> str:
    """A mark under every letter."""
    return "".join(c + "\u0332" if c.isalpha() else c for c in words)


Mutation = Callable[[str, str], str]
_ALWAYS: tuple[Mutation, ...] = (upper, mixed_case, full_width, zero_width, soft_hyphens, combining)
_PLAIN: tuple[Mutation, ...] = (lookalikes, repeated, number_words, letters_for_digits)
_WORD: tuple[Mutation, ...] = (spaced, dotted, hyphened, masked)  # one word: what a lexicon holds


def mutations(code: str, example: Example) -> Iterator[tuple[str, str]]:
    """The example in every disguise that makes sense for it: (name of the disguise, text)."""
    chosen = list(_ALWAYS)
    if example.difficulty != "evasive":  # one disguise over another need not stay readable
        chosen += _PLAIN
        chosen += _WORD if code == "profanity" else ()
    for mutation in chosen:
        text = example.text
        for span in example.spans:
            text = text.replace(span, mutation(span, example.lang))
        if text != example.text:
            yield mutation.__name__, text

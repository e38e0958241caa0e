"""Digits as a person would copy them out: figures, number words, letters for digits, chained over small gaps."""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from otvet.language.later import later
from otvet.language.lookalikes import DIGIT_LIKE, TO_DIGIT
from otvet.language.numbers import HAN_DIGITS, HUNDRED, REPEATS, SMALL, level
from otvet.language.views import View

_HAN = "".join(HAN_DIGITS)
_HAN_FILLERS = frozenset("杠横再加然后接着是")


def _plain_han() -> str:
    """The ranges of Chinese characters that are no digits, no tens and no fillers: such a run only separates."""
    said = sorted({*_HAN, *"十拾", *_HAN_FILLERS, *DIGIT_LIKE, "\u33ff", "\ua000"})
    said = [c for c in said if "\u33ff" <= c <= "\ua000"]
    return "".join(
        f"{chr(ord(a) + 1)}-{chr(ord(b) - 1)}" for a, b in itertools.pairwise(said) if ord(b) - ord(a) > 1
    )


_PIECE = later(
    # dates, times, sizes and products of numbers are not part of a telephone number
    rf"(?P<apart>[{_plain_han()}]+)"
    r"|(?P<wall>(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d(?!\d)|(?<!\d)20\d\d-\d\d-\d\d(?!\d)|(?<!\d)\d{1,2}:\d\d(?!\d)"
    r"|(?<!\d)(?:192\.168|10\.\d{1,3}|127\.0|172\.\d\d)\.\d{1,3}\.\d{1,3}(?!\d)"
    r"|\d{1,6}(?:\s?[xх×*]\s?\d{1,6}){1,3}(?!\d)|(?<!\d)\d{5,10}-\d{4}(?:-\d{1,2})?(?!\d))"
    rf"|(?P<times>[二两三四五六七八]个[{_HAN}])"
    rf"|(?P<figures>[\d{DIGIT_LIKE}]*\d[\d{DIGIT_LIKE}]*)"
    rf"|(?P<han>[{_HAN}])|(?P<teen>[十拾])|(?P<word>[a-zа-яё\u0400-\u04ff]+)|(?P<other>[\u3400-\u9fff])"
    r"|(?P<line>\n)|(?P<gap>[^\w\n]+|_)|(?P<rest>.)",
)
_FILLERS = frozenset(
    [
        "тире",
        "дефис",
        "минус",
        "пробел",
        "потом",
        "затем",
        "далее",
        "дальше",
        "плюс",
        "и",
        "а",
        "ещё",
        "еще",
        "скобка",
        "скобки",
        "dash",
        "hyphen",
        "minus",
        "then",
        "and",
        "plus",
        "space",
        "area",
        "code",
        "dot",
        "point",
        "точка",
    ]
)
_MOST_GAP = 5
_LETTER_DIGITS = frozenset("oоlіi")
_COUNTS = frozenset("2345678")
_PLURALS = {
    word: str(digit)
    for digit, words in enumerate(
        (
            "нуля нулей ноля zeros zeroes ohs noughts",
            "единицы единиц единички ones",
            "двойки двоек twos",
            "тройки троек threes",
            "четвёрки четверки четвёрок четверок fours",
            "пятёрки пятерки пятёрок пятерок fives",
            "шестёрки шестерки шестёрок шестерок sixes",
            "семёрки семерки семёрок семерок sevens",
            "восьмёрки восьмерки восьмёрок восьмерок eights",
            "девятки девяток nines",
        )
    )
    for word in words.split()
}
_NUMBER_WORDS = frozenset([*SMALL, *_PLURALS, *HUNDRED, *REPEATS, *_FILLERS, *_LETTER_DIGITS])
_BETWEEN = frozenset({"gap", "line", "rest"})


class Atom(NamedTuple):
    """Some digits and where they stand in the view."""

    digits: str
    start: int
    end: int
    spelled: bool


class Chain(NamedTuple):
    """Atoms with nothing but small gaps between them."""

    atoms: tuple[Atom, ...]

    @property
    def digits(self) -> str:
        return "".join(a.digits for a in self.atoms)


def chains(view: View) -> Iterator[Chain]:
    """The chains of digits in a view, in order."""
    atoms: list[Atom] = []
    gap = 0
    repeat = 0
    for match in _PIECE.finditer(view.text):
        role = _role(match)
        if role == "gap":
            gap += 1
        if role in _BETWEEN:
            continue
        atom = None
        if role != "apart" and not _counted(match, atoms):
            atom = _atom(match, after_digits=bool(atoms) and not gap)
        if atom is not None:
            _add(atoms, atom._replace(digits=atom.digits * repeat) if repeat else atom, gap)
            gap = repeat = 0
        elif role == "word" and match[0] in REPEATS:
            repeat = REPEATS[match[0]]
        elif role == "apart" or _separates(match, role, atoms):
            if atoms:
                yield Chain(tuple(atoms))
            atoms = []
            gap = repeat = 0
    if atoms:
        yield Chain(tuple(atoms))


def _add(atoms: list[Atom], atom: Atom, gap: int) -> None:
    if atoms and atoms[-1].spelled and atom.spelled and gap <= 1:
        _say(atoms, atom)
    else:
        atoms.append(atom)


def _told_again(match: re.Match[str], atoms: list[Atom]) -> bool:
    """Whether a word changes the last digits: “nine hundred”, “три нуля”."""
    if _counted(match, atoms):
        digits = _PLURALS[match[0]] * int(atoms[-1].digits)
        atoms[-1] = Atom(digits, atoms[-1].start, match.end(), spelled=False)
        return True
    if match[0] in HUNDRED and atoms and len(atoms[-1].digits) == 1:
        atoms[-1] = atoms[-1]._replace(digits=atoms[-1].digits + "00", end=match.end())
        return True
    return False


def _counted(match: re.Match[str], atoms: list[Atom]) -> bool:
    """“три нуля”: the word says which digit, the one before it how often."""
    return match[0] in _PLURALS and bool(atoms) and atoms[-1].spelled and atoms[-1].digits in _COUNTS


def _role(match: re.Match[str]) -> str | None:
    """What a piece is; most of a text only separates ("apart") or says nothing, which is told here at once."""
    kind = match.lastgroup
    if kind == "word":
        known = match[0] in _NUMBER_WORDS or match[0].replace("ё", "е") in SMALL
        return kind if known else "apart"
    if kind == "wall" or (kind == "gap" and len(match[0]) > _MOST_GAP):
        return "apart"
    return kind


def _separates(match: re.Match[str], kind: str | None, atoms: list[Atom]) -> bool:
    if _told_again(match, atoms):
        return False
    if kind == "word":
        return match[0] not in _FILLERS and match[0] not in _LETTER_DIGITS
    return kind == "other" and match[0] not in _HAN_FILLERS


def _atom(match: re.Match[str], *, after_digits: bool) -> Atom | None:
    kind, word = match.lastgroup, match[0]
    if kind == "figures":
        digits = word.translate(TO_DIGIT)
        if digits.isdecimal():
            return Atom(digits, match.start(), match.end(), spelled=False)
    if kind == "times":
        return Atom(str(HAN_DIGITS[word[2]]) * HAN_DIGITS[word[0]], match.start(), match.end(), spelled=False)
    if kind == "han":
        return Atom(str(HAN_DIGITS[word]), match.start(), match.end(), spelled=False)
    if kind == "word":
        value = SMALL.get(word.replace("ё", "е"))
        if value is not None:
            return Atom(str(value), match.start(), match.end(), spelled=True)
        if after_digits and word in _LETTER_DIGITS:
            return Atom(word.translate(TO_DIGIT), match.start(), match.end(), spelled=False)
    return None


def _say(atoms: list[Atom], atom: Atom) -> None:
    """“девятьсот” and “шестнадцать” are 916, “двадцать” and “три” 23; “один” and “два” stay two digits."""
    last = atoms[-1]
    value, more = int(last.digits), int(atom.digits)
    tail = value % 100 if value >= 100 else value  # noqa: PLR2004 - the decimal system
    room = 100 if value % 100 == 0 else 10 if value % 10 == 0 else 0
    if value and tail != 10 and 0 < more < room and level(more) < level(value):  # noqa: PLR2004
        atoms[-1] = Atom(str(value + more), last.start, atom.end, spelled=True)
    else:
        atoms.append(atom)

"""Slips of Russian grammar between words that do not only stand side by side: a subject and what is said of it, the parts of a number.

As in `grammar`, only what no reading of the words allows is told.
"""

import functools
import re
from collections.abc import Iterator

from otvet.language.grammar import Slip, free, parses
from otvet.language.later import later
from otvet.language.signs import signs

_BEFORE = r"(?P<before>^|[.!?;:\n—]\s?|(?:^|\s)(?:сам|сама|само|у нас|здесь|тут|а|но|и)\s)"
_DEGREE = "очень|совсем|довольно|достаточно|слишком|весьма|вполне|абсолютно|совершенно|чуть|немного|особенно|приятно"
_SAID_OF = later(
    rf"{_BEFORE}(?P<who>[а-яё]{{3,}})\s(?:на\sощупь\s)?(?:{_DEGREE})\s(?P<how>[а-яё]{{2,}}(?:ый|ий|ой|ая|яя|ое|ее))(?=\s?[.,;!?\n]|\sи\s|$)"
)
_HUNDREDS = "двухсот|тр[её]хсот|четыр[её]хсот|пятисот|шестисот|семисот|восьмисот|девятисот"
_TENS = "десять|двадцать|тридцать|пятьдесят|шестьдесят|семьдесят|восемьдесят"
_ONES = "пять|шесть|семь|восемь|девять"
_BENT_TENS = "двадцати|тридцати|сорока|пятидесяти|шестидесяти|семидесяти|восьмидесяти"
_MIXED = later(
    rf"(?<![а-яё-])(?:(?:{_HUNDREDS})\s(?:{_TENS}|{_ONES})|(?:{_BENT_TENS})\s(?:{_ONES}|два|две|три|четыре))(?=\s[а-яё]{{3,}})"
)
_MORE = later(
    rf"(?<![а-яё-])(?:более|менее|свыше|не больше|не меньше|до)\s(?:{_ONES}|{_TENS}|сорок|девяносто)(?=\s(?:штук|лет|дней|часов|минут|недель|"
    r"месяцев|рублей|процентов|градусов|килограммов|граммов|метров|сантиметров|человек|раз|цветов|размеров|моделей|комплектов)(?![а-яё-]))"
)
_BOTH = later(r"(?<![а-яё-])(?P<both>обоих|обеих|обоими|обеими|обоим|обеим)\s(?P<what>[а-яё]{4,})(?![а-яё-])")
_SO_THAT = later(r"(?<=[а-яё] )(?P<torn>что бы)\s(?P<verb>[а-яё]+(?:ть|ти|чь|ться|тись))(?![а-яё-])")
_hint = signs(
    rf"(?:{_DEGREE})\s[а-яё]{{2,}}(?:ый|ий|ой|ая|яя|ое|ее)",
    rf"(?:{_HUNDREDS}|{_BENT_TENS})\s",
    rf"(?:более|менее|свыше|больше|меньше|до)\s(?:{_ONES}|{_TENS}|сорок|девяносто)\s",
    r"об[ео]и(?:х|ми|м)\s",
    r"[а-яё] что бы\s",
)


def far_slips(text: str) -> Iterator[Slip]:
    """Every such slip in a small-letter text."""
    for number in _hint(text.encode("utf-8", "surrogatepass")):
        yield from _LOOKS[number](text)


def _predicates(text: str) -> Iterator[Slip]:
    """“скатерть очень плотное”: a subject at the beginning of a sentence, and an adjective of another gender that ends the clause."""
    for match in _SAID_OF.finditer(text):
        if _other_kind(match["who"], match["how"]):
            yield Slip(match.start("who"), match.end("how"), "agreement")


@functools.lru_cache(maxsize=20_000)
def _other_kind(who: str, how: str) -> bool:
    subject, said = parses(who), parses(how)
    if not subject or not said or any(tag.POS != "ADJF" for tag in said):
        return False
    if any(tag.POS != "NOUN" or free(tag) or "ms-f" in tag or "Ms-f" in tag for tag in subject):
        return False
    if not any(tag.case == "nomn" and tag.number == "sing" for tag in subject):
        return False
    if any(tag.animacy == "anim" for tag in subject):  # “врач очень внимательная”
        return False
    mine = {tag.gender for tag in subject}
    theirs = {tag.gender for tag in said if tag.case == "nomn" and tag.number == "sing"}
    return bool(theirs) and None not in mine and not mine & theirs


def _mixed(text: str) -> Iterator[Slip]:
    """“около двухсот пятьдесят”: one part of a number is bent and the next is not."""
    for match in _MIXED.finditer(text):
        yield Slip(match.start(), match.end(), "case")


def _more(text: str) -> Iterator[Slip]:
    """“более пять лет”."""
    for match in _MORE.finditer(text):
        yield Slip(match.start(), match.end(), "case")


def _both(text: str) -> Iterator[Slip]:
    """“обоих ручек”: every reading of the noun is of the other gender."""
    for match in _BOTH.finditer(text):
        feminine = match["both"].startswith("обе")
        tags = parses(match["what"])
        if tags and all(
            tag.POS == "NOUN"
            and not free(tag)
            and "Pltm" not in tag
            and tag.gender is not None
            and "ms-f" not in tag
            and (tag.gender == "femn") != feminine
            for tag in tags
        ):
            yield Slip(match.start(), match.end(), "agreement")


def _torn(text: str) -> Iterator[Slip]:
    """“позвонит что бы согласовать”: an infinitive right behind it, in no question, and the two words are one."""
    for match in _SO_THAT.finditer(text):
        ends = re.search(r"[.!?\n]|$", text[match.end() :])
        asked = ends is not None and ends[0] == "?"
        if not asked and any(tag.POS == "INFN" for tag in parses(match["verb"])):
            yield Slip(match.start("torn"), match.end("torn"), "wrong")


_LOOKS = (_predicates, _mixed, _more, _both, _torn)

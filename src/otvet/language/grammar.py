"""Slips of Russian grammar that the forms of two neighbouring words give away: case after a preposition, agreement, -тся and -ться.

Only what no reading of the words allows is told: every possible form is looked at, and one that fits is enough.
"""

import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from otvet.language.spelling import morphology

_WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)?")
_CASES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("для", "без", "до", "от", "из", "у", "после", "около", "кроме", "вместо", "против", "среди"), frozenset({"gent", "gen2", "gen1"})),
    "к": frozenset({"datv"}), "ко": frozenset({"datv"}), "благодаря": frozenset({"datv", "accs"}), "согласно": frozenset({"datv"}), "вопреки": frozenset({"datv"}),
    "о": frozenset({"loct", "accs", "loc2"}), "об": frozenset({"loct", "accs", "loc2"}), "при": frozenset({"loct", "loc2"}),
    "в": frozenset({"loct", "loc2", "accs", "acc2"}), "во": frozenset({"loct", "loc2", "accs", "acc2"}), "на": frozenset({"loct", "loc2", "accs", "acc2"}),
    "с": frozenset({"ablt", "gent", "gen2", "accs"}), "со": frozenset({"ablt", "gent", "gen2", "accs"}),
    "над": frozenset({"ablt"}), "между": frozenset({"ablt", "gent"}), "перед": frozenset({"ablt"}),
    "по": frozenset({"datv", "loct", "accs", "loc2"}), "за": frozenset({"ablt", "accs"}), "под": frozenset({"ablt", "accs"}), "через": frozenset({"accs"}), "про": frozenset({"accs"}),
}  # fmt: skip
_WANTS_INFINITIVE = frozenset(
    ["нужно", "можно", "надо", "нельзя", "может", "можете", "могут", "должен", "должна", "должны", "хочет", "хотите", "хотят", "придётся", "придется", "стоит", "пора", "сможете", "сможет", "будет", "будут", "будем", "планирует", "начал", "начнёт", "обязан", "обязаны"]
)  # fmt: skip

_SUBJECTS = frozenset(["посылка", "заказ", "товар", "деньги", "курьер", "доставка", "он", "она", "оно", "они", "это", "гарантия", "цена", "размер", "возврат", "средства", "который", "которая", "которое", "которые"])  # fmt: skip


_HAPPENS = re.compile(
    r"(?<![а-яё-])(?:вам|мне|нам|ему|ей|им|тебе|если|когда|почему|товар|заказ|посылка|цвет|размер|модель|ткань|он|она|оно|это)"
    r"\s(?P<between>(?:(?:не|это|так|очень|часто|ещё|еще|тоже)\s){0,2})"
    r"(?P<verb>(?:по)?нравиться|хотеться|требоваться|получаться|кажеться|казаться|приходиться|находиться|являться|"
    r"доставляться|возвращаться|продаваться|отправляться|включаться|заряжаться|подключаться)(?![а-яё-])"
)
_ASKS_INFINITIVE = re.compile(
    r"мож|мог|долж|буд|стан|начн|нача|начин|перест|обязан|способ|стал|чтобы|продолж|хоч|хот|жела|лучше|нельзя|надо|нужно|пора|стоит|успе|уме|что бы|как |куда |где |пыта|стремит"
)


class Slip(NamedTuple):
    """Where it stands in the small-letter text, and what kind it is: case, agreement, verb."""

    start: int
    end: int
    kind: str


@functools.lru_cache(maxsize=20_000)
def _parses(word: str) -> tuple[Any, ...]:
    if not morphology().word_is_known(word):
        return ()
    return tuple(parse.tag for parse in morphology().parse(word))


def slips(text: str) -> Iterator[Slip]:
    """Every slip in a small-letter text; a word never counts twice."""
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        if before is not None and text[before.end() : word.start()] == " ":
            kind = _kind(before[0], word[0])
            if kind and not _followed(text, word.end(), kind):
                yield Slip(before.start(), word.end(), kind)
        before = word
    yield from _wished(text)


def _wished(text: str) -> Iterator[Slip]:
    """“вам не нравиться”: the infinitive of what happens to somebody, with nothing in the clause that asks for one."""
    for match in _HAPPENS.finditer(text):
        clause = re.split(r"[,.!?;:—\n]", text[: match.start()])[-1]
        if _ASKS_INFINITIVE.search(f"{clause} {match['between']}") is None:
            yield Slip(match.start("verb"), match.end("verb"), "verb")


def _followed(text: str, end: int, kind: str) -> bool:
    """“в новый магазин”, “на первый-второй”: an adjective's noun may decide; a number or a Latin word may too."""
    return kind == "case" and re.match(r"\s?[\d«\"a-z№/-]", text[end:]) is not None


@functools.lru_cache(maxsize=50_000)
def _kind(first: str, second: str) -> str:
    if first in _CASES:
        return "case" if _wrong_case(first, second) else ""
    if first in _WANTS_INFINITIVE:
        return "verb" if _third_person(second) else ""
    if first in _SUBJECTS and second.endswith("ться"):
        return "verb" if all(tag.POS == "INFN" for tag in _parses(second)) and _parses(second) else ""
    return "agreement" if _disagree(first, second) else ""


def _wrong_case(preposition: str, word: str) -> bool:
    tags = _parses(word)
    if not tags or len(word) < 3 or any(_free(tag) for tag in tags):  # noqa: PLR2004 - short words are particles
        return False
    nominal = [tag for tag in tags if tag.POS in {"NOUN", "ADJF", "NPRO", "PRTF"}]
    return len(nominal) == len(tags) and not any(tag.case in _CASES[preposition] for tag in nominal)


def _free(tag: Any) -> bool:
    """Words that do not decline, names, and what stands between a preposition and its noun."""
    return bool({"Fixd", "Abbr", "Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Init"} & set(tag.grammemes)) or tag.POS in {
        "ADVB", "PRCL", "CONJ", "PREP", "NUMR", "INTJ", "COMP", "PRED", None,
    }  # fmt: skip


def _third_person(word: str) -> bool:
    """“можно вернется” for “можно вернуться”: every reading is a finite verb in -тся."""
    if not word.endswith("тся"):
        return False
    tags = _parses(word)
    return bool(tags) and all(tag.POS == "VERB" and tag.person == "3per" for tag in tags)


def _disagree(first: str, second: str) -> bool:
    """An adjective or pronoun right before a noun, and no reading of both agrees in case, number and gender."""
    ours, theirs = _parses(first), _parses(second)
    if not ours or not theirs or len(second) < 4:  # noqa: PLR2004 - short words are too many things
        return False
    if any(tag.POS != "ADJF" or "Subx" in tag for tag in ours) or any(
        tag.POS != "NOUN" or _free(tag) for tag in theirs
    ):
        return False
    if any("ms-f" in tag or "Ms-f" in tag for tag in theirs):
        return False
    governed = not any("Apro" in tag for tag in ours) and any(
        tag.case not in {"nomn", "accs"} for tag in theirs
    )
    return not governed and not any(_fits(a, b) for a in ours for b in theirs)


def _fits(a: Any, b: Any) -> bool:
    """“два новых чайника” and “на русском и английском языках” differ in number and are right."""
    case = _CASE.get(b.case, b.case)
    if a.case != case:
        return False
    if a.number != b.number:
        return "Pltm" in b or (a.number == "plur" and case == "gent") or b.number == "plur"
    return a.number == "plur" or a.gender is None or b.gender is None or a.gender == b.gender


_CASE = {"gen2": "gent", "gen1": "gent", "loc2": "loct", "acc2": "accs", "voct": "nomn"}

"""Slips of Russian grammar that the forms of two neighbouring words give away: case after a preposition, agreement, -тся and -ться.

Only what no reading of the words allows is told: every possible form is looked at, and one that fits is enough.
"""

import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from otvet.language.later import later
from otvet.language.signs import signs
from otvet.language.vocabulary import morphology

_WORD = later(r"[а-яё]+(?:-[а-яё]+)?")
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

_POINTING = frozenset(
    ["этот", "эта", "наш", "наша", "ваш", "ваша", "мой", "моя", "каждый", "каждая", "такой", "такая"]
)
_SUBJECTS = frozenset(["посылка", "заказ", "товар", "деньги", "курьер", "доставка", "он", "она", "оно", "они", "это", "гарантия", "цена", "размер", "возврат", "средства", "который", "которая", "которое", "которые"])  # fmt: skip


_HAPPENS = later(
    r"(?<![а-яё-])(?:вам|мне|нам|ему|ей|им|тебе|если|когда|почему|товар|заказ|посылка|цвет|размер|модель|ткань|он|она|оно|это)"
    r"\s(?P<between>(?:(?:не|это|так|очень|часто|ещё|еще|тоже)\s){0,2})"
    r"(?P<verb>(?:по)?нравиться|хотеться|требоваться|получаться|кажеться|казаться|приходиться|находиться|являться|"
    r"доставляться|возвращаться|продаваться|отправляться|включаться|заряжаться|подключаться)(?![а-яё-])"
)
_ASKS_INFINITIVE = later(
    r"мож|мог|долж|буд|стан|начн|нача|начин|перест|обязан|способ|стал|чтобы|продолж|хоч|хот|жела|лучше|нельзя|надо|нужно|пора|стоит|успе|уме|что бы|как |куда |где |пыта|стремит"
)


class Slip(NamedTuple):
    """Where it stands in the small-letter text, and what kind it is: case, agreement, verb."""

    start: int
    end: int
    kind: str


@functools.lru_cache(maxsize=20_000)
def parses(word: str) -> tuple[Any, ...]:
    """What a small-letter word of the dictionary may be; none for a word it does not know."""
    if not morphology().word_is_known(word):
        return ()
    return tuple(parse.tag for parse in morphology().parse(word))


def slips(text: str) -> Iterator[Slip]:
    """Every slip in a small-letter text; a word never counts twice."""
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        if before is not None and text[before.end() : word.start()] == " ":
            kind = "" if _WHAT_IS.search(text, 0, before.end()) else _kind(before[0], word[0])
            if kind and not _followed(text, word.end(), kind) and not _joined(before[0], text, word.end()):
                yield Slip(before.start(), word.end(), kind)
        before = word
    yield from _counted(text)
    yield from _wished(text)
    yield from _apart(text)
    for match in _HYPHENS.finditer(text):
        yield Slip(match.start(), match.end(), "wrong")


_COUNT = later(
    r"(?<![а-яё-])(?P<count>оба|обе|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять)\s(?P<what>[а-яё]{4,})(?![а-яё-])"
)
_NO_COUNT = later(
    r"(?:^|\s)(?:в|на|к|до|с|за|номер|цифра|цифру|пункт|шаг|режим|класс|артикул|двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто)\s$|[\d-]\s?$"
    r"|(?:ноль|один|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять)\sи\s$"  # “четыре и восемь балла”
)
_HOURS = frozenset(["утра", "вечера", "ночи", "часа", "штук", "размер", "плюс", "минус", "процент"])
_COUNTED_OBLIQUE = later(
    r"(?<![а-яё-])(?P<count>двух|трёх|трех|четырёх|четырех|обоих|обеих)\s(?P<what>[а-яё]{4,})(?![а-яё-])"
)
_UNBENT = later(
    r"(?<![а-яё-])(?:при|к|от|без|для|после|около|из|у|о|об)\s(?:четыре|пять|шесть|семь|восемь|девять|десять|двенадцать|пятнадцать|двадцать|тридцать|сорок|пятьдесят|шестьдесят|девяносто)(?=\s(?!(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят)(?:ого|ой|ому|ым|ьего|ьему|ом))[а-яё]{4,})"
)
_OBJECT = later(
    r"(?<![а-яё-])(?:можем|можете|могу|хотим|хотите|нужно|надо|можно|нельзя|просим|чтобы|будем|буду|сможем|сможете|рекомендуем|советуем|готовы)(?:\s(?:вам|сразу|сами|сегодня|завтра|не))?"
    r"\s(?P<do>[а-яё]{3,}ть)\s(?P<what>[а-яё]{4,}[ая])(?![а-яё-])"
)
_NEUTER = later(
    r"(?<![а-яё-])(?P<how>нов|стар|больш|маленьк|красн|бел|чёрн|черн|зелён|кругл|наш|ваш|тонк|мягк|удобн|прочн|отличн)(?:ое|о|ё)\s(?P<what>[а-яё]{4,}[ая])(?![а-яё-])"
)
_HAPPENED = later(
    r"(?<![а-яё-])(?P<who>[а-яё]{3,}[ая])(?P<between>(?:\s(?:уже|ещё|еще|давно|вчера|сегодня|не|только|успешно|благополучно|наконец)){0,2})"
    r"\s(?P<did>[а-яё]{3,}(?:л|лся|ло|лось|ли|лись|ён|ен|ан|но|ны))(?![а-яё-])"
)
_BEFORE_SUBJECT = later(
    r"(?:^|[.!?;:\n,]\s|(?:^|\s)(?:ваша|наша|эта|моя|сама|вся|новая|первая|вторая|каждая|но|а|что)\s)$"
)


_hint = signs(
    r"(?:оба|обе|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять)\s[а-яё]{4}",
    r"(?:двух|тр[её]х|четыр[её]х|обоих|обеих)\s[а-яё]{4}",
    r"(?:^|\s)(?:при|к|от|без|для|после|около|из|у|об?)\s(?:четыре|пять|шесть|семь|восемь|девять|десять|[а-яё]{3,7}дцать|сорок|[а-яё]{4,6}десят|девяносто)\s",
    r"(?:могу|можем|можете|хоти[мт]|нужно|надо|можно|нельзя|просим|чтобы|буд[еу]|сможе|уем|стоит|готовы).{0,12}ть\s[а-яё]{3,}[ая](?:[^а-яё]|$)",
    r"[а-яё]{2}[оё]е\s[а-яё]{3,}[ая](?:[^а-яё]|$)|(?:ваш|наш)е\s[а-яё]{3,}[ая](?:[^а-яё]|$)",
    r"[ая](?:\s(?:уже|ещё|еще|давно|вчера|сегодня|не|только|успешно|благополучно|наконец)){0,2}\s[а-яё]{3,}(?:л|л[оаи]?сь|лся|ло|ли|[её]н|ан|но|ны)(?:[^а-яё]|$)",
)


def _counted(text: str) -> Iterator[Slip]:
    """“оба модели”, “при тридцать градусах”, “посылка приехало”: only what a quick search says may be there is looked for."""
    for number in _hint(text.encode("utf-8", "surrogatepass")):
        yield from _LOOKS[number](text)


def _numbers(text: str) -> Iterator[Slip]:
    for match in _COUNT.finditer(text):
        alone = not _NO_COUNT.search(text[max(0, match.start() - 14) : match.start()])
        if alone and match["what"] not in _HOURS and _miscounted(match["count"], match["what"]):
            yield Slip(match.start(), match.end(), "agreement")


def _numbers_bent(text: str) -> Iterator[Slip]:
    for match in _COUNTED_OBLIQUE.finditer(text):
        if _only(match["what"], "sing", {"nomn"}):
            yield Slip(match.start(), match.end(), "agreement")


def _numbers_unbent(text: str) -> Iterator[Slip]:
    for match in _UNBENT.finditer(text):
        yield Slip(match.start(), match.end(), "case")


def _objects(text: str) -> Iterator[Slip]:
    for match in _OBJECT.finditer(text):
        transitive = parses(match["do"]) and all("tran" in tag for tag in parses(match["do"]))
        if transitive and _only(match["what"], "sing", {"nomn"}) and _feminine(match["what"]):
            yield Slip(match.start("do"), match.end(), "case")


def _neuters(text: str) -> Iterator[Slip]:
    for match in _NEUTER.finditer(text):
        if _only(match["what"], "sing", {"nomn"}) and _feminine(match["what"]):
            yield Slip(match.start(), match.end(), "agreement")


def _subjects(text: str) -> Iterator[Slip]:
    for match in _HAPPENED.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        if " и " in before or not _BEFORE_SUBJECT.search(before[-12:]):
            continue  # “размеры и гарантия указаны”: more than one is spoken of
        if _other_gender(match["who"], match["did"]):
            yield Slip(match.start(), match.end(), "agreement")


_LOOKS = (_numbers, _numbers_bent, _numbers_unbent, _objects, _neuters, _subjects)


def _only(word: str, number: str, cases: set[str]) -> bool:
    """Whether a word can be nothing but a noun in one number and one of these cases."""
    tags = parses(word)
    return bool(tags) and all(
        tag.POS == "NOUN" and tag.number == number and tag.case in cases and not free(tag) for tag in tags
    )


def _feminine(word: str) -> bool:
    return all(tag.gender == "femn" for tag in parses(word))


_FEW = frozenset({"оба", "обе", "два", "две", "три", "четыре"})


@functools.lru_cache(maxsize=20_000)
def _miscounted(count: str, what: str) -> bool:
    tags = parses(what)
    if not tags or any(free(tag) or _substantive(tag) for tag in tags):
        return False
    if count in {"оба", "два", "обе", "две"} and all(tag.POS == "NOUN" for tag in tags):
        feminine = count in {"обе", "две"}
        if all(tag.gender is not None and (tag.gender == "femn") != feminine for tag in tags):
            return True
    if all(tag.POS == "NOUN" for tag in tags):
        asked = ("sing", "plur") if count in _FEW else ("plur",)
        return not any(tag.case in {"gent", "gen2"} and tag.number in asked[:1] for tag in tags)
    return all(
        tag.POS == "ADJF" and "Apro" not in tag and tag.number == "sing" and tag.case in {"nomn", "accs"}
        for tag in tags
    )


@functools.lru_cache(maxsize=20_000)
def _other_gender(who: str, did: str) -> bool:
    """A feminine word that can only be a subject, and a past tense of another gender that can be nothing else."""
    subject, verb = parses(who), parses(did)
    if not subject or any(
        tag.POS != "NOUN" or tag.case != "nomn" or tag.gender != "femn" or free(tag) for tag in subject
    ):
        return False
    return bool(verb) and all(
        tag.POS in {"VERB", "PRTS"}
        and tag.tense != "futr"
        and tag.mood != "impr"
        and (tag.number == "plur" or tag.gender in {"masc", "neut"})
        for tag in verb
    )


# A hyphen that is missing, and one where there is none.
_HYPHENS = later(
    r"(?<![а-яё-])(?:из (?:за|под)(?= [а-яё])|(?:как(?:ой|ая|ие|ое|ого|ую|им|их)|кого|что|чего|кто|где|когда|куда|кому|чему) (?:нибудь|либо)"
    r"|кое (?:кто|что|как|где|какие|какой)|что-бы|чтоб-ы|как-будто|так-же|по-этому|потому-что|так-как|во-время|не-было)(?![а-яё-])"
)


_GOVERNED = later(
    r"(?<![а-яё-])(у|для|без|от|из|после|около|до|с|со|к|по|о|об|при|в|на)\s([а-яё]{4,})\s([а-яё]{4,})(?![а-яё-])"
)


def _apart(text: str) -> Iterator[Slip]:
    """“у данного модели”: after a preposition an adjective and its noun, both in a case it may ask for, and no reading of them agrees."""
    at = 0
    while (match := _GOVERNED.search(text, at)) is not None:
        at = match.end(1)
        if match[2] in _ONESELF:
            continue
        if _two_genders(match[1], match[2], match[3]) or _another_case(match[1], match[2], match[3]):
            yield Slip(match.start(2), match.end(3), "agreement")


@functools.lru_cache(maxsize=20_000)
def _two_genders(preposition: str, first: str, second: str) -> bool:
    cases = _CASES[preposition] - ({"accs"} if preposition in {"с", "о", "об", "по"} else set())
    theirs = [tag for tag in parses(second) if tag.case in cases]
    ours = [tag for tag in parses(first) if tag.case in cases]
    if all(tag.case == "accs" for tag in theirs):  # “в новой дуги толще”: the noun is the subject
        return False
    if first.startswith(("котор", "данны")) or not any(tag.POS == "ADJF" for tag in ours) or not theirs:
        return False
    if any(tag.POS not in {"ADJF", "PRTF", "NOUN", "NPRO"} or _substantive(tag) for tag in parses(first)):
        return False
    if any(tag.POS != "NOUN" or free(tag) or "ms-f" in tag or "Ms-f" in tag for tag in parses(second)):
        return False
    if any(tag.case in {"nomn", "accs"} and tag.number == "sing" for tag in parses(second)):
        return False  # “на этом консультацию завершаю”: the noun may be another part of the sentence
    return not any(_alike(a, b) for a in ours for b in theirs)


@functools.lru_cache(maxsize=20_000)
def _another_case(preposition: str, first: str, second: str) -> bool:
    """“по вашей просьбы”: no reading of the noun is in a case that the preposition ever takes."""
    if preposition not in {"по", "к"} or first.startswith("котор"):
        return False
    ours, theirs = parses(first), parses(second)
    return (
        bool(ours and theirs)
        and all(tag.POS == "ADJF" and "Subx" not in tag for tag in ours)
        and all(tag.POS == "NOUN" and not free(tag) for tag in theirs)
        and not any(tag.case in _CASES[preposition] - {"accs"} for tag in theirs)
    )


def _alike(a: Any, b: Any) -> bool:
    if _CASE.get(a.case, a.case) != _CASE.get(b.case, b.case):
        return False
    if a.number != b.number:
        return "Pltm" in b
    return a.number == "plur" or a.gender is None or b.gender is None or a.gender == b.gender


def _substantive(tag: Any) -> bool:
    """An adjective that may stand for a person or a thing and have a noun of its own: “от старшего смены”."""
    return "Subx" in tag and "Apro" not in tag


def _wished(text: str) -> Iterator[Slip]:
    """“вам не нравиться”: the infinitive of what happens to somebody, with nothing in the clause that asks for one."""
    for match in _HAPPENS.finditer(text):
        clause = re.split(r"[,.!?;:—\n]", text[: match.start()])[-1]
        if _ASKS_INFINITIVE.search(f"{clause} {match['between']}") is None:
            yield Slip(match.start("verb"), match.end("verb"), "verb")


def _followed(text: str, end: int, kind: str) -> bool:
    """“в новый магазин”, “на первый-второй”: an adjective's noun may decide; a number or a Latin word may too."""
    return kind == "case" and re.match(r"\s?[\d«\"a-z№/-]", text[end:]) is not None


def _joined(first: str, text: str, end: int) -> bool:
    """“большие чашка и блюдце”: one adjective in the plural for two things."""
    return first.endswith(("ие", "ые", "ши", "их", "ых")) and text[end:].startswith(" и ")


@functools.lru_cache(maxsize=50_000)
def _kind(first: str, second: str) -> str:
    if first in _CASES:
        return "case" if _wrong_case(first, second) else ""
    if first in _WANTS_INFINITIVE:
        return "verb" if _third_person(second) else ""
    if first in _SUBJECTS and second.endswith("ться"):
        return "verb" if all(tag.POS == "INFN" for tag in parses(second)) and parses(second) else ""
    return "agreement" if _disagree(first, second) else ""


_GOODS = frozenset(
    {"турки", "турке", "турку"}
)  # what coffee is made in; the dictionary knows the people alone


def _wrong_case(preposition: str, word: str) -> bool:
    tags = parses(word)
    if word in _GOODS or not tags or len(word) < 3 or any(free(tag) for tag in tags):  # noqa: PLR2004 - short words are particles
        return False
    nominal = [tag for tag in tags if tag.POS in {"NOUN", "ADJF", "NPRO", "PRTF"}]
    return len(nominal) == len(tags) and not any(tag.case in _CASES[preposition] for tag in nominal)


def free(tag: Any) -> bool:
    """Words that do not decline, names, and what stands between a preposition and its noun."""
    return bool({"Fixd", "Abbr", "Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Init"} & set(tag.grammemes)) or tag.POS in {
        "ADVB", "PRCL", "CONJ", "PREP", "NUMR", "INTJ", "COMP", "PRED", None,
    }  # fmt: skip


def _third_person(word: str) -> bool:
    """“можно вернется” for “можно вернуться”: every reading is a finite verb in -тся."""
    if not word.endswith("тся"):
        return False
    tags = parses(word)
    return bool(tags) and all(tag.POS == "VERB" and tag.person == "3per" for tag in tags)


def _disagree(first: str, second: str) -> bool:
    """An adjective or pronoun right before a noun, and no reading of both agrees in case, number and gender."""
    ours, theirs = parses(first), parses(second)
    if not ours or not theirs or len(second) < 4:  # noqa: PLR2004 - short words are too many things
        return False
    if first in _ONESELF:
        return False  # “сам коробку вскрыл”, “два с лишним часа”: it goes with another word
    pointing = first in _POINTING
    if any((tag.POS != "ADJF" or "Subx" in tag) and not pointing for tag in ours) or any(
        tag.POS != "NOUN" or free(tag) for tag in theirs
    ):
        return False
    if any("ms-f" in tag or "Ms-f" in tag for tag in theirs) or first.startswith("данны"):
        return False
    if first.endswith("ой") and any(tag.gender == "masc" and tag.case in {"nomn", "accs"} for tag in theirs):
        return False  # “беспроводной”: a form the dictionary writes with another ending
    governed = not any("Apro" in tag for tag in ours) and any(
        tag.case not in {"nomn", "accs"} for tag in theirs
    )
    if _OWNED.fullmatch(first):
        theirs = tuple(tag for tag in theirs if tag.number != "plur" or "Pltm" in tag)
    return not governed and not any(_fits(a, b) for a in ours for b in theirs)


_WHAT_IS = later(r"что такое$")  # “что такое кашемир” asks what it is
_ONESELF = frozenset({"сам", "сама", "само", "сами", "лишним", "небольшим"})
_OWNED = later(r"(?:ваш|наш)(?:е|а|у)?|мо[йёяю]|эт(?:от|а|у)")  # one thing, never several


def _fits(a: Any, b: Any) -> bool:
    """“два новых чайника” and “на русском и английском языках” differ in number and are right."""
    case = _CASE.get(b.case, b.case)
    if a.case != case:
        return False
    if a.number != b.number:
        return "Pltm" in b or (a.number == "plur" and case == "gent") or b.number == "plur"
    return a.number == "plur" or a.gender is None or b.gender is None or a.gender == b.gender


_CASE = {"gen2": "gent", "gen1": "gent", "loc2": "loct", "acc2": "accs", "voct": "nomn"}

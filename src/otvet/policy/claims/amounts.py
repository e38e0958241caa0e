"""Amounts said in a text: a number in any spelling, how firmly it is said, and the unit it is said in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from otvet.language.later import later
from otvet.language.numbers import (
    DOZENS,
    HALVES,
    HAN_DIGITS,
    HAN_NUMBER,
    HUNDRED,
    SMALL,
    THOUSANDS,
    han_value,
    words_value,
)
from otvet.language.units import UNITS, unit_at

_SAID = {*SMALL, *HUNDRED, *THOUSANDS, *HALVES, *DOZENS}
_WORDS = "|".join(sorted(_SAID, key=len, reverse=True)).replace("е", "[её]")
_FIGURES = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
# “В течение недели”, “гарантия — год”, “вмещает литр”: a unit alone is one of it.
_LONE = "(?:{})".format(
    "|".join(
        f"(?<={before} )"
        for before in (
            "в течение", "в течении", "у вас", "даётся", "дается", "за", "через", "на", "спустя", "в пункте", "держат", "хранят", "хранится", "пролежит", "даём", "даем", "дают", "занимает", "займёт", "займет", "длится", "продлится", "ждать", "целый", "целую", "целые", "всего", "только", "ровно",
            "гарантия", "гарантии", "гарантию", "гарантия —", "гарантия -", "гарантия:", "вмещает", "весит", "объём", "объем",
            "объёмом", "объемом", "объёмом в", "объемом в", "длиной в", "весом в",
        )
    )
)  # fmt: skip
_LONE_UNIT = "(?:год|года|месяц|месяца|недел[юия]|день|дня|час|часа|сутки|суток|литр|килограмм|метр)"
# What a number begins with, in figures, words or characters, or as a unit alone: most places are passed over at once.
_FIRST = "".join(
    sorted({word[0] for word in _SAID} | set(HAN_NUMBER + "ё百半一二三四五六七八九十пaoгсмндчлк"))
)
_NUMBER = later(
    rf"(?=[\d{_FIRST}])(?:(?<![a-zа-яё])(?P<cut>полцены|half price|half off|a third off|半价)(?![a-zа-яё])|(?:(?<![a-zа-яё0-9.,])|(?<=\d[xх]))(?P<figures>{_FIGURES})\s?(?P<times>(?:тыс(?:яч\w*)?|тыщ\w*|thousand|млн|million)(?![a-zа-яё])\.?|[kк](?![a-zа-яё])|万|千)?"
    rf"|(?<![a-zа-яё])(?P<words>(?:{_WORDS})(?:(?:\s(?:and|с|a)\s|[\s-]+)(?:{_WORDS}|половиной|a half))*)(?![a-zа-яё])"
    rf"|百分之(?P<share>[{HAN_NUMBER}]+)|(?P<tenths>[一二三四五六七八九十])成(?P<half>半)?|(?P<off>[一二三四五六七八九1-9]\.?[一二三四五六七八九\d]?)折|(?P<han>[{HAN_NUMBER}]+)"
    r"|(?<![a-zа-яё])(?P<one>четверть часа|(?:a quarter|three quarters) of an hour|полгода|полчаса|полметра|поллитра|полкило"
    r"|(?:an?|one)\s(?:(?:full|whole|entire|good|solid)\s)?(?=(?:year|month|week|day|hour|kilo|kilowatt|kilogram|gram|litre|liter|metre|meter|quarter)s?\b)"
    rf"|(?={_LONE_UNIT}(?![а-яё])){_LONE}|(?=метр\s(?:двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто)(?![а-яё]))|(?:год|года)(?![a-zа-яё])(?=\s+гаранти)|сутки(?![a-zа-яё])))",
)
_CALENDAR = range(1900, 2101)
_TIMES = {"k": 1000, "к": 1000, "万": 10_000, "千": 1000}
_HALF_OF = {
    "полгода": (6, "months"),
    "полчаса": (30, "min"),
    "четверть часа": (15, "min"),
    "a quarter of an hour": (15, "min"),
    "three quarters of an hour": (45, "min"),
    "一刻钟": (15, "min"),
    "полметра": (50, "cm"),
    "поллитра": (0.5, "l"),
    "полкило": (0.5, "kg"),
}
_MORE = later(r"(?:более|больше|свыше|more than|over|longer than|超过|多于|大于)\s?(?:чем\s)?$")
_LEAST = later(
    r"(?:не менее|не меньше|минимум|как минимум|at least|no less than|minimum|от|至少|不少于|起码|不低于)\s?$"
)
_MOST = later(
    r"(?:не более|не больше|максимум|до|up to|at most|no more than|maximum|最多|最大|不超过|高达)\s?$"
)
_LESS = later(
    r"(?:менее|меньше|(?:less|lighter|shorter|smaller) than|under|below|不到|小于|少于|低于|不足)\s?(?:чем\s)?$"
)
_ABOUT = later(
    r"(?:около|примерно|порядка|почти|приблизительно|about|around|roughly|approximately|nearly|almost|some|大约|大概|约|差不多|近)\s?$"
)
_BOUNDS = (("least", _LEAST), ("most", _MOST), ("more", _MORE), ("less", _LESS), ("about", _ABOUT))
_BOUNDED = later("|".join(pattern.pattern for _, pattern in _BOUNDS))  # one look instead of four for most
_DENIED = later(r"(?:(?<![а-яёa-z])(?:не|вовсе не|not|isn't|aren't|никак не)\s|不是|并非|没有)$")
_AFTER_MORE = later(r"\s?(?:多|以上|plus|с лишним|\+)")
_ODD = later(r"\sс (?:лишним|гаком|небольшим|хвостиком)(?=\s)")  # “два с лишним часа”


class Amount(NamedTuple):
    """A number with its unit. `bound`: "" said flatly, or "more", "less", "least", "most", "about"; value in the base unit."""

    value: float
    dimension: str
    unit: str
    start: int
    end: int
    bound: str
    denied: bool


def amounts(text: str) -> Iterator[Amount]:
    """Every amount in a small-letter text, those without a unit too (dimension "")."""
    free = 0
    for match in _NUMBER.finditer(text):
        number = _number(match) if match.start() >= free else None
        if number is None:
            continue
        value, unit, end = number
        odd = _ODD.match(text, end)
        end = odd.end() if odd else end
        if not unit:
            unit, end, half = _unit_after(text, end)
            value += half
        value, unit, end = _as_said(text, match.start(), (value, unit, end))
        free = end
        before = text[max(0, match.start() - 18) : match.start()]
        size = UNITS[unit].size if unit else 1.0
        if unit == "years" and value in _CALENDAR:
            continue  # “ноябрь 2027 года” lasts no two thousand years
        yield Amount(
            value * size, dimension_of(unit), unit, match.start(), end,
            "more" if odd else _bound(before, text[end : end + 6]),
            _DENIED.search(before) is not None,
        )  # fmt: skip


def _as_said(text: str, start: int, amount: tuple[float, str, int]) -> tuple[float, str, int]:
    """With the centimetres behind a metre, below zero where it says so, and in roubles behind 满."""
    value, unit, end = amount
    if unit and (half := _AND_A_HALF.match(text, end)) is not None:  # “a year and a half”, “год с половиной”
        return value + 0.5, unit, half.end()
    if unit == "m" and (more := _CENTIMETRES.match(text, end)) is not None:
        return value + _centimetres(more), unit, more.end()
    if unit in _HAN_TENTHS and (tenths := _TENTHS.match(text, end)) is not None:
        return value + (han_value(tenths[0]) or 0) / 10, unit, tenths.end()
    if not unit and text[start - 1 : start] == "满":  # 满五千包邮
        return value, "rub", end
    below = dimension_of(unit) == "temperature" and _BELOW.search(text[max(0, start - 8) : start])
    return (-value if below else value), unit, end


# “a metre twenty”, “метр двадцать”, 一米二: what follows a metre without a unit of its own
_CENTIMETRES = later(
    r"\s(?P<words>двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?![\w-])(?!\s(?:см|сант|cm|cent|руб|roub|кг|kg))"
    r"|(?P<han>[一二三四五六七八九])(?P<then>[一二三四五六七八九])?(?![十百千万个件米厘毫岁年月天只号楼块元])"
)


_AND_A_HALF = later(r"\s(?:and a half|с половиной)(?!\w)")
_HAN_TENTHS = frozenset({"kg", "jin", "l", "rub"})  # 两公斤八
_TENTHS = later(r"[一二三四五六七八九](?![一-鿿\d]|[十百千万])")


def _centimetres(match: re.Match[str]) -> float:
    if match["words"]:
        return (words_value([match["words"]]) or 0) / 100
    return (han_value(match["han"]) or 0) / 10 + (han_value(match["then"]) or 0 if match["then"] else 0) / 100


def dimension_of(unit: str) -> str:
    """What a unit measures; "" for none."""
    return UNITS[unit].dimension if unit else ""


_BELOW = later(r"(?:零下|минус\s?|minus\s?|(?<![\w\d])[-−–])$")


def _number(match: re.Match[str]) -> tuple[float, str, int] | None:
    """The number, the unit when it is part of the word, and where the number ends."""
    end = match.end()
    if match["figures"]:
        value = _figures(match["figures"])
        times = (match["times"] or "").rstrip(".")
        return value * (_TIMES.get(times) or THOUSANDS.get(times) or 1), "", end
    if match["words"]:
        words = re.sub(r"с половиной|and a half|a half", "half", match["words"]).replace("-", " ").split()
        said = words_value(words)
        return None if said is None else (said, "", end)
    if match["han"]:
        said = han_value(match["han"])
        return None if said is None else (said, "", end)
    return _share(match, end) or _one(match, end)


def _share(match: re.Match[str], end: int) -> tuple[float, str, int] | None:
    """A share said in one word: 百分之十, 七成, 七折 (which costs seven tenths), half price."""
    if match["off"]:
        said = "".join(str(HAN_DIGITS.get(one, one)) for one in match["off"] if one != ".")
        return 100 - float(said) * (10 if len(said) == 1 else 1), "percent", end
    if match["tenths"]:
        return (han_value(match["tenths"]) or 0) * 10 + (5 if match["half"] else 0), "percent", end
    if match["share"]:
        value = han_value(match["share"])
        return None if value is None else (value, "percent", end)
    return (_CUTS[match["cut"]], "percent", end) if match["cut"] else None


_CUTS = {"полцены": 50.0, "half price": 50.0, "half off": 50.0, "半价": 50.0, "a third off": 33.0}


def _one(match: re.Match[str], end: int) -> tuple[float, str, int]:
    """A unit alone is one of it, a half word a half."""
    word = (match["one"] or "").strip()
    if word in _HALF_OF:
        value, unit = _HALF_OF[word]
        return value, unit, end
    return 1, {"год": "years", "года": "years", "сутки": "days"}.get(word, ""), end


def _figures(said: str) -> float:
    if said.isdecimal():
        return float(said)
    plain = re.sub(r"[ \u00a0\u202f]", "", said)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", plain):
        plain = plain.replace(",", "")
    return float(plain.replace(",", "."))


def _unit_after(text: str, end: int) -> tuple[str, int, float]:
    """The unit behind a number, where it ends, and a half said with it: 一年半, 一个半月."""
    if text.startswith("个半", end):
        found = unit_at(text, end + 2)
        return (found[0], found[1], 0.5) if found else ("", end, 0)
    working = _WORKING.match(text, end)
    end = working.end() if working else end
    gap = _UNIT_GAP.match(text, end)
    for at in dict.fromkeys((end, gap.end() if gap else end)):
        found = unit_at(text, at)
        if found is not None:
            half = text.startswith("半", found[1])
            return found[0], found[1] + half, 0.5 if half else 0
    return "", end, 0


_UNIT_GAP = later(
    r"[\s\u00a0]{0,2}-?(?:х|ти|и|й|ю)?\s?(?:(?:of\s)?an?\s)?"
    r"(?:(?:рабоч|календарн|банковск|полн|цел)[а-я]{2,3}\s|(?:working|business|calendar|banking|full|whole)\s)?"
)
_WORKING = later(r"个?(?:工作|自然)(?=[日天])")


def _bound(before: str, after: str) -> str:
    bounded = _BOUNDED.search(before) is not None
    for name, pattern in _BOUNDS if bounded else ():
        if pattern.search(before):
            return name
    return "more" if _AFTER_MORE.match(after) else ""


def agrees(said: Amount, fact: float) -> bool:
    """Whether what is said can be said of the true value."""
    slack = 0.15 if said.bound == "about" else 0.03 if said.dimension == "time" else 0.01
    near = abs(said.value - fact) <= max(abs(fact) * slack, 1e-9)
    if said.bound == "more":
        return fact > said.value and fact <= said.value * 1.5
    if said.bound == "less":
        return said.value * 0.5 <= fact < said.value
    if said.bound == "least":
        return near or (fact > said.value and fact <= said.value * 2)
    if said.bound == "most":
        return near or (fact < said.value and said.dimension in {"noise", "time", "money"})
    return near

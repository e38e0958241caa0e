"""Days named in a text: 25 ноября, Nov 25, 11月25日, завтра, in three days, on Wednesday."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from otvet.language.later import later
from otvet.language.numbers import han_value, words_value

_MONTHS = {
    "январ": 1, "янв": 1, "феврал": 2, "фев": 2, "март": 3, "мар": 3, "апрел": 4, "апр": 4, "мая": 5, "май": 5, "мае": 5,
    "июн": 6, "июл": 7, "август": 8, "авг": 8, "сентябр": 9, "сен": 9, "октябр": 10, "окт": 10, "ноябр": 11, "ноя": 11,
    "декабр": 12, "дек": 12, "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
    "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ORDINALS = {
    "перв": 1, "втор": 2, "треть": 3, "четверт": 4, "четвёрт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8, "девят": 9,
    "десят": 10, "одиннадцат": 11, "двенадцат": 12, "тринадцат": 13, "четырнадцат": 14, "пятнадцат": 15,
    "шестнадцат": 16, "семнадцат": 17, "восемнадцат": 18, "девятнадцат": 19, "двадцат": 20, "тридцат": 30,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_ENGLISH = "|".join(sorted((one for one in _ORDINALS if one.isascii()), key=len, reverse=True))
_WEEKDAYS = {
    "понедельник": 0, "вторник": 1, "среду": 2, "среда": 2, "четверг": 3, "пятниц": 4, "суббот": 5, "воскресень": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "周一": 0, "周二": 1, "周三": 2, "周四": 3, "周五": 4, "周六": 5, "周日": 6, "周天": 6, "星期一": 0, "星期二": 1, "星期三": 2,
    "星期四": 3, "星期五": 4, "星期六": 5, "星期日": 6, "星期天": 6, "礼拜一": 0, "礼拜二": 1, "礼拜三": 2, "礼拜四": 3,
    "礼拜五": 4, "礼拜六": 5, "礼拜天": 6,
}  # fmt: skip
_RELATIVE = {
    "сегодня": 0, "завтра": 1, "послезавтра": 2, "today": 0, "tonight": 0, "tomorrow": 1, "the day after tomorrow": 2,
    "今天": 0, "今日": 0, "今晚": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
_HAN = "一二三四五六七八九十两"
_DAY = later(
    rf"(?<!\d)(?P<d1>\d{{1,2}})(?:-?(?:го|е|st|nd|rd|th))?(?:\s?(?:-|–|—|по|to|и|or|или)\s?(?P<d2>\d{{1,2}})(?:-?(?:го|е|st|nd|rd|th))?)?\s(?:of\s)?(?P<m1>{_MONTH})[а-яё]{{0,2}}(?![a-zа-яё])"
    rf"|(?<![a-zа-яё])(?P<m2>{_MONTH})[а-яё]{{0,2}}\.?\s(?:the\s)?(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–—]\s?(?P<d4>\d{{1,2}}))?(?![\d:.])"
    r"|(?<![\d-])(?P<y>20\d\d)-(?P<m3>\d\d)-(?P<d5>\d\d)(?!\d)|(?<![\d.,/])(?P<d6>\d{1,2})[./](?P<m4>0[1-9]|1[0-2])(?:[./](?:20)?\d\d)?(?![\d.]\d|\d)"
    rf"|(?P<m5>\d{{1,2}}|[{_HAN}]{{1,2}})月(?P<d7>\d{{1,2}}|[{_HAN}]{{1,3}})(?:日|号)?(?:\s?(?:到|至|-|–|—)\s?(?P<d8>\d{{1,2}}|[{_HAN}]{{1,3}}))?(?:日|号)?"
    rf"|(?<![\d月])(?P<d9>\d{{1,2}}|[{_HAN}]{{2,3}})(?:日|号)(?!线|楼|店|码)"
    rf"|(?<![а-яёa-z])(?:(?P<tens>двадцать|тридцать|twenty|thirty)[\s-])?(?P<ord>{_ORDINAL})(?:ого|ое|его|ье|ьего|ому|ему|ьему)?\s(?:of\s)?(?P<m6>{_MONTH})[а-яё]{{0,2}}(?![a-zа-яё])"
    rf"|(?<![a-z])(?:on|by|until|till|before) the (?P<tens2>twenty[\s-]|thirty[\s-])?(?P<ord2>{_ENGLISH})(?=[.,;!?]|$| (?:and|or|at|in the (?:morning|afternoon|evening)|already|for sure)\b)"
    r"|(?<![a-z])(?:on|by|until|till|before) the (?P<d10>\d{1,2})(?:st|nd|rd|th)(?=[.,;!?]|$| (?:and|or|at|already|for sure)\b)"
    r"|(?<![а-яёa-z])(?P<rel>послезавтра|сегодня|завтра|the day after tomorrow|today|tonight|tomorrow)(?![а-яёa-z])|(?P<zrel>大后天|后天|明天|明日|今天|今日|今晚)"
    r"|(?<![а-яёa-z])(?:через|in)\s(?:(?P<n>\d{1,3}|[а-яё]+|[a-z]+)\s)?(?P<span>день|дня|дней|days?|недел[юия]|weeks?|неделю)(?![а-яёa-z])"
    rf"|(?P<zn>\d{{1,2}}|[{_HAN}]{{1,3}})天(?:后|之后|以后)"
    r"|(?<![а-яёa-z])(?:в|во|on|by|к|until|до)\s(?P<wd>понедельник|вторник|среду|четверг|пятниц|суббот|воскресень|monday|tuesday|wednesday|thursday|friday|saturday|sunday)[а-яё]{0,2}(?![a-zа-яё])"
    rf"|(?<![а-яёa-z])(?:в течение|within|takes|ещё|еще)\s(?P<n2>\d{{1,2}}|пар[аыу]|двух|два|тр[её]х|три|пяти|a couple of|a day or|one|two|three|four|five)\s(?P<span2>день|дня|дней|days?|weeks?|недель|недели)(?![а-яёa-z])(?!\s(?:longer|more|extra))|(?<![第过])(?P<zn2>\d{{1,2}}|[{_HAN}]{{1,3}})天(?:之内|以内|内|就)|(?P<zw>\d|[{_HAN}])个?(?:星期|礼拜|周)(?:之内|以内|内|就)"
    rf"|(?<![а-яёa-z])(?:до|before)\s(?:начала\s)?(?P<bm>{_MONTH})[а-яё]{{0,2}}(?![a-zа-яё])(?!\s\d)"
    r"|(?<![а-яёa-z])(?P<weekend>(?:к|на|в|до|эти)\s(?:этим\s|эти\s|этих\s)?выходны(?:м|х|е)|(?:this|the|by the|at the|before the|by this) weekend)(?![а-яёa-z])|(?P<zweekend>(?:这个|本|这)?周末)"
    rf"|(?<![а-яёa-z])(?:(?:до|к) конц[ау]|(?:by|before|at) the end of)\s(?:(?P<endm>{_MONTH})[а-яё]{{0,2}}|(?P<endw>недел\w+|месяца|(?:the |this )?(?:week|month)))(?![а-яёa-z])|(?P<zend>(?:这个)?月底)"
    r"|(?<!下)(?P<zwd>(?:周|星期|礼拜)[一二三四五六日天])"
)


class Day(NamedTuple):
    """A day or a range of days said in a text, and where."""

    first: dt.date
    last: dt.date
    start: int
    end: int


def days_in(text: str, today: dt.date | None, around: dt.date) -> Iterator[Day]:
    """The days a small-letter text names. What lacks a month or a year is read as the one nearest to `around`."""
    for match in _DAY.finditer(text):
        try:
            days = _days(match, today, around)
        except (ValueError, OverflowError):
            continue
        if days is not None:
            yield Day(min(days), max(days), match.start(), match.end())


def _days(match: re.Match[str], today: dt.date | None, around: dt.date) -> tuple[dt.date, dt.date] | None:
    got = match.groupdict()
    if got["y"]:
        day = dt.date(int(got["y"]), int(got["m3"]), int(got["d5"]))
        return day, day
    month = _month(got)
    first = _first(got)
    if month is not None and first is not None:
        start = _nearest(first, month, around)
        until = _number(got["d2"] or got["d4"] or got["d8"])
        return start, _nearest(until, month, around) if until else start
    if got["d9"] or got["d10"] or got["ord2"]:
        day = _nearest(
            _number(got["d9"] or got["d10"]) or _ordinal(got["ord2"], got["tens2"]), around.month, around
        )
        return day, day
    return _relative(got, today, around)


def _month(got: dict[str, str | None]) -> int | None:
    for name in ("m1", "m2", "m6"):
        said = got[name]
        if said:
            return _MONTHS[said]
    return _number(got["m4"] or got["m5"])


def _first(got: dict[str, str | None]) -> int | None:
    if got["ord"]:
        return _ordinal(got["ord"], got["tens"])
    return _number(got["d1"] or got["d3"] or got["d6"] or got["d7"])


def _ordinal(said: str | None, tens: str | None) -> int:
    """“Twenty-fifth” in its two parts; 0, which is no day, where nothing is said."""
    begun = 30 if (tens or "").startswith(("три", "thi")) else 20 if tens else 0
    return begun + _ORDINALS[said] if said else 0


def _number(said: str | None) -> int | None:
    if not said:
        return None
    if said.isdecimal():
        return int(said)
    value = han_value(said) if "\u4e00" <= said[0] <= "\u9fff" else words_value([said])
    return int(value) if value else None


def _nearest(day: int, month: int, around: dt.date) -> dt.date:
    years = (around.year - 1, around.year, around.year + 1)
    days = [dt.date(y, month, day) for y in years if day <= calendar.monthrange(y, month)[1]]
    if not days:
        raise ValueError("no such day")
    return min(days, key=lambda d: abs((d - around).days))


def _relative(
    got: dict[str, str | None], today: dt.date | None, around: dt.date
) -> tuple[dt.date, dt.date] | None:
    weekday = got["wd"] or got["zwd"]
    if weekday:
        shift = _WEEKDAYS[weekday] - around.weekday()
        day = around + dt.timedelta(days=shift)
        return day, day
    if today is None:
        return None
    near = got["rel"] or got["zrel"]
    if near:
        day = today + dt.timedelta(days=_RELATIVE[near])
        return day, day
    until = _until(got, today)
    if until is not None:
        return until
    count = _number(got["n"] or got["zn"]) or 1
    if (got["span"] or "").startswith(("нед", "week")):
        count *= 7
    day = today + dt.timedelta(days=count)
    return day, day


_SATURDAY = 5
_FEW = {
    "пара": 2,
    "пары": 2,
    "пару": 2,
    "двух": 2,
    "трёх": 3,
    "трех": 3,
    "пяти": 5,
    "a couple of": 2,
    "a day or": 2,
}


def _until(got: dict[str, str | None], today: dt.date) -> tuple[dt.date, dt.date] | None:
    """A stretch that begins now: so many days, till the weekend, till a month ends."""
    last = _last(got, today)
    return None if last is None else (today, last)


def _last(got: dict[str, str | None], today: dt.date) -> dt.date | None:
    if got["zw"]:
        return today + dt.timedelta(days=7 * (_number(got["zw"]) or 1))
    if got["n2"] or got["zn2"]:
        count = _FEW.get(got["n2"] or "") or _number(got["n2"] or got["zn2"]) or 1
        weeks = (got["span2"] or "").startswith(("нед", "week"))
        return today + dt.timedelta(days=count * (7 if weeks else 1))
    if got["weekend"] or got["zweekend"]:
        return today + dt.timedelta(days=(_SATURDAY - today.weekday()) % 7 + 1)
    if got["endw"] and not got["endw"].endswith(("месяца", "month")):
        return today + dt.timedelta(days=6 - today.weekday())
    month = got["endm"] or got["bm"]
    if not (month or got["endw"] or got["zend"]):
        return None
    number = _MONTHS[month] if month else today.month
    year = today.year + (number < today.month or (number == today.month and bool(got["bm"])))
    ends = dt.date(year, number, calendar.monthrange(year, number)[1])
    return dt.date(year, number, 1) - dt.timedelta(days=1) if got["bm"] else ends

"""Units of measure of the three languages: what they measure, in which proportion, how they are written."""

from typing import NamedTuple

from otvet.language.later import later
from otvet.language.script import LANGUAGES, Lang


class Unit(NamedTuple):
    """One unit: its dimension, its size in that dimension's base, how to write it."""

    dimension: str
    size: float
    written: dict[Lang, str]


def _unit(dimension: str, size: float, *written: str) -> Unit:
    return Unit(dimension, size, dict(zip(LANGUAGES, written, strict=True)))


# The name of a unit as fact keys end with it -> the unit.
UNITS: dict[str, Unit] = {
    "mah": _unit("charge", 1, "мА·ч", "mAh", "毫安时"),
    "ah": _unit("charge", 1000, "А·ч", "Ah", "安时"),
    "wh": _unit("energy", 1, "Вт·ч", "Wh", "瓦时"),
    "w": _unit("power", 1, "Вт", "W", "瓦"),
    "kw": _unit("power", 1000, "кВт", "kW", "千瓦"),
    "hp": _unit("power", 735.5, "л. с.", "hp", "马力"),
    "v": _unit("voltage", 1, "В", "V", "伏"),
    "a": _unit("current", 1, "А", "A", "安"),
    "mg": _unit("mass", 0.001, "мг", "mg", "毫克"),
    "g": _unit("mass", 1, "г", "g", "克"),
    "kg": _unit("mass", 1000, "кг", "kg", "公斤"),
    "lb": _unit("mass", 453.6, "фунт", "lb", "磅"),
    "oz": _unit("mass", 28.35, "унц.", "oz", "盎司"),
    "jin": _unit("mass", 500, "цзинь", "jin", "斤"),
    "t": _unit("mass", 10**6, "тонн", "tonnes", "吨"),
    "ml": _unit("volume", 1, "мл", "ml", "毫升"),
    "l": _unit("volume", 1000, "л", "l", "升"),
    "mm": _unit("length", 1, "мм", "mm", "毫米"),
    "cm": _unit("length", 10, "см", "cm", "厘米"),
    "m": _unit("length", 1000, "м", "m", "米"),
    "km": _unit("length", 10**6, "км", "km", "公里"),
    "inch": _unit("length", 25.4, "дюйм", "inch", "英寸"),
    "ft": _unit("length", 304.8, "фут", "ft", "英尺"),
    "sec": _unit("time", 1 / 60, "сек", "sec", "秒"),
    "min": _unit("time", 1, "мин", "min", "分钟"),
    "hours": _unit("time", 60, "ч", "hours", "小时"),
    "days": _unit("time", 1440, "дн.", "days", "天"),
    "weeks": _unit("time", 10080, "нед.", "weeks", "周"),
    "months": _unit("time", 43830, "мес.", "months", "个月"),
    "years": _unit("time", 525960, "лет", "years", "年"),
    "db": _unit("noise", 1, "дБ", "dB", "分贝"),
    "c": _unit("temperature", 1, "°C", "°C", "°C"),
    "percent": _unit("percent", 1, "%", "%", "%"),
    "pcs": _unit("pieces", 1, "шт.", "pcs", "件"),
    "rpm": _unit("speed", 1, "об/мин", "rpm", "转/分"),
    "hz": _unit("frequency", 1, "Гц", "Hz", "赫兹"),
    "lm": _unit("light", 1, "лм", "lm", "流明"),
    "mp": _unit("pixels", 1, "Мп", "MP", "MP"),
    "gb": _unit("memory", 1, "ГБ", "GB", "GB"),
    "tb": _unit("memory", 1024, "ТБ", "TB", "TB"),
    "rub": _unit("money", 1, "₽", "RUB", "卢布"),
    "pa": _unit("suction", 1, "Па", "Pa", "帕"),
    "bar": _unit("pressure", 1, "бар", "bar", "巴"),
}

# How a unit is written or said in a text (small letters); the longest way wins.
_WRITTEN: dict[str, str] = {
    "mah": r"м\s?а\s?[·*⋅.\-/]?\s?ч(?:ас)?|миллиампер\w*(?:[\s-]?час\w*)?|мач|mah|milliamp\w*(?:[\s-]?hours?)?|毫安时?|毫安小时",
    "ah": r"а\s?[·*⋅.-]?\s?ч|ампер[\s-]?час\w*|ah|安时",
    "wh": r"вт\s?[·*⋅.-]?\s?ч|ватт[\s-]?час\w*|wh|瓦时",
    "w": r"вт|ватт(?:а|ов|ами)?|watts?|w|瓦特?",
    "kw": r"квт|киловатт\w*|kw|kilowatts?|千瓦",
    "a": r"а|ампер(?:а|ов)?|a|amps?|amperes?|安培?",
    "hp": r"л\.\s?с|лс|лошадин\w*(?:\sсил\w*)?|hp|horsepower|马力",
    "v": r"вольт(?:а|ов)?|в|volts?|v|伏特?",
    "mg": r"мг|миллиграмм\w*|mg|毫克",
    "g": r"г|гр|грамм(?:а|ов|ами)?|g|grams?|grammes?|克",
    "kg": r"кг|килограмм\w*|кило|kg|kgs|kilos?|kilograms?|公斤|千克|kg",
    "jin": r"斤|цзин[ьяей]{0,2}|jin",
    "lb": r"фунт\w*|lbs?|pounds?|磅",
    "oz": r"унц(?:и\w*)?|oz|ounces?|盎司",
    "t": r"тонн\w*|tonnes?|tons?|吨",
    "ml": r"мл|миллилитр\w*|ml|millilit(?:er|re)s?|毫升",
    "l": r"л|литр(?:а|ов|ами|овый|овая|овое|ы)?|l|lit(?:er|re)s?|升",
    "mm": r"мм|миллиметр\w*|mm|millimet(?:er|re)s?|毫米",
    "cm": r"см|сантиметр\w*|cm|centimet(?:er|re)s?|厘米|公分",
    "m": r"м|метр(?:а|ов|овый|овая|ами|ы)?|m|met(?:er|re)s?|米",
    "km": r"км|километр\w*|km|kilomet(?:er|re)s?|公里|千米",
    "inch": r"дюйм\w*|inch(?:es)?|英寸|寸",
    "ft": r"фут(?:а|ов)?|ft|feet|foot|英尺",
    "sec": r"сек|секунд\w*|sec|seconds?|秒",
    "min": r"мин|минут\w*|mins?|minutes?|分钟",
    "hours": r"ч|час(?:а|ов)?|hours?|hrs?|h|个?小时|钟头",
    "days": r"дн|дней|дня|день|сут(?:ки|ок|кам)|days?|天|日",
    "weeks": r"недел[яьиюе]|нед|weeks?|个?星期|周",
    "months": r"мес|месяц(?:а|ев)?|months?|个月",
    "years": r"год(?:а|у|ом|ик|ика)?|лет|зимы?|winters|years?|yrs?|年",
    "db": r"дб|децибел\w*|db|decibels?|分贝",
    "c": r"°\s?[cс]|градус\w*|degrees?|摄氏度|度|℃",
    "percent": r"%|процент\w*|percent|per cent|％",
    "pcs": r"шт|штук[аи]?|штуки|pcs|pieces?|units?|件|个|只|台|条|双",
    "rpm": r"об\s?/\s?мин|оборот\w*(?: в минуту)?|rpm|转",
    "hz": r"гц|герц\w*|hz|hertz|赫兹?",
    "lm": r"лм|люмен\w*|lm|lumens?|流明",
    "mp": r"мп|мпикс\w*|мегапиксел\w*|mp|megapixels?",
    "gb": r"гб|гигабайт\w*|гигов|гиг|gb|gigabytes?|gigs?|g内存",
    "tb": r"тб|терабайт\w*|tb|terabytes?",
    "rub": r"₽|руб(?:л[ейяьюи]+)?|рубл\w*|rub|roubles?|rubles?|卢布",
    "pa": r"па|паскал\w*|pa|pascals?|帕",
    "bar": r"бар|bars?|巴",
}
_PATTERNS = {name: later(rf"(?:{ways})(?![a-zа-яё])") for name, ways in sorted(_WRITTEN.items())}


_ANY = later(rf"(?:{'|'.join(_WRITTEN.values())})(?![a-zа-яё])")
_PLURALS: dict[str, tuple[str, str, str, str, str]] = {
    "sec": ("секунда", "секунды", "секунд", "second", "seconds"),
    "min": ("минута", "минуты", "минут", "minute", "minutes"),
    "hours": ("час", "часа", "часов", "hour", "hours"),
    "days": ("день", "дня", "дней", "day", "days"),
    "weeks": ("неделя", "недели", "недель", "week", "weeks"),
    "months": ("месяц", "месяца", "месяцев", "month", "months"),
    "years": ("год", "года", "лет", "year", "years"),
}


def written(name: str, value: float, lang: Lang) -> str:
    """A unit as it is written behind a value: 1 месяц, 2 месяца, 12 месяцев."""
    forms = _PLURALS.get(name)
    if forms is None or lang == "zh":
        return UNITS[name].written[lang]
    if lang == "en":
        return forms[3] if value == 1 else forms[4]
    if value != int(value):
        return forms[1]
    last, teens = int(value) % 10, int(value) % 100 // 10 == 1
    return forms[0] if last == 1 and not teens else forms[1] if last in {2, 3, 4} and not teens else forms[2]


def unit_at(text: str, at: int) -> tuple[str, int] | None:
    """The unit written at a place of a small-letter text, the longest way to read it, and where it ends."""
    if _ANY.match(text, at) is None:
        return None
    best: tuple[str, int] | None = None
    for name, pattern in _PATTERNS.items():
        match = pattern.match(text, at)
        if match is not None and (best is None or match.end() > best[1]):
            best = name, match.end()
    return best

"""Facts made comparable: every key in words, every value in base units, materials, countries, colours."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from otvet.language.dates import days_in
from otvet.language.units import UNITS
from otvet.policy.claims.amounts import Amount, agrees, amounts
from otvet.policy.context import Facts
from otvet.policy.lexicon import Lexicons, tags

_ENDINGS = {
    "hour": "hours", "hrs": "hours", "h": "hours", "day": "days", "week": "weeks", "month": "months", "mo": "months",
    "year": "years", "minutes": "min", "minute": "min", "seconds": "sec", "s": "sec", "watt": "w", "watts": "w",
    "liters": "l", "litres": "l", "liter": "l", "litre": "l", "gram": "g", "grams": "g", "kilograms": "kg",
    "percentage": "percent", "pct": "percent", "inches": "inch", "in": "inch", "count": "pcs", "pieces": "pcs",
    "quantity": "pcs", "qty": "pcs", "volts": "v", "lumens": "lm", "мес": "months", "месяцев": "months", "лет": "years",
    "дней": "days", "кг": "kg", "г": "g", "см": "cm", "мм": "mm", "м": "m", "л": "l", "мл": "ml", "вт": "w",
    "мач": "mah", "дб": "db", "月": "months", "个月": "months", "年": "years", "天": "days", "公斤": "kg", "克": "g",
    "厘米": "cm", "升": "l", "毫升": "ml", "瓦": "w", "毫安": "mah",
}  # fmt: skip
_IMPLIED = {
    "charge": "capacity",
    "power": "power",
    "voltage": "voltage",
    "noise": "noise",
    "temperature": "temperature",
}
_BARE = {"price": "rub", "stock": "pcs", "warranty": "months"}  # keys that carry a number and no unit
_SAYS_NOTHING = frozenset({
    "max", "min", "the", "of", "included", "has", "is", "function", "feature", "allowed", "available", "possible",
    "required", "needed", "on", "share", "code", "supported", "support", "supports", "with", "can", "for", "in", "be", "must", "mode", "option",
})  # fmt: skip
_PARTS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*[%％]|[%％]\s*(\d+)")
_FREE = re.compile(r"(?:free|бесплатн(?:о|ая|ый))(?!\w).*|(?:免费|包邮).*", re.DOTALL)
_LASTS = re.compile(
    "battery|run_?time|life|hot|cold|keep|burn|warrant|автоном|гарант|续航|保温|质保|使用时间"
)
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?!\d)")  # “10:00-14:00” is an hour, no number of anything
_YES = frozenset({"yes", "да", "true", "есть", "included", "是", "有", "含"})
_NO = frozenset({"no", "нет", "false", "not included", "否", "无", "不含", "без", "没有"})


class Known(NamedTuple):
    """One number that is true: its key, the words it goes by, its value in the base unit."""

    key: str
    words: frozenset[str]
    value: float
    dimension: str
    unit: str
    most: bool = False  # the fact is a bound, “up to 80 litres”: less is as true

    def allows(self, said: Amount) -> bool:
        """Whether what is said can be said of it."""
        if self.most and said.value <= self.value:
            return True
        if said.bound == "most" and said.dimension == "time" and _LASTS.search(self.key.lower()):
            return agrees(said._replace(bound=""), self.value)  # “up to 24 hours” promises the 24
        return agrees(said, self.value)


class Truth(NamedTuple):
    """Everything the facts say about goods and order, ready to compare."""

    numbers: tuple[Known, ...]
    countries: dict[str, frozenset[str]]  # made, brand, design, other -> country codes
    materials: dict[str, float | None]  # material -> its share when known
    colours: frozenset[str]
    switches: dict[str, tuple[str, bool]]  # what it is called -> (key, yes or no)
    codes: frozenset[str]
    texts: dict[str, str]
    status: str | None
    dates: dict[str, dt.date]
    sizes: frozenset[str] = frozenset()  # letters, small


def truth_of(
    facts: Facts, sections: tuple[str, ...], lexicons: Lexicons, today: dt.date | None = None
) -> Truth:
    """Read the given sections of facts; with `today` dates in words too, the nearest of that name."""
    truth = Truth((), {}, {}, frozenset(), {}, frozenset(), {}, None, {})
    for section in sections:
        values = getattr(facts, section) or {}
        for key, value in values.items():
            if value is not None and not isinstance(value, dict):
                day = _date(value) or _said_date(value, today)
                if day is not None:
                    truth = truth._replace(
                        dates={**truth.dates, key: day}, texts={**truth.texts, key: str(value)}
                    )
                else:
                    truth = _with(truth, section, (key, value), lexicons)
    return truth


def _with(truth: Truth, section: str, item: tuple[str, Any], lexicons: Lexicons) -> Truth:
    key, value = item
    said = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    truth = truth._replace(texts={**truth.texts, key: said})
    if section == "order" and key in {"status", "state", "статус", "状态"}:
        return truth._replace(status=said)
    if key.lower() in {"spf", "upf"} and isinstance(value, int):
        truth = truth._replace(codes=truth.codes | {f"spf:{key.lower()}{value}"})
    flag = _flag(value)
    if flag is not None:
        name = _switch_name(key, lexicons)
        named = {name: (key, flag)}
        if name == "waterproof" and not flag:
            named["immersion"] = (key, False)
        return truth._replace(switches={**truth.switches, **named})
    words, unit = key_words(key, lexicons)
    numbers = tuple(_numbers(key, words, unit, value))
    if isinstance(value, (int, float)):
        return truth._replace(numbers=truth.numbers + numbers)
    return _with_text(truth._replace(numbers=truth.numbers + numbers), key, said, lexicons)


def _with_text(truth: Truth, key: str, said: str, lexicons: Lexicons) -> Truth:
    lowered = said.lower()
    countries = (
        frozenset(t.rstrip("!") for t in tags(lexicons, lowered, "countries")) - {"eu"}
        if key != "name"
        else frozenset()
    )
    role = _role(key)
    if role != "other" and re.fullmatch(r"[A-Z]{2}", said.strip()):  # a card may have the code of ISO 3166
        countries = frozenset({lowered.strip()})
    materials = {} if key in {"name", "type"} else _materials(lowered, lexicons)
    colours = frozenset(tags(lexicons, lowered, "colours")) if _is_colour(key) else frozenset()
    codes = frozenset(code for code, _, _ in codes_in(lowered))
    merged = dict(truth.countries)
    if countries:
        merged[role] = merged.get(role, frozenset()) | countries
    if _CARE.search(key.lower()):
        for tag in tags(lexicons, lowered, "switches"):
            truth.switches.setdefault(tag.rstrip("+-"), (key, tag.endswith("+")))
    under_water = _under_water(key, lowered)
    if under_water is not None:
        truth = truth._replace(switches={**truth.switches, "immersion": (key, under_water)})
    return truth._replace(
        countries=merged,
        materials={**truth.materials, **materials},
        colours=truth.colours | colours,
        codes=truth.codes | codes,
    )


_CARE = re.compile("care|wash|clean|уход|стирк|мытьё|мытье|洗|保养|护理")
_WATER_KEYS = ("water", "splash", "protect", "ip_", "влаг", "водо", "брызг", "защит", "防水", "防护", "防泼")
_SPLASHES = re.compile(
    r"splash|rain|sweat|брызг|дожд|капл|пот[аоу]?(?!\w)|泼溅|防溅|生活防水|雨|汗|ip[\sx\d]?x?[1-6](?!\d)"
)
_UNDER = re.compile(
    r"ip[\sx\d]?x?[789](?!\d)|\d\s?(?:atm|атм|bar|бар)(?!\w)|\d+\s?(?:m|м|米)(?!\w)|swim|div|плав|погруж|潜水|游泳"
)


def _under_water(key: str, said: str) -> bool | None:
    """Whether goods may be put under water, by the text of a key about water: splashes are not that."""
    if not any(sign in key.lower() for sign in _WATER_KEYS):
        return None
    if _UNDER.search(said) and not re.search(r"не |not |no |не для|不可|不能", said):
        return True
    return False if _SPLASHES.search(said) else None


def key_words(key: str, lexicons: Lexicons) -> tuple[frozenset[str], str]:
    """The words a key goes by and the unit it ends with."""
    parts = [p.lower() for p in _PARTS.findall(_CAMEL.sub("_", key))]
    if any(p in UNITS for p in parts[:-1]) or "max" in parts:  # noise_db_min is no number of minutes
        parts = [p for p in parts if p not in {"max", "min"}] or parts
    unit = ""
    for part in reversed(parts):
        name = _ENDINGS.get(part, part if part in UNITS else "")
        if name and (len(parts) > 1 or name == "pcs"):
            unit = name
            parts = [p for p in parts if p != part] or parts
            break
    words = {t for p in parts for t in tags(lexicons, p, "claim-cues")} | set(
        tags(lexicons, " ".join(parts), "claim-cues")
    )
    unknown = {
        _thing(p, lexicons) for p in parts if not tags(lexicons, p, "claim-cues") and p not in _SAYS_NOTHING
    }
    if unit and UNITS[unit].dimension in _IMPLIED:
        words.add(_IMPLIED[UNITS[unit].dimension])
    if not unit:
        unit = next((_BARE[w] for w in words if w in _BARE), "")
    return frozenset(words | unknown), unit


def _thing(part: str, lexicons: Lexicons) -> str:
    """A word of a key as a thing that has names in every language, or as it stands."""
    return next((f"~{tag}" for tag in tags(lexicons, part, "claim-things")), f"={part}")


def _numbers(key: str, words: frozenset[str], unit: str, value: object) -> Iterator[Known]:
    if isinstance(value, (int, float)):
        dimension, size = (UNITS[unit].dimension, UNITS[unit].size) if unit else ("", 1.0)
        yield Known(key, words, value * size, dimension, unit)
        return
    if (
        not unit
        and _FREE.fullmatch(said := str(value).strip().lower())
        and not any(c.isdigit() for c in said)
    ):
        yield Known(key, words, 0.0, "money", "rub")
        return
    if key in {"name", "sku", "article", "barcode"} or (isinstance(value, str) and _CLOCK.search(value)):
        return
    values = value if isinstance(value, (list, tuple)) else [value]
    for each in values:
        for amount in amounts(str(each).lower()):
            most = amount.bound == "most"
            if amount.unit:
                yield Known(key, words, amount.value, amount.dimension, amount.unit, most)
            elif unit:
                yield Known(key, words, amount.value * UNITS[unit].size, UNITS[unit].dimension, unit, most)
            else:
                yield Known(key, words, amount.value, "", "", most)


def _flag(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _YES | _NO:
        return value.strip().lower() in _YES
    return None


_SWITCH_NAMES = {
    "batter": "batteries", "батаре": "batteries", "电池": "batteries", "charger": "charger", "adapter": "charger",
    "заряд": "charger", "充电": "charger", "waterproof": "waterproof", "water": "waterproof", "водо": "waterproof",
    "влаго": "waterproof", "防水": "waterproof", "dishwasher": "dishwasher", "посудом": "dishwasher",
    "洗碗机": "dishwasher", "machine": "machine-wash", "washable": "machine-wash", "机洗": "machine-wash",
    "microwave": "microwave", "микроволн": "microwave", "微波": "microwave", "induction": "induction",
    "индукц": "induction", "电磁炉": "induction", "bluetooth": "bluetooth", "蓝牙": "bluetooth",
    "wireless": "wireless", "беспровод": "wireless", "无线": "wireless", "hypoallerg": "hypoallergenic",
    "sugar": "sugar-free", "сахар": "sugar-free", "gluten": "gluten-free", "глютен": "gluten-free",
    "swim": "immersion", "dive": "immersion", "diving": "immersion", "плава": "immersion", "ныря": "immersion", "游泳": "immersion", "潜水": "immersion",
    "removable": "removable", "съемн": "removable", "съёмн": "removable", "timer": "timer", "таймер": "timer",
    "定时": "timer", "remote": "remote", "пульт": "remote", "遥控": "remote", "cable": "cable", "кабель": "cable",
    "数据线": "cable", "lid": "lid", "крышк": "lid", "盖": "lid", "case": "case", "чехол": "case", "stock": "stock",
    "available": "stock", "наличи": "stock", "库存": "stock", "有货": "stock", "fold": "foldable", "склад": "foldable",
    "折叠": "foldable", "certif": "certified", "сертиф": "certified", "证书": "certified", "warranty": "warranty",
    "rechargeable": "rechargeable", "аккумулят": "rechargeable", "可充电": "rechargeable",
    "assembled": "assembled", "собран": "assembled", "组装好": "assembled", "гарант": "warranty", "质保": "warranty", "paid": "paid", "оплачен": "paid", "已付": "paid",
}  # fmt: skip


def _switch_name(key: str, lexicons: Lexicons) -> str:
    lowered = key.lower()
    for sign, name in _SWITCH_NAMES.items():
        if sign in lowered:
            return name
    words, _ = key_words(key, lexicons)
    return "?" + " ".join(sorted(words))


def _date(value: object) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(?:[T ].*)?", value):
        try:
            return dt.date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None


def _said_date(value: object, today: dt.date | None) -> dt.date | None:
    """“3 декабря”, “12月3日”: a value that is one day and nothing else."""
    if today is None or not isinstance(value, str) or not any(c.isdigit() for c in value):
        return None
    days = list(days_in(value.strip().lower(), today, today))
    whole = len(days) == 1 and days[0].end - days[0].start == len(value.strip())
    return days[0].first if whole and days[0].first == days[0].last else None


def _role(key: str) -> str:
    lowered = key.lower()
    for sign, role in (
        ("design", "design"),
        ("дизайн", "design"),
        ("设计", "design"),
        ("brand", "brand"),
        ("бренд", "brand"),
        ("марк", "brand"),
        ("品牌", "brand"),
    ):
        if sign in lowered:
            return role
    signs = (
        "country",
        "origin",
        "made",
        "manufact",
        "produc",
        "assembl",
        "стран",
        "производ",
        "сборк",
        "产地",
        "国",
    )
    return "made" if any(s in lowered for s in signs) else "other"


def _is_colour(key: str) -> bool:
    return any(sign in key.lower() for sign in ("colo", "цвет", "颜色", "色"))


def _materials(said: str, lexicons: Lexicons) -> dict[str, float | None]:
    out: dict[str, float | None] = {}
    for piece in re.split(r"[,，、;；/+]|\sи\s|\sand\s|和", said):
        found = tags(lexicons, piece, "materials")
        share = _PERCENT.search(piece)
        percent = float((share[1] or share[2]).replace(",", ".")) if share else None
        for material in found:
            out[material] = percent
    return out


_CODES = re.compile(
    r"(?<![a-z0-9])(?:(?P<ip>ip\s?x?\d{1,2}[a-z]?)|(?P<usb>usb[\s-]?(?:type[\s-]?)?[abc]|type[\s-]?c|micro[\s-]?usb|mini[\s-]?usb|lightning)"
    r"|(?P<cell>a{2,4}|cr2032|cr123|18650|6f22)|(?P<socket>e27|e14|e40|gu10|gu5\.3|g9|g4|gx53)|(?P<blue>bluetooth\s?\d(?:\.\d)?)"
    r"|(?P<wifi>wi-?fi\s?[4-7])|(?P<spf>(?:spf|upf)\s?\d{1,3})|(?P<class>(?:hepa|h)\s?1[0-4]))(?![a-z0-9])"
)


def codes_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Standard codes in a small-letter text, as “family:code”, and where they stand."""
    for match in _CODES.finditer(text):
        family = match.lastgroup or ""
        code = (
            re.sub(r"[\s-]|type", "", match[0]).replace("usb", "")
            if family == "usb"
            else re.sub(r"[\s-]", "", match[0])
        )
        yield f"{family}:{code or 'a'}", match.start(), match.end()

"""Numbers in sentences: `{return_days|days}` becomes `30 дней`, `30 days`, `30 天`."""

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{\{?\s*(?P<key>[a-z_]+)\s*(?:\|\s*(?P<form>[a-z_]+)\s*)?\}?\}")

# Russian words after a number: as a plain count (1 день, 2 дня, 5 дней), and after "в течение" (21 дня, 22 дней).
_COUNTED: dict[str, dict[str, tuple[str, str, str]]] = {
    "days": {"ru": ("день", "дня", "дней"), "en": ("day", "days", "days"), "zh": ("天", "天", "天")},
    "days_of": {"ru": ("дня", "дней", "дней"), "en": ("day", "days", "days"), "zh": ("天", "天", "天")},
    "hours": {
        "ru": ("час", "часа", "часов"),
        "en": ("hour", "hours", "hours"),
        "zh": ("小时", "小时", "小时"),
    },
    "hours_of": {
        "ru": ("часа", "часов", "часов"),
        "en": ("hour", "hours", "hours"),
        "zh": ("小时", "小时", "小时"),
    },
    "years": {"ru": ("год", "года", "лет"), "en": ("year", "years", "years"), "zh": ("年", "年", "年")},
    "years_of": {"ru": ("года", "лет", "лет"), "en": ("year", "years", "years"), "zh": ("年", "年", "年")},
}
_TEENS = range(11, 15)
_FEW = range(2, 5)


def filled(text: str, values: Mapping[str, object], lang: str) -> str:
    """`text` with its places filled; a place nobody has a value for is a `KeyError`."""

    def fill(place: re.Match[str]) -> str:
        value = values[place["key"]]
        form = place["form"]
        number = number_words(value, lang) if isinstance(value, (int, float)) else str(value)
        return f"{number} {_COUNTED[form][lang][_plural(value, lang)]}" if form else number

    return _PLACE.sub(fill, text)


def number_words(value: float, lang: str) -> str:
    """`0.5` as it is written in `lang`."""
    plain = f"{value:g}"
    return plain.replace(".", ",") if lang == "ru" else plain


def _plural(value: object, lang: str) -> int:
    """Which of the three forms goes with the number."""
    if not isinstance(value, int):
        return 1
    if lang != "ru":
        return 0 if value == 1 else 1
    if value % 100 in _TEENS:
        return 2
    last = value % 10
    return 0 if last == 1 else 1 if last in _FEW else 2

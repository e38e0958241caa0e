"""Which of the three languages a text is in, told by its letters alone."""

import re
from typing import Literal, get_args

Lang = Literal["ru", "en", "zh"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_LATIN = re.compile("[A-Za-z]+")


def language_of(text: str, otherwise: Lang = "en") -> Lang:
    """The language of a text: Chinese and Russian names carry Latin brands, so Latin needs to lead clearly."""
    han = _letters(_HAN, text)
    cyrillic = _letters(_CYRILLIC, text)
    latin = _letters(_LATIN, text)
    if not han and not cyrillic and not latin:
        return otherwise
    if han and han * 10 >= max(cyrillic, latin):
        return "zh"
    return "ru" if cyrillic * 3 >= latin else "en"


def _letters(runs: re.Pattern[str], text: str) -> int:
    return sum(map(len, runs.findall(text)))

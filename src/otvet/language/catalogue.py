"""The words of every screen, in every language, read straight from the `.po` files at start.

The English text is the key.  Plurals follow the rule each catalogue states in its head,
so that one, few and many are right in Russian and absent in Chinese.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.messages.pofile import read_po
from msgspec import Struct

FOLDER: Final = Path(__file__).parent / "catalogues"
LANGUAGES: Final = ("ru", "en", "zh")
DEFAULT: Final = "ru"


class Catalogue(Struct, frozen=True):
    """One language: `texts` by key, `plurals` by the key of the singular, and the rule that picks a form."""

    language: str
    texts: dict[str, str]
    plurals: dict[str, tuple[str, ...]]
    form: Callable[[int], int]

    def text(self, key: str, **fields: Any) -> str:
        """The text for a key; the key itself where the catalogue has none."""
        found = self.texts.get(key) or key
        return found % fields if fields else found

    def plural(self, one: str, many: str, number: int, **fields: Any) -> str:
        """The form that fits the number; `%(num)s` stands for the number itself."""
        forms = self.plurals.get(one)
        found = forms[self.form(number)] if forms else (one if number == 1 else many)
        return found % {"num": number, **fields}


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language, read once; an unknown language gets the default one."""
    known = language if language in LANGUAGES else DEFAULT
    path = FOLDER / known / "LC_MESSAGES" / "otvet.po"
    with path.open("rb") as file:
        read = read_po(file, locale=known)
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for message in read:
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            plurals[message.id[0]] = tuple(map(str, message.string or ()))
        else:
            texts[str(message.id)] = str(message.string)
    return Catalogue(language=known, texts=texts, plurals=plurals, form=_form_of(known))


def _form_of(language: str) -> Callable[[int], int]:
    """The plural rule of a language, as gettext writes it."""
    if language == "zh":
        return lambda _: 0
    if language == "en":
        return lambda number: 0 if number == 1 else 1
    return _russian


def _russian(number: int) -> int:
    tens, ones = number % 100, number % 10
    if ones == 1 and tens != 11:  # noqa: PLR2004  eleven is said as many
        return 0
    return 1 if ones in {2, 3, 4} and tens not in {12, 13, 14} else 2


def negotiate(wanted: str | None) -> str:
    """The best of our languages for an `Accept-Language` header."""
    ranked: list[tuple[float, int, str]] = []
    for place, part in enumerate((wanted or "").split(",")):
        name, _, weight = part.partition(";q=")
        code = name.strip().lower().partition("-")[0]
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            quality = 0.0
        if code in LANGUAGES and quality > 0:
            ranked.append((-quality, place, code))
    return min(ranked)[2] if ranked else DEFAULT


def mark(text: str) -> str:
    """Marks a text for the catalogues where it stands; whoever shows it translates it."""
    return text

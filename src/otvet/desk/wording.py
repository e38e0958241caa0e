"""Variables in a text kept at hand: `{{order.number}}` becomes the number, or stays and stops the sending.

What is filled in comes from `filling.py`; here is only the writing (mission row B7).
"""

import re
from collections.abc import Mapping

from msgspec import Struct

from otvet.errors import BadInput
from otvet.knowledge.numbers import filled as with_numbers
from otvet.knowledge.terms import all_terms
from otvet.language.script import Lang

VARIABLE = re.compile(r"\{\{\s*(?P<name>[a-z]+\.[a-z_]+)\s*(?:\|\s*(?P<form>[a-z_]+)\s*)?\}\}")
_BRACES = re.compile(r"\{\{[^{}]{0,80}\}\}")
_FORMS = frozenset({"days", "days_of", "hours", "hours_of", "years", "years_of"})

# What a text is checked with before anybody's record is at hand; also what the page shows beside each.
SAMPLES: dict[str, dict[Lang, str]] = {
    "customer.name": {"ru": "Марина Соколова", "en": "Maria Walker", "zh": "王丽"},
    "customer.first_name": {"ru": "Марина", "en": "Maria", "zh": "王丽"},
    "conversation.reference": dict.fromkeys(("ru", "en", "zh"), "OT-4821-7730"),
    "order.number": dict.fromkeys(("ru", "en", "zh"), "40112-7731"),
    "order.item": {"ru": "настольная лампа", "en": "desk lamp", "zh": "台灯"},
    "order.total": {"ru": "1 890 ₽", "en": "1,890 ₽", "zh": "1,890 ₽"},
    "order.placed": {"ru": "2 ноября", "en": "2 November", "zh": "11月2日"},
    "order.promised": {"ru": "14 ноября", "en": "14 November", "zh": "11月14日"},
    "order.expected": {"ru": "16 ноября", "en": "16 November", "zh": "11月16日"},
    "order.carrier": {"ru": "служба доставки", "en": "the delivery service", "zh": "配送公司"},
    "order.tracking": dict.fromkeys(("ru", "en", "zh"), "TR4821773"),
    "return.code": dict.fromkeys(("ru", "en", "zh"), "B-4821"),
    "return.place": {"ru": "любой пункт выдачи", "en": "any pick-up point", "zh": "任意自提点"},
    "return.until": {"ru": "20 ноября", "en": "20 November", "zh": "11月20日"},
    "refund.amount": {"ru": "1 890 ₽", "en": "1,890 ₽", "zh": "1,890 ₽"},
    "refund.until": {"ru": "20 ноября", "en": "20 November", "zh": "11月20日"},
    "agent.name": {"ru": "Илья Громов", "en": "Ilya Gromov", "zh": "李明"},
    "agent.first_name": {"ru": "Илья", "en": "Ilya", "zh": "李明"},
    "shop.name": {"ru": "Причал", "en": "Prichal", "zh": "码头"},
}


class Filled(Struct, frozen=True):
    """A text with its variables filled; `empty` are those nothing is known for: they still stand in it."""

    text: str
    empty: tuple[str, ...] = ()


class Sampled(Struct, frozen=True):
    """A text with samples in the place of variables; `places` are (start here, end here, start there, end there)."""

    text: str
    places: tuple[tuple[int, int, int, int], ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A span of the sampled text in the text as it was written; a touched variable counts whole."""
        return self._at(start, 2), self._at(end, 3)

    def touches(self, start: int, end: int) -> bool:
        """Whether a variable stands in the span: no wording of a sample may be written in its place."""
        return any(a < end and start < b for a, b, _, _ in self.places)

    def _at(self, at: int, side: int) -> int:
        moved = at
        for start, end, first, after in self.places:
            if start < at < end or (at == start and side == 2) or (at == end and side == 3):  # noqa: PLR2004  which end it is
                return first if side == 2 else after  # noqa: PLR2004  the same
            if at >= end:
                moved = at - end + after
        return moved


def known(name: str) -> bool:
    """Whether there is such a variable: one of `SAMPLES`, or `term.` with the key of a policy term."""
    room, _, key = name.partition(".")
    return name in SAMPLES or (room == "term" and any(term.key == key for term in all_terms()))


def unknown(text: str) -> str | None:
    """The first pair of braces in the text that nobody could ever fill."""
    for braces in _BRACES.finditer(text):
        found = VARIABLE.fullmatch(braces[0])
        if found is None or not known(found["name"]) or (found["form"] and found["form"] not in _FORMS):
            return braces[0]
    return None


def refuse_unknown(text: str) -> None:
    """Raises `BadInput` for a variable nobody could ever fill."""
    found = unknown(text)
    if found is not None:
        known_ones = ", ".join(SAMPLES)
        raise BadInput(f"{found} is no variable that could be filled; take one of {known_ones}, or term.KEY.")


def fill(text: str, values: Mapping[str, object], lang: Lang) -> Filled:
    """The text with `values` by name of the variable; numbers as they are written in `lang`."""
    empty: dict[str, None] = {}

    def put(place: re.Match[str]) -> str:
        value = values.get(place["name"])
        if value is None or value == "":
            empty[place["name"]] = None
            return f"{{{{{place['name']}}}}}"
        return _worded(value, place["form"], lang)

    return Filled(VARIABLE.sub(put, text), tuple(empty))


def sampled(text: str, values: Mapping[str, object], lang: Lang) -> Sampled:
    """The text as the gate reads it when it is saved: samples where a record will be, terms as they are in force."""
    out, last = "", 0
    places: list[tuple[int, int, int, int]] = []
    for place in VARIABLE.finditer(text):
        name = place["name"]
        value = SAMPLES[name][lang] if name in SAMPLES else values.get(name, "")
        out += text[last : place.start()]
        start, out = len(out), out + _worded(value, place["form"], lang)
        places.append((start, len(out), place.start(), place.end()))
        last = place.end()
    return Sampled(out + text[last:], tuple(places))


def _worded(value: object, form: str | None, lang: Lang) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return with_numbers("{value|" + form + "}" if form else "{value}", {"value": value}, lang)

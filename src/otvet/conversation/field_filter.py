"""Custom fields as a filter: `code:value`, several by commas; of a number or date also a stretch, `code:from..to`.

Either end of a stretch may be left out and both belong to it: `amount:10..50`, `since:2026-11-01..`, `amount:..0`.
"""

import datetime as dt
import re
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Numeric,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
)

from otvet.errors import BadInput
from otvet.storage.schema import buyer_fields, conversations, marks

BETWEEN: Final = ".."
_NUMBER: Final = re.compile(r"-?\d{1,18}(\.\d{1,18})?")
_IS_NUMBER: Final = r"^-?[0-9]+(\.[0-9]+)?$"
_IS_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def parted(told: str | None) -> list[tuple[str, str]]:
    """Code and value of each."""
    pairs = (one.partition(":") for one in (told or "").split(","))
    return [(code.strip(), value.strip()) for code, _, value in pairs if code.strip()]


def checked(told: str | None) -> str | None:
    """The filter as it was given. Raises `BadInput` for a stretch nobody can read."""
    for code, value in parted(told):
        if BETWEEN in value and _stretch(value) is None:
            raise BadInput(
                f"{code}: write a stretch as 10..50 or 2026-11-01..2026-11-30, either end may be left out."
            )
    return told


def holds_field(code: str, value: str) -> ColumnElement[bool]:
    """A field of the conversation or of its customer; codes are unique over both. A stretch nobody can read holds nothing."""
    prefix = f"{code}:"
    known = select(buyer_fields.c.buyer_id).where(buyer_fields.c.code == code)
    kept = select(marks.c.conversation_id).where(marks.c.kind == "field")
    if BETWEEN not in value:
        kept = kept.where(marks.c.value == prefix + value)
        known = known.where(buyer_fields.c.value == value)
    else:
        ends = _stretch(value)
        if ends is None:
            return false()
        said = func.substr(marks.c.value, len(prefix) + 1)
        kept = kept.where(marks.c.value.startswith(prefix, autoescape=True), _within(said, ends))
        known = known.where(_within(buyer_fields.c.value, ends))
    return or_(conversations.c.id.in_(kept), conversations.c.buyer_id.in_(known))


def _stretch(value: str) -> tuple[str, str] | None:
    """Both ends, "" for an open one; none where they are not two numbers or two days."""
    start, _, end = value.partition(BETWEEN)
    ends = [one for one in (start, end) if one]
    alike = all(_NUMBER.fullmatch(one) for one in ends) or all(_is_day(one) for one in ends)
    return (start, end) if ends and alike else None


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _within(said: ColumnElement[Any], ends: tuple[str, str]) -> ColumnElement[bool]:
    """By size for numbers, by the calendar for days; what is neither is passed by before anything is made of it."""
    if any(_is_day(one) for one in ends):
        return and_(said.regexp_match(_IS_DATE), *_bounds(said, [one and literal(one, Text) for one in ends]))
    number = case((said.regexp_match(_IS_NUMBER), cast(said, Numeric)), else_=None)
    return and_(*_bounds(number, [one and cast(literal(one, Text), Numeric) for one in ends]))


def _bounds(said: ColumnElement[Any], ends: list[Any]) -> list[ColumnElement[bool]]:
    start, end = ends
    low = [said >= start] if start != "" else []
    return low + ([said <= end] if end != "" else [])

"""Custom fields: what an administrator defines, what a value has to be, and who sees it (slice 2 of the workspace).

Pure: definitions stand in the desk's plan, values in the timeline.
"""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct

from otvet.conversation import events as e
from otvet.conversation.sending import checked_text
from otvet.conversation.topics import Words
from otvet.errors import BadInput
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.record import Record

if TYPE_CHECKING:
    from otvet.conversation.state import Conversation

CODE: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
TEXT_CHARS: Final = 2_000
MOST_DIGITS: Final = 18


class Field(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field. `required`: before a conversation is resolved; `sees`: the operator's people, or the seller too."""

    of: Literal["conversation", "customer"] = "conversation"
    sort: Literal["text", "number", "choice", "date", "yes_no"]
    name: Words
    choices: dict[str, Words] = {}
    required: bool = False
    sees: Literal["team", "seller"] = "team"
    place: int = 0


class Value(Struct, frozen=True, omit_defaults=True):
    """What stands in a field: the value, or for a text the body its words are in."""

    value: str = ""
    body_id: str | None = None


Fields = Mapping[str, Field]


def checked_field(code: str, one: Field) -> Field:
    """A definition that works. Raises `BadInput`."""
    if not CODE.fullmatch(code):
        raise BadInput(
            "A field's short name has small Latin letters, digits and dashes, a letter first, at most 40."
        )
    if (one.sort == "choice") != bool(one.choices):
        raise BadInput("A field of the sort choice has choices, and no other has.")
    if not all(CODE.fullmatch(choice) for choice in one.choices):
        raise BadInput("A choice's short name has small Latin letters, digits and dashes, a letter first.")
    if not any(text.strip() for text in one.name.values()):
        raise BadInput("Give the field a name in at least one language.")
    if one.of == "customer" and one.sees == "seller":
        raise BadInput("What is known of a customer is for the operator's people alone.")
    return one


def visible(fields: Fields, actor: Actor) -> dict[str, Field]:
    """Those the actor sees, in their order."""
    seen = {
        code: one for code, one in fields.items() if actor.role in access.OPERATOR or one.sees == "seller"
    }
    return dict(sorted(seen.items(), key=lambda item: (item[1].place, item[0])))


def checked_value(one: Field, given: str) -> str:
    """The value as it is kept, "" for none. Raises `BadInput` that says how to write it."""
    told = " ".join(given.split()) if one.sort != "text" else given.strip()
    if not told:
        return ""
    if one.sort == "text":
        return checked_text(told, TEXT_CHARS, "The field")
    if one.sort == "number":
        return _number(told)
    if one.sort == "date":
        try:
            return dt.date.fromisoformat(told).isoformat()
        except ValueError:
            raise BadInput("Write the date as year-month-day, such as 2026-11-26.") from None
    allowed = ("yes", "no") if one.sort == "yes_no" else tuple(one.choices)
    if told not in allowed:
        raise BadInput(f"Choose one of {', '.join(allowed)}.")
    return told


def _number(told: str) -> str:
    try:
        number = Decimal(told.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if (
        not number.is_finite()
        or abs(number.adjusted()) > MOST_DIGITS
        or len(number.as_tuple().digits) > MOST_DIGITS
    ):
        raise BadInput(f"Write a number of at most {MOST_DIGITS} digits, such as 12 or 3.5.")
    plain = f"{number.normalize():f}"
    return "0" if plain == "-0" else plain


def missing(fields: Fields, filled: set[str], actor: Actor) -> tuple[str, ...]:
    """Codes of the fields the actor has to fill before the matter may be called settled."""
    return tuple(code for code, one in visible(fields, actor).items() if one.required and code not in filled)


def called(one: Field, code: str, language: str) -> str:
    """The field's name for somebody who reads this language."""
    names: dict[Any, str] = dict(one.name)
    return names.get(language) or next((text for text in names.values() if text), code)


def _set(c: "Conversation", event: e.FieldSet | e.SellerFieldSet, record: Record) -> None:
    others = {code: one for code, one in c.fields.items() if code != event.field}
    gone = not event.value and record.body_id is None
    c.fields = others if gone else {**others, event.field: Value(event.value, record.body_id)}


CHANGES: dict[type[e.Event], Any] = {e.FieldSet: _set, e.SellerFieldSet: _set}

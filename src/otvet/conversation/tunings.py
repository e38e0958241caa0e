"""What an account changed about its pack, change by change: who, when, from what to what, why."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from otvet.errors import Conflict
from otvet.policy import Severity, Surface
from otvet.policy.tuning import Allowed, Tuning
from otvet.policy.verdict import SEVERITIES, SURFACES
from otvet.storage.database import Database
from otvet.storage.schema import tunings

ALWAYS = "always"
What = Literal["severity", "term"]


class Adjustment(Struct, frozen=True, kw_only=True):
    """One wish: a rule's severity in a context, or a term it lets pass until a last day.

    `after` is the severity or the last day (`always`: for good), `None`: as the pack says.
    """

    rule: str
    what: What
    name: str
    after: str | None


class Adjusted(Struct, frozen=True, kw_only=True):
    """An adjustment as it was made; `at` in ms."""

    number: int
    rule: str
    what: What
    name: str
    before: str | None
    after: str | None
    reason: str
    by_id: str
    at: int


def history_of(connection: Connection, account_id: str) -> list[Adjusted]:
    """All adjustments of an account in their order."""
    c = tunings.c
    rows = connection.execute(select(tunings).where(c.account_id == account_id).order_by(c.number))
    return [_adjusted(dict(row)) for row in rows.mappings()]


def version_of(database: Database, account_id: str) -> int:
    """The number of the last adjustment, 0 for none."""
    query = select(func.max(tunings.c.number)).where(tunings.c.account_id == account_id)
    with database.reading() as connection:
        return connection.execute(query).scalar() or 0


def tuning_of(history: Iterable[Adjusted]) -> Tuning:
    """What all adjustments together come to."""
    severity: dict[str, dict[Surface, Severity]] = {}
    terms: dict[tuple[str, str], Allowed | None] = {}
    for one in history:
        if one.what == "term":
            terms[one.rule, one.name] = _allowed(one)
            continue
        surface = next(s for s in SURFACES if s == one.name)
        table = severity.setdefault(one.rule, {})
        level = next((s for s in SEVERITIES if s == one.after), None)
        if level is None:
            table.pop(surface, None)
        else:
            table[surface] = level
    return Tuning(
        {rule: table for rule, table in severity.items() if table},
        tuple(one for one in terms.values() if one),
    )


def _allowed(one: Adjusted) -> Allowed | None:
    if one.after is None:
        return None
    return Allowed(one.rule, one.name, None if one.after == ALWAYS else dt.date.fromisoformat(one.after))


def before_of(history: Iterable[Adjusted], wish: Adjustment) -> str | None:
    """What the last adjustment of the same thing left."""
    same = [o for o in history if (o.rule, o.what, o.name) == (wish.rule, wish.what, wish.name)]
    return same[-1].after if same else None


def store(database: Database, account_id: str, made: Adjusted) -> None:
    """Add a row; raises `Conflict` when somebody else took its number first."""
    try:
        with database.writing() as connection:
            row = {name: getattr(made, name) for name in Adjusted.__struct_fields__}
            connection.execute(insert(tunings), [{"account_id": account_id, **row}])
    except IntegrityError:
        raise Conflict(
            "Somebody changed this account's rules in the same moment; look, then try again."
        ) from None


def _adjusted(row: dict[str, Any]) -> Adjusted:
    row.pop("account_id")
    return Adjusted(**row)

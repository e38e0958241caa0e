"""What lists, counts, search and deadlines are found by: rows that follow from events and states alone.

The writer keeps them in its own transaction, by the difference between a state before and after a batch,
so a count is always exact and costs one look.  They can be made anew from the timeline at any time.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Dialect, text

from otvet.storage.statements import Prepared


class Derived(Struct, frozen=True):
    """What one state gives.

    `tallies`: (view, owner) it counts in; `marks`: (kind, value) it is found by;
    `deadlines`: (kind, subject, due in ms).
    """

    tallies: frozenset[tuple[str, str]] = frozenset()
    marks: frozenset[tuple[str, str]] = frozenset()
    deadlines: frozenset[tuple[str, str, int]] = frozenset()


NOTHING = Derived()


class Difference:
    """What a batch changes: gathered conversation by conversation, written with one statement a table."""

    def __init__(self) -> None:
        self._counted: Counter[tuple[str, str]] = Counter()
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ADD if name != "tallies"}
        self._gone: dict[str, list[dict[str, Any]]] = {name: [] for name in DROP}

    def add(self, conversation_id: str, before: Derived, after: Derived) -> None:
        self._counted.update(after.tallies - before.tallies)
        self._counted.subtract(before.tallies - after.tallies)
        for kind, value in after.marks - before.marks:
            self._rows["marks"].append({"kind": kind, "value": value, "conversation_id": conversation_id})
        for kind, value in before.marks - after.marks:
            self._gone["marks"].append({"kind": kind, "value": value, "conversation_id": conversation_id})
        for kind, subject, _ in before.deadlines - after.deadlines:
            key = {"conversation_id": conversation_id, "kind": kind, "subject": subject}
            self._gone["deadlines"].append(key)
        for kind, subject, due_at in after.deadlines - before.deadlines:
            key = {"conversation_id": conversation_id, "kind": kind, "subject": subject}
            self._rows["deadlines"].append({**key, "due_at": due_at})

    def write(self, cursor: Any, statements: "DerivedStatements") -> None:
        counted = [
            {"view": view, "owner": owner, "number": number}
            for (view, owner), number in self._counted.items()
            if number
        ]
        for name, rows in self._gone.items():  # first: a deadline that moved is one gone and one new
            statements.drop[name](cursor, rows)
        for name, rows in {"tallies": counted, **self._rows}.items():
            statements.add[name](cursor, rows)


ADD = {
    "tallies": "INSERT INTO tallies (view, owner, number) {rows} "
    "ON CONFLICT (view, owner) DO UPDATE SET number = tallies.number + excluded.number",
    "marks": "INSERT INTO marks (kind, value, conversation_id) {rows}",
    "deadlines": "INSERT INTO deadlines (conversation_id, kind, subject, due_at) {rows}",
}
DROP = {
    "marks": ("kind", "value", "conversation_id"),
    "deadlines": ("conversation_id", "kind", "subject"),
}
_COLUMNS = {
    "tallies": ("view", "owner", "number"),
    "marks": ("kind", "value", "conversation_id"),
    "deadlines": ("conversation_id", "kind", "subject", "due_at"),
}
Write = Callable[[Any, list[dict[str, Any]]], None]


class DerivedStatements:
    """One statement a table: many rows by the driver on SQLite, one JSON document on PostgreSQL."""

    def __init__(self, dialect: Dialect) -> None:
        one_by_one = dialect.name == "sqlite"
        self.add = {name: _writing(_adding(name, one_by_one=one_by_one), dialect) for name in ADD}
        self.drop = {name: _writing(_dropping(name, one_by_one=one_by_one), dialect) for name in DROP}


def _adding(name: str, *, one_by_one: bool) -> str:
    columns = _COLUMNS[name]
    if one_by_one:
        rows = f"VALUES ({', '.join(f':{column}' for column in columns)})"
    else:
        rows = f"SELECT {', '.join(columns)} FROM json_populate_recordset(NULL::{name}, CAST(:rows AS json))"  # noqa: S608  our own names
    return ADD[name].format(rows=rows)


def _dropping(name: str, *, one_by_one: bool) -> str:
    columns = DROP[name]
    if one_by_one:
        return f"DELETE FROM {name} WHERE {' AND '.join(f'{c} = :{c}' for c in columns)}"  # noqa: S608  our own names
    listed = ", ".join(columns)
    return (
        f"DELETE FROM {name} WHERE ({listed}) IN "  # noqa: S608  our own names
        f"(SELECT {listed} FROM json_populate_recordset(NULL::{name}, CAST(:rows AS json)))"
    )


def _writing(statement: str, dialect: Dialect) -> Write:
    prepared = Prepared(text(statement), dialect)

    def write(cursor: Any, rows: list[dict[str, Any]]) -> None:
        if rows and dialect.name == "sqlite":
            prepared.many(cursor, rows)
        elif rows:
            prepared.one(cursor, {"rows": msgspec.json.encode(rows).decode()})

    return write

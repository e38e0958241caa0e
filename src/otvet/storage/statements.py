"""The writer's statements, drawn in SQLAlchemy Core and compiled once, then run on the driver's own cursor.

Measured on the writer's batch of one reply: looking up the compiled form, binding by name and wrapping the result
cost three times what the statements themselves do.  Everything else in the house runs through Core as usual.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    Dialect,
    Table,
    bindparam,
    column,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

from otvet.storage.schema import bodies, conversations, events, jobs, keys, ledger, searched

_open_jobs = (
    select(func.count())
    .where(jobs.c.conversation_id == conversations.c.id, jobs.c.dead.is_(False))
    .scalar_subquery()
)


FOR_GOOD = frozenset(
    {"id", "reference", "created_at"}
)  # set once: an index on them need not be written again
TOGETHER = (
    24,
    6,
    3,
)  # rows to a statement: few sizes, that the driver finds prepared; a reply is three events


class Prepared:
    """One statement in one dialect's own words; parameters by name in, as the driver wants them out."""

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  Core compiles statements to nothing else
        self._sql = str(compiled)
        self._order = compiled.positiontup
        head, values, row = self._sql.rpartition(" VALUES ")
        self._several = [(n, f"{head}{values}{', '.join([row] * n)}") for n in TOGETHER] if values else []

    def one(self, cursor: Any, parameters: Mapping[str, Any] | None = None) -> Any:
        """Run it on the driver's own `cursor`; gives the cursor back, to fetch from."""
        given = parameters or {}
        bound = tuple([given[name] for name in self._order]) if self._order is not None else given
        cursor.execute(self._sql, bound)
        return cursor

    def many(self, cursor: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        order = self._order or ()
        cursor.executemany(self._sql, [tuple([row[name] for name in order]) for row in rows])

    def together(self, cursor: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        """An INSERT of many rows, several to a statement.

        `executemany` lets go of the interpreter at every row, and gets it back only when the event loop lets go.
        """
        order, at = self._order or (), 0
        for many, sql in self._several:
            while len(rows) - at >= many:
                cursor.execute(sql, [row[name] for row in rows[at : at + many] for name in order])
                at += many
        if at < len(rows):
            self.many(cursor, rows[at:])


def among(column: str, dialect: Dialect) -> Any:
    """`column` is one of a list given as one parameter, `ids`: one statement however many there are."""
    given = " IN (SELECT value FROM json_each(:ids))" if dialect.name == "sqlite" else " = ANY(:ids)"
    return text(column + given)


def listed(values: Sequence[str] | Sequence[int], dialect: Dialect) -> dict[str, Any]:
    """The parameter of `among`."""
    return {"ids": msgspec.json.encode(values).decode() if dialect.name == "sqlite" else list(values)}


class Rows:
    """Many rows of one table in one statement: the driver's `executemany` on SQLite, one JSON document on PostgreSQL.

    On PostgreSQL `executemany` sends a message a row (measured: 112 ms for 40 replies, this way 9).
    """

    def __init__(self, table: Table, dialect: Dialect, *, changing: bool = False) -> None:
        self._single: Prepared | None = None
        self._changing = changing
        if dialect.name == "sqlite":
            self._single = Prepared(_changing(table) if changing else _inserting(table), dialect)
            return
        columns = [column.name for column in table.c]
        given = func.json_populate_recordset(text(f"NULL::{table.name}"), bindparam("rows", type_=JSON))
        source = given.table_valued(*(column(name, table.c[name].type) for name in columns), name="given")
        if changing:
            values: dict[str, Any] = {name: source.c[name] for name in columns if name != "id"}
            self._whole = Prepared(update(table).where(table.c.id == source.c.id).values(values), dialect)
        else:
            self._whole = Prepared(insert(table).from_select(columns, select(*source.c)), dialect)

    def write(self, cursor: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        if self._single is not None and self._changing:
            self._single.many(cursor, rows)
        elif self._single is not None:
            self._single.together(cursor, rows)
        else:
            self._whole.one(cursor, {"rows": msgspec.json.encode(rows).decode()})


def _inserting(table: Table) -> ClauseElement:
    return insert(table).values({c.name: bindparam(c.name) for c in table.c})


def _changing(table: Table) -> ClauseElement:
    changing = [c.name for c in table.c if c.name not in FOR_GOOD]
    values: dict[str, Any] = {name: bindparam(name) for name in changing}
    return update(table).where(table.c.id == bindparam("b_id")).values(values)


class Statements:
    """All of the writer's statements for one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        locking = select(ledger.c.epoch, ledger.c.position, ledger.c.conversations, ledger.c.reference_key)
        self.lock = Prepared(locking.with_for_update(), dialect)
        self.states = Prepared(
            select(conversations.c.id, conversations.c.state, _open_jobs).where(
                among("conversations.id", dialect)
            ),
            dialect,
        )
        known = select(keys.c.key, keys.c.sender, keys.c.scope, keys.c.body_hash, keys.c.answer)
        self.keys = Prepared(known.where(among("keys.key", dialect)), dialect)
        self.leases = Prepared(select(jobs.c.id, jobs.c.lease).where(among("jobs.id", dialect)), dialect)
        self.drop_jobs = Prepared(delete(jobs).where(among("jobs.id", dialect)), dialect)
        self.notify = Prepared(text("SELECT pg_notify(:channel, :hint)"), dialect)
        self.insert = {
            table.name: Rows(table, dialect)
            for table in (events, bodies, keys, jobs, conversations, searched)
        }
        self.save = Rows(conversations, dialect, changing=True)
        advanced = update(ledger).values(position=bindparam("upto"), conversations=bindparam("opened"))
        self.advance = Prepared(advanced, dialect)

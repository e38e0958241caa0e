"""The writer's statements, drawn in SQLAlchemy Core once and compiled once: the hot path pays for neither again.

Measured on the writer's batch of one reply: compiling by cache and binding by name cost three times the statements.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    CursorResult,
    Dialect,
    Executable,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.sql.compiler import SQLCompiler

from otvet.storage.schema import bodies, conversations, events, jobs, keys, ledger

_open_jobs = (
    select(func.count())
    .where(jobs.c.conversation_id == conversations.c.id, jobs.c.dead.is_(False))
    .scalar_subquery()
)
_saved: dict[str, Any] = {c.name: bindparam(c.name) for c in conversations.c if c.name != "id"}


class Prepared:
    """One statement in one dialect's own words; parameters by name in, as the driver wants them out."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  Core compiles statements to nothing else
        self._sql = str(compiled)
        self._order = compiled.positiontup

    def one(self, connection: Connection, parameters: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        given = parameters or {}
        bound = tuple(given[name] for name in self._order) if self._order is not None else dict(given)
        return (
            connection.exec_driver_sql(self._sql, bound) if bound else connection.exec_driver_sql(self._sql)
        )

    def many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        if self._order is None:
            connection.exec_driver_sql(self._sql, list(rows))  # type: ignore[arg-type]
        else:
            order = self._order
            connection.exec_driver_sql(self._sql, [tuple([row[name] for name in order]) for row in rows])


class Statements:
    """All of the writer's statements for one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._json = dialect.name == "sqlite"
        locking = select(ledger.c.epoch, ledger.c.position, ledger.c.conversations, ledger.c.reference_key)
        self.lock = Prepared(locking.with_for_update(), dialect)
        self.states = Prepared(
            select(conversations.c.id, conversations.c.state, _open_jobs).where(
                self._among("conversations.id")
            ),
            dialect,
        )
        known = select(keys.c.key, keys.c.sender, keys.c.scope, keys.c.body_hash, keys.c.answer)
        self.keys = Prepared(known.where(self._among("keys.key")), dialect)
        self.leases = Prepared(select(jobs.c.id, jobs.c.lease).where(self._among("jobs.id")), dialect)
        self.drop_jobs = Prepared(delete(jobs).where(self._among("jobs.id")), dialect)
        self.insert = {
            table.name: Prepared(insert(table).values({c.name: bindparam(c.name) for c in table.c}), dialect)
            for table in (events, bodies, keys, jobs, conversations)
        }
        saving = update(conversations).where(conversations.c.id == bindparam("b_id"))
        self.save = Prepared(saving.values(_saved), dialect)
        advanced = update(ledger).values(position=bindparam("upto"), conversations=bindparam("opened"))
        self.advance = Prepared(advanced, dialect)

    def _among(self, column: str) -> Any:
        """`column` is one of a list given as one parameter, `ids`."""
        among = " IN (SELECT value FROM json_each(:ids))" if self._json else " = ANY(:ids)"
        return text(column + among)

    def ids(self, values: Sequence[str] | Sequence[int]) -> dict[str, Any]:
        """The parameter of `_among`."""
        return {"ids": msgspec.json.encode(values).decode() if self._json else list(values)}

"""The pages of the plan that supervisors changed: who, when, to what, why; every version is kept."""

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from otvet.clock import Clock
from otvet.conversation.views import MISSED
from otvet.desk.plan import SORTS, Plan, Sort, as_written, changed, check_whole, read_page
from otvet.errors import BadInput, Conflict
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.database import Database
from otvet.storage.schema import deadlines, desk_pages

LONGEST_REASON = 1_000
LONGEST_NAME = 60
encode = msgspec.json.Encoder().encode


class Changed(Struct, frozen=True, kw_only=True):
    """One change as it was made; `content` as JSON values, `None` for taken back; `at` in ms."""

    number: int
    sort: Sort
    name: str
    content: Any
    reason: str
    by_id: str
    at: int


class Pages:
    """Keeps the plan in memory until its number in the database moves: on any server, at the next look."""

    def __init__(self, database: Database, clock: Clock, written: Plan | None = None) -> None:
        self._database = database
        self._clock = clock
        self._written = self._plan = written or as_written()

    def plan(self) -> Plan:
        """The plan in force."""
        with self._database.reading() as connection:
            return self.plan_in(connection)

    def plan_in(self, connection: Connection) -> Plan:
        """The same, as a transaction sees it."""
        number = connection.execute(select(func.max(desk_pages.c.number))).scalar() or 0
        if number != self._plan.number:
            self._plan = _put_together(self._written, _rows(connection), number)
        return self._plan

    def change(self, actor: Actor, page: tuple[Sort, str], content: Any, reason: str) -> Changed:
        """Put a page in force, `None` takes it back. Raises `BadInput` for what would not work as a whole."""
        sort, name = page
        access.allow(actor, "field.define" if sort == "fields" else "desk.tune")
        if sort not in SORTS:
            raise BadInput(f"There is no {sort!r} in the desk's plan; there is {', '.join(SORTS)}.")
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise BadInput(f"A name has 1 to {LONGEST_NAME} characters.")
        if not reason.strip() or len(reason) > LONGEST_REASON:
            raise BadInput(f"Say why, in at most {LONGEST_REASON} characters; it stays in the history.")
        if sort == "topics" and name not in as_written().topics:
            raise BadInput(f"There is no topic {name!r}; there is {', '.join(as_written().topics)}.")
        read = None if content is None else read_page(sort, content)
        with self._database.writing() as connection:
            now = self.plan_in(connection)
            if sort == "fields":
                _check_kept(_rows(connection), name, read)
            number = now.number + 1
            kept = None if read is None else encode(read).decode()
            row = {
                "number": number, "sort": sort, "name": name, "content": kept, "reason": reason.strip(),
                "by_id": actor.id, "at": self._clock.now(),
            }  # fmt: skip
            check_whole(_put_together(self._written, [*_rows(connection), row], number))
            try:
                connection.execute(insert(desk_pages), [row])
            except IntegrityError:
                raise Conflict(
                    "Somebody changed the desk in the same moment; look, then try again."
                ) from None
        return _changed(row)

    def counted(self) -> list[str]:
        """The conversations with a clock that is still to come."""
        query = select(deadlines.c.conversation_id).distinct()
        query = query.where(deadlines.c.kind == MISSED).order_by(deadlines.c.conversation_id)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def history(self, limit: int = 100) -> list[Changed]:
        """The newest changes, the newest first."""
        query = select(desk_pages).order_by(desk_pages.c.number.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_changed(dict(row)) for row in connection.execute(query).mappings()]


def _check_kept(rows: list[dict[str, Any]], code: str, wanted: Any) -> None:
    """What stands in a field keeps its meaning: a number never becomes a date."""
    for row in rows:
        if (
            (row["sort"], row["name"]) == ("fields", code)
            and row["content"] is not None
            and wanted is not None
        ):
            before = read_page("fields", msgspec.json.decode(row["content"]))
            if (before.of, before.sort) != (wanted.of, wanted.sort):
                raise BadInput(
                    f"{code} is a {before.sort} of the {before.of} already; take another short name."
                )


def _rows(connection: Connection) -> list[dict[str, Any]]:
    query = select(desk_pages).order_by(desk_pages.c.number)
    return [dict(row) for row in connection.execute(query).mappings()]


def _put_together(written: Plan, rows: list[dict[str, Any]], number: int) -> Plan:
    last = {(row["sort"], row["name"]): row["content"] for row in rows}
    pages: dict[tuple[Sort, str], Any] = {
        key: None if content is None else read_page(key[0], msgspec.json.decode(content))
        for key, content in last.items()
    }
    return changed(written, pages, number)


def _changed(row: dict[str, Any]) -> Changed:
    content = None if row["content"] is None else msgspec.json.decode(row["content"])
    return Changed(**{**row, "content": content})

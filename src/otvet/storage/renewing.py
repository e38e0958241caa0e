"""States and derived rows made anew from the timeline, and compared with it: after an upgrade, and for `verify`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from otvet.storage.database import Database
from otvet.storage.derived import Derived
from otvet.storage.folding import Folding
from otvet.storage.outbox import select_records
from otvet.storage.schema import conversations, deadlines, events, ledger, marks, searched, tallies

VERSION = 3  # of how rows are derived; another one in the ledger makes them all anew at the next start
AT_ONCE = 500
_folded = (
    update(conversations)
    .where(conversations.c.id == bindparam("b_id"))
    .values({c.name: bindparam(c.name) for c in conversations.c if c.name != "id"})
)


def renew(database: Database, folding: Folding) -> bool:
    """Fold all states and make all derived rows anew where another version made them; whether it had to."""
    with database.reading() as connection:
        if connection.execute(select(ledger.c.derived)).scalar() == VERSION:
            return False
    with database.writing() as connection:
        for table in (tallies, marks, deadlines, searched):
            connection.execute(delete(table))
        for table_name, rows in _anew(connection, folding):
            connection.execute(insert(table_name), rows)
        connection.execute(update(ledger).values(derived=VERSION))
    return True


def _anew(connection: Connection, folding: Folding) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    counted: Counter[tuple[str, str]] = Counter()
    ids = connection.execute(select(conversations.c.id).order_by(conversations.c.id)).scalars().all()
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        records = select_records(connection, folding, events.c.conversation_id.in_(some))
        states: dict[str, Any] = {}
        for record in records:
            name = record.conversation_id
            states[name] = folding.apply(states.get(name), record)
        connection.execute(_folded, [{**folding.row(state), "b_id": name} for name, state in states.items()])
        given = {name: folding.derived(state) for name, state in states.items()}
        for one in given.values():
            counted.update(one.tallies)
        yield from _filled(marks, _mark_rows(given))
        yield from _filled(deadlines, _deadline_rows(given))
        told = ((r.position, folding.words(r, states[r.conversation_id])) for r in records)
        yield from _filled(searched, [{"position": at, "words": words} for at, words in told if words])
    yield from _filled(
        tallies, [{"view": v, "owner": o, "number": number} for (v, o), number in counted.items()]
    )


def _filled(table: Any, rows: list[dict[str, Any]]) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    if rows:
        yield table, rows


def _mark_rows(given: dict[str, Derived]) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "value": value, "conversation_id": name}
        for name, one in given.items()
        for kind, value in one.marks
    ]


def _deadline_rows(given: dict[str, Derived]) -> list[dict[str, Any]]:
    return [
        {"conversation_id": name, "kind": kind, "subject": subject, "due_at": due_at}
        for name, one in given.items()
        for kind, subject, due_at in one.deadlines
    ]


def differing(connection: Connection, expected: Iterable[tuple[str, Derived]]) -> Iterator[str]:
    """For `verify`: where the rows are not what the states say."""
    counted: Counter[tuple[str, str]] = Counter()
    given = dict(expected)
    for one in given.values():
        counted.update(one.tallies)
    kept = {(row.view, row.owner): row.number for row in connection.execute(select(tallies)) if row.number}
    for view, owner in sorted(kept.keys() | counted.keys()):
        if kept.get((view, owner), 0) != counted[view, owner]:
            yield (
                f"tallies: {view} of {owner or 'all'} is {kept.get((view, owner), 0)}, "
                f"the states say {counted[view, owner]}"
            )
    yield from _same("marks", connection, marks, _mark_rows(given))
    yield from _same("deadlines", connection, deadlines, _deadline_rows(given))
    written = (
        select(func.count()).select_from(searched).outerjoin(events, events.c.position == searched.c.position)
    )
    for lost in connection.execute(written.where(events.c.position.is_(None))).scalars():
        if lost:
            yield f"searched: {lost} rows have no event"


def _same(name: str, connection: Connection, table: Any, rows: list[dict[str, Any]]) -> Iterator[str]:
    there = {tuple(sorted(row.items())) for row in connection.execute(select(table)).mappings()}
    wanted = {tuple(sorted(row.items())) for row in rows}
    for row in sorted(there ^ wanted, key=str):
        yield f"{name}: {dict(row)} is {'too much' if row in there else 'missing'}"

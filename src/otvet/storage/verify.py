"""`verify`: everything that must be true of a database, checked beside a running server.

Each fault is one line that says where. Other rooms hand their own invariants in.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, and_, func, select

from otvet.storage.database import Database
from otvet.storage.filebox import FileBox
from otvet.storage.folding import Folding
from otvet.storage.outbox import select_records
from otvet.storage.renewing import differing
from otvet.storage.schema import bodies, conversations, events, files, jobs, keys, ledger, packs

Invariant = Callable[[Connection], Iterator[str]]
AT_ONCE = 500


def verify(
    database: Database, folding: Folding, box: FileBox, more: tuple[Invariant, ...] = ()
) -> Iterator[str]:
    """Faults, none when all is well. Reads one moment of the database; files may be newer."""
    with database.reading() as connection:
        if database.dialect == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield from _ledger(connection)
        yield from _counting(connection)
        yield from _words(connection)
        yield from _states(connection, folding)
        yield from _derived(connection, folding)
        yield from _citations(connection)
        yield from _files(connection, box)
        for invariant in more:
            yield from invariant(connection)


def _ledger(connection: Connection) -> Iterator[str]:
    row = connection.execute(select(ledger)).one()
    count, last = connection.execute(select(func.count(), func.max(events.c.position))).one()
    if (last or 0) != row.position:
        yield f"ledger: position is {row.position}, the last event has {last or 0}"
    if count != row.position:
        yield f"ledger: {row.position} positions were given, {count} events are there"
    opened = connection.execute(select(func.count()).select_from(conversations)).scalar_one()
    if opened != row.conversations:
        yield f"ledger: {row.conversations} conversations were opened, {opened} are there"


def _counting(connection: Connection) -> Iterator[str]:
    counted = (
        select(
            events.c.conversation_id,
            func.count().label("count"),
            func.min(events.c.seq).label("first"),
            func.max(events.c.seq).label("last"),
        )
        .group_by(events.c.conversation_id)
        .subquery()
    )
    wrong = select(counted).where((counted.c.first != 1) | (counted.c.last != counted.c.count))
    for row in connection.execute(wrong):
        yield f"{row.conversation_id}: seq has gaps: {row.count} events, {row.first} to {row.last}"
    earlier = events.alias()
    disordered = select(events.c.conversation_id, events.c.seq).where(
        select(earlier.c.seq)
        .where(
            earlier.c.conversation_id == events.c.conversation_id,
            earlier.c.seq == events.c.seq - 1,
            earlier.c.position > events.c.position,
        )
        .exists()
    )
    for row in connection.execute(disordered):
        yield f"{row.conversation_id}: seq {row.seq} was committed before its predecessor"


def _words(connection: Connection) -> Iterator[str]:
    missing = (
        select(events.c.conversation_id, events.c.seq)
        .outerjoin(bodies, bodies.c.id == events.c.body_id)
        .where(events.c.body_id.is_not(None), bodies.c.id.is_(None))
    )
    for row in connection.execute(missing):
        yield f"{row.conversation_id}: the words of seq {row.seq} are missing"


def _states(connection: Connection, folding: Folding) -> Iterator[str]:
    """The state as stored equals the events folded anew."""
    ids = connection.execute(select(conversations.c.id).order_by(conversations.c.id)).scalars().all()
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        fresh: dict[str, object] = {}
        for record in select_records(connection, folding, events.c.conversation_id.in_(some)):
            fresh[record.conversation_id] = folding.apply(fresh.get(record.conversation_id), record)
        stored = connection.execute(select(conversations).where(conversations.c.id.in_(some))).mappings()
        for row in stored:
            state = fresh.get(row["id"])
            if state is None:
                yield f"{row['id']}: has a state and no events"
                continue
            again = folding.row(state)
            for name in (n for n, value in again.items() if row[n] != value):
                yield f"{row['id']}: {name} is not what its events say"
    orphans = (
        select(events.c.conversation_id)
        .distinct()
        .where(~select(conversations.c.id).where(conversations.c.id == events.c.conversation_id).exists())
    )
    for name in connection.execute(orphans).scalars():
        yield f"{name}: has events and no state"


def _derived(connection: Connection, folding: Folding) -> Iterator[str]:
    """Counts, marks and deadlines are what the states say."""
    states = connection.execution_options(yield_per=AT_ONCE).execute(
        select(conversations.c.id, conversations.c.state)
    )
    yield from differing(connection, [(row.id, folding.derived(folding.load(row.state))) for row in states])


def _citations(connection: Connection) -> Iterator[str]:
    for table, what in ((jobs, "job"), (keys, "key")):
        if table is jobs:
            cited = jobs.c.conversation_id
            lost = select(cited).where(
                ~select(conversations.c.id).where(conversations.c.id == cited).exists()
            )
        else:
            scope = and_(keys.c.scope != "conversations", keys.c.scope.like("c\\_%", escape="\\"))
            there = select(conversations.c.id).where(conversations.c.id == keys.c.scope).exists()
            lost = select(keys.c.scope).where(scope, ~there)
        for name in connection.execute(lost).scalars():
            yield f"{name}: a {what} cites a conversation that is not there"


def _files(connection: Connection, box: FileBox) -> Iterator[str]:
    for row in connection.execute(select(files.c.id, files.c.conversation_id)):
        if not box.has(row.id):
            yield f"{row.conversation_id or 'unsent'}: the content of file {row.id} is missing"
    for name in connection.execute(select(packs.c.hash).where(packs.c.content.is_(None))).scalars():
        if not box.has(f"pack_{name}"):
            yield f"pack {name}: its file is missing, its verdicts cannot be replayed"

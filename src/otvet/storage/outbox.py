"""Jobs: what an event asked for, claimed in order within a conversation, one at a time.

Attempts are counted before the work, so that work which kills the process is found out;
after the last one the job is dead and waits for a person.
"""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from otvet.errors import NotFound
from otvet.storage.batch import LEASE_MS, Batch
from otvet.storage.database import Database
from otvet.storage.folding import Folding
from otvet.storage.record import Job, Key, Record
from otvet.storage.schema import bodies, events, jobs

MOST_ATTEMPTS = 6
BACKOFF_MS = (1_000, 5_000, 30_000, 120_000, 600_000)
CLAIMED_AT_ONCE = 50

_earlier = jobs.alias("earlier")
_claimable = (
    select(jobs)
    .where(
        jobs.c.dead.is_(False),
        jobs.c.due_at <= bindparam("now"),
        jobs.c.leased_until < bindparam("now"),
        jobs.c.lease != bindparam("mine"),
        ~select(_earlier.c.id)
        .where(
            _earlier.c.conversation_id == jobs.c.conversation_id,
            _earlier.c.id < jobs.c.id,
            _earlier.c.dead.is_(False),
        )
        .exists(),
    )
    .order_by(jobs.c.id)
    .limit(CLAIMED_AT_ONCE)
)
_lease = update(jobs).where(jobs.c.id == bindparam("b_id"))
_with_words = select(events, bodies.c.text).outerjoin(bodies, bodies.c.id == events.c.body_id)


class _Plain:
    """A work that names nothing beforehand."""

    conversation_ids: tuple[str, ...] = ()
    key: Key | None = None
    job_ids: tuple[int, ...] = ()


class Claim(_Plain):
    """Take over the first open job of each conversation that nobody works on, and renew one's own leases."""

    def run(self, batch: Batch) -> list[Job]:
        rows = batch.connection.execute(_claimable, {"now": batch.now, "mine": batch.lease}).all()
        renewed = update(jobs).where(jobs.c.lease == batch.lease).values(leased_until=batch.now + LEASE_MS)
        batch.connection.execute(renewed)
        if not rows:
            return []
        leases = [
            {
                "b_id": r.id,
                "lease": batch.lease,
                "leased_until": batch.now + LEASE_MS,
                "attempts": r.attempts + 1,
            }
            for r in rows
        ]
        batch.connection.execute(_lease, leases)
        for row in rows:
            batch.lease_changed(row.conversation_id, 1)
        positions = [int(row.event) for row in rows]
        cited = select_records(batch.connection, batch.folding, events.c.position.in_(positions))
        by_position = {record.position: record for record in cited}
        return [
            Job(r.id, r.conversation_id, r.reaction, by_position[int(r.event)], r.attempts + 1, batch.lease)
            for r in rows
        ]


class Fail(_Plain):
    """A job did not work out: try later, or give it to a person. Its successors wait behind it."""

    def __init__(self, job: Job, error: str) -> None:
        self.job = job
        self.error = error[:500]
        self.dead = job.attempts >= MOST_ATTEMPTS

    def run(self, batch: Batch) -> bool:
        """Whether the job is dead now."""
        wait = BACKOFF_MS[min(self.job.attempts, len(BACKOFF_MS)) - 1]
        mine = (jobs.c.lease == batch.lease) & (jobs.c.conversation_id == self.job.conversation_id)
        freed = batch.connection.execute(update(jobs).where(mine).values(lease="", leased_until=0)).rowcount
        batch.lease_changed(self.job.conversation_id, -freed)
        batch.connection.execute(
            update(jobs)
            .where(jobs.c.id == self.job.id)
            .values(due_at=batch.now + wait, dead=self.dead, error=self.error)
        )
        if self.dead:
            batch.forget(self.job.conversation_id)
        return self.dead


def freed(database: Database) -> None:
    """On SQLite, where nobody else can be alive, what a dead process held is free at once and not after its lease."""
    if database.dialect == "sqlite":
        with database.writing() as connection:
            connection.execute(update(jobs).where(jobs.c.lease != "").values(lease="", leased_until=0))


class Finish(_Plain):
    """A job is done and has nothing to append."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.job_ids = (job.id,)

    def run(self, batch: Batch) -> None:
        batch.finish(self.job)


class Retry(_Plain):
    """A person wants a dead job tried again."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id

    def run(self, batch: Batch) -> None:
        revived = update(jobs).where(jobs.c.id == self.job_id, jobs.c.dead.is_(True))
        values: dict[str, Any] = {"dead": False, "attempts": 0, "due_at": batch.now, "error": None}
        where = select(jobs.c.conversation_id).where(jobs.c.id == self.job_id, jobs.c.dead.is_(True))
        conversation_id = batch.connection.execute(where).scalar()
        if conversation_id is None:
            raise NotFound("There is no stuck job with this id; it may have been retried already.")
        batch.connection.execute(revived.values(values))
        batch.forget(conversation_id)


def stuck(database: Database, limit: int = 200) -> list[dict[str, Any]]:
    """The dead jobs, oldest first: id, conversation_id, reaction, attempts, error."""
    query = select(jobs).where(jobs.c.dead.is_(True)).order_by(jobs.c.id).limit(limit)
    with database.reading() as connection:
        rows = connection.execute(query).all()
    fields = ("conversation_id", "reaction", "attempts", "error")
    return [{"id": str(row.id), **{field: getattr(row, field) for field in fields}} for row in rows]


def select_records(
    connection: Connection, folding: Folding, where: Any, *, limit: int | None = None, newest: bool = False
) -> list[Record]:
    """Stored events with their words, by position, or newest first."""
    order = events.c.position.desc() if newest else events.c.position
    rows = connection.execute(_with_words.where(where).order_by(order).limit(limit))
    return [_record(row, folding) for row in rows]


def _record(r: Row[Any], folding: Folding) -> Record:
    event = folding.decode(r.data)
    return Record(
        r.position,
        r.conversation_id,
        r.seq,
        r.name,
        r.audience,
        r.at,
        r.by_kind,
        r.by_id,
        r.body_id,
        event,
        r.text,
    )

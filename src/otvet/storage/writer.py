"""The folding writer: one thread a process that gathers what arrives while the last commit runs.

A batch locks the ledger, reads what its works need, folds in memory and writes one statement a table.
Only if that fails is it replayed one by one under savepoints, so that one bad work harms no other.
An answer is given only after the commit (reliability, P1).
"""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from otvet.clock import Clock
from otvet.errors import DatabaseDown, OtvetError, Unavailable
from otvet.storage.batch import Batch, Needs, Tools
from otvet.storage.database import Database
from otvet.storage.derived import DerivedStatements
from otvet.storage.folding import Folding
from otvet.storage.record import Job, Key, Record
from otvet.storage.statements import Statements

Done = Callable[[Any], None]  # takes the result, or the exception
MOST_IN_A_BATCH = 400
MOST_KNOWN = 10_000
CROWD = 3  # works in the last batch from which on the next one lingers ...
LINGER = 0.002  # ... so long, in seconds, where a commit is a question to another process; SQLite's own is cheaper than waiting
PATIENCE = 0.02  # seconds that works which nobody waits for look for company: an fsync less each
CHANNEL = "otvet_live"


class Work(Protocol):
    """Something to do inside a batch. What it names beforehand is read with one statement for all."""

    conversation_ids: tuple[str, ...]
    key: Key | None
    job_ids: tuple[int, ...]

    def run(self, batch: Batch) -> Any:
        """Do it; raises `OtvetError` before it has planned any row, or not at all."""


class Committed:
    """What one commit brought: for the live stream and for the reactions."""

    __slots__ = ("done", "epoch", "first", "jobs", "last", "records", "states")

    def __init__(self, batch: Batch | None, jobs: list[Job], done: list[tuple[Done, Any]]) -> None:
        self.epoch = batch.epoch if batch else ""
        self.first = batch.first if batch else 0
        self.last = batch.position if batch else 0
        self.records: list[Record] = batch.records if batch else []
        self.states: dict[str, Any] = batch.changed_states() if batch else {}
        self.jobs = jobs
        self.done = done


class Writer:
    """Takes works from any thread; `announce` gets every commit, in order, in the writer's thread."""

    def __init__(self, database: Database, folding: Folding, clock: Clock) -> None:
        self.database = database
        self.folding = folding
        self.lease = clock.new_id("w")
        dialect = database.engine.dialect
        self._tools = Tools(folding, clock, self.lease, Statements(dialect), DerivedStatements(dialect), {})
        self._channel = CHANNEL if dialect.name == "postgresql" else ""
        self.announce: Callable[[Committed], None] = settle
        self._queue: queue.SimpleQueue[tuple[Work, Done, bool] | None] = queue.SimpleQueue()
        self._mine: dict[str, int] = {}
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._own: Connection | None = None
        self._closed = False
        self._crowded = False
        self._linger = LINGER if self._channel else 0.0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish what was taken, then end."""
        self._closed = True
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(30)

    def submit(self, work: Work, done: Done, *, patient: bool = False) -> None:
        """Queue a work; `done` is called after its commit with the result or the exception.

        A `patient` one has nobody waiting for it: it goes along with the next commit, or soon by itself.
        """
        if self._closed:
            raise Unavailable("The server is stopping; try again with the same key.")
        self._queue.put((work, done, patient))

    def run(self, work: Work) -> Any:
        """Do a work and wait for its commit; for command lines and tests."""
        future: Future[Any] = Future()

        def done(outcome: Any) -> None:
            if isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

        self.submit(work, done)
        return future.result(60)

    def _work(self) -> None:
        open_still = True
        while open_still:
            taken, open_still = self._gathered()
            if taken:
                self._crowded = len(taken) >= CROWD
                self._commit(taken)
        self._put_away()

    def _gathered(self) -> tuple[list[tuple[Work, Done]], bool]:
        """What the next commit takes, and whether more may come."""
        taken: list[tuple[Work, Done]] = []
        item = self._queue.get()
        if self._crowded and self._linger and item is not None:
            time.sleep(self._linger)
        until = time.monotonic() + PATIENCE
        patient = True
        while item is not None:
            work, done, waits = item
            taken.append((work, done))
            if len(taken) >= MOST_IN_A_BATCH:
                return taken, True
            patient = patient and waits
            try:
                item = self._queue.get(timeout=max(0.0, until - time.monotonic()) if patient else 0.0)
            except queue.Empty:
                return taken, True
        return taken, False

    def _commit(self, taken: Sequence[tuple[Work, Done]]) -> None:
        try:
            committed = self._try(taken, one_by_one=False)
        except Exception:  # noqa: BLE001  whatever one work did, the others must not suffer
            self._tools.known.clear()
            try:
                committed = self._try(taken, one_by_one=True)
            except Exception as error:  # noqa: BLE001  nothing was stored: everybody is told
                outcome = self._as_otvet(error)
                committed = Committed(None, [], [(done, outcome) for _, done in taken])
        self.announce(committed)

    def _try(self, taken: Sequence[tuple[Work, Done]], *, one_by_one: bool) -> Committed:
        with self._transaction() as connection:
            done: list[tuple[Done, Any]] = []
            if one_by_one:
                batch = Batch(connection, self._tools)
                started = self._singly(batch, taken, done)
                if self._channel and batch.records:
                    batch.tell(self._channel)
            else:
                batch = Batch(connection, self._tools, _needs(taken))
                done.extend((d, _run(work, batch)) for work, d in taken)
                started = batch.write(self._mine, self._channel)
        for conversation_id, change in batch.leased.items():
            self._count(conversation_id, change)
        self._learn(batch)
        return Committed(batch, started, done)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """On a connection of the writer's own, kept from batch to batch; after a fault the next batch takes another."""
        own = self._own = self._own or self.database.for_writing()
        try:
            with own.begin():
                yield own
        except BaseException:
            self._put_away()
            raise

    def _put_away(self) -> None:
        own, self._own = self._own, None
        if own is not None:
            own.close()

    def _singly(
        self, batch: Batch, taken: Sequence[tuple[Work, Done]], done: list[tuple[Done, Any]]
    ) -> list[Job]:
        """Each work in a savepoint of its own, gathered into `batch` as one commit."""
        started: list[Job] = []
        for work, callback in taken:
            try:
                with batch.connection.begin_nested():
                    single = Batch(batch.connection, self._tools, _needs([(work, callback)]))
                    outcome = _run(work, single)
                    started += single.write(self._mine)
            except Exception as error:  # noqa: BLE001  told to its sender
                done.append((callback, self._as_otvet(error)))
            else:
                done.append((callback, outcome))
                batch.take(single)
        return started

    def _as_otvet(self, error: Exception) -> Exception:
        dbapi = self.database.engine.dialect.loaded_dbapi
        if isinstance(error, DBAPIError | dbapi.Error):
            return DatabaseDown("The database did not take it; try again with the same key.")
        return error

    def _learn(self, batch: Batch) -> None:
        """On SQLite nobody else writes: the next batch need not read what this one has just written."""
        known = self._tools.known
        if self.database.dialect == "sqlite":
            known.update(batch.learnt())
            if len(known) > MOST_KNOWN:
                known.clear()
        for conversation_id in batch.forgotten:
            known.pop(conversation_id, None)

    def _count(self, conversation_id: str, change: int) -> None:
        left = self._mine.get(conversation_id, 0) + change
        if left > 0:
            self._mine[conversation_id] = left
        else:
            self._mine.pop(conversation_id, None)


def _needs(taken: Sequence[tuple[Work, Done]]) -> Needs:
    return Needs(
        frozenset(name for work, _ in taken for name in work.conversation_ids),
        [work.key for work, _ in taken if work.key is not None],
        [job for work, _ in taken for job in work.job_ids],
    )


def _run(work: Work, batch: Batch) -> Any:
    """The work's result, or its refusal; anything else fails the batch, which is then replayed."""
    try:
        return work.run(batch)
    except OtvetError as refusal:
        return refusal


def settle(committed: Committed) -> None:
    """Answer everybody, in this thread; what `announce` does where there is no server."""
    for done, outcome in committed.done:
        done(outcome)

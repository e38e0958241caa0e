"""One transaction of the writer: what it read, and what it will write, one statement a table."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, text

from otvet.clock import Clock
from otvet.errors import KeyReused, OtvetError
from otvet.storage import reference
from otvet.storage.derived import NOTHING, DerivedStatements, Difference
from otvet.storage.folding import Folding
from otvet.storage.record import Entry, Job, Key, Record, Stored
from otvet.storage.statements import Statements, listed

LEASE_MS = 30_000
JOBS_PER_EVENT = 16

_mark = text(
    "INSERT INTO reads (conversation_id, person_id, seq) VALUES (:conversation_id, :person_id, :seq) "
    "ON CONFLICT (conversation_id, person_id) DO UPDATE SET "
    "seq = CASE WHEN excluded.seq > reads.seq THEN excluded.seq ELSE reads.seq END"
)


_keep = text(
    "INSERT INTO contexts (hash, content, at) VALUES (:hash, :content, :at) ON CONFLICT (hash) DO NOTHING"
)


class Tools(Struct):
    """What a writer lends each of its batches.

    `known` holds states and numbers of open jobs as of the last commit, where no other process can change them;
    it stays empty on PostgreSQL.
    """

    folding: Folding
    clock: Clock
    lease: str
    statements: Statements
    derived: DerivedStatements
    known: dict[str, tuple[Any, int]]


class Needs(NamedTuple):
    """What works name beforehand: read with one statement each for all of them."""

    conversation_ids: frozenset[str] = frozenset()
    keys: Sequence[Key] = ()
    job_ids: Sequence[int] = ()


NO_NEEDS = Needs()


class LeaseLost(OtvetError):
    """The job was taken over by another process; what this one did for it is void."""

    code = "lease_lost"

    def __init__(self, job_id: int) -> None:
        super().__init__(f"Job {job_id} is no longer leased to this process.")


class Batch:
    """Reads what the works need, hands out positions, gathers rows, writes them."""

    def __init__(self, connection: Connection, tools: Tools, needs: Needs = NO_NEEDS) -> None:
        self.connection = connection
        self._cursor = connection.connection.cursor()
        self.folding = tools.folding
        self.lease = tools.lease
        self._tools = tools
        self.now = tools.clock.now()
        self.states: dict[str, Any] = {}
        self.open_jobs: dict[str, int] = {}
        self.records: list[Record] = []
        self.new_jobs: list[Job] = []
        self.leased: dict[str, int] = {}  # how many more jobs of a conversation this process now holds
        self.forgotten: set[str] = set()
        self._done_jobs: list[int] = []
        self._finished: dict[str, int] = {}
        self._keys: dict[tuple[str, str, str], tuple[str, str]] = {}
        self._leases: dict[int, str] = {}
        self._new: set[str] = set()
        self._touched: set[str] = set()
        self._before: dict[str, Any] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {
            "events": [], "bodies": [], "keys": [], "jobs": [], "searched": [],
        }  # fmt: skip
        with self._in_one_go():
            locked = tools.statements.lock.one(self._cursor)
            read = self._asked(needs)
        self._lock_taken(locked.fetchone())
        self._take_in(read)

    def _lock_taken(self, row: Sequence[Any]) -> None:
        self.epoch: str = row[0]
        self.first = self.position = int(row[1])
        self.opened = self._opened_before = int(row[2])
        self._reference_key = int(row[3])

    def _in_one_go(self) -> AbstractContextManager[Any]:
        """On PostgreSQL what is sent inside is not waited for one by one, only at the end: each wait costs a batch 0.2 ms."""
        if self.connection.dialect.name != "postgresql":
            return nullcontext()
        going: AbstractContextManager[Any] = self.connection.connection.driver_connection.pipeline()  # type: ignore[union-attr]
        return going

    def _asked(self, needs: Needs) -> dict[str, Any]:
        """Ask for the states, keys and leases the works have announced: one statement each, on a cursor each."""
        known, statements = self._tools.known, self._tools.statements
        missing = []
        for name in needs.conversation_ids:
            if name in known:
                self.states[name], self.open_jobs[name] = known[name]
            else:
                missing.append(name)
        wanted: dict[str, Sequence[str] | Sequence[int]] = {
            "states": missing, "keys": list({k.key for k in needs.keys}), "leases": needs.job_ids
        }  # fmt: skip
        return {
            name: getattr(statements, name).one(
                self.connection.connection.cursor(), listed(ids, self.connection.dialect)
            )
            for name, ids in wanted.items()
            if ids
        }

    def _take_in(self, read: Mapping[str, Any]) -> None:
        if "states" in read:
            for name, state, open_jobs in read["states"].fetchall():
                self.states[name] = self.folding.load(state)
                self.open_jobs[name] = open_jobs
        if "keys" in read:
            for key, sender, scope, body_hash, answer in read["keys"].fetchall():
                self._keys[sender, scope, key] = (body_hash, answer)
        if "leases" in read:
            self._leases = dict(read["leases"].fetchall())

    def load(self, ids: Iterable[str]) -> None:
        """Read further states, those a work finds out about only inside the batch."""
        self._take_in(self._asked(Needs(frozenset(ids) - self.states.keys())))

    def pending(self) -> Counter[tuple[str, str]]:
        """What this batch has changed about the tallies and not written yet."""
        counted: Counter[tuple[str, str]] = Counter()
        for name in self._touched:
            before, after = self._before.get(name), self.folding.derived(self.states[name]).tallies
            earlier = NOTHING.tallies if before is None else self.folding.derived(before).tallies
            counted.update(after - earlier)
            counted.subtract(earlier - after)
        return counted

    def repeated(self, key: Key | None) -> Stored | None:
        """The answer given before under this key; raises `KeyReused` when it was for another body."""
        if key is None:
            return None
        known = self._keys.get((key.sender, key.scope, key.key))
        if known is None:
            return None
        if known[0] != key.body_hash:
            raise KeyReused("This Idempotency-Key was used before with other content; take a new key.")
        return Stored(records=(), answer=msgspec.json.decode(known[1]), repeated=True)

    def holds(self, job_id: int) -> bool:
        """Whether the job is still leased to this process: a zombie's work is refused."""
        return self._leases.get(job_id) == self.lease

    def next_reference(self) -> str:
        self.opened += 1
        return reference.of(self.opened, self._reference_key)

    def append(self, conversation_id: str, entries: Iterable[Entry]) -> tuple[Record, ...]:
        """Give the entries their seq and position, fold them, and plan their rows and jobs."""
        state = self.states.get(conversation_id)
        if state is None:
            self._new.add(conversation_id)
        elif conversation_id not in self._touched:
            self._before[conversation_id] = state
            state = self.folding.copy(state)
        self._touched.add(conversation_id)
        made = []
        for entry in entries:
            record = self._record(conversation_id, state.last_seq + 1 if state else 1, entry)
            state = self.folding.apply(state, record)
            made.append(record)
            self._plan_jobs(record, entry.done)
            words = self.folding.words(record, state) if entry.body_id is None else ""
            if words:
                self._rows["searched"].append({"position": record.position, "words": words})
        self.states[conversation_id] = state
        self.records.extend(made)
        return tuple(made)

    def remember(self, key: Key | None, answer: dict[str, Any]) -> None:
        """Keep the answer under the key, for good."""
        if key is None:
            return
        kept = msgspec.json.encode(answer).decode()
        self._keys[key.sender, key.scope, key.key] = (key.body_hash, kept)
        self._rows["keys"].append({
            "sender": key.sender, "scope": key.scope, "key": key.key,
            "body_hash": key.body_hash, "answer": kept, "at": self.now,
        })  # fmt: skip

    def finish(self, job: Job) -> None:
        """The job is done when this commits; raises `LeaseLost` where somebody else has it by now."""
        if not self.holds(job.id):
            raise LeaseLost(job.id)
        self._leases.pop(job.id)
        self._done_jobs.append(job.id)
        self._finished[job.conversation_id] = self._finished.get(job.conversation_id, 0) + 1
        self.lease_changed(job.conversation_id, -1)
        if (
            job.conversation_id not in self.states
        ):  # nothing is appended: the number of its open jobs is not learnt
            self.forget(job.conversation_id)

    def mark_read(self, mark: dict[str, Any]) -> None:
        """Move a read mark forward; it never goes back."""
        self.connection.execute(_mark, mark)

    def keep_context(self, name: str, content: str) -> None:
        """Keep what was known around a verdict, once, under its hash."""
        self.connection.execute(_keep, {"hash": name, "content": content, "at": self.now})

    def lease_changed(self, conversation_id: str, change: int) -> None:
        self.leased[conversation_id] = self.leased.get(conversation_id, 0) + change

    def learnt(self) -> dict[str, tuple[Any, int]]:
        """States and numbers of open jobs after this batch."""
        counts = dict(self.open_jobs)
        for job in self.new_jobs:
            counts[job.conversation_id] = counts.get(job.conversation_id, 0) + 1
        for name, done in self._finished.items():
            counts[name] = counts.get(name, 0) - done
        return {name: (state, counts.get(name, 0)) for name, state in self.states.items()}

    def forget(self, conversation_id: str) -> None:
        """What is known of it has to be read again."""
        self.forgotten.add(conversation_id)

    def changed_states(self) -> dict[str, Any]:
        return {name: self.states[name] for name in self._touched}

    def take(self, single: "Batch") -> None:
        """Add what a batch of one work, already written in this transaction, has brought."""
        self.records += single.records
        self.position = single.position
        self.states |= single.changed_states()
        self.forgotten |= set(single.states)
        self._touched |= single._touched  # noqa: SLF001  of the same class
        for conversation_id, change in single.leased.items():
            self.lease_changed(conversation_id, change)

    def _record(self, conversation_id: str, seq: int, entry: Entry) -> Record:
        self.position += 1
        event, body = entry.event, entry.body
        body_id = body.id if body else entry.body_id
        record = Record(
            self.position, conversation_id, seq, type(event).__name__, self.folding.audience(event),
            self.now, entry.by_kind, entry.by_id, body_id, event, body.text if body else entry.text,
        )  # fmt: skip
        self._rows["events"].append({
            "position": record.position, "conversation_id": conversation_id, "seq": seq, "name": record.name,
            "audience": record.audience, "at": self.now, "by_kind": entry.by_kind, "by_id": entry.by_id,
            "body_id": body_id, "data": self.folding.encode(event),
        })  # fmt: skip
        if body:
            self._rows["bodies"].append({
                "id": body.id, "conversation_id": conversation_id, "subject_id": body.subject_id, "text": body.text,
            })  # fmt: skip
        return record

    def _plan_jobs(self, record: Record, done: tuple[str, ...]) -> None:
        for number, reaction in enumerate(self.folding.reactions(record.event)):
            if reaction in done:
                continue
            job = Job(
                record.position * JOBS_PER_EVENT + number,
                record.conversation_id,
                reaction,
                record,
                1,
                self.lease,
            )
            self.new_jobs.append(job)

    def write(self, mine: dict[str, int], channel: str = "") -> list[Job]:
        """Write everything gathered; returns the new jobs that this process may start at once.

        With a `channel` other servers are told there how far the ledger has come.

        A job is leased on birth when all open jobs of its conversation are this process's own (`mine`):
        then its own first-in-first-out keeps the order.  Otherwise it waits to be claimed.
        """
        idle = self.folding.idle(self.connection, self.new_jobs, self.states) if self.new_jobs else ()
        if idle:
            self.new_jobs = [job for job in self.new_jobs if job.id not in idle]
        started = [job for job in self.new_jobs if self._all_mine(job.conversation_id, mine)]
        leased = {job.id for job in started}
        for job in started:
            self.lease_changed(job.conversation_id, 1)
        for job in self.new_jobs:
            own = job.id in leased
            self._rows["jobs"].append({
                "id": job.id, "conversation_id": job.conversation_id, "reaction": job.reaction, "event": str(job.record.position),
                "due_at": self.now, "attempts": 1 if own else 0, "lease": self.lease if own else "",
                "leased_until": self.now + LEASE_MS if own else 0, "dead": False, "error": None,
            })  # fmt: skip
        with self._in_one_go():
            self._write_all(channel)
        return started

    def _write_all(self, channel: str) -> None:
        statements = self._tools.statements
        for name, rows in self._rows.items():
            if rows:
                statements.insert[name].write(self._cursor, rows)
        self._write_states()
        self._write_derived()
        if self._done_jobs:
            statements.drop_jobs.one(self._cursor, listed(self._done_jobs, self.connection.dialect))
        if self.position != self.first or self.opened != self._opened_before:
            advanced = {"upto": self.position, "opened": self.opened}
            statements.advance.one(self._cursor, advanced)
        if channel and self.records:
            self.tell(channel)

    def tell(self, channel: str) -> None:
        """Tell other servers how far the ledger has come, once this commits; on PostgreSQL alone."""
        hint = {"channel": channel, "hint": f"{self.lease} {self.position}"}
        self._tools.statements.notify.one(self._cursor, hint)

    def _all_mine(self, conversation_id: str, mine: dict[str, int]) -> bool:
        return self.open_jobs.get(conversation_id, 0) <= mine.get(conversation_id, 0)

    def _write_derived(self) -> None:
        difference = Difference()
        for name in self._touched:
            before, after = self._before.get(name), self.states[name]
            if before is None:
                difference.add(name, NOTHING, self.folding.derived(after))
            elif not self.folding.alike(before, after):
                difference.add(name, self.folding.derived(before), self.folding.derived(after))
        difference.write(self._cursor, self._tools.derived)

    def _write_states(self) -> None:
        statements, row = self._tools.statements, self.folding.row
        new = [row(self.states[name]) for name in self._touched if name in self._new]
        if new:
            statements.insert["conversations"].write(self._cursor, new)
        changed = [row(self.states[name]) for name in self._touched if name not in self._new]
        for one in changed:
            one["b_id"] = one["id"]
        if changed:
            statements.save.write(self._cursor, changed)

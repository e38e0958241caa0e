"""The writer's contract, the same on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from otvet.errors import KeyReused, NotFound
from otvet.storage.outbox import select_records
from otvet.storage.schema import bodies, events, jobs, keys, ledger
from otvet.storage.writer import Writer, settle
from works import failing, note, opened


def _records(writer):
    with writer.database.reading() as connection:
        return select_records(connection, writer.folding, events.c.position > 0)


def test_positions_and_seqs_have_no_gaps(writer):
    """Positions count in the installation, seq in the conversation, neither skips."""
    for name in ("c_1", "c_2"):
        writer.run(opened(name))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: writer.run(note(f"c_{n % 2 + 1}", n)), range(60)))

    records = _records(writer)

    assert [r.position for r in records] == list(range(1, 65))
    for name in ("c_1", "c_2"):
        assert [r.seq for r in records if r.conversation_id == name] == list(range(1, 33))


def test_the_same_key_ten_times_in_parallel_is_one_message(writer):
    """Ten threads with one key get one and the same answer."""
    writer.run(opened())
    start = threading.Barrier(10)

    def send(_):
        start.wait()
        return writer.run(note(key="k"))

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))

    assert {str(stored.answer) for stored in answers} == {"{'id': 'n_1', 'seq': 3, 'conversation_id': 'c_1'}"}
    assert sum(not stored.repeated for stored in answers) == 1
    assert [r.name for r in _records(writer)].count("NoteWritten") == 1


def test_the_same_key_with_another_body_is_refused(writer):
    """The first one stands, the second is told so and nothing is stored."""
    writer.run(opened())
    writer.run(note(number=1, key="k"))

    with pytest.raises(KeyReused):
        writer.run(note(number=2, key="k"))

    assert [r.name for r in _records(writer)].count("NoteWritten") == 1


def test_one_bad_work_harms_no_other(writer):
    """A batch with a fault in it is replayed one by one: the good ones are stored, once each."""
    writer.run(opened())
    outcomes = []
    taken = [
        (note(number=1), outcomes.append),
        (failing(), outcomes.append),
        (note(number=2), outcomes.append),
    ]

    writer._commit(taken)

    assert [type(outcome).__name__ for outcome in outcomes] == ["Stored", "ZeroDivisionError", "Stored"]
    assert [r.seq for r in _records(writer)] == [1, 2, 3, 4]
    writer.run(note(number=3))
    assert [r.seq for r in _records(writer)] == [1, 2, 3, 4, 5]


def test_what_nobody_waits_for_goes_along_with_the_next_commit(any_database, timeline, clock):
    """Three ends of jobs and an append are one commit; alone, the ends are stored as well."""
    writer, commits, told = Writer(any_database, timeline, clock), [], []
    writer.announce = lambda committed: (commits.append(committed), settle(committed))
    for work in (opened("c_1"), note("c_1", 1), note("c_1", 2)):
        writer.submit(work, told.append, patient=True)
    writer.submit(note("c_1", 3), told.append)
    writer.start()
    writer.stop()

    assert len(commits) == 1
    assert [type(outcome).__name__ for outcome in told] == ["Stored"] * 4

    alone = Writer(any_database, timeline, clock)
    alone.submit(note("c_1", 4), told.append, patient=True)
    alone.start()
    alone.stop()

    assert [r.seq for r in _records(alone)] == [1, 2, 3, 4, 5, 6]


def test_an_unknown_conversation_is_refused(writer):
    """Nothing is appended to what is not there."""
    with pytest.raises(NotFound):
        writer.run(note("c_nowhere"))

    assert _records(writer) == []


def test_events_words_keys_and_jobs_come_together(writer):
    """One transaction has the event, its words, its key and its job; the epoch stays."""
    writer.run(opened())

    with writer.database.reading() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar()
            for table in (events, bodies, keys, jobs)
        ]
        row = connection.execute(select(ledger)).one()

    assert counts == [2, 1, 1, 2]
    assert (row.position, row.conversations) == (2, 1)
    assert {commit.epoch for commit in writer.commits} == {row.epoch}


def test_commits_are_announced_in_the_ledgers_order(writer):
    """Each announced commit begins where the one before ended."""
    writer.run(opened())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: writer.run(note(number=n)), range(40)))

    spans = [(commit.first, commit.last) for commit in writer.commits if commit.records]

    assert [first for first, _ in spans[1:]] == [last for _, last in spans[:-1]]


def test_two_writers_on_one_database_keep_one_order(writer, any_database, timeline, clock):
    """Positions stay the order of commits with two writers (PostgreSQL: two servers)."""
    if any_database.dialect == "sqlite":
        pytest.skip("SQLite has one serving process; the second is refused at start")
    from otvet.storage.writer import Writer

    other = Writer(any_database, timeline, clock)
    other.start()
    writer.run(opened())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: (writer if n % 2 else other).run(note(number=n)), range(60)))
    other.stop()

    records = _records(writer)

    assert [r.position for r in records] == list(range(1, 63))
    assert [r.seq for r in records] == list(range(1, 63))

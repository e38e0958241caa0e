"""Jobs: in order within a conversation, one at a time, counted before the work, never forgotten."""

import pytest

from otvet.errors import NotFound
from otvet.storage import outbox
from otvet.storage.batch import LEASE_MS, LeaseLost
from otvet.storage.outbox import BACKOFF_MS, MOST_ATTEMPTS, Claim, Fail, Finish, Retry
from otvet.storage.writer import Writer
from works import held, note, opened


@pytest.fixture
def other(any_database, timeline, clock):
    """A second process."""
    made = Writer(any_database, timeline, clock)
    made.start()
    yield made
    made.stop()


def _born(writer):
    writer.run(opened())
    return [job for commit in writer.commits for job in commit.jobs]


def test_a_new_job_belongs_to_the_process_that_made_it(writer, other):
    """Nobody else may claim it while the lease runs."""
    jobs = _born(writer)

    assert [job.reaction for job in jobs] == ["journey.acknowledge", "desk.route"]
    assert other.run(Claim()) == []


def test_a_dead_process_leaves_its_jobs_to_others_in_order(writer, other, clock):
    """After the lease the first job of the conversation is claimed, and only that one."""
    _born(writer)
    clock.turn(seconds=LEASE_MS / 1000 + 1)

    first = other.run(Claim())
    again = other.run(Claim())
    other.run(Finish(first[0]))
    second = other.run(Claim())

    assert [job.reaction for job in first] == ["journey.acknowledge"]
    assert again == []
    assert [job.reaction for job in second] == ["desk.route"]
    assert first[0].attempts == 2
    assert first[0].record.event.reference


def test_a_zombie_cannot_finish_what_another_has_taken(writer, other, clock):
    """A process that slept through its lease is refused, with everything it wanted to append."""
    zombie = _born(writer)[0]
    clock.turn(seconds=LEASE_MS / 1000 + 1)
    other.run(Claim())

    with pytest.raises(LeaseLost):
        writer.run(note(finishes=zombie))


def test_a_failed_job_waits_and_its_successors_wait_behind_it(writer, clock):
    """The pause grows; nothing overtakes."""
    first, _second = _born(writer)
    writer.run(Fail(first, "no answer"))

    assert writer.run(Claim()) == []
    clock.turn(seconds=BACKOFF_MS[0] / 1000 + 1)
    assert [job.id for job in writer.run(Claim())] == [first.id]


def test_after_the_last_attempt_a_person_sees_it_and_can_retry(writer, any_database, clock):
    """A dead job is listed with its error; the next one goes on; retrying gives it its attempts back."""
    job = _born(writer)[0]
    for _ in range(MOST_ATTEMPTS):
        dead = writer.run(Fail(job, "no answer"))
        if not dead:
            clock.turn(seconds=700)
            job = next(one for one in writer.run(Claim()) if one.id == job.id)

    listed = outbox.stuck(any_database)
    assert [(one["id"], one["error"]) for one in listed] == [(str(job.id), "no answer")]
    assert [one.reaction for one in writer.run(Claim())] == ["desk.route"]

    writer.run(Retry(job.id))

    assert outbox.stuck(any_database) == []
    with pytest.raises(NotFound):
        writer.run(Retry(job.id))


def test_a_job_born_behind_a_waiting_one_is_not_started(writer):
    """While an earlier job of the conversation is not this process's, a new one waits to be claimed."""
    first, _ = _born(writer)
    writer.run(Fail(first, "no answer"))
    writer.commits.clear()

    writer.run(opened("c_2"))
    from otvet.conversation import events as e
    from otvet.conversation.appending import Append, Decision
    from otvet.storage.record import Entry

    message = Entry(e.MessageReceived(message_id="m_9"), "buyer", "by_1")
    writer.run(Append("c_1", lambda _: Decision((message,), {})))

    started = [(job.conversation_id, job.reaction) for commit in writer.commits for job in commit.jobs]
    assert ("c_2", "desk.route") in started
    assert ("c_1", "desk.route") not in started


def test_a_job_that_appends_nothing_frees_the_next(writer):
    """Its end is learnt too: what follows is this process's at birth and need not wait to be claimed."""
    for job in _born(writer):
        writer.run(Finish(job))
    before = len(writer.commits)
    writer.run(opened("c_2"))  # another conversation in between
    writer.run(held())

    started = [
        job for commit in writer.commits[before:] for job in commit.jobs if job.conversation_id == "c_1"
    ]
    assert [job.reaction for job in started] == ["conversation.read"]


def test_on_sqlite_a_restart_takes_over_at_once(writer, other):
    """Nobody else can be alive there; on PostgreSQL somebody may, and the lease has to run out."""
    jobs = _born(writer)
    outbox.freed(writer.database)

    again = other.run(Claim())

    assert [job.id for job in again] == ([jobs[0].id] if writer.database.dialect == "sqlite" else [])

"""A rule tried over past conversations before it acts: what it would have done, and why not elsewhere. Nothing is changed."""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import select

from otvet.conversation.state import Conversation, apply
from otvet.conversation.timeline import Timeline
from otvet.desk.acting import Why
from otvet.desk.conditions import Situation, failing, sets_off
from otvet.desk.rules import AUTOMATION, NewRule
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.database import Database
from otvet.storage.outbox import select_records
from otvet.storage.record import Record
from otvet.storage.schema import conversations, events

AT_ONCE = 100
SAMPLES = 10


class Sample(Struct, frozen=True):
    """One event as the rule saw it; `text` is the message, cut."""

    conversation_id: str
    reference: str
    at: int
    text: str
    why: Why


class Rehearsed(Struct, frozen=True):
    """Over how many conversations and events; how often it would have run, and in how many conversations; what stopped it."""

    conversations: int
    events: int
    runs: int
    touched: int
    stopped: dict[str, int]  # field of the condition that failed -> how often
    ran: tuple[Sample, ...]
    did_not: tuple[Sample, ...]


def rehearse(database: Database, actor: Actor, rule: NewRule, newest: int) -> Rehearsed:
    """The `newest` conversations that are the actor's to see, folded again event by event."""
    access.allow(actor, "automation.try")
    query = (
        select(conversations.c.id).where(access.visible(actor)).order_by(conversations.c.last_position.desc())
    )
    with database.reading() as connection:
        ids = list(connection.execute(query.limit(newest)).scalars())
    stopped: Counter[str] = Counter()
    ran: list[Sample] = []
    did_not: list[Sample] = []
    runs = 0
    touched: set[str] = set()
    for record, state in _met(database, ids, rule):
        failed = failing(rule.conditions, Situation(state, record.text or ""))
        sample = Sample(state.id, state.reference, record.at, (record.text or "")[:200], Why(failed=failed))
        if failed is None:
            runs += 1
            touched.add(state.id)
            ran.append(sample)
        else:
            stopped[failed.field] += 1
            did_not.append(sample)
    return Rehearsed(
        len(ids),
        runs + stopped.total(),
        runs,
        len(touched),
        dict(stopped),
        tuple(ran[:SAMPLES]),
        tuple(did_not[:SAMPLES]),
    )


def _met(database: Database, ids: list[str], rule: NewRule) -> Iterator[tuple[Record, Conversation]]:
    """Each event that may set the rule off, with the conversation as it was right after."""
    for start in range(0, len(ids), AT_ONCE):
        with database.reading() as connection:
            where = events.c.conversation_id.in_(ids[start : start + AT_ONCE])
            records = select_records(connection, Timeline({}), where)
        states: dict[str, Conversation] = {}
        for record in records:
            state = states[record.conversation_id] = apply(states.get(record.conversation_id), record)
            if rule.on in sets_off(record) and record.by_id != AUTOMATION.id:
                yield record, state

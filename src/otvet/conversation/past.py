"""Verdicts of the past with all they were made of: for trying a changed pack, and for appeals."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, select

from otvet.conversation import events as e
from otvet.conversation.state import Conversation, apply
from otvet.conversation.timeline import Timeline
from otvet.policy import Context, VerdictName
from otvet.policy.told import context_again
from otvet.policy.trial import Message
from otvet.policy.verdict import SEVERITIES, worst
from otvet.storage.database import Database
from otvet.storage.outbox import select_records
from otvet.storage.record import Record
from otvet.storage.schema import bodies, contexts, conversations, events

AT_ONCE = 200
VERDICTS = ("ReplyHeld", "ReplyCleared", "ReplyRecalled")


class PastVerdict(Struct, frozen=True, kw_only=True):
    """One verdict on one reply. `context` is `None` where a version before kept none; `text` is "" once erased."""

    reply_id: str
    reference: str
    account_id: str
    position: int
    at: int
    event: str
    text: str
    context: Context | None
    verdict: VerdictName
    findings: tuple[e.Found, ...]
    pack: str
    models: str
    scores: dict[str, float]

    def message(self) -> Message:
        """The reply as a trial takes it."""
        return Message(self.reply_id, self.text, self.context or Context())


class _Judged(Struct, frozen=True):
    record: Record
    state: Conversation
    body_id: str
    history: tuple[str, ...]


def verdicts_of(database: Database, wanted: str) -> list[PastVerdict]:
    """Every verdict on a reply, by its id, or on all replies of a conversation, by its reference."""
    with database.reading() as connection:
        place = conversations.c.reference == wanted.upper()
        if wanted.startswith("r_"):
            cited = select(events.c.conversation_id).where(
                events.c.name == "ReplyProposed", events.c.data.contains(f'"{wanted}"', autoescape=True)
            )
            place = conversations.c.id.in_(cited)
        ids = connection.execute(select(conversations.c.id).where(place)).scalars().all()
        found = list(_of_conversations(connection, list(ids)))
    return [one for one in found if not wanted.startswith("r_") or one.reply_id == wanted]


def past_replies(
    database: Database, newest: int | None = None, account_id: str | None = None
) -> list[PastVerdict]:
    """The last verdict on each reply, oldest first; at most the `newest` replies, of one account or of all."""
    asked = select(events.c.conversation_id, events.c.position).where(events.c.name == "ReplyProposed")
    if account_id is not None:
        asked = asked.join(conversations, conversations.c.id == events.c.conversation_id).where(
            conversations.c.account_id == account_id
        )
    with database.reading() as connection:
        rows = connection.execute(asked.order_by(events.c.position.desc()).limit(newest)).all()
        ids = list(dict.fromkeys(row.conversation_id for row in rows))
        last = {one.reply_id: one for one in _of_conversations(connection, ids)}
    found = sorted(last.values(), key=lambda one: one.position)
    return found[-newest:] if newest else found


def _of_conversations(connection: Connection, ids: list[str]) -> Iterator[PastVerdict]:
    for start in range(0, len(ids), AT_ONCE):
        where = events.c.conversation_id.in_(ids[start : start + AT_ONCE])
        yield from _told(connection, list(_judged(connection, where)))


def _judged(connection: Connection, where: ColumnElement[bool]) -> Iterator[_Judged]:
    """Fold again, and stop at each verdict: what the author had said before is what the gate saw."""
    states: dict[str, Conversation] = {}
    for record in select_records(connection, Timeline({}), where):
        state = states.get(record.conversation_id)
        if state is not None and record.name in VERDICTS:
            reply = state.replies[record.event.reply_id]
            earlier = (
                reply.history if record.name == "ReplyRecalled" else state.recent.get(reply.author_id, ())
            )
            history = tuple(body for body in earlier if body != reply.body_id)
            yield _Judged(record, state, reply.body_id, history)
        states[record.conversation_id] = apply(state, record)


def _told(connection: Connection, found: list[_Judged]) -> Iterator[PastVerdict]:
    wanted = {body for one in found for body in (one.body_id, *one.history)}
    words = _all(connection, bodies.c.id, bodies.c.text, wanted)
    known = _all(connection, contexts.c.hash, contexts.c.content, {_facts(one.record.event) for one in found})
    for one in found:
        event, content = one.record.event, known.get(_facts(one.record.event))
        history = tuple(words.get(body) or "" for body in one.history)
        yield PastVerdict(
            reply_id=event.reply_id, reference=one.state.reference, account_id=one.state.account_id,
            position=one.record.position, at=one.record.at, event=one.record.name, text=words.get(one.body_id) or "",
            context=None if content is None else context_again(content, history),
            verdict=_verdict(event), findings=event.findings, scores=event.scores,
            pack=event.seal.get("pack", "") if isinstance(event, e.ReplyCleared) else event.pack,
            models=event.seal.get("models", "") if isinstance(event, e.ReplyCleared) else event.models,
        )  # fmt: skip


def _facts(event: Any) -> str:
    return str(event.seal.get("facts", "") if isinstance(event, e.ReplyCleared) else event.facts)


def _verdict(event: Any) -> VerdictName:
    if isinstance(event, e.ReplyCleared):
        kept = {f.severity for f in event.findings}
        return worst(one for one in SEVERITIES if one in kept)
    verdict: VerdictName = event.verdict
    return verdict


def _all(connection: Connection, key: Any, value: Any, wanted: set[str]) -> dict[str, Any]:
    names = sorted(wanted)
    out: dict[str, Any] = {}
    for start in range(0, len(names), AT_ONCE):
        rows = connection.execute(select(key, value).where(key.in_(names[start : start + AT_ONCE])))
        out |= {row[0]: row[1] for row in rows}
    return out

"""Splitting: chosen messages go on in a new conversation of the same buyer, and back again.

Nothing moves: here the lines stay and say where they went on, there the same words stand with the moment they were
written.  Both have a pointer, both wait for what is theirs.  The words are kept a second time, for the same person,
so that erasing a person's words reaches both.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import and_, or_, select

from otvet.conversation import events as e
from otvet.conversation.appending import NO_CONVERSATION
from otvet.conversation.conversations import Conversations
from otvet.conversation.sending import keyed
from otvet.conversation.state import Conversation
from otvet.conversation.topics import TOPICS
from otvet.errors import BadInput, Conflict, NotFound
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.batch import Batch
from otvet.storage.outbox import select_records
from otvet.storage.record import Body, Entry, Key, Record, Stored
from otvet.storage.schema import bodies, events
from otvet.storage.waiting import Waiting

MOST: Final = 200  # lines that go at once
ASKS: Final = ("MessageReceived", "MessageCarried", "NeedsReplyCorrected")
SAID: Final = ("MessageReceived", "MessageCarried")
GOING: Final = (*SAID, "ReplyDelivered", "ReplyCarried", "NoteWritten", "NoteCarried")
New = Callable[[str], str]


class Wanted(Struct, frozen=True, kw_only=True):
    """Which lines go, by their seq, and what the new conversation is about."""

    seqs: tuple[int, ...]
    topic: str


class Splitting:
    """The front: splits; `Rejoin` is the way back, done by `Triage` like every undo."""

    def __init__(self, conversations: Conversations, waiting: Waiting) -> None:
        self._conversations = conversations
        self._waiting = waiting

    async def split(self, actor: Actor, conversation_id: str, wanted: Wanted, key: str | None) -> Stored:
        """The new conversation; its id and reference in the answer. Raises `BadInput` for what cannot go alone."""
        access.allow(actor, "conversation.split")
        await self._conversations.seen(actor, conversation_id)
        if wanted.topic not in TOPICS:
            raise BadInput(f"There is no topic {wanted.topic!r}; take one of {', '.join(TOPICS)}.")
        seqs = tuple(sorted(set(wanted.seqs)))
        if not 0 < len(seqs) <= MOST:
            raise BadInput(f"Choose 1 to {MOST} lines that shall go on in a new conversation.")
        unique = keyed(actor, conversation_id, key, ["split", seqs, wanted.topic])
        work = Split(conversation_id, Wanted(seqs=seqs, topic=wanted.topic), (actor, unique))
        work.new = self._conversations.clock.new_id
        stored: Stored = await self._waiting.do(work)
        return stored


class Split:
    """One work on both: what goes is looked up under the ledger's lock, so nothing can be said in between."""

    job_ids: tuple[int, ...] = ()
    new: New

    def __init__(self, source: str, wanted: Wanted, who: tuple[Actor, Key]) -> None:
        self.conversation_ids: tuple[str, ...] = (source,)
        self._wanted = wanted
        self._actor, self._key = who
        self.key: Key | None = self._key

    def run(self, batch: Batch) -> Stored:
        known = batch.repeated(self.key)
        if known is not None:
            return known
        source = _there(batch, self.conversation_ids[0])
        _check(source, self._wanted)
        lines = _lines(batch, source, self._wanted.seqs)
        stays, goes = waits(source, lines, frozenset(self._wanted.seqs))
        into = f"c_{sha256(f'{self._key.sender} {self._key.key}'.encode()).hexdigest()[:32]}"
        reference = batch.next_reference()
        off = e.SplitOff(into=into, reference=reference, seqs=self._wanted.seqs, waiting_since=stays)
        opened = self._opened(source, reference)
        came = e.SplitFrom(source=source.id, reference=source.reference, waiting_since=goes)
        chosen = [line for line in lines if line.seq in self._wanted.seqs]
        entries = [*map(self._by, (opened, came)), *_carried(batch, chosen, self.new)]
        if source.assignee_id is not None:  # who looked after the matter goes on with both
            entries.append(self._by(e.Assigned(assignee_id=source.assignee_id)))
        records = (*batch.append(source.id, (self._by(off),)), *batch.append(into, entries))
        answer = {"conversation_id": into, "reference": reference}
        batch.remember(self.key, answer)
        return Stored(records, answer)

    def _opened(self, source: Conversation, reference: str) -> e.ConversationOpened:
        return e.ConversationOpened(
            reference=reference, account_id=source.account_id, channel=source.channel, buyer_id=source.buyer_id,
            topic=self._wanted.topic, language=source.language, seller_id=source.seller_id,
            order_id=source.order_id, product_id=source.product_id,
        )  # fmt: skip

    def _by(self, event: e.Event) -> Entry:
        return Entry(event, self._actor.kind, self._actor.id)


class Rejoin:
    """The way back while nobody has used the new one: it ends, and the old one waits for what it had."""

    key: Key | None = None
    job_ids: tuple[int, ...] = ()

    def __init__(self, split: str, source: str, actor: Actor) -> None:
        self.conversation_ids: tuple[str, ...] = (split, source)
        self._actor = actor

    def run(self, batch: Batch) -> Stored:
        split, source = (_there(batch, name) for name in self.conversation_ids)
        if split.origin is None or split.origin.source != source.id:
            raise BadInput("This conversation was not split off from that one.")
        if split.id not in source.parted:
            return Stored((), {})
        if split.status != "open" or source.merged_into is not None:
            raise Conflict("One of the two is closed by now; merge them instead, then nothing is lost.")
        if split.origin.used or split.took or split.parted:
            raise Conflict(
                "Somebody has worked in the new one since; merge them instead, then nothing is lost."
            )
        gone = e.Rejoined(into=source.id, reference=source.reference)
        came = e.CameBack(source=split.id, waiting_since=split.waiting_since)
        records = batch.append(split.id, (Entry(gone, self._actor.kind, self._actor.id),))
        back = Entry(came, self._actor.kind, self._actor.id)
        return Stored((*records, *batch.append(source.id, (back,))), {})


def waits(
    source: Conversation, lines: Sequence[Record], going: frozenset[int]
) -> tuple[int | None, int | None]:
    """Since when, in ms, the buyer waits for what stays and for what goes; together they are the wait there was."""
    since = source.waiting_since
    if since is None:
        return None, None
    asked: dict[str, tuple[int, int]] = {}  # message -> its seq, and since when it waits
    for line in lines:
        event = line.event
        if line.name in SAID and event.needs_reply and _moment(line) >= since:
            asked[event.message_id] = (line.seq, _moment(line))
        elif line.name == "NeedsReplyCorrected" and not event.needs_reply:
            asked.pop(event.message_id, None)
        elif line.name == "NeedsReplyCorrected" and line.at >= since:
            found = next(
                (one.seq for one in lines if one.name in SAID and one.event.message_id == event.message_id), 0
            )
            asked.setdefault(event.message_id, (found, line.at))
    goes = min((at for seq, at in asked.values() if seq in going), default=None)
    stays = [at for seq, at in asked.values() if seq not in going]
    if since not in {at for _, at in asked.values()}:  # it came with a merge or a reopening
        stays.append(since)
    return min(stays, default=None), goes


def _moment(line: Record) -> int:
    """When it was written, also where it was carried here."""
    return int(getattr(line.event, "at", line.at))


def _check(source: Conversation, wanted: Wanted) -> None:
    if source.question is not None:
        raise BadInput("A public question is not split; answer it as a whole.")
    if source.merged_into is not None:
        raise Conflict("This conversation goes on in another one; split it there.")
    gone = {seq for one in source.parted.values() for seq in one.seqs}
    if gone & set(wanted.seqs):
        raise Conflict("Some of this goes on in another conversation already; leave it out.")


def _lines(batch: Batch, source: Conversation, seqs: tuple[int, ...]) -> list[Record]:
    """The chosen lines with their words, and every message, in order; also what this very batch has appended."""
    of = events.c.conversation_id == source.id
    where = and_(of, or_(events.c.seq.in_(seqs), events.c.name.in_(ASKS)))
    stored = select_records(batch.connection, batch.folding, where)
    told = {one.seq for one in stored}
    fresh = [
        one for one in batch.records
        if one.conversation_id == source.id and one.seq not in told and (one.seq in seqs or one.name in ASKS)
    ]  # fmt: skip
    lines = sorted([*stored, *fresh], key=lambda one: one.seq)
    chosen = [one for one in lines if one.seq in seqs]
    if len(chosen) != len(seqs) or any(one.name not in GOING for one in chosen):
        raise BadInput("Only messages, delivered replies and notes among colleagues go on elsewhere.")
    said = [one.seq for one in lines if one.name in SAID]
    if not set(said) & set(seqs):
        raise BadInput("Choose at least one message of the buyer; it is what the new conversation is about.")
    gone = {seq for one in source.parted.values() for seq in one.seqs}
    if not set(said) - set(seqs) - gone:
        raise BadInput("All the buyer wrote is chosen; leave a message here, or change the topic instead.")
    return lines


def _carried(batch: Batch, chosen: Sequence[Record], new: New) -> list[Entry]:
    """The same words for the new conversation, each by who wrote them."""
    ids = [one.body_id for one in chosen if one.body_id]
    owners = select(bodies.c.id, bodies.c.subject_id).where(bodies.c.id.in_(ids))
    whose = {row.id: row.subject_id for row in batch.connection.execute(owners)}
    made = []
    for one in chosen:
        body = None
        if one.body_id is not None:
            body = Body(new("b"), whose.get(one.body_id, one.by_id), one.text or "")
        made.append(Entry(_as_carried(one), one.by_kind, one.by_id, body))
    return made


def _as_carried(line: Record) -> e.Event:
    event: Any = line.event
    place = {"seq": line.seq, "at": _moment(line), "files": event.files}
    if line.name in SAID:
        return e.MessageCarried(message_id=event.message_id, needs_reply=event.needs_reply, **place)
    if line.name in ("ReplyDelivered", "ReplyCarried"):
        return e.ReplyCarried(reply_id=event.reply_id, **place)
    return e.NoteCarried(note_id=event.note_id, **place)


def _there(batch: Batch, name: str) -> Conversation:
    state: Conversation | None = batch.states.get(name)
    if state is None:
        raise NotFound(NO_CONVERSATION)
    return state

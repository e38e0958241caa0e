"""The state of a conversation, folded from its events: apply(events, old state) equals a fresh read."""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct, field

from otvet.conversation import calls, complaints, fields, posts, rated, splits, turns, vip, wishes
from otvet.conversation import events as e
from otvet.conversation import letters as mail
from otvet.conversation.calls import Call, CallBack
from otvet.conversation.complaints import Complaint
from otvet.conversation.fields import Value
from otvet.conversation.posts import Question
from otvet.conversation.rated import GivenRating
from otvet.conversation.splits import Origin, Parted
from otvet.conversation.turns import Clock, Escalation, Turn
from otvet.conversation.vip import Vip
from otvet.conversation.wishes import Wished
from otvet.people.actor import Parties
from otvet.storage.record import Record

HISTORY = 3  # how many earlier messages of an author the gate looks at
AUTHORS = 40  # whose last word is remembered


class PendingReply(Struct):
    """A reply between proposal and departure."""

    author_kind: str
    author_id: str
    body_id: str
    seq: int
    state: str  # held | cleared
    files: tuple[str, ...] = ()
    history: tuple[str, ...] = ()  # bodies of the author's earlier messages, as the gate saw them
    why: str = ""
    confirm: str | None = None
    given: str | None = None  # the confirmation the author sent along
    attended: bool = True


class ScheduledReply(Struct):
    """A reply that waits for its time, `at` in ms; `seen` is the seq its author had read up to."""

    author_kind: str
    author_id: str
    body_id: str
    at: int
    seen: int
    files: tuple[str, ...] = ()


class Taken(Struct):
    """A conversation that goes on in this one: its reference, the wait it brought, the one that was here, and when."""

    reference: str
    brought: int | None
    own: int | None
    seq: int


class Conversation(Struct, kw_only=True, omit_defaults=True):
    """Everything about a conversation that is not words. `waiting_since` in ms, the others as in events."""

    id: str
    reference: str
    account_id: str
    channel: str
    buyer_id: str
    topic: str
    language: str
    created_at: int
    updated_at: int
    last_seq: int
    last_position: int
    seller_id: str | None = None
    order_id: str | None = None
    product_id: str | None = None
    status: str = "open"
    assignee_id: str | None = None
    queue: str | None = None
    waiting_since: int | None = None
    snoozed: bool = False
    snoozed_until: int | None = None  # ms; without one a message ends the snooze
    tags: tuple[str, ...] = ()
    fields: dict[str, Value] = field(default_factory=dict)  # custom ones, by code
    mentions: dict[str, bool] = field(default_factory=dict)  # person -> whether still unread
    scheduled: dict[str, ScheduledReply] = field(default_factory=dict)
    merged_into: str | None = None
    before_merge: str = "open"  # the status to come back to
    took: dict[str, Taken] = field(default_factory=dict)
    parted: dict[str, Parted] = field(default_factory=dict)  # conversations split off from this one
    origin: Origin | None = None  # the one this was split off from
    wishes: dict[str, Wished] = field(default_factory=dict)  # by id, as they were asked
    complaints: dict[str, Complaint] = field(default_factory=dict)  # by id; one at most is open
    vip: Vip | None = None
    call: Call | None = None  # of the channel telephony
    call_back: CallBack | None = None
    reopened: int = 0
    answered: bool = False
    score: int | None = None  # of this resolution, 1 to 5
    reasons: tuple[str, ...] = ()
    rated_at: int | None = None  # when it was first given
    rating_stands: bool = False  # it was changed once
    rated_before: tuple[GivenRating, ...] = ()  # of earlier resolutions, the latest last
    preview: tuple[str, str | None] = ("system", None)  # who, and the body of the last public words
    heard: int = 0  # seq of the buyer's newest message
    read_buyer: int = 0
    read_staff: int = 0
    replies: dict[str, PendingReply] = field(default_factory=dict)
    letters: dict[str, mail.Letter] = field(default_factory=dict)  # that wait to leave
    mailed: tuple[str, ...] = ()  # letters that left
    told_upto: int = 0  # seq of the newest reply whose words went by letter
    recent: dict[str, tuple[str, ...]] = field(default_factory=dict)  # author -> bodies of their last words
    spoke: dict[str, int] = field(default_factory=dict)  # author -> seq of their last words
    clocks: dict[str, Clock] = field(default_factory=dict)
    escalations: dict[str, Escalation] = field(default_factory=dict)  # questions to others, not answered yet
    owed: bool = False  # there is an answer from elsewhere that we have not acted on
    priority: int = turns.USUAL  # 1 to 5, 1 first
    priority_why: str = "topic"
    question: Question | None = None  # where everybody may read and answer

    @property
    def parties(self) -> Parties:
        return Parties(self.buyer_id, self.seller_id, self.account_id)

    @property
    def held(self) -> int:
        return sum(1 for reply in self.replies.values() if reply.state == "held")

    @property
    def turn(self) -> Turn:
        return turns.turn(self)

    @property
    def due_at(self) -> int:
        return turns.due_at(self)

    def spoken_since(self, seq: int, author_id: str) -> bool:
        """Whether anybody but the author has written to or for the buyer after `seq`."""
        return any(at > seq for who, at in self.spoke.items() if who != author_id)


Change = Callable[[Conversation, Any, Record], None]


def _received(c: Conversation, event: e.MessageReceived, record: Record) -> None:
    if event.needs_reply and c.waiting_since is None:
        c.waiting_since = record.at
    c.preview, c.heard = ("buyer", record.body_id), record.seq
    posts.said(c, event.message_id, record, "question")
    if event.needs_reply:  # a buyer's "thank you" stops nobody's answer
        c.spoke = {**c.spoke, record.by_id: record.seq}
    _awake(c)


def _awake(c: Conversation, *_: Any) -> None:
    c.snoozed, c.snoozed_until = False, None


def _corrected(c: Conversation, event: e.NeedsReplyCorrected, record: Record) -> None:
    if not event.needs_reply:
        c.waiting_since = None
    elif c.waiting_since is None:
        c.waiting_since = record.at


def _proposed(c: Conversation, event: e.ReplyProposed, record: Record) -> None:
    author = record.by_id
    reply = PendingReply(
        record.by_kind, author, record.body_id or "", record.seq, "proposed", event.files,
        given=event.confirm, attended=event.attended,
    )  # fmt: skip
    c.replies = {**c.replies, event.reply_id: reply}
    c.spoke = _kept({**_without(c.spoke, author), author: record.seq})


def _held(c: Conversation, event: e.ReplyHeld | e.ReplyRecalled, _record: Record) -> None:
    _forget(c, event.reply_id)
    _become(c, event.reply_id, state="held", why=event.why, confirm=event.confirm)


def _cleared(c: Conversation, event: e.ReplyCleared, _record: Record) -> None:
    reply = c.replies[event.reply_id]
    author = reply.author_id
    earlier = _less(c.recent.get(author, ()), reply.body_id)
    c.recent = _kept({**_without(c.recent, author), author: (*earlier, reply.body_id)[-HISTORY:]})
    _become(c, event.reply_id, state="cleared", history=earlier)


def _forget(c: Conversation, reply_id: str) -> None:
    """What the buyer has not got is no history of its author."""
    reply = c.replies[reply_id]
    c.recent = {**c.recent, reply.author_id: _less(c.recent.get(reply.author_id, ()), reply.body_id)}


def _become(c: Conversation, reply_id: str, **changes: Any) -> None:
    c.replies = {**c.replies, reply_id: msgspec.structs.replace(c.replies[reply_id], **changes)}


def _gone(c: Conversation, event: e.ReplyWithdrawn, _record: Record) -> None:
    c.replies = _without(c.replies, event.reply_id)


def _delivered(c: Conversation, event: e.ReplyDelivered, record: Record) -> None:
    c.replies = _without(c.replies, event.reply_id)
    if record.by_kind != "bot":  # what a rule wrote by itself is no answer: the buyer goes on waiting
        c.waiting_since = None
        c.answered, c.owed = True, False
        posts.said(c, event.reply_id, record, "official")
    c.preview = ("seller" if record.by_kind == "seller" else "staff", record.body_id)


def _failed(c: Conversation, event: e.DeliveryFailed, _record: Record) -> None:
    _forget(c, event.reply_id)
    _become(c, event.reply_id, state="held", why="undelivered")


def _resolved(c: Conversation, _event: e.Resolved, _record: Record) -> None:
    c.status = "resolved"
    c.waiting_since, c.owed = None, False
    _awake(c)


def _reopened(c: Conversation, event: e.Reopened, record: Record) -> None:
    c.status = "open"
    mail.settled(c)
    c.reopened += 1
    rated.kept(c)
    if event.asks and c.waiting_since is None:
        c.waiting_since = record.at


def _tagged(c: Conversation, event: e.Tagged, _record: Record) -> None:
    c.tags = tuple(sorted({*c.tags, event.tag}))


def _untagged(c: Conversation, event: e.Untagged, _record: Record) -> None:
    c.tags = _less(c.tags, event.tag)


def _snoozed(c: Conversation, event: e.Snoozed, _record: Record) -> None:
    c.snoozed, c.snoozed_until = True, event.until


def _noted(c: Conversation, event: e.NoteWritten, _record: Record) -> None:
    if event.mentions:
        c.mentions = {**c.mentions, **dict.fromkeys(event.mentions, True)}


def _mention_seen(c: Conversation, event: e.MentionSeen, _record: Record) -> None:
    c.mentions = {**c.mentions, event.person_id: False}


def _scheduled(c: Conversation, event: e.ReplyScheduled, record: Record) -> None:
    reply = ScheduledReply(
        record.by_kind, record.by_id, record.body_id or "", event.at, event.seen, event.files
    )
    c.scheduled = {**c.scheduled, event.reply_id: reply}


def _schedule_ended(c: Conversation, event: e.ScheduleEnded, _record: Record) -> None:
    c.scheduled = _without(c.scheduled, event.reply_id)


def _merged(c: Conversation, event: e.MergedInto, _record: Record) -> None:
    c.before_merge, c.status, c.merged_into = c.status, "merged", event.into
    _awake(c)


def _unmerged(c: Conversation, _event: e.Unmerged, _record: Record) -> None:
    c.status, c.merged_into = c.before_merge, None


def _took_in(c: Conversation, event: e.TookIn, record: Record) -> None:
    taken = Taken(event.reference, event.waiting_since, c.waiting_since, record.seq)
    c.took = {**c.took, event.source: taken}
    waits = [since for since in (c.waiting_since, event.waiting_since) if since is not None]
    c.waiting_since = min(waits) if waits else None


def _gave_back(c: Conversation, event: e.GaveBack, _record: Record) -> None:
    """The wait that was brought goes along, unless the buyer has written here since: then somebody waits anyway."""
    taken = c.took[event.source]
    c.took = _without(c.took, event.source)
    still_brought = taken.brought is not None and c.waiting_since == taken.brought
    if still_brought and c.spoke.get(c.buyer_id, 0) < taken.seq:
        c.waiting_since = taken.own


def _read(c: Conversation, event: e.ReadUpTo, record: Record) -> None:
    if record.by_kind == "buyer":
        c.read_buyer = max(c.read_buyer, event.seq)
        mail.read(c, event.seq)
    else:
        c.read_staff = max(c.read_staff, event.seq)


def _set(name: str, source: str | None = None) -> Change:
    def change(c: Conversation, event: Any, _record: Record) -> None:
        setattr(c, name, getattr(event, source or name))

    return change


CHANGES: dict[type[e.Event], Change] = {
    e.MessageReceived: _received,
    e.NeedsReplyCorrected: _corrected,
    e.Routed: _set("queue"),
    e.Assigned: _set("assignee_id"),
    e.ReplyProposed: _proposed,
    e.ReplyHeld: _held,
    e.ReplyCleared: _cleared,
    e.ReplyWithdrawn: _gone,
    e.ReplyRecalled: _held,
    e.ReplyDelivered: _delivered,
    e.DeliveryFailed: _failed,
    e.Resolved: _resolved,
    e.Reopened: _reopened,
    e.TopicChanged: _set("topic"),
    e.OrderLinked: _set("order_id"),
    e.NoteWritten: _noted,
    e.Tagged: _tagged,
    e.Untagged: _untagged,
    e.Snoozed: _snoozed,
    e.Woken: _awake,
    e.ReplyScheduled: _scheduled,
    e.ScheduleEnded: _schedule_ended,
    e.MentionSeen: _mention_seen,
    e.MergedInto: _merged,
    e.TookIn: _took_in,
    e.Unmerged: _unmerged,
    e.GaveBack: _gave_back,
    **splits.CHANGES,
    **fields.CHANGES,
    **wishes.CHANGES,
    **complaints.CHANGES,
    **vip.CHANGES,
    **calls.CHANGES,
    e.ReadUpTo: _read,
    **turns.CHANGES,
    **mail.CHANGES,
    **posts.CHANGES,
    **rated.CHANGES,
}


def apply(state: Conversation | None, record: Record) -> Conversation:
    """The state after `record`. The one given may be changed; what it holds is replaced, never altered."""
    event = record.event
    if isinstance(event, e.ConversationOpened):
        return Conversation(
            id=record.conversation_id, reference=event.reference, account_id=event.account_id,
            channel=event.channel, buyer_id=event.buyer_id, topic=event.topic, language=event.language,
            seller_id=event.seller_id, order_id=event.order_id, product_id=event.product_id,
            created_at=record.at, updated_at=record.at, last_seq=record.seq, last_position=record.position,
            question=posts.opened(event),
        )  # fmt: skip
    if state is None:
        raise ValueError(f"{record.name} before ConversationOpened in {record.conversation_id}")
    change = CHANGES.get(type(event))
    if change is not None:
        change(state, event, record)
        turns.settled(state, record)
    splits.used(state, record)
    state.updated_at = record.at
    state.last_seq = record.seq
    state.last_position = record.position
    return state


def _without(mapping: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key != name}


def _less(bodies: tuple[str, ...], body: str) -> tuple[str, ...]:
    return tuple(other for other in bodies if other != body)


def _kept(mapping: dict[str, Any]) -> dict[str, Any]:
    if len(mapping) > AUTHORS:
        del mapping[next(iter(mapping))]
    return mapping

"""Every event there is, on one page.

An event is a fact in past tense.  It holds ids and facts; the words a person wrote are in `bodies`
(`words=True` marks the events that have some).  Class keywords say who may see it (`audience`),
what sort of line it is (`kind`) and which figures use it (`figures`, see `design/kpis.md`).
`docs/reference/events.md` is made from this page.
"""

from typing import Any, ClassVar, Literal

from msgspec import Struct, field

Audience = Literal["public", "seller", "team"]
Kind = Literal["message", "reply", "note", "line", "mark"]


class Event(Struct, frozen=True, tag_field="name", kw_only=True, omit_defaults=True):
    """The root of all events."""

    audience: ClassVar[Audience] = "team"
    kind: ClassVar[Kind] = "line"
    figures: ClassVar[tuple[str, ...]] = ()
    words: ClassVar[bool] = False


class ConversationOpened(Event, frozen=True, tag="ConversationOpened"):
    """A buyer, or somebody for them, began a conversation; always its first event."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("repeat-contacts", "contacts")

    reference: str
    account_id: str
    channel: str
    buyer_id: str
    topic: str
    language: str
    seller_id: str | None = None
    order_id: str | None = None
    product_id: str | None = None


class MessageReceived(Event, frozen=True, tag="MessageReceived"):
    """A buyer wrote. `needs_reply` is judged once and can be corrected."""

    audience: ClassVar[Audience] = "public"
    kind: ClassVar[Kind] = "message"
    figures: ClassVar[tuple[str, ...]] = ("wait", "first-contact", "repeat-contacts")
    words: ClassVar[bool] = True

    message_id: str
    files: tuple[str, ...] = ()
    needs_reply: bool = True


class NeedsReplyCorrected(Event, frozen=True, tag="NeedsReplyCorrected"):
    """A person said that a message does, or does not, need an answer."""

    figures: ClassVar[tuple[str, ...]] = ("wait",)

    message_id: str
    needs_reply: bool


class Routed(Event, frozen=True, tag="Routed"):
    """The desk put the conversation in a queue of people."""

    figures: ClassVar[tuple[str, ...]] = ("wait",)

    queue: str


class Assigned(Event, frozen=True, tag="Assigned"):
    """The conversation now belongs to this member of staff; `None`: to nobody."""

    audience: ClassVar[Audience] = "seller"
    figures: ClassVar[tuple[str, ...]] = ("handling",)

    assignee_id: str | None = None


class ReplyProposed(Event, frozen=True, tag="ReplyProposed"):
    """Somebody wants to send this to the buyer; nothing has left yet."""

    audience: ClassVar[Audience] = "seller"
    kind: ClassVar[Kind] = "reply"
    words: ClassVar[bool] = True

    reply_id: str
    files: tuple[str, ...] = ()
    replaces: str | None = None
    confirm: str | None = None  # as sent along; kept for the time when the pictures are read
    attended: bool = True


class Found(Struct, frozen=True, omit_defaults=True):
    """One finding as kept: offsets in code points of the body, never words.

    With `file` the offsets are in what was read from that attachment; `box` is the place in the picture,
    left, top, width and height in pixels.
    """

    rule: str
    severity: str
    start: int
    end: int
    file: str | None = None
    box: tuple[int, int, int, int] | None = None


class ReplyHeld(Event, frozen=True, tag="ReplyHeld"):
    """The gate keeps the reply back: block, warn, too_long, unattended, unread, or reading, which resolves itself.

    `pack`, `models` and `facts` are hashes of what judged it and of what was known; `scores` are the models' by rule.
    """

    audience: ClassVar[Audience] = "seller"
    figures: ClassVar[tuple[str, ...]] = ("held",)

    reply_id: str
    why: str
    verdict: str
    findings: tuple[Found, ...] = ()
    pack: str = ""
    models: str = ""
    scores: dict[str, float] = field(default_factory=dict)
    facts: str = ""
    confirm: str | None = None
    unchecked: tuple[str, ...] = ()


class ReplyCleared(Event, frozen=True, tag="ReplyCleared"):
    """The gate let the reply go; the hashes of all it looked at are the seal."""

    audience: ClassVar[Audience] = "seller"
    figures: ClassVar[tuple[str, ...]] = ("wait",)

    reply_id: str
    seal: dict[str, Any] = field(default_factory=dict)
    findings: tuple[Found, ...] = ()
    scores: dict[str, float] = field(default_factory=dict)
    unchecked: tuple[str, ...] = ()


class ReplyWithdrawn(Event, frozen=True, tag="ReplyWithdrawn"):
    """The author, or somebody with the right, took a held reply back; or another one replaced it."""

    audience: ClassVar[Audience] = "seller"

    reply_id: str
    replaced_by: str | None = None


class ReplyDisputed(Event, frozen=True, tag="ReplyDisputed"):
    """The author says it breaks no rule and asks another person to look."""

    audience: ClassVar[Audience] = "seller"
    words: ClassVar[bool] = True

    reply_id: str


class ReplyReleased(Event, frozen=True, tag="ReplyReleased"):
    """A senior agent or supervisor who is not the author let a held reply go, with a reason."""

    audience: ClassVar[Audience] = "seller"
    words: ClassVar[bool] = True

    reply_id: str


class ReplyRecalled(Event, frozen=True, tag="ReplyRecalled"):
    """On departure something had changed and the gate held what it had cleared."""

    audience: ClassVar[Audience] = "seller"

    reply_id: str
    why: str
    verdict: str
    findings: tuple[Found, ...] = ()
    pack: str = ""
    models: str = ""
    scores: dict[str, float] = field(default_factory=dict)
    facts: str = ""
    confirm: str | None = None
    unchecked: tuple[str, ...] = ()


class ReplyDelivered(Event, frozen=True, tag="ReplyDelivered"):
    """The channel took it: from here the buyer sees it."""

    audience: ClassVar[Audience] = "public"
    kind: ClassVar[Kind] = "reply"
    figures: ClassVar[tuple[str, ...]] = ("wait", "first-contact")
    words: ClassVar[bool] = True

    reply_id: str
    files: tuple[str, ...] = ()
    author_id: str = ""


class DeliveryFailed(Event, frozen=True, tag="DeliveryFailed"):
    """The channel would not take it after all attempts; a person has to look."""

    audience: ClassVar[Audience] = "seller"

    reply_id: str
    reason: str


class NoteWritten(Event, frozen=True, tag="NoteWritten"):
    """Colleagues talk among themselves; the buyer never sees it. `mentions` are those who shall read it."""

    kind: ClassVar[Kind] = "note"
    words: ClassVar[bool] = True

    note_id: str
    files: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


class SellerNoteWritten(Event, frozen=True, tag="SellerNoteWritten"):
    """Agents and the seller talk; inside Otvet, no channel, not judged."""

    audience: ClassVar[Audience] = "seller"
    kind: ClassVar[Kind] = "note"
    words: ClassVar[bool] = True

    note_id: str
    files: tuple[str, ...] = ()


class NoticeSent(Event, frozen=True, tag="NoticeSent"):
    """A template with typed fields and no free text was shown to the buyer."""

    audience: ClassVar[Audience] = "public"

    template: str
    fields: dict[str, str] = field(default_factory=dict)


class Resolved(Event, frozen=True, tag="Resolved"):
    """The matter is settled, says the one who closed it."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("resolution", "first-contact")


class Reopened(Event, frozen=True, tag="Reopened"):
    """A resolved conversation goes on; by a buyer it counts as repeat contact."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("repeat-contacts", "first-contact")

    asks: bool = False  # the buyer wants an answer, though nothing was written with it


class Rated(Event, frozen=True, tag="Rated"):
    """The buyer says how a resolved matter went: 1 to 5, reasons, words; the last one about a resolution counts."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("satisfaction",)
    words: ClassVar[bool] = True

    score: int
    reasons: tuple[str, ...] = ()


class TopicChanged(Event, frozen=True, tag="TopicChanged"):
    """Somebody corrected what the conversation is about."""

    topic: str


class OrderLinked(Event, frozen=True, tag="OrderLinked"):
    """The conversation is about this order."""

    audience: ClassVar[Audience] = "public"

    order_id: str


class Tagged(Event, frozen=True, tag="Tagged"):
    """Somebody put a tag on the conversation."""

    tag: str


class Untagged(Event, frozen=True, tag="Untagged"):
    """Somebody took a tag off."""

    tag: str


class Snoozed(Event, frozen=True, tag="Snoozed"):
    """Out of sight until a time in ms, or, without one, until the buyer writes; a message always ends it."""

    audience: ClassVar[Audience] = "seller"

    until: int | None = None


class Woken(Event, frozen=True, tag="Woken"):
    """A snooze ended before a message came: its time was there, or a person ended it."""

    audience: ClassVar[Audience] = "seller"

    why: Literal["time", "person"] = "time"


class ReplyScheduled(Event, frozen=True, tag="ReplyScheduled"):
    """A reply that shall leave at `at` in ms, through the gate like any other; `seen` is what its author had read."""

    audience: ClassVar[Audience] = "seller"
    words: ClassVar[bool] = True

    reply_id: str
    at: int
    seen: int
    files: tuple[str, ...] = ()


class ScheduleEnded(Event, frozen=True, tag="ScheduleEnded"):
    """It was sent, taken back, or stopped because somebody had written meanwhile: then a person decides."""

    audience: ClassVar[Audience] = "seller"

    reply_id: str
    why: Literal["sent", "withdrawn", "moved", "refused"]


class MergedInto(Event, frozen=True, tag="MergedInto"):
    """It goes on in another conversation of the same buyer; everything of its own stays where it is."""

    audience: ClassVar[Audience] = "public"

    into: str
    reference: str


class TookIn(Event, frozen=True, tag="TookIn"):
    """Another conversation of the same buyer goes on here; `waiting_since` in ms is the wait it brought."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("wait",)

    source: str
    reference: str
    waiting_since: int | None = None


class Unmerged(Event, frozen=True, tag="Unmerged"):
    """The merge was taken back: it goes on by itself again."""

    audience: ClassVar[Audience] = "public"


class GaveBack(Event, frozen=True, tag="GaveBack"):
    """A conversation that had been taken in goes on by itself again."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("wait",)

    source: str


class MentionSeen(Event, frozen=True, tag="MentionSeen"):
    """Somebody mentioned in a note has read it."""

    kind: ClassVar[Kind] = "mark"

    person_id: str


class ReadUpTo(Event, frozen=True, tag="ReadUpTo"):
    """The buyer, or the answering side, has seen everything up to this `seq`."""

    audience: ClassVar[Audience] = "public"
    kind: ClassVar[Kind] = "mark"

    seq: int


class ReactionStuck(Event, frozen=True, tag="ReactionStuck"):
    """A reaction failed for good; it waits among the stuck ones for a person."""

    reaction: str
    reason: str


# In the order of this page; a class that is written here is in it.
CATALOGUE: tuple[type[Event], ...] = tuple(Event.__subclasses__())

BY_NAME: dict[str, type[Event]] = {event.__name__: event for event in CATALOGUE}

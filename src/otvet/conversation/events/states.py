"""Whose turn it is: queues, people, notes, notices, the end."""

from typing import ClassVar, Literal

from msgspec import field

from otvet.conversation.events.event import Audience, Event, Kind


class Routed(Event, frozen=True, tag="Routed"):
    """The conversation waits in this queue of people now."""

    figures: ClassVar[tuple[str, ...]] = ("wait",)

    queue: str


class Assigned(Event, frozen=True, tag="Assigned"):
    """The conversation now belongs to this member of staff; `None`: to nobody. `why` is empty where a person did it.

    `routed`: the desk gave it out; `gone`, `shift`: who had it is not there any more; `limit`: it had waited too long;
    `escalated`, `answered`, `handed-over`: it goes along with that.
    """

    audience: ClassVar[Audience] = "seller"
    figures: ClassVar[tuple[str, ...]] = ("handling",)

    assignee_id: str | None = None
    why: Literal["", "routed", "gone", "shift", "limit", "escalated", "answered", "handed-over"] = ""


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
    changed: bool = False  # another score was given before; this one stands


class TopicChanged(Event, frozen=True, tag="TopicChanged"):
    """Somebody corrected what the conversation is about."""

    topic: str


class OrderLinked(Event, frozen=True, tag="OrderLinked"):
    """The conversation is about this order."""

    audience: ClassVar[Audience] = "public"

    order_id: str


class ReactionStuck(Event, frozen=True, tag="ReactionStuck"):
    """A reaction failed for good; it waits among the stuck ones for a person."""

    reaction: str
    reason: str

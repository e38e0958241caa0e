"""Splitting: messages of one conversation go on in a new one of the same buyer, with a pointer both ways."""

from typing import ClassVar

from otvet.conversation.events.event import Audience, Event, Kind


class SplitOff(Event, frozen=True, tag="SplitOff"):
    """What stands at these seqs goes on in a new conversation, and can still be read here. `waiting_since`: the wait that stays, in ms."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("wait",)

    into: str
    reference: str
    seqs: tuple[int, ...]
    waiting_since: int | None = None


class SplitFrom(Event, frozen=True, tag="SplitFrom"):
    """A colleague began this one with messages of another; the buyer did not come again. `waiting_since`: the wait it brought, in ms."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("wait", "contacts")

    source: str
    reference: str
    waiting_since: int | None = None


class MessageCarried(Event, frozen=True, tag="MessageCarried"):
    """What the buyer wrote in the other one, at `at` in ms, as its number `seq` there."""

    audience: ClassVar[Audience] = "public"
    kind: ClassVar[Kind] = "message"
    words: ClassVar[bool] = True

    message_id: str
    seq: int
    at: int
    files: tuple[str, ...] = ()
    needs_reply: bool = True


class ReplyCarried(Event, frozen=True, tag="ReplyCarried"):
    """What the buyer was answered in the other one; it left there, and leaves no second time."""

    audience: ClassVar[Audience] = "public"
    kind: ClassVar[Kind] = "reply"
    words: ClassVar[bool] = True

    reply_id: str
    seq: int
    at: int
    files: tuple[str, ...] = ()


class NoteCarried(Event, frozen=True, tag="NoteCarried"):
    """What a colleague noted in the other one."""

    kind: ClassVar[Kind] = "note"
    words: ClassVar[bool] = True

    note_id: str
    seq: int
    at: int
    files: tuple[str, ...] = ()


class Rejoined(Event, frozen=True, tag="Rejoined"):
    """The split was taken back: it goes on where it came from."""

    audience: ClassVar[Audience] = "public"

    into: str
    reference: str


class CameBack(Event, frozen=True, tag="CameBack"):
    """What had been split off goes on here again, with the wait it had, in ms."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("wait",)

    source: str
    waiting_since: int | None = None

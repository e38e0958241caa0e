"""Splitting in a conversation's state: what went on elsewhere, where this one came from, and whether it was used since."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from otvet.conversation import events as e
from otvet.storage.record import Record

if TYPE_CHECKING:
    from otvet.conversation.state import Conversation

CARRIED = (e.MessageCarried, e.ReplyCarried, e.NoteCarried)


class Parted(Struct, frozen=True):
    """A conversation that messages of this one went on in: its reference and which seqs they have here."""

    reference: str
    seqs: tuple[int, ...]


class Origin(Struct, frozen=True, omit_defaults=True):
    """Where this one came from. `used`: somebody has said or asked something here since, so it is not simply put back."""

    source: str
    reference: str
    used: bool = False


def _split_off(c: "Conversation", event: e.SplitOff, _record: Record) -> None:
    c.parted = {**c.parted, event.into: Parted(event.reference, event.seqs)}
    c.waiting_since = event.waiting_since


def _split_from(c: "Conversation", event: e.SplitFrom, _record: Record) -> None:
    c.origin = Origin(event.source, event.reference)
    c.waiting_since = event.waiting_since


def _message(c: "Conversation", event: e.MessageCarried, record: Record) -> None:
    c.preview = ("buyer", record.body_id)
    if event.needs_reply:
        c.spoke = {**c.spoke, record.by_id: record.seq}


def _reply(c: "Conversation", _event: e.ReplyCarried, record: Record) -> None:
    c.preview = ("seller" if record.by_kind == "seller" else "staff", record.body_id)
    c.answered = True


def _rejoined(c: "Conversation", event: e.Rejoined, _record: Record) -> None:
    c.before_merge, c.status, c.merged_into = c.status, "merged", event.into
    c.snoozed, c.snoozed_until = False, None


def _came_back(c: "Conversation", event: e.CameBack, _record: Record) -> None:
    c.parted = {name: one for name, one in c.parted.items() if name != event.source}
    waits = [since for since in (c.waiting_since, event.waiting_since) if since is not None]
    c.waiting_since = min(waits) if waits else None


def used(c: "Conversation", record: Record) -> None:
    """After every event: words of people, and what was asked of others, make it a conversation of its own."""
    event = record.event
    if c.origin is None or c.origin.used or isinstance(event, CARRIED):
        return
    if event.kind in ("message", "reply", "note") or event.words or c.wishes or c.complaints:
        c.origin = Origin(c.origin.source, c.origin.reference, used=True)


CHANGES: dict[type[e.Event], Any] = {
    e.SplitOff: _split_off,
    e.SplitFrom: _split_from,
    e.MessageCarried: _message,
    e.ReplyCarried: _reply,
    e.Rejoined: _rejoined,
    e.CameBack: _came_back,
}

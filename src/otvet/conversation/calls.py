"""What a conversation's state holds of its call: ringing, talking, ended; and of the call-back that was promised."""

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from otvet.conversation import events as e
from otvet.storage.record import Record

if TYPE_CHECKING:
    from otvet.conversation.state import Conversation

TELEPHONY = "telephony"


class Call(Struct, omit_defaults=True):
    """One call, moments in ms; `to_id` is at whose desk it rings since `offered_at`, or who talks."""

    id: str
    at: int
    line: str = ""
    known: bool = False
    state: str = "ringing"  # ringing | talking | ended
    to_id: str | None = None
    offered_at: int = 0
    answered_at: int | None = None
    ended_at: int | None = None
    why: str = ""


class CallBack(Struct, omit_defaults=True):
    """Promised for `at` in ms by `by_id`."""

    at: int
    by_id: str
    due: bool = False


def _rang(c: "Conversation", event: e.CallRang, record: Record) -> None:
    c.call = Call(event.call_id, record.at, event.line, event.known)


def _offered(c: "Conversation", event: e.CallOffered, record: Record) -> None:
    _call(c, to_id=event.to_id, offered_at=record.at)


def _answered(c: "Conversation", event: e.CallAnswered, record: Record) -> None:
    _call(c, state="talking", to_id=event.by_id, answered_at=record.at)
    c.answered = True


def _ended(c: "Conversation", event: e.CallEnded, record: Record) -> None:
    _call(c, state="ended", ended_at=record.at, why=event.why)
    if event.why == "missed":  # the caller waits to be called back
        c.waiting_since = record.at
    else:
        c.owed = True  # until it is noted and resolved it is ours


def _call(c: "Conversation", **changes: Any) -> None:
    if c.call is not None:
        c.call = msgspec.structs.replace(c.call, **changes)


def _promised(c: "Conversation", event: e.CallBackPromised, record: Record) -> None:
    c.call_back = CallBack(event.at, record.by_id)
    c.waiting_since, c.owed = None, False


def _due(c: "Conversation", event: e.CallBackDue, _record: Record) -> None:
    if c.call_back is not None:
        c.call_back = msgspec.structs.replace(c.call_back, due=True)
    c.mentions = {**c.mentions, **dict.fromkeys(event.told, True)}
    c.owed = True


def _done(c: "Conversation", event: e.CallBackDone, _record: Record) -> None:
    c.call_back = None
    c.owed = not event.reached
    if event.reached:
        c.waiting_since, c.answered = None, True


CHANGES: dict[type[e.Event], Any] = {
    e.CallRang: _rang,
    e.CallOffered: _offered,
    e.CallAnswered: _answered,
    e.CallEnded: _ended,
    e.CallBackPromised: _promised,
    e.CallBackDue: _due,
    e.CallBackDone: _done,
}

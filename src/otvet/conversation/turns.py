"""Clocks, questions to others, and whose turn it is: the part of a conversation's state the desk works with.

Folded from events like the rest, so a restart, another server or a wrong clock lose nothing.
"""

from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec import Struct

from otvet.conversation import events as e
from otvet.storage.record import Record

if TYPE_CHECKING:
    from otvet.conversation.state import Conversation

Turn = Literal["agent", "second_line", "seller", "external", "buyer", "nobody"]
TURNS: tuple[Turn, ...] = ("agent", "second_line", "seller", "external", "buyer", "nobody")
OURS: tuple[Turn, ...] = ("agent", "second_line")  # whom the desk gives work to
SELLER_QUEUE = "seller"
NEVER = 2**62  # the due time of what has none: sorts last
USUAL = 3  # the priority of what nobody said anything about


class Clock(Struct, omit_defaults=True):
    """A deadline that is being counted; moments and lengths in ms. `stopped`: since when it stands still."""

    began: int
    warn: int
    due: int
    spent: int = 0
    stopped: int | None = None
    warned: bool = False
    missed: bool = False


class Escalation(Struct, omit_defaults=True):
    """A question to others that is not answered yet: asked at `at` by `by_id`, due in ms or `None` once reminded of."""

    to: str
    seq: int
    at: int
    by_id: str
    party: str = ""
    number: str = ""
    due: int | None = None
    overdue: bool = False


def turn(c: "Conversation") -> Turn:
    """Who owns the next turn: one answer for list, filters, routing and figures (mission row B6).

    A buyer who writes makes it ours again; a question to others makes it theirs until they answer;
    an answer we have not acted on is ours.  In a seller's queue the seller answers, until one of us takes it.
    """
    if c.status != "open":
        return "nobody"
    if not c.escalations and c.waiting_since is None and not c.owed:  # what most are most of the time
        return "buyer"
    ours: Turn = "seller" if c.queue == SELLER_QUEUE and c.assignee_id is None else "agent"
    if any(one.to == "second_line" for one in c.escalations.values()):
        ours = "second_line"
    if c.owed:
        return ours
    asked = max(
        (o for o in c.escalations.values() if o.to != "second_line"), key=lambda o: o.seq, default=None
    )
    if asked and (c.waiting_since is None or asked.seq > c.spoke.get(c.buyer_id, 0)):
        return "seller" if asked.to == "seller" else "external"
    return "buyer" if c.waiting_since is None else ours


def of_seller(c: "Conversation") -> bool:
    """Whether it stands with the seller alone: support finds it, but neither waits on it nor counts it.

    Until one of us takes it, or a deadline the seller missed brings it to support's queue.
    """
    return c.seller_id is not None and c.assignee_id is None and c.queue in {None, SELLER_QUEUE}


def due_at(c: "Conversation") -> int:
    """The next deadline that anybody waits for, in ms; `NEVER` without one. What waits uncounted is due since it waits."""
    running = [
        clock.due for name, clock in c.clocks.items() if clock.stopped is None and name != "unassigned"
    ]
    if c.status == "open":
        running += [one.due for one in c.escalations.values() if one.due is not None]
        if c.waiting_since is not None and not c.clocks.keys() & {"first", "next"}:
            running.append(c.waiting_since)
        running += [c.call_back.at] if c.call_back else []
        running += [one.follow_up for one in c.complaints.values() if one.open and one.follow_up is not None]
    return min(running, default=NEVER)


def late(c: "Conversation") -> bool:
    """Whether a deadline has passed that still counts, or others are late with their answer."""
    return any(clock.missed and clock.stopped is None for clock in c.clocks.values()) or (
        c.status == "open" and any(one.overdue for one in c.escalations.values())
    )


_ANSWERS: Final = frozenset({"first", "next"})


def settled(c: "Conversation", record: Record) -> None:
    """After every event: clocks whose reason is gone go, the solution's stands still while it is the buyer's turn."""
    if not c.clocks:
        return
    gone: set[str] = set()
    if c.status != "open":
        gone = set(c.clocks)
    if c.waiting_since is None:
        gone |= _ANSWERS
    if "unassigned" in c.clocks and (c.assignee_id is not None or turn(c) not in OURS):
        gone.add("unassigned")
    if not gone.isdisjoint(c.clocks):
        c.clocks = {name: clock for name, clock in c.clocks.items() if name not in gone}
    solution = c.clocks.get("resolution")
    if solution and solution.stopped is None and turn(c) == "buyer":
        _clock(c, "resolution", stopped=record.at)


def _clock(c: "Conversation", name: str, **changes: Any) -> None:
    if name in c.clocks:
        c.clocks = {**c.clocks, name: msgspec.structs.replace(c.clocks[name], **changes)}


def _clocks_set(c: "Conversation", event: e.ClocksSet, _record: Record) -> None:
    made: dict[str, Clock] = {
        one.clock: Clock(one.began, one.warn, one.due, one.spent) for one in event.clocks
    }
    c.clocks = {**c.clocks, **made}


def _near(c: "Conversation", event: e.DeadlineNear, _record: Record) -> None:
    _clock(c, event.clock, warned=True)


def _missed(c: "Conversation", event: e.DeadlineMissed, _record: Record) -> None:
    _clock(c, event.clock, warned=True, missed=True)
    _mention(c, event.told)


def _mention(c: "Conversation", people: tuple[str, ...]) -> None:
    if people:
        c.mentions = {**c.mentions, **dict.fromkeys(people, True)}


def _priority(c: "Conversation", event: e.PriorityChanged, _record: Record) -> None:
    c.priority, c.priority_why = event.priority, event.why


def _handed_over(c: "Conversation", event: e.HandedOver, _record: Record) -> None:
    if event.to_id:
        _mention(c, (event.to_id,))


def _escalated(c: "Conversation", event: e.Escalated, record: Record) -> None:
    asked = Escalation(event.to, record.seq, record.at, record.by_id, event.party, event.number, event.due)
    c.escalations = {**c.escalations, event.escalation_id: asked}
    c.owed = event.to == "second_line"


def _answered(c: "Conversation", event: e.EscalationAnswered, _record: Record) -> None:
    _close(c, event.escalation_id)


def _close(c: "Conversation", escalation_id: str) -> None:
    c.escalations = {name: one for name, one in c.escalations.items() if name != escalation_id}
    c.owed = True


def _seller_said(c: "Conversation", _event: e.SellerNoteWritten, record: Record) -> None:
    """A seller's word answers what the seller was asked."""
    if record.by_kind == "seller":
        for name in [name for name, one in c.escalations.items() if one.to == "seller"]:
            _close(c, name)


def _overdue(c: "Conversation", event: e.AnswerOverdue, _record: Record) -> None:
    _escalation(c, event.escalation_id, due=None, overdue=True)
    _mention(c, event.told)


def _awaited(c: "Conversation", event: e.AnswerAwaited, _record: Record) -> None:
    changes: dict[str, Any] = {"due": event.due, "overdue": False}
    _escalation(c, event.escalation_id, **changes, **({"number": event.number} if event.number else {}))


def _escalation(c: "Conversation", name: str, **changes: Any) -> None:
    if name in c.escalations:
        c.escalations = {**c.escalations, name: msgspec.structs.replace(c.escalations[name], **changes)}


CHANGES: dict[type[e.Event], Any] = {
    e.ClocksSet: _clocks_set,
    e.DeadlineNear: _near,
    e.DeadlineMissed: _missed,
    e.PriorityChanged: _priority,
    e.HandedOver: _handed_over,
    e.Escalated: _escalated,
    e.EscalationAnswered: _answered,
    e.AnswerOverdue: _overdue,
    e.AnswerAwaited: _awaited,
    e.SellerNoteWritten: _seller_said,
}

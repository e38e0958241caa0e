"""How the API draws what stands beside a conversation: complaints with their offers, the buyer's tier, the call."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from otvet.clock import iso
from otvet.conversation.complaints import Complaint
from otvet.conversation.state import Conversation


class Person(Struct, frozen=True):
    """Somebody, by id and name."""

    id: str
    name: str


class RemedyIs(Struct, frozen=True, kw_only=True):
    """An offer within a complaint: `offered`, `waits` for approval, `approved`, `refused`, `accepted`."""

    id: str
    by: Person
    wish: dict[str, Any]
    state: str
    decided_by: Person | None
    wish_id: str | None


class ComplaintIs(Struct, frozen=True, kw_only=True):
    """A complaint: steps `done` or `skipped`, the one it stands at, offers, the follow-up; `settled` once it is closed."""

    id: str
    by: Person
    since: str
    steps: dict[str, str]
    next: str | None
    remedies: tuple[RemedyIs, ...]
    follow_up: str | None
    reminded: bool
    settled: bool | None


class VipMark(Struct, frozen=True, kw_only=True):
    """The buyer's tier, what it is called, and who looks after them in person."""

    tier: str
    name: dict[str, str]
    manager: Person | None


class CallIs(Struct, frozen=True, kw_only=True):
    """The call of a conversation: ringing, talking or ended (`missed` or `finished`); `to`: at whose desk, or who talks."""

    id: str
    state: str
    why: str
    line: str
    known: bool
    since: str
    answered_at: str | None
    ended_at: str | None
    to: Person | None


class CallBackIs(Struct, frozen=True):
    """We call back `at`; `due`: it is time."""

    at: str
    by: Person
    due: bool


def beside(c: Conversation, person: Callable[[str], Person]) -> dict[str, Any]:
    """What the operator's people see of it; `person` names somebody by id."""
    back = c.call_back
    return {
        "call": _call(c, person),
        "call_back": CallBackIs(iso(back.at), person(back.by_id), back.due) if back else None,
        "vip": _vip(c, person),
        "complaints": tuple(_complaint(name, one, person) for name, one in c.complaints.items()),
    }


def _call(c: Conversation, person: Callable[[str], Person]) -> CallIs | None:
    call = c.call
    if call is None:
        return None
    return CallIs(
        id=call.id, state=call.state, why=call.why, line=call.line, known=call.known, since=iso(call.at),
        answered_at=iso(call.answered_at) if call.answered_at is not None else None,
        ended_at=iso(call.ended_at) if call.ended_at is not None else None,
        to=person(call.to_id) if call.to_id else None,
    )  # fmt: skip


def _vip(c: Conversation, person: Callable[[str], Person]) -> VipMark | None:
    if c.vip is None:
        return None
    manager = person(c.vip.manager_id) if c.vip.manager_id else None
    return VipMark(tier=c.vip.tier, name=c.vip.called, manager=manager)


def _complaint(name: str, one: Complaint, person: Callable[[str], Person]) -> ComplaintIs:
    remedies = tuple(
        RemedyIs(
            id=remedy_id, by=person(r.by_id), wish=r.wish, state=r.state, wish_id=r.wish_id or None,
            decided_by=person(r.decided_by) if r.decided_by else None,
        )
        for remedy_id, r in one.remedies.items()
    )  # fmt: skip
    follow_up = iso(one.follow_up) if one.follow_up is not None else None
    return ComplaintIs(
        id=name, by=person(one.by_id), since=iso(one.at), steps=one.steps, next=one.next, remedies=remedies,
        follow_up=follow_up, reminded=one.reminded, settled=one.settled,
    )  # fmt: skip

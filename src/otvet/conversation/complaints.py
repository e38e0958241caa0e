"""What a conversation's state holds of its complaints: how far the procedure is, what was offered, who approved it."""

from typing import TYPE_CHECKING, Any, get_args

import msgspec
from msgspec import Struct, field

from otvet.conversation import events as e
from otvet.errors import Conflict
from otvet.storage.record import Record

if TYPE_CHECKING:
    from otvet.conversation.state import Conversation

STEPS: tuple[e.StepName, ...] = get_args(e.StepName)


class Remedy(Struct, omit_defaults=True):
    """One offer; `waits` for approval, else `offered`, `approved`, `refused`, `accepted`."""

    by_id: str
    wish: dict[str, Any]
    state: str = "offered"
    decided_by: str = ""
    wish_id: str = ""


class Complaint(Struct, omit_defaults=True):
    """One complaint; `steps` say `done` or `skipped`, `follow_up` is a moment in ms, `settled` is set once it is closed."""

    by_id: str
    at: int
    seq: int
    steps: dict[str, str] = field(default_factory=dict)
    remedies: dict[str, Remedy] = field(default_factory=dict)
    follow_up: int | None = None
    reminded: bool = False
    settled: bool | None = None

    @property
    def open(self) -> bool:
        return self.settled is None

    @property
    def next(self) -> e.StepName | None:
        """The step the procedure stands at; `None` when all are taken."""
        return next((one for one in STEPS if one not in self.steps), None)


def standing(c: "Conversation") -> Complaint | None:
    """The complaint that is not closed; there is one at most."""
    return next((one for one in c.complaints.values() if one.open), None)


def waits(c: "Conversation") -> bool:
    """Whether somebody has to approve an offer."""
    return any(r.state == "waits" for one in c.complaints.values() if one.open for r in one.remedies.values())


def gone_through(c: "Conversation") -> None:
    """Raises `Conflict` where a complaint has steps that nobody took: no matter is settled around them."""
    found = standing(c)
    if found is not None and found.next is not None:
        raise Conflict(
            f"A complaint is open and stands at the step {found.next!r}; take it, or skip it with a reason.",
            details={"step": found.next},
        )


def _opened(c: "Conversation", event: e.ComplaintOpened, record: Record) -> None:
    c.complaints = {**c.complaints, event.complaint_id: Complaint(record.by_id, record.at, record.seq)}


def _taken(c: "Conversation", event: e.ComplaintStepTaken, _record: Record) -> None:
    steps = {**c.complaints[event.complaint_id].steps, event.step: "skipped" if event.skipped else "done"}
    _change(c, event.complaint_id, steps=steps)


def _offered(c: "Conversation", event: e.RemedyOffered, record: Record) -> None:
    made = Remedy(record.by_id, event.wish, "waits" if event.above else "offered")
    remedies = {**c.complaints[event.complaint_id].remedies, event.remedy_id: made}
    _change(c, event.complaint_id, remedies=remedies)


def _decided(c: "Conversation", event: e.RemedyDecided, record: Record) -> None:
    state = "approved" if event.approved else "refused"
    _remedy(c, event, state=state, decided_by=record.by_id)
    asker = c.complaints[event.complaint_id].remedies[event.remedy_id].by_id
    c.mentions = {**c.mentions, asker: True}


def _accepted(c: "Conversation", event: e.RemedyAccepted, _record: Record) -> None:
    _remedy(c, event, state="accepted", wish_id=event.wish_id)


def _planned(c: "Conversation", event: e.FollowUpPlanned, _record: Record) -> None:
    _change(c, event.complaint_id, follow_up=event.at, reminded=False)


def _due(c: "Conversation", event: e.FollowUpDue, _record: Record) -> None:
    _change(c, event.complaint_id, reminded=True)
    c.mentions = {**c.mentions, **dict.fromkeys(event.told, True)}
    c.owed = True


def _closed(c: "Conversation", event: e.ComplaintClosed, _record: Record) -> None:
    _change(c, event.complaint_id, settled=event.settled)
    if c.complaints[event.complaint_id].reminded:
        c.owed = False


def _remedy(c: "Conversation", event: Any, **changes: Any) -> None:
    remedies = dict(c.complaints[event.complaint_id].remedies)
    remedies[event.remedy_id] = msgspec.structs.replace(remedies[event.remedy_id], **changes)
    _change(c, event.complaint_id, remedies=remedies)


def _change(c: "Conversation", complaint_id: str, **changes: Any) -> None:
    changed = msgspec.structs.replace(c.complaints[complaint_id], **changes)
    c.complaints = {**c.complaints, complaint_id: changed}


CHANGES: dict[type[e.Event], Any] = {
    e.ComplaintOpened: _opened,
    e.ComplaintStepTaken: _taken,
    e.RemedyOffered: _offered,
    e.RemedyDecided: _decided,
    e.RemedyAccepted: _accepted,
    e.FollowUpPlanned: _planned,
    e.FollowUpDue: _due,
    e.ComplaintClosed: _closed,
}

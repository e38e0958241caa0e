"""What the desk decides: clocks, breaches, priority, hand-overs, and questions to others until they are answered."""

from typing import ClassVar, Literal

from msgspec import Struct

from otvet.conversation.events.event import Audience, Event

ClockName = Literal["first", "next", "resolution", "unassigned"]
Asked = Literal["second_line", "seller", "external"]


class ClockSet(Struct, frozen=True, omit_defaults=True):
    """One clock: counted from `began`, amber at `warn`, missed at `due`, all in ms; `spent` ms were counted before."""

    clock: ClockName
    began: int
    warn: int
    due: int
    spent: int = 0


class ClocksSet(Event, frozen=True, tag="ClocksSet"):
    """Deadlines were reckoned in working time, by the plan with this number."""

    figures: ClassVar[tuple[str, ...]] = ("service-levels",)

    clocks: tuple[ClockSet, ...]
    plan: int = 0


class DeadlineNear(Event, frozen=True, tag="DeadlineNear"):
    """Three quarters of a budget have passed."""

    figures: ClassVar[tuple[str, ...]] = ("service-levels",)

    clock: ClockName
    due: int


class DeadlineMissed(Event, frozen=True, tag="DeadlineMissed"):
    """A deadline has passed; `told` are those it is escalated to."""

    figures: ClassVar[tuple[str, ...]] = ("service-levels",)

    clock: ClockName
    due: int
    told: tuple[str, ...] = ()


class PriorityChanged(Event, frozen=True, tag="PriorityChanged"):
    """1 is answered first, 5 last; by its topic, by a person, for a VIP buyer, or because a limit has passed."""

    priority: int
    why: Literal["topic", "person", "vip", "limit"] = "topic"


class HandedOver(Event, frozen=True, tag="HandedOver"):
    """Somebody gives it on, to a colleague or to a queue, with a summary of what the matter is."""

    words: ClassVar[bool] = True

    to_id: str | None = None
    queue: str | None = None


class Escalated(Event, frozen=True, tag="Escalated"):
    """Somebody else is asked: the second line, the seller, or an external system with a ticket `number`; answer by `due`."""

    figures: ClassVar[tuple[str, ...]] = ("escalations",)
    words: ClassVar[bool] = True

    escalation_id: str
    to: Asked
    party: str = ""  # the seller's name, the system of the ticket
    number: str = ""
    due: int | None = None


class EscalationAnswered(Event, frozen=True, tag="EscalationAnswered"):
    """Those who were asked have answered, or the question was taken back; the next turn is ours."""

    figures: ClassVar[tuple[str, ...]] = ("escalations",)
    words: ClassVar[bool] = True

    escalation_id: str
    outcome: Literal["answered", "withdrawn"] = "answered"


class AnswerOverdue(Event, frozen=True, tag="AnswerOverdue"):
    """Those who were asked have not answered in time; `told` are reminded."""

    figures: ClassVar[tuple[str, ...]] = ("escalations",)

    escalation_id: str
    due: int
    told: tuple[str, ...] = ()


class AnswerAwaited(Event, frozen=True, tag="AnswerAwaited"):
    """Somebody asked again, or said until when to wait; the ticket's number may have changed."""

    audience: ClassVar[Audience] = "team"

    escalation_id: str
    due: int
    number: str = ""

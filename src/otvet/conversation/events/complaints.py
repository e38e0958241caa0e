"""A complaint from hearing it out to the follow-up: every step, every offer, who approved it (mission row B5)."""

from typing import Any, ClassVar, Literal

from otvet.conversation.events.event import Event

StepName = Literal["hear", "clarify", "apologise", "offer", "confirm", "follow-up"]


class ComplaintOpened(Event, frozen=True, tag="ComplaintOpened"):
    """A colleague takes the matter as a complaint: from here the steps are gone through in their order."""

    figures: ClassVar[tuple[str, ...]] = ("complaints",)

    complaint_id: str


class ComplaintStepTaken(Event, frozen=True, tag="ComplaintStepTaken"):
    """A step is done, with what was learnt; or `skipped`, and then the words say why."""

    figures: ClassVar[tuple[str, ...]] = ("complaints",)
    words: ClassVar[bool] = True

    complaint_id: str
    step: StepName
    skipped: bool = False


class RemedyOffered(Event, frozen=True, tag="RemedyOffered"):
    """Something the shop could do: `wish` are the facts of it; with `above` it waits for somebody who may give so much."""

    figures: ClassVar[tuple[str, ...]] = ("compensation", "complaints")

    complaint_id: str
    remedy_id: str
    wish: dict[str, Any]
    above: bool = False


class RemedyDecided(Event, frozen=True, tag="RemedyDecided"):
    """A senior agent or a supervisor approved it, or did not; the words say why."""

    figures: ClassVar[tuple[str, ...]] = ("compensation", "complaints")
    words: ClassVar[bool] = True

    complaint_id: str
    remedy_id: str
    approved: bool


class RemedyAccepted(Event, frozen=True, tag="RemedyAccepted"):
    """The buyer agrees: the shop is asked under `wish_id`, once."""

    figures: ClassVar[tuple[str, ...]] = ("complaints",)

    complaint_id: str
    remedy_id: str
    wish_id: str


class FollowUpPlanned(Event, frozen=True, tag="FollowUpPlanned"):
    """At `at` in ms the complaint comes back to who settled it; planned again, it moves."""

    complaint_id: str
    at: int


class FollowUpDue(Event, frozen=True, tag="FollowUpDue"):
    """Its day has come: `told` asks the buyer whether all is well."""

    complaint_id: str
    told: tuple[str, ...] = ()


class ComplaintClosed(Event, frozen=True, tag="ComplaintClosed"):
    """After the follow-up: the buyer is content, or is not; the words say how it ended."""

    figures: ClassVar[tuple[str, ...]] = ("complaints",)
    words: ClassVar[bool] = True

    complaint_id: str
    settled: bool

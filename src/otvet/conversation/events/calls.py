"""The hotline: a call from its ringing to its end, what was noted in it, and the call-back that was promised (mission row B9)."""

from typing import ClassVar, Literal

from otvet.conversation.events.event import Event

CallStep = Literal["greet", "who", "matter", "solve", "close", "note"]
CallEnd = Literal["finished", "missed"]


class CallRang(Event, frozen=True, tag="CallRang"):
    """A call came in on a `line` of ours; `known`: a buyer with this number was found."""

    figures: ClassVar[tuple[str, ...]] = ("wait", "calls")

    call_id: str
    line: str = ""
    known: bool = False


class CallOffered(Event, frozen=True, tag="CallOffered"):
    """It rings at the desk of this colleague."""

    call_id: str
    to_id: str


class CallAnswered(Event, frozen=True, tag="CallAnswered"):
    """Somebody picked it up."""

    figures: ClassVar[tuple[str, ...]] = ("wait", "calls")

    call_id: str
    by_id: str


class CallEnded(Event, frozen=True, tag="CallEnded"):
    """Somebody hung up; `missed`: nobody had answered, so the caller waits for us. `seconds` they talked."""

    figures: ClassVar[tuple[str, ...]] = ("handling", "calls")

    call_id: str
    why: CallEnd
    seconds: int = 0


class CallNoted(Event, frozen=True, tag="CallNoted"):
    """What was said at a step of the script; nobody but colleagues reads it."""

    words: ClassVar[bool] = True

    call_id: str
    step: CallStep


class CallBackPromised(Event, frozen=True, tag="CallBackPromised"):
    """We call back at `at` in ms; promised again, it moves."""

    figures: ClassVar[tuple[str, ...]] = ("calls",)

    at: int


class CallBackDue(Event, frozen=True, tag="CallBackDue"):
    """The time has come: `told` calls back."""

    told: tuple[str, ...] = ()


class CallBackDone(Event, frozen=True, tag="CallBackDone"):
    """They were called back, or nobody picked up; the words say what came of it."""

    figures: ClassVar[tuple[str, ...]] = ("calls",)
    words: ClassVar[bool] = True

    reached: bool

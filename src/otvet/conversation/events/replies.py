"""The life of a reply, from its proposal to its delivery."""

from typing import Any, ClassVar, Literal

from msgspec import Struct, field

from otvet.conversation.events.event import Audience, Event, Kind


class ReplyProposed(Event, frozen=True, tag="ReplyProposed"):
    """Somebody wants to send this to the buyer; nothing has left yet."""

    audience: ClassVar[Audience] = "seller"
    kind: ClassVar[Kind] = "reply"
    words: ClassVar[bool] = True

    reply_id: str
    files: tuple[str, ...] = ()
    replaces: str | None = None
    confirm: str | None = None  # as sent along; kept for the time when the pictures are read
    attended: bool = True


class Found(Struct, frozen=True, omit_defaults=True):
    """One finding as kept: offsets in code points of the body, never words.

    With `file` the offsets are in what was read from that attachment; `box` is the place in the picture,
    left, top, width and height in pixels.
    """

    rule: str
    severity: str
    start: int
    end: int
    file: str | None = None
    box: tuple[int, int, int, int] | None = None


class ReplyHeld(Event, frozen=True, tag="ReplyHeld"):
    """The gate keeps the reply back: block, warn, too_long, unattended, unread, or reading, which resolves itself.

    `pack`, `models` and `facts` are hashes of what judged it and of what was known; `scores` are the models' by rule.
    """

    audience: ClassVar[Audience] = "seller"
    figures: ClassVar[tuple[str, ...]] = ("held",)

    reply_id: str
    why: str
    verdict: str
    findings: tuple[Found, ...] = ()
    pack: str = ""
    models: str = ""
    scores: dict[str, float] = field(default_factory=dict)
    facts: str = ""
    confirm: str | None = None
    unchecked: tuple[str, ...] = ()


class ReplyCleared(Event, frozen=True, tag="ReplyCleared"):
    """The gate let the reply go; the hashes of all it looked at are the seal."""

    audience: ClassVar[Audience] = "seller"
    figures: ClassVar[tuple[str, ...]] = ("wait",)

    reply_id: str
    seal: dict[str, Any] = field(default_factory=dict)
    findings: tuple[Found, ...] = ()
    scores: dict[str, float] = field(default_factory=dict)
    unchecked: tuple[str, ...] = ()


class ReplyWithdrawn(Event, frozen=True, tag="ReplyWithdrawn"):
    """The author, or somebody with the right, took a held reply back; or another one replaced it."""

    audience: ClassVar[Audience] = "seller"

    reply_id: str
    replaced_by: str | None = None


class ReplyDisputed(Event, frozen=True, tag="ReplyDisputed"):
    """The author says it breaks no rule and asks another person to look."""

    audience: ClassVar[Audience] = "seller"
    words: ClassVar[bool] = True

    reply_id: str


class ReplyReleased(Event, frozen=True, tag="ReplyReleased"):
    """A senior agent or supervisor who is not the author let a held reply go, with a reason."""

    audience: ClassVar[Audience] = "seller"
    words: ClassVar[bool] = True

    reply_id: str


class ReplyRecalled(Event, frozen=True, tag="ReplyRecalled"):
    """On departure something had changed and the gate held what it had cleared."""

    audience: ClassVar[Audience] = "seller"

    reply_id: str
    why: str
    verdict: str
    findings: tuple[Found, ...] = ()
    pack: str = ""
    models: str = ""
    scores: dict[str, float] = field(default_factory=dict)
    facts: str = ""
    confirm: str | None = None
    unchecked: tuple[str, ...] = ()


class ReplyDelivered(Event, frozen=True, tag="ReplyDelivered"):
    """The channel took it: from here the buyer sees it."""

    audience: ClassVar[Audience] = "public"
    kind: ClassVar[Kind] = "reply"
    figures: ClassVar[tuple[str, ...]] = ("wait", "first-contact")
    words: ClassVar[bool] = True

    reply_id: str
    files: tuple[str, ...] = ()
    author_id: str = ""


class DeliveryFailed(Event, frozen=True, tag="DeliveryFailed"):
    """The channel would not take it after all attempts; a person has to look."""

    audience: ClassVar[Audience] = "seller"

    reply_id: str
    reason: str


class ReplyScheduled(Event, frozen=True, tag="ReplyScheduled"):
    """A reply that shall leave at `at` in ms, through the gate like any other; `seen` is what its author had read."""

    audience: ClassVar[Audience] = "seller"
    words: ClassVar[bool] = True

    reply_id: str
    at: int
    seen: int
    files: tuple[str, ...] = ()


class ScheduleEnded(Event, frozen=True, tag="ScheduleEnded"):
    """It was sent, taken back, or stopped because somebody had written meanwhile: then a person decides."""

    audience: ClassVar[Audience] = "seller"

    reply_id: str
    why: Literal["sent", "withdrawn", "moved", "refused"]

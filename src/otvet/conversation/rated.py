"""How the buyer found each resolution: the rating that may still change, and those of earlier ones (mission row A8)."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from otvet.conversation import events as e
from otvet.conversation import letters as mail
from otvet.storage.record import Record

if TYPE_CHECKING:
    from otvet.conversation.state import Conversation


class GivenRating(Struct, frozen=True, omit_defaults=True):
    """What was said of one resolution: 1 to 5, why, and when first, in ms."""

    score: int
    at: int
    reasons: tuple[str, ...] = ()


def kept(c: "Conversation") -> None:
    """The matter is open again: its rating goes to the earlier ones, and the next resolution is rated anew."""
    if c.score is not None and c.rated_at is not None:
        c.rated_before = (*c.rated_before, GivenRating(c.score, c.rated_at, c.reasons))
    c.score, c.reasons, c.rated_at, c.rating_stands = None, (), None, False


def _rated(c: "Conversation", event: e.Rated, record: Record) -> None:
    c.score, c.reasons, c.rating_stands = event.score, event.reasons, event.changed
    mail.settled(c)
    if c.rated_at is None:
        c.rated_at = record.at


CHANGES: dict[type[e.Event], Any] = {e.Rated: _rated}

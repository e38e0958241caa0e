"""How it went: a buyer's rating of a resolved conversation, once per resolution, changeable once within a day (mission row A8)."""

from typing import Final

from msgspec import Struct

from otvet.conversation import events as e
from otvet.conversation.sending import checked_text
from otvet.conversation.state import Conversation
from otvet.errors import BadInput, Conflict

SCORES: Final = range(1, 6)
REASONS: Final = ("fast", "clear", "polite", "solved", "slow", "unclear", "impolite", "unsolved", "repeated")
CHANGEABLE_MS: Final = 24 * 3600 * 1000
WORDS: Final = 2000  # characters


class Rating(Struct, frozen=True, kw_only=True):
    """A score from 1 to 5, any of `REASONS`, and words if the buyer likes."""

    score: int
    reasons: tuple[str, ...] = ()
    text: str = ""


def checked(rating: Rating) -> Rating:
    """The rating in order, each reason once; raises `BadInput` for an unknown score or reason, or too many words."""
    if rating.score not in SCORES:
        raise BadInput("A rating is a whole number from 1 (very bad) to 5 (very good).")
    unknown = [reason for reason in rating.reasons if reason not in REASONS]
    if unknown:
        raise BadInput(f"There is no reason {unknown[0]!r}; take some of {', '.join(REASONS)}.")
    checked_text(rating.text, WORDS, "The comment")
    reasons = tuple(reason for reason in REASONS if reason in rating.reasons)
    return Rating(score=rating.score, reasons=reasons, text=rating.text.strip())


def rateable(state: Conversation, rating: Rating, now: int) -> None:
    """Raises `Conflict` unless the matter is resolved and what was given before may still be changed; `now` in ms.

    Reasons and words that come after the tap complete it; another score changes it, which is done once.
    """
    if state.status != "resolved":
        raise Conflict("A conversation is rated once it is resolved.")
    if state.rating_stands and rating.score != state.score:
        raise Conflict("This rating was changed once already and stands.")
    until = changeable_until(state)
    if until is not None and now > until:
        raise Conflict("This rating was given more than a day ago and stands.")


def changeable_until(state: Conversation) -> int | None:
    """Until when a rating that was given may be changed, in ms; in the past once it was; `None` where there is none."""
    if state.rated_at is None:
        return None
    return state.rated_at if state.rating_stands else state.rated_at + CHANGEABLE_MS


def event_of(rating: Rating, state: Conversation) -> e.Rated:
    """The fact; the words go beside it."""
    changed = state.rating_stands or (state.score is not None and state.score != rating.score)
    return e.Rated(score=rating.score, reasons=rating.reasons, changed=changed)

"""Public questions: what waits for a moderator, what everybody may read, what was taken from sight (mission row A9).

What may be read by everybody stands in public events alone; the words of what is held are the operator's people's.
"""

from typing import ClassVar, Literal

from otvet.conversation.events.event import Audience, Event, Kind
from otvet.conversation.events.replies import Found

PostSort = Literal["question", "answer"]


class PostHeld(Event, frozen=True, tag="PostHeld"):
    """A buyer's question or answer waits for a moderator; `private` says that something in it is never made public."""

    figures: ClassVar[tuple[str, ...]] = ("held",)
    words: ClassVar[bool] = True

    post_id: str
    sort: PostSort
    verdict: str
    findings: tuple[Found, ...] = ()
    private: bool = False
    pack: str = ""


class QuestionPublished(Event, frozen=True, tag="QuestionPublished"):
    """The question is everybody's to read; from now on its seller, where it has one, is a party. Its words follow."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("contacts",)

    post_id: str
    seller_id: str | None = None
    masked: bool = False  # contacts and personal data were left out by the moderator


class AnswerGiven(Event, frozen=True, tag="AnswerGiven"):
    """Another buyer answered, for everybody to read; by its author, also where a moderator let it through."""

    audience: ClassVar[Audience] = "public"
    kind: ClassVar[Kind] = "message"
    words: ClassVar[bool] = True

    post_id: str
    let_by: str | None = None
    masked: bool = False


class PostRefused(Event, frozen=True, tag="PostRefused"):
    """A moderator did not make it public; the words are the reason, which its author reads."""

    words: ClassVar[bool] = True

    post_id: str


class PostHidden(Event, frozen=True, tag="PostHidden"):
    """What was public is taken from everybody's sight; the words are the reason, which its author reads."""

    words: ClassVar[bool] = True

    post_id: str


class PostShown(Event, frozen=True, tag="PostShown"):
    """What was hidden is public again."""

    post_id: str

"""A public question as the state keeps it: its posts, and which of them everybody may read (mission row A9)."""

from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec import Struct, field

from otvet.conversation import events as e
from otvet.storage.record import Record

if TYPE_CHECKING:
    from otvet.conversation.state import Conversation

CHANNEL: Final = "community"
MOST_POSTS: Final = 500  # of one question; more would make its state slow to keep

PostState = Literal["waiting", "public", "refused", "hidden"]
Sort = Literal["question", "answer", "official"]


class Post(Struct, frozen=True, omit_defaults=True):
    """A question, a buyer's answer or an official one. `at` in ms; `reason` is the body that says why not."""

    sort: Sort
    by_kind: str
    by_id: str
    body_id: str
    at: int
    state: PostState = "public"
    private: bool = False
    reason: str | None = None


class Question(Struct, frozen=True, omit_defaults=True):
    """The posts by id, as they came; the first is the question itself."""

    posts: dict[str, Post] = field(default_factory=dict)

    @property
    def asked(self) -> Post | None:
        """The question itself."""
        return next((one for one in self.posts.values() if one.sort == "question"), None)

    @property
    def public(self) -> bool:
        """Whether everybody may read it."""
        return self.asked is not None and self.asked.state == "public"

    @property
    def waits(self) -> bool:
        """Whether a moderator has to look at something here."""
        return any(one.state == "waiting" for one in self.posts.values())

    @property
    def official(self) -> bool:
        """Whether seller or support have answered."""
        return any(one.sort == "official" and one.state == "public" for one in self.posts.values())


def opened(event: e.ConversationOpened) -> Question | None:
    """What a new conversation begins with."""
    return Question() if event.channel == CHANNEL else None


def said(c: "Conversation", name: str, record: Record, sort: Sort) -> None:
    """A message or a delivered reply of a public question is there for everybody."""
    if c.question is not None:
        _put(c, name, Post(sort, record.by_kind, record.by_id, record.body_id or "", record.at))


def _held(c: "Conversation", event: e.PostHeld, record: Record) -> None:
    made = Post(
        event.sort, record.by_kind, record.by_id, record.body_id or "", record.at, "waiting", event.private
    )
    _put(c, event.post_id, made)
    if event.sort == "question":
        c.preview = ("buyer", record.body_id)


def _published(c: "Conversation", event: e.QuestionPublished, _record: Record) -> None:
    c.seller_id = event.seller_id


def _answered(c: "Conversation", event: e.AnswerGiven, record: Record) -> None:
    said(c, event.post_id, record, "answer")


def _refused(c: "Conversation", event: e.PostRefused, record: Record) -> None:
    _become(c, event.post_id, state="refused", reason=record.body_id)


def _hidden(c: "Conversation", event: e.PostHidden, record: Record) -> None:
    _become(c, event.post_id, state="hidden", reason=record.body_id)


def _shown(c: "Conversation", event: e.PostShown, _record: Record) -> None:
    _become(c, event.post_id, state="public", reason=None)


def _put(c: "Conversation", name: str, post: Post) -> None:
    if c.question is not None:
        c.question = Question({**c.question.posts, name: post})


def _become(c: "Conversation", name: str, **changes: Any) -> None:
    if c.question is not None and name in c.question.posts:
        _put(c, name, msgspec.structs.replace(c.question.posts[name], **changes))


CHANGES: dict[type[e.Event], Any] = {
    e.PostHeld: _held,
    e.QuestionPublished: _published,
    e.AnswerGiven: _answered,
    e.PostRefused: _refused,
    e.PostHidden: _hidden,
    e.PostShown: _shown,
}

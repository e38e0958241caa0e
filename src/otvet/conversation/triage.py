"""What is done with conversations beside answering: assign, tag, snooze, resolve; one or many, and undone again.

Each change knows what takes it back; taking back changes only what still stands as the change left it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from otvet.clock import Clock
from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.complaints import gone_through
from otvet.conversation.conversations import Conversations
from otvet.conversation.merging import Merge, Unmerge, goes_on
from otvet.conversation.splitting import Rejoin
from otvet.conversation.state import Conversation
from otvet.conversation.topics import TOPICS
from otvet.errors import BadInput, OtvetError
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.record import Entry, Stored
from otvet.storage.waiting import Waiting

What = Literal[
    "assign", "topic", "tag", "untag", "snooze", "wake", "resolve", "reopen", "merge", "unmerge", "unsplit"
]  # fmt: skip
Value = str | int | None
TAG_CHARS = 40
MOST_TAGS = 20
MOST_AT_ONCE = 100
LONGEST_SNOOZE_MS = 400 * 24 * 3600 * 1000


class Change(Struct, frozen=True, kw_only=True):
    """One thing to do. `value`: the conversation to merge with, an assignee or `None`, a topic, a tag, the end of a snooze in ms or `None` for the next message.

    With `was` given it is done only while the conversation still has that value.
    """

    what: What
    value: Value = None
    was: Value | UnsetType = UNSET


class Outcome(Struct, frozen=True):
    """What became of one change: `undo` takes it back, `refused` says why nothing was done; neither: it was so already."""

    conversation_id: str
    undo: Change | None = None
    refused: str | None = None


Doing = Callable[[Actor, str, Change], Awaitable[Outcome | None]]
Decided = tuple[e.Event | None, Change | None]


class Triage:
    """Applies changes through the writer; each asks the access layer by its own action."""

    def __init__(self, conversations: Conversations, waiting: Waiting, clock: Clock) -> None:
        self._conversations = conversations
        self._waiting = waiting
        self._clock = clock

    async def change(self, actor: Actor, conversation_id: str, change: Change) -> Outcome:
        """Do it, or nothing where it is so already. Raises what the access layer or `BadInput` has to say."""
        await self._may(actor, conversation_id, change)
        return await self._apply(actor, conversation_id, change)

    async def _may(self, actor: Actor, conversation_id: str, change: Change) -> None:
        """Raises where the actor may not, or where something has to be filled in before the end."""
        access.allow(actor, ACTIONS[change.what])
        state = await self._conversations.seen(actor, conversation_id)
        if change.what == "resolve":
            await self._conversations.check_end(actor, state)

    async def _apply(self, actor: Actor, conversation_id: str, change: Change) -> Outcome:
        change = self._checked(change)
        await self._conversations.seen(actor, conversation_id)
        if change.what in JOIN:
            return await self._join(actor, conversation_id, change)
        undo: list[Change | None] = []

        def decide(now: Conversation) -> Decision:
            goes_on(now)
            event, back = (None, None) if _moved(now, change) else DECIDE[change.what](now, change.value)
            undo.append(back)
            return Decision((Entry(event, actor.kind, actor.id),) if event else (), {})

        stored: Stored = await self._waiting.do(Append(conversation_id, decide))
        return Outcome(conversation_id, undo[-1] if stored.records else None)

    async def _join(self, actor: Actor, conversation_id: str, change: Change) -> Outcome:
        other = str(change.value or "")
        await self._conversations.seen(actor, other)
        work, undo = JOIN[change.what]
        stored: Stored = await self._waiting.do(work(conversation_id, other, actor))
        back = Change(what=undo, value=other) if undo and stored.records else None
        return Outcome(conversation_id, back)

    async def bulk(self, actor: Actor, changes: Sequence[tuple[str, Change]]) -> list[Outcome]:
        """Many at once, in one commit where they fit; one that is refused hinders no other."""
        if len(changes) > MOST_AT_ONCE:
            raise BadInput(f"At most {MOST_AT_ONCE} conversations are changed at once; send the rest after.")
        asked = [(name, change, self._may) for name, change in changes]
        refused = await asyncio.gather(*(self._one(actor, one) for one in asked))
        left = [  # asked first, then done: what is done keeps the order it was asked in
            (name, change, self._apply)
            for (name, change), no in zip(changes, refused, strict=True)
            if no is None
        ]
        done = iter(await asyncio.gather(*(self._one(actor, one) for one in left)))
        return [no or next(done) or Outcome(name) for (name, _), no in zip(changes, refused, strict=True)]

    async def _one(self, actor: Actor, asked: tuple[str, Change, Doing]) -> Outcome | None:
        name, change, do = asked
        try:
            return await do(actor, name, change)
        except OtvetError as error:
            return Outcome(name, refused=error.message)

    def _checked(self, change: Change) -> Change:
        if change.what in ("tag", "untag"):
            return Change(what=change.what, value=clean_tag(change.value), was=change.was)
        if change.what == "topic" and change.value not in TOPICS:
            raise BadInput(f"There is no topic {change.value!r}; take one of {', '.join(TOPICS)}.")
        if change.what == "snooze" and change.value is not None:
            now = self._clock.now()
            if not isinstance(change.value, int) or not now < change.value < now + LONGEST_SNOOZE_MS:
                raise BadInput("A snooze ends in the future, within 400 days; or leave the time out.")
        return change


def clean_tag(value: Value) -> str:
    """A tag as it is kept: one line of lower-case words. Raises `BadInput`."""
    tag = " ".join(str(value or "").split()).casefold()
    if not tag or len(tag) > TAG_CHARS or not tag.isprintable() or "," in tag:
        raise BadInput(f"A tag is a word or a few, without commas, of at most {TAG_CHARS} characters.")
    return tag


def _moved(now: Conversation, change: Change) -> bool:
    current = {
        "assign": now.assignee_id,
        "topic": now.topic,
        "snooze": now.snoozed_until,
        "wake": now.snoozed_until,
    }
    return change.was is not UNSET and current.get(change.what) != change.was


def _assign(now: Conversation, value: Value) -> Decided:
    who = None if value is None else str(value)
    if now.assignee_id == who:
        return None, None
    return e.Assigned(assignee_id=who), Change(what="assign", value=now.assignee_id, was=who)


def _topic(now: Conversation, value: Value) -> Decided:
    if now.topic == value:
        return None, None
    return e.TopicChanged(topic=str(value)), Change(what="topic", value=now.topic, was=value)


def _tag(now: Conversation, value: Value) -> Decided:
    if value in now.tags:
        return None, None
    if len(now.tags) >= MOST_TAGS:
        raise BadInput(f"A conversation has at most {MOST_TAGS} tags; take one off first.")
    return e.Tagged(tag=str(value)), Change(what="untag", value=value)


def _untag(now: Conversation, value: Value) -> Decided:
    return (
        (e.Untagged(tag=str(value)), Change(what="tag", value=value)) if value in now.tags else (None, None)
    )


def _snooze(now: Conversation, value: Value) -> Decided:
    until = value if isinstance(value, int) else None
    if now.status != "open":
        raise BadInput("A resolved conversation cannot be snoozed; reopen it first.")
    if now.snoozed and now.snoozed_until == until:
        return None, None
    back = Change(what="snooze", value=now.snoozed_until, was=until)
    return e.Snoozed(until=until), back if now.snoozed else Change(what="wake", was=until)


def _wake(now: Conversation, _value: Value) -> Decided:
    if not now.snoozed:
        return None, None
    return e.Woken(why="person"), Change(what="snooze", value=now.snoozed_until)


def _resolve(now: Conversation, _value: Value) -> Decided:
    gone_through(now)
    return (e.Resolved(), Change(what="reopen")) if now.status == "open" else (None, None)


def _reopen(now: Conversation, _value: Value) -> Decided:
    return (e.Reopened(), Change(what="resolve")) if now.status == "resolved" else (None, None)


DECIDE: dict[str, Callable[[Conversation, Any], Decided]] = {
    "assign": _assign, "topic": _topic, "tag": _tag, "untag": _untag, "snooze": _snooze, "wake": _wake,
    "resolve": _resolve, "reopen": _reopen,
}  # fmt: skip
# what joins two conversations, and what takes that back; a split is made anew by choosing again
JOIN: dict[str, tuple[Any, What | None]] = {
    "merge": (Merge, "unmerge"), "unmerge": (Unmerge, "merge"), "unsplit": (Rejoin, None),
}  # fmt: skip
ACTIONS: dict[str, str] = {
    "assign": "conversation.assign", "topic": "conversation.topic", "tag": "conversation.tag",
    "untag": "conversation.tag", "snooze": "conversation.snooze", "wake": "conversation.snooze",
    "resolve": "conversation.resolve", "reopen": "conversation.reopen", "merge": "conversation.merge",
    "unmerge": "conversation.merge", "unsplit": "conversation.split",
}  # fmt: skip

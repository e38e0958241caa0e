"""When a rule acts: conditions over what a conversation is and what was said, each with the reason when it fails."""

from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct

from otvet.conversation.state import Conversation
from otvet.errors import BadInput
from otvet.language.analyser import tokens
from otvet.storage.record import Record

On = Literal["opened", "message", "topic", "rated", "resolved", "reopened"]
Field = Literal[
    "topic", "language", "channel", "tag", "words", "order", "seller", "assigned", "answered", "score"
]

_FLAGS = frozenset({"order", "seller", "assigned", "answered"})
_FIRST_MESSAGE = 2  # its seq: the opening is the first
MOST = 12
VALUES = 30
VALUE_CHARS = 120

EVENTS: dict[str, On] = {
    "MessageReceived": "message", "TopicChanged": "topic", "Rated": "rated", "Resolved": "resolved",
    "Reopened": "reopened",
}  # fmt: skip


class Condition(Struct, frozen=True):
    """`field` is, or with `no` is not, one of `values`.

    `words`: all the words of one value stand in the message; `score`: at most the number;
    `order`, `seller`, `assigned`, `answered`: `yes`.
    """

    field: Field
    values: tuple[str, ...]
    no: bool = False


class Situation(Struct, frozen=True):
    """What a rule looks at: the conversation after the event, and what was said with it."""

    state: Conversation
    text: str = ""


def sets_off(record: Record) -> tuple[On, ...]:
    """What an event may set off; a first message opens and is a message."""
    on = EVENTS.get(record.name)
    if on is None:
        return ()
    return ("opened", on) if on == "message" and record.seq <= _FIRST_MESSAGE else (on,)


def failing(conditions: Sequence[Condition], situation: Situation) -> Condition | None:
    """The first condition that does not hold, `None` when all do."""
    return next((one for one in conditions if holds(one, situation) == one.no), None)


def holds(one: Condition, situation: Situation) -> bool:
    """Whether `field` is one of `values`, `no` not yet looked at."""
    return READ[one.field](situation, one.values)


def checked(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """The conditions as they are kept. Raises `BadInput`."""
    if len(conditions) > MOST:
        raise BadInput(f"At most {MOST} conditions stand in one rule.")
    return tuple(_checked(one) for one in conditions)


def _checked(one: Condition) -> Condition:
    if one.field in _FLAGS:
        return Condition(one.field, ("yes",), one.no)
    values = tuple(" ".join(value.split()) for value in one.values if value.strip())
    if not values or len(values) > VALUES or any(len(value) > VALUE_CHARS for value in values):
        raise BadInput(
            f"A condition on {one.field} names 1 to {VALUES} values of at most {VALUE_CHARS} characters."
        )
    if one.field == "score" and (len(values) > 1 or values[0] not in ("1", "2", "3", "4", "5")):
        raise BadInput("A condition on the score is one number from 1 to 5: at most that.")
    if one.field == "words" and not all(tokens(value) for value in values):
        raise BadInput("Each value of a condition on words has at least one word that can be looked for.")
    return Condition(one.field, values, one.no)


def _said(situation: Situation, values: Sequence[str]) -> bool:
    said = set(tokens(situation.text))
    return any(said.issuperset(tokens(value)) for value in values)


def _scored(situation: Situation, values: Sequence[str]) -> bool:
    score = situation.state.score
    return score is not None and score <= int(values[0])


READ: dict[Field, Callable[[Situation, Sequence[str]], bool]] = {
    "topic": lambda at, values: at.state.topic in values,
    "language": lambda at, values: at.state.language in values,
    "channel": lambda at, values: at.state.channel in values,
    "tag": lambda at, values: any(value.casefold() in at.state.tags for value in values),
    "words": _said,
    "order": lambda at, _: at.state.order_id is not None,
    "seller": lambda at, _: at.state.seller_id is not None,
    "assigned": lambda at, _: at.state.assignee_id is not None,
    "answered": lambda at, _: at.state.answered,
    "score": _scored,
}

"""How the writer folds this room's events: `storage.Folding`, for conversations."""

import copy
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Union

import msgspec
from sqlalchemy import Connection

from otvet.conversation import events as e
from otvet.conversation import views
from otvet.conversation.state import Conversation, apply
from otvet.language.analyser import tokens
from otvet.storage.derived import Derived
from otvet.storage.record import Job, Record

COLUMNS = (
    "id", "reference", "account_id", "channel", "buyer_id", "seller_id", "order_id", "topic", "language", "status",
    "assignee_id", "held", "waiting_since", "snoozed", "created_at", "updated_at", "last_seq", "last_position",
    "queue", "turn", "priority", "due_at", "heard",
)  # fmt: skip

_HEADED = e.MessageReceived | e.ReplyProposed | e.OrderLinked | e.QuestionPublished
NAMES = 50_000  # remembered for the index of words
Case = tuple[Job, Conversation]  # a new job, and the conversation as it is with the job's event
Idle = Callable[[Connection, Sequence[Case]], Iterable[int]]  # ids of the jobs that would surely do nothing

decode_event = msgspec.json.Decoder(Union[e.CATALOGUE]).decode  # noqa: UP007  made from the page
decode_state = msgspec.json.Decoder(Conversation).decode
encode = msgspec.json.Encoder().encode


class Timeline:
    """`reactions`: event type -> names of what follows, as the journey's table says; `name`: what a person is called."""

    def __init__(
        self, reactions: Mapping[type[e.Event], tuple[str, ...]], name: Callable[[str], str] = lambda _: ""
    ) -> None:
        self._reactions = reactions
        self._name = name
        self._called: dict[str, str] = {}
        self.idles: dict[str, Idle] = {}  # reaction -> who can tell beforehand; set by `bootstrap`

    def audience(self, event: e.Event) -> str:
        return event.audience

    def encode(self, event: e.Event) -> str:
        return encode(event).decode()

    def decode(self, data: str) -> Any:
        return decode_event(data)

    def load(self, state: str) -> Conversation:
        return decode_state(state)

    def copy(self, state: Conversation) -> Conversation:
        return copy.copy(state)

    def apply(self, state: Conversation | None, record: Record) -> Conversation:
        return apply(state, record)

    def row(self, state: Conversation) -> dict[str, Any]:
        row: dict[str, Any] = {name: getattr(state, name) for name in COLUMNS}
        row["state"] = encode(state).decode()
        return row

    def derived(self, state: Conversation) -> Derived:
        return views.derived(state)

    def alike(self, before: Conversation, after: Conversation) -> bool:
        return views.alike(before, after)

    def words(self, record: Record, state: Conversation) -> str:
        """What was written, with whose conversation it is: a name and a word of the text are found together."""
        event = record.event
        text = record.text if event.words and not isinstance(event, e.ReplyDelivered) else None
        if not text and not isinstance(event, _HEADED):
            return ""
        if state.question is not None and not isinstance(event, e.QuestionPublished):
            return " ".join(tokens(text or ""))  # whoever looks a public question up finds nobody by name
        name = self._called.get(state.buyer_id)
        if name is None:
            name = self._name(state.buyer_id)
            self.know(state.buyer_id, name)
        head = _head(state.reference, state.order_id, name, state.seller_id)
        return " ".join([*head, *tokens(text or "")])

    def know(self, person_id: str, name: str) -> None:
        """Told by whoever has the name at hand: the writer must not have to ask for each message."""
        if len(self._called) >= NAMES:
            self._called.clear()
        self._called[person_id] = name

    def called(self, person_id: str) -> str:
        """What a person is called."""
        return self._name(person_id)

    def reactions(self, event: e.Event) -> tuple[str, ...]:
        return self._reactions.get(type(event), ())

    def idle(self, connection: Connection, jobs: Sequence[Job], states: Mapping[str, Any]) -> set[int]:
        asked: defaultdict[str, list[Case]] = defaultdict(list)
        for job in jobs:
            if job.reaction in self.idles:
                asked[job.reaction].append((job, states[job.conversation_id]))
        return {one for reaction, cases in asked.items() for one in self.idles[reaction](connection, cases)}


@lru_cache(maxsize=5_000)
def _head(reference: str, order: str | None, name: str, seller: str | None) -> tuple[str, ...]:
    """Numbers are found by their parts and without their dashes."""
    numbers = [number for number in (reference, order) if number]
    joined = ["".join(filter(str.isalnum, number)).casefold() for number in numbers]
    found = [token for part in (*numbers, name) for token in tokens(part)]
    return (*joined, *found, *([party(seller)] if seller else []))


def party(seller_id: str) -> str:
    """The token that keeps a seller's search within the seller's own: no word of any text looks like it."""
    return "zzseller" + "".join(filter(str.isalnum, seller_id)).casefold()


def fold(records: list[Record]) -> Conversation | None:
    """The state from nothing but the events: what `verify` and the tests compare with."""
    state: Conversation | None = None
    for record in records:
        state = apply(state, record)
    return state

"""How the writer folds this room's events: `storage.Folding`, for conversations."""

import copy
from collections.abc import Mapping
from typing import Any, Union

import msgspec

from otvet.conversation import events as e
from otvet.conversation.state import Conversation, apply
from otvet.storage.record import Record

COLUMNS = (
    "id", "reference", "account_id", "channel", "buyer_id", "seller_id", "order_id", "topic", "language", "status",
    "assignee_id", "held", "waiting_since", "created_at", "updated_at", "last_seq", "last_position",
)  # fmt: skip

decode_event = msgspec.json.Decoder(Union[e.CATALOGUE]).decode  # noqa: UP007  made from the page
decode_state = msgspec.json.Decoder(Conversation).decode
encode = msgspec.json.Encoder().encode


class Timeline:
    """`reactions`: event type -> names of what follows, as the journey's table says."""

    def __init__(self, reactions: Mapping[type[e.Event], tuple[str, ...]]) -> None:
        self._reactions = reactions

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

    def reactions(self, event: e.Event) -> tuple[str, ...]:
        return self._reactions.get(type(event), ())


def fold(records: list[Record]) -> Conversation | None:
    """The state from nothing but the events: what `verify` and the tests compare with."""
    state: Conversation | None = None
    for record in records:
        state = apply(state, record)
    return state

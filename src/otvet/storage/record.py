"""What travels between the rooms and the writer: events to append, and events as stored."""

from typing import Any, Literal

from msgspec import Struct

ByKind = Literal["buyer", "staff", "seller", "bot", "system"]


class Body(Struct, frozen=True):
    """Words of a person, kept apart from the event; `subject_id` is whose data they are."""

    id: str
    subject_id: str
    text: str


class Entry(Struct, frozen=True):
    """An event that wants to be appended. `body_id` alone cites words stored before; `text` are these, for viewers.

    `done` names reactions that need no job: what they would do is appended along with it.
    """

    event: Any
    by_kind: str
    by_id: str
    body: Body | None = None
    body_id: str | None = None
    text: str | None = None
    done: tuple[str, ...] = ()


class Record(Struct, frozen=True):
    """An event as stored. `text` is there when the words are at hand."""

    position: int
    conversation_id: str
    seq: int
    name: str
    audience: str
    at: int
    by_kind: str
    by_id: str
    body_id: str | None
    event: Any
    text: str | None = None


class Key(Struct, frozen=True):
    """Who sends what under which idempotency key; unique for good."""

    sender: str
    scope: str
    key: str
    body_hash: str


class Job(Struct, frozen=True):
    """Work that an event asked for, as leased to this process."""

    id: int
    conversation_id: str
    reaction: str
    record: Record
    attempts: int
    lease: str


class Stored(Struct, frozen=True):
    """What the writer did: the records, and the answer kept under the key."""

    records: tuple[Record, ...]
    answer: dict[str, Any]
    repeated: bool = False

"""What a conversation's state holds of what the shop was asked: open until it did it, refused, or a person gave up."""

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, field

from otvet.conversation import events as e
from otvet.storage.record import Record

if TYPE_CHECKING:
    from otvet.conversation.state import Conversation


class Wished(Struct):
    """What was asked of the shop: `open` until it did it or refused; `again_at` in ms, `None`: a person has to say so."""

    by_id: str
    wish: dict[str, Any]
    again_at: int | None
    state: str = "asked"  # asked | unheard | made | refused
    attempt: int = 0
    record_id: str = ""
    code: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    granted_by: str = ""  # whose purse it is, where somebody approved it

    @property
    def open(self) -> bool:
        return self.state in ("asked", "unheard")


def _asked(c: "Conversation", event: e.ShopAsked, record: Record) -> None:
    c.wishes = {
        **c.wishes,
        event.wish_id: Wished(record.by_id, event.wish, event.again_at, granted_by=event.granted_by),
    }


def _did(c: "Conversation", event: e.ShopDid, _record: Record) -> None:
    _wish(c, event.wish_id, state="made", again_at=None, record_id=event.record_id, facts=event.facts)


def _would_not(c: "Conversation", event: e.ShopRefused, _record: Record) -> None:
    _wish(c, event.wish_id, state="refused", again_at=None, code=event.code, text=event.text)


def _unheard(c: "Conversation", event: e.ShopUnheard, _record: Record) -> None:
    _wish(c, event.wish_id, state="unheard", again_at=event.again_at, attempt=event.attempt)


def _wish(c: "Conversation", wish_id: str, **changes: Any) -> None:
    c.wishes = {**c.wishes, wish_id: msgspec.structs.replace(c.wishes[wish_id], **changes)}


CHANGES: dict[type[e.Event], Any] = {
    e.ShopAsked: _asked,
    e.ShopDid: _did,
    e.ShopRefused: _would_not,
    e.ShopUnheard: _unheard,
}

"""What was asked of the shop for a buyer, and what it said: ids and facts, no words."""

from typing import Any, ClassVar, Literal

from msgspec import field

from otvet.conversation.events.event import Event


class ShopAsked(Event, frozen=True, tag="ShopAsked"):
    """A colleague wants something done for the buyer; `wish_id` is the key it goes to the shop with.

    `wish` are the facts of it (`market/wishes.py`); nothing heard by `again_at` in ms, it is asked again.
    """

    figures: ClassVar[tuple[str, ...]] = ("compensation",)

    wish_id: str
    what: str
    wish: dict[str, Any]
    again_at: int
    granted_by: str = ""  # who approved it, where it was above what the asker may give


class ShopDid(Event, frozen=True, tag="ShopDid"):
    """The shop did it, once: `record_id` is its own number, `facts` what people are told of it."""

    figures: ClassVar[tuple[str, ...]] = ("compensation",)

    wish_id: str
    what: str
    record_id: str
    facts: dict[str, str | int] = field(default_factory=dict)


class ShopRefused(Event, frozen=True, tag="ShopRefused"):
    """The shop would not; `code` says why, `text` in its own words by language where it has any."""

    wish_id: str
    what: str
    code: str
    text: dict[str, str] = field(default_factory=dict)


class ShopUnheard(Event, frozen=True, tag="ShopUnheard"):
    """The shop gave no usable answer; it is asked again at `again_at` in ms, or, without one, when a person says so."""

    wish_id: str
    what: str
    why: Literal["late", "broken"]
    attempt: int
    again_at: int | None = None

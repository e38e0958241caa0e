"""The root of all events, and what every event says of itself."""

from typing import ClassVar, Literal

from msgspec import Struct

Audience = Literal["public", "seller", "team"]
Kind = Literal["message", "reply", "note", "line", "mark"]


class Event(Struct, frozen=True, tag_field="name", kw_only=True, omit_defaults=True):
    """The root of all events."""

    audience: ClassVar[Audience] = "team"
    kind: ClassVar[Kind] = "line"
    figures: ClassVar[tuple[str, ...]] = ()
    words: ClassVar[bool] = False

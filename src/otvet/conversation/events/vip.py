"""Who the shop's best buyers are, as the desk reckons it from their orders (mission row B8)."""

from typing import ClassVar

from msgspec import field

from otvet.conversation.events.event import Event


class VipRecognised(Event, frozen=True, tag="VipRecognised"):
    """The buyer's tier by their order history, `None` for none any more, what it is called, and their personal manager."""

    figures: ClassVar[tuple[str, ...]] = ("vip",)

    tier: str | None
    called: dict[str, str] = field(default_factory=dict)
    manager_id: str | None = None

"""What a conversation's state holds of its buyer's tier: routing goes by it, so it follows from events alone."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from otvet.conversation import events as e
from otvet.storage.record import Record

if TYPE_CHECKING:
    from otvet.conversation.state import Conversation


class Vip(Struct, frozen=True):
    """The tier by its code and as it is called, and whose buyer it is."""

    tier: str
    called: dict[str, str]
    manager_id: str | None = None


def _recognised(c: "Conversation", event: e.VipRecognised, _record: Record) -> None:
    c.vip = Vip(event.tier, event.called, event.manager_id) if event.tier else None


CHANGES: dict[type[e.Event], Any] = {e.VipRecognised: _recognised}

"""What every channel is to the house: it takes what the gate has cleared, and nothing else."""

from typing import Protocol

from msgspec import Struct

from otvet.policy import Cleared


class Taken(Struct, frozen=True):
    """The channel has it; `id` is the channel's own, for receipts and against doubles."""

    id: str | None = None


class Refused(Struct, frozen=True):
    """The channel will never take it; `reason` in words for the author."""

    reason: str


class Departure(Struct, frozen=True):
    """Where a reply goes. `key` is the same at every attempt, for channels that know idempotency."""

    conversation_id: str
    buyer_id: str
    key: str


class Channel(Protocol):
    """A channel; whatever it raises is tried again later.

    `by_timeline`: no carrier lies between the house and the buyer, what is appended is what the buyer reads.
    """

    name: str
    by_timeline: bool

    async def deliver(self, cleared: Cleared, departure: Departure) -> Taken | Refused:
        """Bring it to the buyer."""

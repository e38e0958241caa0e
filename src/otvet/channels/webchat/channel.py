"""Web chat has no carrier between us and the buyer: the timeline itself is what the browser reads.

So delivery is the event `ReplyDelivered`, which the live stream brings and which waits in the timeline for an absent buyer,
and a cleared reply leaves in the transaction that says it is cleared.
"""

from otvet.channels.port import Departure, Refused, Taken
from otvet.policy import Cleared


class Webchat:
    """Takes everything that is cleared."""

    name = "webchat"
    by_timeline = True

    async def deliver(self, cleared: Cleared, departure: Departure) -> Taken | Refused:
        if not isinstance(cleared, Cleared):
            raise TypeError(f"webchat takes only what the gate cleared, not {type(cleared).__name__}")
        return Taken(departure.key)

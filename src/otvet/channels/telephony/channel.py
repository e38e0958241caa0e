"""A call has no writing: what somebody writes into its conversation reaches nobody, and they are told so."""

from otvet.channels.port import Departure, Refused, Taken
from otvet.policy import Cleared


class Telephony:
    """Refuses every text, with what to do instead."""

    name = "telephony"
    by_timeline = False

    async def deliver(self, cleared: Cleared, departure: Departure) -> Taken | Refused:
        if not isinstance(cleared, Cleared):
            raise TypeError(f"telephony takes only what the gate cleared, not {type(cleared).__name__}")
        del departure
        return Refused("This was a call: nobody reads what is written here. Say it, or promise a call-back.")

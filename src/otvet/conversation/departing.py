"""A reply that leaves in the transaction that clears it: where the timeline is the channel nothing lies between the two.

The gate judges what is about to be appended, and the append is refused when anything the gate looked at has moved:
a second look on departure would look at the same moment (decision 0007).
"""

from collections.abc import Awaitable, Callable

from msgspec import Struct, structs

from otvet.conversation.state import Conversation, PendingReply
from otvet.policy import Cleared
from otvet.storage.record import Entry


class Left(Struct, frozen=True):
    """That a reply has left, and the reactions to its clearing this stands for."""

    entry: Entry
    done: tuple[str, ...]


Depart = Callable[
    [Conversation, Cleared, Entry], Awaitable[Left | None]
]  # takes the entry of `ReplyProposed`


async def by_its_job(_state: Conversation, _cleared: Cleared, _proposed: Entry) -> Left | None:
    """No reply leaves at once: each waits for the reaction to its clearing."""
    return None


def is_reading(reply: PendingReply) -> bool:
    """Whether it is held for its pictures alone: it goes by itself once they are read."""
    return reply.state == "held" and reply.why == "reading"


def leaving(now: Conversation, entries: tuple[Entry, ...], left: Left | None) -> tuple[Entry, ...]:
    """The entries, `ReplyCleared` last, with the departure, unless an earlier reply is about to leave: none overtakes another."""
    if left is None or any(reply.state == "cleared" or is_reading(reply) for reply in now.replies.values()):
        return entries
    return (*entries[:-1], structs.replace(entries[-1], done=left.done), left.entry)

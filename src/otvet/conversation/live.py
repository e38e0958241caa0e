"""The live stream: who follows, what each may see, resuming by cursor.

A cursor is `EPOCH.POSITION`.  Positions are given in the order of commits, so whoever has seen one
has seen all before it; a gap to what was published last is read from the database before going on.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable

from otvet.conversation.state import Conversation
from otvet.people import access
from otvet.people.actor import Actor, Parties
from otvet.storage.record import Record

MOST_WAITING = 2_000  # events one slow reader may fall behind before it has to load again
TEAM = "*"


class Follower:
    """One open stream: the actor, and what waits to be written to it."""

    __slots__ = ("actor", "ended", "lost", "pending", "quiet", "ready", "seen")

    def __init__(self, actor: Actor, seen: int) -> None:
        self.actor = actor
        self.seen = seen  # the last position this stream is complete up to
        self.pending: list[bytes] = []
        self.ready = asyncio.Event()
        self.lost = False
        self.ended = False
        self.quiet = 0.0  # seconds since anything was written to it

    def end(self) -> None:
        """Its session is good no longer: nothing more is written to it."""
        self.ended = True
        self.ready.set()

    def push(self, chunk: bytes) -> None:
        if len(self.pending) >= MOST_WAITING:
            self.lost = True
            self.pending.clear()
        elif not self.lost:
            self.pending.append(chunk)
        self.ready.set()

    def take(self) -> bytes:
        """All that waits, as one piece."""
        joined = b"".join(self.pending)
        self.quiet = 0.0
        self.pending.clear()
        self.ready.clear()
        return joined


class Hub:
    """All open streams of this server. `draw` turns a record into the bytes of one event."""

    def __init__(self, draw: Callable[[Record], bytes]) -> None:
        self._draw = draw
        self._by_reach: defaultdict[str, set[Follower]] = defaultdict(set)
        self.position = 0
        self.epoch = ""

    def __len__(self) -> int:
        return sum(len(followers) for followers in self._by_reach.values())

    def everybody(self) -> list[Follower]:
        return [follower for followers in self._by_reach.values() for follower in followers]

    def join(self, actor: Actor) -> Follower:
        """From now on the actor's events wait for it, complete from the hub's position."""
        follower = Follower(actor, self.position)
        self._by_reach[_reach(actor)].add(follower)
        return follower

    def leave(self, follower: Follower) -> None:
        reach = _reach(follower.actor)
        self._by_reach[reach].discard(follower)
        if not self._by_reach[reach]:
            del self._by_reach[reach]

    def publish(self, records: Iterable[Record], parties: Callable[[str], Parties | None]) -> None:
        """Hand each record to those who may see it; each is drawn once."""
        for record in records:
            whose = parties(record.conversation_id)
            if whose is None:
                continue
            chunk: bytes | None = None
            for follower in self._reached(whose):
                if record.audience in access.audiences(follower.actor) and access.may_see(
                    follower.actor, whose
                ):
                    chunk = chunk or self._draw(record)
                    follower.push(chunk)

    def tell(self, whose: Parties, audience: str, chunk: bytes, *, but: str) -> None:
        """Something that is no event and is kept nowhere, such as typing; not to its own author."""
        for follower in self._reached(whose):
            actor = follower.actor
            if actor.id != but and audience in access.audiences(actor) and access.may_see(actor, whose):
                follower.push(chunk)

    def reset(self) -> None:
        """Everybody has to load again: the past is another one now."""
        for followers in self._by_reach.values():
            for follower in followers:
                follower.lost = True
                follower.ready.set()

    def _reached(self, whose: Parties) -> list[Follower]:
        reached = [*self._by_reach.get(TEAM, ()), *self._by_reach.get(whose.buyer_id, ())]
        if whose.seller_id:
            reached += self._by_reach.get(whose.seller_id, ())
        return reached


def _reach(actor: Actor) -> str:
    """Where a follower is looked up; what it may see is still decided by `access`."""
    if actor.role == "buyer":
        return actor.id
    if actor.role == "seller":
        return actor.seller_id or actor.id
    return TEAM


def parties_of(states: dict[str, Conversation]) -> Callable[[str], Parties | None]:
    """Whose each conversation is."""

    def parties(conversation_id: str) -> Parties | None:
        state = states.get(conversation_id)
        return state.parties if state else None

    return parties

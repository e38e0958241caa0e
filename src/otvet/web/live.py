"""The live stream over server-sent events: the missed past, hello, then what happens, a beat every 15 s.

On PostgreSQL other servers commit too: a hint says how far, and the gap is read before anything newer is shown.
"""

import asyncio
import contextlib
import math
from collections import Counter, deque
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
from litestar import Request, get
from litestar.params import Parameter
from litestar.response import Stream

from otvet import seeing
from otvet.bootstrap import House
from otvet.conversation.live import Follower, Hub, parties_of
from otvet.conversation.state import Conversation
from otvet.errors import BadInput, DatabaseDown, TooMany
from otvet.people.actor import Actor, Parties
from otvet.storage.hints import Hints
from otvet.storage.record import Record
from otvet.storage.writer import Committed
from otvet.web.api.drawing import Drawing

BEAT = 15.0
STILL = 3.0  # how often it is asked who may still listen
FEW = 25  # of whom it is asked at once: five hundred together held up every reply for 25 ms
MOST_MISSED = 5_000
BEHIND = 3.0  # how long a client from another server waits for this one to have heard of what it has seen
encode = msgspec.json.Encoder().encode


class Streams:
    """Feeds the hub with every commit of every server, in the ledger's order."""

    def __init__(self, house: House, drawing: Drawing, hints: Hints | None) -> None:
        store, recall = house.store, house.recall
        self._people = house.people
        self.hub = Hub(drawing.chunk)
        self.drawing = drawing
        self._store = store
        self._recall = recall
        self._hints = hints
        self._waiting: deque[Committed] = deque()
        self._upto = 0
        self._filling: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self.open: Counter[str] = Counter()

    def start(self, epoch: str, position: int) -> None:
        self.hub.epoch, self.hub.position = epoch, position

    def follow(self, committed: Committed) -> None:
        """A commit of this server: shown at once when nothing of another server lies before it."""
        if not committed.records:
            return
        if committed.first == self.hub.position and self._filling is None:
            self._show(committed.records, committed.states)
            self.hub.position = committed.last
        else:
            self.fill(committed.last)

    def fill(self, upto: int) -> None:
        """Read from the database, and show, everything up to `upto`."""
        self._upto = max(self._upto, upto)
        if self._upto > self.hub.position and self._filling is None:
            self._filling = asyncio.ensure_future(self._fill())
            self._filling.add_done_callback(self._filled)

    async def _fill(self) -> None:
        while self._upto > self.hub.position:
            upto = self._upto
            records = await asyncio.to_thread(self._store.between, self.hub.position, upto)
            names = sorted({record.conversation_id for record in records})
            self._recall.forget(names)
            states = await asyncio.to_thread(self._store.states, names)
            self._recall.learn(states, records)
            self._show(records, states)
            self.hub.position = upto

    async def reach(self, cursor: tuple[str, int]) -> None:
        """Hear of all a client has already seen at another server; what no server knows is left to a resync."""
        epoch, position = cursor
        if epoch != self.hub.epoch or position <= self.hub.position:
            return
        try:
            known = await asyncio.to_thread(self._store.cursor)
        except DatabaseDown:
            return
        if known[0] != epoch or known[1] < position:
            return
        self.fill(position)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BEHIND):
                while self._filling is not None and self.hub.position < position:
                    await asyncio.wait({self._filling})

    def _filled(self, task: "asyncio.Task[None]") -> None:
        self._filling = None
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            seeing.log.warning("gap not read", kind=type(error).__name__)
            asyncio.get_running_loop().call_later(0.5, self.fill, self._upto)
        elif self._upto > self.hub.position:
            self.fill(self._upto)

    def _show(self, records: Sequence[Record], states: dict[str, Conversation]) -> None:
        self.hub.publish(records, parties_of(states))

    def typing(self, actor: Actor, state: Conversation) -> None:
        """Tell the others, here and on the other servers, that the actor is writing."""
        self._tell("typing", "public", actor, state)

    def present(self, actor: Actor, state: Conversation, how: str) -> None:
        """Tell those who answer that the actor is `viewing`, `replying` or `gone`; the buyer never hears of it."""
        self._tell("presence", "seller" if actor.kind == "seller" else "team", actor, state, how=how)

    def _tell(self, what: str, audience: str, actor: Actor, state: Conversation, *, how: str = "") -> None:
        by = {"kind": actor.kind, "id": actor.id, "name": actor.name}
        whose = [state.buyer_id, state.seller_id, state.account_id]
        said = {
            "what": what,
            "audience": audience,
            "whose": whose,
            "conversation": state.id,
            "by": by,
            "state": how,
        }
        self.hear(said)
        if self._hints is not None:
            self._hints.tell(said)

    def hear(self, said: dict[str, Any]) -> None:
        """Somebody is writing or looking, here or on another server."""
        content = {name: said[name] for name in ("conversation", "by", "state") if said[name]}
        chunk = b"event: %s\ndata: %s\n\n" % (said["what"].encode(), encode(content))
        self.hub.tell(Parties(*said["whose"]), said["audience"], chunk, but=said["by"]["id"])

    def join(self, actor: Actor, most: int) -> Follower:
        """Raises `TooMany` when the person has too many streams open."""
        if self.open[actor.id] >= most:
            raise TooMany(f"You have {most} live streams open; close one first.", retry_after=5)
        self.open[actor.id] += 1
        if self._watching is None:
            self._watching = asyncio.ensure_future(self._watch())
        return self.hub.join(actor)

    async def _watch(self) -> None:
        """While anybody follows: who may still listen, and a beat for who hears nothing; a few at a time, all within `STILL`.

        A timer and a look for each stream cost more, at five hundred streams, than all they were told.
        """
        try:
            await asyncio.sleep(STILL)
            while followers := self.hub.everybody():
                pause = STILL / math.ceil(len(followers) / FEW)
                for start in range(0, len(followers), FEW):
                    await self._look_after(followers[start : start + FEW])
                    await asyncio.sleep(pause)
        finally:
            self._watching = None

    async def _look_after(self, followers: Sequence[Follower]) -> None:
        try:
            gone = await asyncio.to_thread(self._people.gone, [one.actor for one in followers])
        except Exception as error:  # noqa: BLE001  a database that is away now is back later, and brings no news till then
            seeing.log.warning("streams not looked after", kind=type(error).__name__)
            return
        for follower in followers:
            follower.quiet += STILL
            if follower.actor.session in gone:
                follower.end()
            elif follower.quiet >= BEAT:
                follower.push(b": beat\n\n")

    def leave(self, follower: Follower) -> None:
        self.open[follower.actor.id] -= 1
        if not self.open[follower.actor.id]:
            del self.open[follower.actor.id]
        self.hub.leave(follower)


def parse_cursor(text: str) -> tuple[str, int]:
    """Epoch and position; raises `BadInput`."""
    epoch, _, position = text.rpartition(".")
    if not epoch or not (position.isascii() and position.isdigit() and len(position) < 19):  # noqa: PLR2004
        raise BadInput(
            "This cursor is not one of ours; take the one a conversation or /me came with, or none."
        )
    return epoch, int(position)


@get("/live", opt={"action": "live.follow"}, summary="Follow what happens", media_type="text/event-stream")
async def live(
    request: Request[Any, Any, Any],
    after: str | None = Parameter(default=None, max_length=120),
    last_event_id: str | None = Parameter(default=None, header="Last-Event-ID", max_length=120),
) -> Stream:
    """Server-sent events from a cursor on: `timeline`, `typing`, `presence`, `resync`; a comment every 15 s."""
    house, actor = request.app.state.house, request.scope["state"]["actor"]
    cursor = parse_cursor(last_event_id or after or "") if last_event_id or after else None
    if cursor is not None:
        await house.streams.reach(cursor)
    follower = house.streams.join(actor, house.settings.followers_per_person)
    content = _events(house, follower, cursor)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Connection": "keep-alive"}
    return Stream(content, media_type="text/event-stream; charset=utf-8", headers=headers)


async def _events(house: Any, follower: Follower, cursor: tuple[str, int] | None) -> AsyncIterator[bytes]:
    streams: Streams = house.streams
    try:
        now = streams.drawing.cursor(follower.seen)
        yield b"retry: 1000\n\n"
        if cursor is not None:
            missed = await _missed(streams, follower, cursor)
            if missed is None:
                yield _resync(streams)
                return
            if missed:
                yield missed
        # After what was missed: a connection cut before it is taken up again from the old cursor.
        yield b"event: hello\nid: %s\ndata: %s\n\n" % (now.encode(), encode({"cursor": now}))
        async for chunk in _follow(house, follower):
            yield chunk
    finally:
        streams.leave(follower)


async def _missed(streams: Streams, follower: Follower, cursor: tuple[str, int]) -> bytes | None:
    """What happened since the cursor, or `None` where only loading again helps."""
    epoch, position = cursor
    if epoch != streams.hub.epoch or position > follower.seen:
        return None
    if position == follower.seen:
        return b""
    since = streams._store.since  # noqa: SLF001  the stream is its own reader
    try:
        records = await asyncio.to_thread(since, follower.actor, position, follower.seen, MOST_MISSED + 1)
    except DatabaseDown:
        return None
    if len(records) > MOST_MISSED:
        return None
    return b"".join([streams.drawing.chunk(record) for record in records])


async def _follow(house: Any, follower: Follower) -> AsyncIterator[bytes]:
    while True:
        await follower.ready.wait()
        if follower.ended or not house.people.holds(follower.actor):
            return
        if follower.lost:
            yield _resync(house.streams)
            return
        chunk = follower.take()
        if chunk:
            yield chunk


def _resync(streams: Streams) -> bytes:
    cursor = streams.drawing.cursor(streams.hub.position)
    return b"event: resync\nid: %s\ndata: %s\n\n" % (cursor.encode(), encode({"cursor": cursor}))


HANDLERS = (live,)

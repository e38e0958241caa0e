"""Replies that leave later, and snoozes that end: what the clock brings about.

Every server looks at the same rows; each deadline is decided against the state under the ledger's lock,
so the second one to come finds nothing left to do.
"""

import asyncio
from collections.abc import Callable

from otvet import seeing
from otvet.clock import Clock
from otvet.conversation import events as e
from otvet.conversation import views
from otvet.conversation.appending import Append, Decision
from otvet.conversation.conversations import Conversations
from otvet.conversation.merging import goes_on
from otvet.conversation.replies import Proposal, Replies
from otvet.conversation.sending import checked_reply, keyed
from otvet.conversation.state import Conversation, ScheduledReply
from otvet.conversation.store import Store
from otvet.errors import BadInput, Conflict, NotAllowed, OtvetError
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.record import Body, Entry, Stored
from otvet.storage.waiting import Waiting

SOONEST_MS = 10_000
LATEST_MS = 90 * 24 * 3600 * 1000
Author = Callable[[str], Actor]  # who wrote it, as somebody who is not there to confirm; raises `NotFound`


class Later:
    """Schedules, takes back, and does what is due."""

    def __init__(
        self, replies: Replies, conversations: Conversations, waiting: Waiting, clock: Clock, author: Author
    ) -> None:
        self._replies = replies
        self._author = author
        self._conversations = conversations
        self._waiting = waiting
        self._clock = clock

    @property
    def _store(self) -> Store:
        return self._conversations.store

    async def schedule(
        self, actor: Actor, conversation_id: str, proposal: Proposal, *, at: int, key: str | None
    ) -> Stored:
        """Let the reply leave at `at` in ms: it passes the gate then, as if its author were not there to confirm."""
        access.allow(actor, "reply.schedule")
        await self._conversations.seen(actor, conversation_id)
        checked_reply(proposal.text, self._conversations.limits.message_chars)
        if not proposal.text.strip():
            raise BadInput("Write something; an empty reply is not kept for later.")
        now = self._clock.now()
        if not now + SOONEST_MS <= at <= now + LATEST_MS:
            raise BadInput("Choose a time at least ten seconds from now and at most 90 days.")
        unique = keyed(actor, conversation_id, key, ["scheduled", proposal, at])
        await self._conversations.attachments.cite(actor, proposal.files, conversation_id)
        reply_id = self._clock.new_id("r")
        body = Body(self._clock.new_id("b"), actor.id, proposal.text)

        def decide(state: Conversation) -> Decision:
            goes_on(state)
            seen = proposal.last_seen_seq if proposal.last_seen_seq is not None else state.last_seq
            event = e.ReplyScheduled(reply_id=reply_id, at=at, seen=seen, files=proposal.files)
            answer = {"id": reply_id, "seq": state.last_seq + 1}
            return Decision((Entry(event, actor.kind, actor.id, body),), answer)

        stored: Stored = await self._waiting.do(Append(conversation_id, decide, key=unique))
        return stored

    async def cancel(self, actor: Actor, conversation_id: str, reply_id: str) -> Stored:
        """Its author, a senior agent or a supervisor takes it back before it left."""
        access.allow(actor, "reply.schedule")
        await self._conversations.seen(actor, conversation_id)

        def decide(now: Conversation) -> Decision:
            scheduled = now.scheduled.get(reply_id)
            if scheduled is None:
                raise Conflict("No reply with this id waits here; it may have been sent meanwhile.")
            if scheduled.author_id != actor.id and actor.role not in access.ACTIONS["reply.release"]:
                raise NotAllowed("Only its author, a senior agent or a supervisor takes it back.")
            return Decision((_ended(reply_id, "withdrawn", actor),), {"id": reply_id})

        stored: Stored = await self._waiting.do(Append(conversation_id, decide))
        return stored

    async def due(self) -> None:
        """Do everything whose time has come; for the table of ticks."""
        for row in await asyncio.to_thread(self._store.due, self._clock.now(), views.WAKE, views.SEND):
            try:
                if row.kind == views.WAKE:
                    await self._wake(row.conversation_id)
                else:
                    await self._send(row.conversation_id, row.subject)
            except Exception as error:  # noqa: BLE001  one that fails hinders no other; it is tried again at the next tick
                seeing.log.warning("deadline not met", kind=row.kind, reason=type(error).__name__)

    async def _wake(self, conversation_id: str) -> None:
        def decide(now: Conversation) -> Decision:
            there = now.snoozed_until is not None and now.snoozed_until <= self._clock.now()
            return Decision((Entry(e.Woken(why="time"), "system", "desk"),) if there else (), {})

        await self._waiting.do(Append(conversation_id, decide))

    async def _send(self, conversation_id: str, reply_id: str) -> None:
        """Through the gate like any reply; stopped when somebody wrote since its author looked."""
        state = await self._conversations.recall.state(conversation_id)
        scheduled = state.scheduled.get(reply_id) if state else None
        if scheduled is None:
            return
        why = "sent"
        try:
            await self._propose(conversation_id, reply_id, scheduled)
        except OtvetError as error:
            if error.retry == "same_key":
                raise
            why = "moved" if error.code == "moved" else "refused"

        def decide(now: Conversation) -> Decision:
            if reply_id not in now.scheduled:
                return Decision((), {})
            entries = [_ended(reply_id, why, None)]
            if why != "sent" and now.snoozed:  # a person has to look
                entries.append(Entry(e.Woken(why="time"), "system", "desk"))
            return Decision(tuple(entries), {})

        await self._waiting.do(Append(conversation_id, decide))

    async def _propose(self, conversation_id: str, reply_id: str, scheduled: ScheduledReply) -> None:
        """The key is made of the reply's id: two servers, or one that was killed, send it once."""
        text = (await self._conversations.recall.words((scheduled.body_id,)))[0]
        author = await asyncio.to_thread(self._author, scheduled.author_id)
        proposal = Proposal(text=text, files=scheduled.files, last_seen_seq=scheduled.seen)
        await self._replies.propose(author, conversation_id, proposal, f"scheduled {reply_id}")


def _ended(reply_id: str, why: str, actor: Actor | None) -> Entry:
    ended = e.ScheduleEnded(reply_id=reply_id, why=why)  # type: ignore[arg-type]
    return Entry(ended, actor.kind, actor.id) if actor else Entry(ended, "system", "desk")

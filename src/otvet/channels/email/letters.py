"""Letters to buyers who are away: planned when an answer lies unread, dropped when it is read, due when it still is.

A letter is a plan in the timeline: it survives a restart, and only the buyer's own reading or a colleague stops it.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Connection

from otvet import seeing
from otvet.channels.email.post import Post, again, reachable, to_rate
from otvet.conversation import events as e
from otvet.conversation import views
from otvet.conversation.appending import Append, Decision
from otvet.conversation.conversations import Conversations
from otvet.conversation.letters import Letter
from otvet.conversation.state import Conversation
from otvet.conversation.timeline import Case
from otvet.errors import BadInput, Conflict
from otvet.people import access
from otvet.people.actor import Actor
from otvet.people.buyers import Buyer, with_address
from otvet.people.people import People
from otvet.storage.record import Entry, Job, Stored
from otvet.storage.waiting import Waiting

UNDO_MS: Final = 10_000  # a letter cannot be called back: so long it can still be stopped
AHEAD_MS: Final = 10_000  # who holds the buyer's stream puts a letter off before another server sends it
LATEST_MS: Final = 24 * 3600 * 1000


class Letters:
    """Plans and stops. `present` is told by the web room: whether a buyer follows live on this server."""

    def __init__(self, post: Post, conversations: Conversations, waiting: Waiting, people: People) -> None:
        self.post = post
        self.present: Callable[[str], bool] = lambda _buyer_id: False
        self._conversations = conversations
        self._waiting = waiting
        self._people = people
        self._clock = conversations.clock

    async def plan(self, job: Job) -> Append | None:
        """The reaction to an answer that was delivered, and to a matter that was resolved."""
        buyer = await self._buyer(job.conversation_id)
        if buyer is None:
            return None
        sort: e.Sort = "answer" if isinstance(job.record.event, e.ReplyDelivered) else "rating"
        at = self._clock.now() + max(UNDO_MS, self.post.after)
        upto = job.record.seq if sort == "answer" else 0

        def decide(now: Conversation) -> Decision:
            if (sort == "answer" and now.read_buyer >= upto) or (sort == "rating" and not to_rate(now)):
                return Decision((), {})
            waiting = next(
                (n for n, one in now.letters.items() if one.sort == sort and one.at is not None), None
            )
            due = now.letters[waiting].at if waiting else at
            planned = e.LetterPlanned(
                letter_id=waiting or _letter_id(job), sort=sort, at=due or at, upto=upto
            )
            return Decision((Entry(planned, "system", "journey"),), {})

        return Append(job.conversation_id, decide, finishes=job)

    def idle(self, connection: Connection, cases: Sequence[Case]) -> set[int]:
        """Which plans would come to nothing: there is no mail server, or no address to send to."""
        if self.post.server is None:
            return {job.id for job, _ in cases}
        to = with_address(connection, {state.buyer_id for _, state in cases})
        return {job.id for job, state in cases if state.buyer_id not in to}

    async def _buyer(self, conversation_id: str) -> Buyer | None:
        """The buyer, where letters can leave and there is an address to send one to."""
        state = await self._conversations.recall.state(conversation_id)
        return await reachable(self.post, self._people, state) if state else None

    async def ask_for_transcript(self, actor: Actor, conversation_id: str) -> Stored:
        """A buyer wants the conversation by e-mail; raises `BadInput` where there is no address or no mail."""
        access.allow(actor, "conversation.transcript")
        state = await self._conversations.seen(actor, conversation_id)
        if actor.id != state.buyer_id or await self._buyer(conversation_id) is None:
            raise BadInput(
                "There is no address to send it to. Leave one in the chat, or download the conversation."
            )
        letter_id = self._clock.new_id("l")

        def decide(now: Conversation) -> Decision:
            if any(one.sort == "transcript" for one in now.letters.values()):
                return Decision((), {})
            planned = e.LetterPlanned(letter_id=letter_id, sort="transcript", at=self._clock.now())
            return Decision((Entry(planned, actor.kind, actor.id),), {})

        stored: Stored = await self._waiting.do(Append(conversation_id, decide))
        return stored

    async def stop(self, actor: Actor, conversation_id: str) -> Stored:
        """A colleague takes back what has not left; raises `Conflict` when nothing waits any more."""
        access.allow(actor, "letter.stop")
        await self._conversations.seen(actor, conversation_id)

        def decide(now: Conversation) -> Decision:
            waiting = [
                (n, one) for n, one in now.letters.items() if one.at is not None and one.sort != "transcript"
            ]
            if not waiting:
                raise Conflict("No letter waits here; it may have left meanwhile.")
            stopped = [e.LetterStopped(letter_id=n, sort=one.sort, why="withdrawn") for n, one in waiting]  # type: ignore[arg-type]
            return Decision(tuple(Entry(one, actor.kind, actor.id) for one in stopped), {})

        stored: Stored = await self._waiting.do(Append(conversation_id, decide))
        return stored

    async def due(self) -> None:
        """Put off what is for somebody who is here, hand over what is due; for the table of ticks."""
        now = self._clock.now()
        for row in await asyncio.to_thread(self._conversations.store.due, now + AHEAD_MS, views.LETTER):
            try:
                await self._come(row.conversation_id, row.subject, now)
            except Exception as error:  # noqa: BLE001  one that fails hinders no other; it is tried again at the next tick
                seeing.log.warning("letter not looked at", reason=type(error).__name__)

    async def _come(self, conversation_id: str, letter_id: str, now: int) -> None:
        state = await self._conversations.recall.state(conversation_id)
        letter = state.letters.get(letter_id) if state else None
        if state is None or letter is None or letter.at is None:
            return
        event: e.Event
        if letter.sort != "transcript" and self.present(state.buyer_id):
            # The pauses grow: a tab that is open for days and looked at by nobody costs a handful of events.
            pause = min(LATEST_MS, max(UNDO_MS + AHEAD_MS, self.post.after, now - letter.since))
            event = again(letter_id, letter, now + pause, letter.attempt)
        elif letter.at <= now:
            event = e.LetterDue(letter_id=letter_id, sort=letter.sort)  # type: ignore[arg-type]
        else:
            return
        await self._waiting.do(Append(conversation_id, _while(letter_id, letter, event)))


def _letter_id(job: Job) -> str:
    """From the job: tried again it is the same letter, with the same Message-ID."""
    return f"l_{job.id:x}"


def _while(letter_id: str, letter: Letter, event: e.Event) -> Callable[[Conversation], Decision]:
    """Only if the letter still waits as it was seen: two servers look at the same rows."""

    def decide(now: Conversation) -> Decision:
        same = now.letters.get(letter_id) == letter
        return Decision((Entry(event, "system", "journey"),) if same else (), {})

    return decide

"""The life of a reply: proposed, then cleared or held; confirmed, rewritten, withdrawn, disputed or released; gone.

The gate runs before the writer. The transaction only compares what the gate looked at with what is there now,
and sends the reply back to the gate when something moved.
"""

import asyncio
from collections.abc import Sequence
from typing import Any
from weakref import WeakValueDictionary

from msgspec import Struct, to_builtins

from otvet.clock import Clock
from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.context import Gathering
from otvet.conversation.conversations import Conversations
from otvet.conversation.departing import Depart, by_its_job, is_reading, leaving
from otvet.conversation.merging import answerable
from otvet.conversation.packs import Packs
from otvet.conversation.readings import kept_findings
from otvet.conversation.second_reader import Reading
from otvet.conversation.sending import checked_reply, checked_text, keyed
from otvet.conversation.state import Conversation, PendingReply
from otvet.errors import BadInput, Conflict, Moved, NotAllowed, NotFound, OtvetError
from otvet.people import access
from otvet.people.actor import Actor
from otvet.policy import (
    PICTURES,
    SECOND_READER,
    Cleared,
    Context,
    Held,
    Opinion,
    Outgoing,
    Seen,
    Verdict,
)
from otvet.policy.told import KeptContext, keep_context
from otvet.storage.record import Body, Entry, Job, Key, Record, Stored
from otvet.storage.waiting import Waiting

TRIES = 20  # how often another server may get in between before the author is asked to send again
KEPT_UNCHECKED = frozenset({PICTURES, SECOND_READER})  # what people see beside a reply for good
CONTEXTS = 50_000  # hashes of stored contexts remembered; more are only stored again, in vain


class Proposal(Struct, frozen=True, kw_only=True):
    """What somebody wants to send."""

    text: str
    files: tuple[str, ...] = ()
    replaces: str | None = None
    confirm: str | None = None
    last_seen_seq: int | None = None


class Proposed(Struct, frozen=True, kw_only=True):
    """What became of it. `verdict` is `None` when the same key came again and the outcome is read from the store."""

    id: str
    seq: int
    state: str
    why: str | None
    confirm: str | None
    verdict: Verdict | None
    records: tuple[Record, ...] = ()


class Again(OtvetError):
    """What the gate looked at has moved; nothing was stored, look again."""


class Replies:
    """Everything that may happen to a reply before it departs."""

    def __init__(
        self,
        conversations: Conversations,
        waiting: Waiting,
        packs: Packs,
        gathering: Gathering,
        reading: Reading,
        clock: Clock,
    ) -> None:
        self.packs = packs
        self._kept: set[str] = set()  # hashes of contexts that are stored
        self._conversations = conversations
        self._waiting = waiting
        self._gathering = gathering
        self._readings = reading.pictures
        self._opinions = reading.second
        self._clock = clock
        self.depart: Depart = by_its_job  # `bootstrap` sets what the channels know
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def propose(
        self, actor: Actor, conversation_id: str, proposal: Proposal, key: str | None
    ) -> Proposed:
        """Through the gate and into the timeline; held is an outcome, not an error."""
        access.allow(actor, "reply.propose")
        state = await self._conversations.seen(actor, conversation_id)
        checked_reply(proposal.text, self._conversations.limits.message_chars)
        if not proposal.text.strip() and not proposal.files:
            raise BadInput("Write something or attach a file; an empty reply is not sent.")
        unique = keyed(actor, conversation_id, key, ["reply", proposal])
        await self._conversations.attachments.cite(actor, proposal.files, conversation_id)
        second = await self._second(actor, state, proposal)
        async with self._turn(conversation_id, actor.id):
            for _ in range(TRIES):
                state = await self._conversations.seen(actor, conversation_id)
                try:
                    return await self._once(actor, state, proposal, (unique, second))
                except Again:
                    continue
        raise Conflict("The conversation changes faster than the reply can be checked; send it again.")

    def _turn(self, conversation_id: str, author_id: str) -> asyncio.Lock:
        """One author's replies to one conversation are judged one after the other: each is history to the next."""
        return self._turns.setdefault((conversation_id, author_id), asyncio.Lock())

    async def _second(self, actor: Actor, state: Conversation, proposal: Proposal) -> Opinion | None:
        """The second reader's word on what is about to be sent; what the gate blocks is not, and goes nowhere."""
        if self._opinions.reader is None:
            return None
        before = self._before(state, actor.id, proposal.replaces)
        context = await self.context(state, actor, before)
        gate = self.packs.gate(state.account_id)
        first = await gate.checked(proposal.text, context)
        if first.verdict == "block":
            return None
        names = await asyncio.to_thread(self._gathering.names, state)
        return await self._opinions.on_sending(gate, proposal.text, context, (*names, actor.name))

    async def _once(
        self, actor: Actor, state: Conversation, proposal: Proposal, given: tuple[Key, Opinion | None]
    ) -> Proposed:
        key, second = given
        before = self._before(state, actor.id, proposal.replaces)
        outgoing = Outgoing(
            text=proposal.text,
            files=proposal.files,
            context=await self.context(state, actor, before),
            attended=actor.attended,
            confirm=proposal.confirm,
            pictures=await self._seen(proposal.files, fresh=True),
            second=second,
        )
        gate = self.packs.gate(state.account_id)
        outcome = await gate.cleared(outgoing)
        reply_id = self._clock.new_id("r")
        kept = keep_context(outgoing.context)
        entries = (*self._entries(actor, proposal, reply_id), await self._told(reply_id, outcome, kept))
        left = await self.depart(state, outcome, entries[-2]) if isinstance(outcome, Cleared) else None

        def decide(now: Conversation) -> Decision:
            self._refuse(now, actor, proposal)
            if self._before(now, actor.id, proposal.replaces) != before or _about(now) != _about(state):
                raise Again("The author wrote something else meanwhile.")
            if self.packs.in_force(now.account_id) != gate.pack_hash:
                raise Again("The account's rules were changed meanwhile.")
            seq = now.last_seq + (2 if proposal.replaces else 1)
            return Decision(leaving(now, entries, left), {"id": reply_id, "seq": seq}, self._unkept(kept))

        stored: Stored = await self._waiting.do(Append(state.id, decide, key=key))
        if stored.repeated:
            return await self._told_again(actor, stored)
        self._remember(kept)
        held = outcome if isinstance(outcome, Held) else None
        return Proposed(
            id=reply_id, seq=int(stored.answer["seq"]), state="held" if held else "cleared",
            why=held.why if held else None, confirm=held.confirm if held else None,
            verdict=outcome.verdict, records=stored.records,
        )  # fmt: skip

    async def _seen(self, files: Sequence[str], *, fresh: bool = False) -> tuple[Seen, ...]:
        """What is known of the pictures among the files; without files nothing is asked."""
        return await asyncio.to_thread(self._readings.seen, files, fresh=fresh) if files else ()

    async def read_pictures(self, job: Job) -> None:
        """The reaction to a reply that is held for its pictures: read them, judge again.

        It is then cleared, or held for what was found, or because nobody could read it: a picture that cannot be read
        fails nothing here, that is kept as its reading.
        """
        if job.record.event.why != "reading":
            return
        reply_id = job.record.event.reply_id
        state = await self._conversations.recall.state(job.conversation_id)
        reply = state.replies.get(reply_id) if state else None
        if reply is not None:
            await self._readings.read(reply.files)
            await self._judge_again(job.conversation_id, reply_id)

    async def _judge_again(self, conversation_id: str, reply_id: str) -> None:
        for _ in range(TRIES):
            state = await self._conversations.recall.state(conversation_id)
            reply = state.replies.get(reply_id) if state else None
            if state is None or reply is None or not is_reading(reply):
                return
            async with self._turn(conversation_id, reply.author_id):
                try:
                    await self._once_more(state, reply_id, reply)
                except Again:
                    continue
            return
        raise Conflict("The conversation changes faster than the reply can be checked.")

    async def _once_more(self, state: Conversation, reply_id: str, reply: PendingReply) -> None:
        before = self._before(state, reply.author_id, None)
        text, *history = await self._conversations.recall.words((reply.body_id, *before))
        context = await self._gathering.context(state, tuple(history), None)
        gate, kept = self.packs.gate(state.account_id), keep_context(context)
        outgoing = Outgoing(
            text=text, files=reply.files, context=context, attended=reply.attended, confirm=reply.given,
            pictures=await self._seen(reply.files), second=await self._opinions.kept(gate, text, context),
        )  # fmt: skip
        outcome = await gate.cleared(outgoing)
        entry = await asyncio.to_thread(self._outcome, reply_id, outcome, kept)

        def decide(now: Conversation) -> Decision:
            pending = now.replies.get(reply_id)
            if pending is None or not is_reading(pending):
                return Decision((), {})
            if self._before(now, reply.author_id, None) != before or _about(now) != _about(state):
                raise Again("The author wrote something else meanwhile.")
            return Decision((entry,), {}, self._unkept(kept))

        await self._waiting.do(Append(state.id, decide))

    def _unkept(self, context: KeptContext) -> tuple[KeptContext, ...]:
        return () if context.hash in self._kept else (context,)

    def _remember(self, context: KeptContext) -> None:
        """Once it is committed no later verdict has to store it again."""
        if len(self._kept) >= CONTEXTS:
            self._kept.clear()
        self._kept.add(context.hash)

    def _before(self, state: Conversation, author_id: str, replaces: str | None) -> tuple[str, ...]:
        """Bodies of what the author said here last: the history of the gate, and what must not have moved."""
        gone = state.replies.get(replaces or "")
        return tuple(b for b in state.recent.get(author_id, ()) if gone is None or b != gone.body_id)

    async def context(self, state: Conversation, actor: Actor, before: Sequence[str]) -> Context:
        """What the gate is told about this conversation."""
        history = await self._conversations.recall.words(before)
        return await self._gathering.context(state, history, actor.language)

    def _refuse(self, now: Conversation, actor: Actor, proposal: Proposal) -> None:
        answerable(now)
        if proposal.last_seen_seq is not None and now.spoken_since(proposal.last_seen_seq, actor.id):
            raise Moved(
                "Somebody wrote here since you looked; read it, then send again.",
                details={"last_seq": now.last_seq},
            )
        if proposal.replaces is not None:
            _pending(now, proposal.replaces, actor)

    def _entries(self, actor: Actor, proposal: Proposal, reply_id: str) -> tuple[Entry, ...]:
        body = Body(self._clock.new_id("b"), actor.id, proposal.text)
        proposed = e.ReplyProposed(
            reply_id=reply_id, files=proposal.files, replaces=proposal.replaces,
            confirm=proposal.confirm if proposal.files else None, attended=actor.attended,
        )  # fmt: skip
        entries = [Entry(proposed, actor.kind, actor.id, body)]
        if proposal.replaces:
            withdrawn = e.ReplyWithdrawn(reply_id=proposal.replaces, replaced_by=reply_id)
            entries.insert(0, Entry(withdrawn, actor.kind, actor.id))
        return tuple(entries)

    async def _told(self, reply_id: str, outcome: Cleared | Held, kept: KeptContext) -> Entry:
        if any(one.file for one in outcome.verdict.findings):
            return await asyncio.to_thread(self._outcome, reply_id, outcome, kept)
        return self._outcome(reply_id, outcome, kept)

    def _outcome(self, reply_id: str, outcome: Cleared | Held, kept: KeptContext) -> Entry:
        verdict = outcome.verdict
        found = kept_findings(verdict, self._readings)
        unchecked = tuple(one for one in verdict.unchecked if one in KEPT_UNCHECKED)
        if isinstance(outcome, Held):
            event: e.Event = e.ReplyHeld(
                reply_id=reply_id, why=outcome.why, verdict=verdict.verdict, findings=found, pack=verdict.pack,
                models=verdict.models, scores=verdict.scores, facts=kept.hash, confirm=outcome.confirm,
                unchecked=unchecked,
            )  # fmt: skip
        else:
            event = e.ReplyCleared(
                reply_id=reply_id, seal=to_builtins(outcome.seal), findings=found, scores=verdict.scores,
                unchecked=unchecked,
            )  # fmt: skip
        return Entry(event, "system", "gate")

    async def _told_again(self, actor: Actor, stored: Stored) -> Proposed:
        """The same key again: the outcome as it was stored, not judged anew."""
        reply_id, conversation_id = str(stored.answer["id"]), str(stored.answer["conversation_id"])
        seq = int(stored.answer["seq"])
        records = await asyncio.to_thread(
            lambda: self._conversations.store.events(actor, conversation_id, after=seq - 1, limit=2)
        )
        outcome = next((r.event for r in records if isinstance(r.event, e.ReplyHeld | e.ReplyCleared)), None)
        held = outcome if isinstance(outcome, e.ReplyHeld) else None
        return Proposed(
            id=reply_id, seq=seq, state="held" if held else "cleared", why=held.why if held else None,
            confirm=held.confirm if held else None, verdict=None, records=tuple(records),
        )  # fmt: skip

    async def withdraw(self, actor: Actor, conversation_id: str, reply_id: str) -> Stored:
        """The author takes a held reply back; a supervisor or senior agent may do it for them."""
        access.allow(actor, "reply.withdraw")
        await self._conversations.seen(actor, conversation_id)

        def decide(now: Conversation) -> Decision:
            reply = _held(now, reply_id)
            if reply.author_id != actor.id and actor.role not in access.ACTIONS["reply.release"]:
                raise NotAllowed("Only its author, a senior agent or a supervisor takes a held reply back.")
            return Decision(
                (Entry(e.ReplyWithdrawn(reply_id=reply_id), actor.kind, actor.id),), {"id": reply_id}
            )

        stored: Stored = await self._waiting.do(Append(conversation_id, decide))
        return stored

    async def dispute(self, actor: Actor, conversation_id: str, reply_id: str, reason: str) -> Stored:
        """The author says it breaks no rule: another person with the right decides."""
        access.allow(actor, "reply.dispute")
        await self._conversations.seen(actor, conversation_id)
        body = self._reason(actor, reason)

        def decide(now: Conversation) -> Decision:
            if _held(now, reply_id).author_id != actor.id:
                raise NotAllowed("Only its author disputes a held reply.")
            entry = Entry(e.ReplyDisputed(reply_id=reply_id), actor.kind, actor.id, body)
            return Decision((entry,), {"id": reply_id})

        stored: Stored = await self._waiting.do(Append(conversation_id, decide))
        return stored

    async def release(self, actor: Actor, conversation_id: str, reply_id: str, reason: str) -> Stored:
        """Somebody with the right, who is not the author, lets a held reply go; only the gate makes it `Cleared`."""
        access.allow(actor, "reply.release")
        state = await self._conversations.seen(actor, conversation_id)
        reply = _held(state, reply_id)
        body = self._reason(actor, reason)
        text = (await self._conversations.recall.words((reply.body_id,)))[0]
        before = self._before(state, reply.author_id, None)
        context = await self.context(state, actor, before)
        pictures = await self._seen(reply.files)
        outgoing = Outgoing(
            text=text, files=reply.files, context=context, released_by=actor.id, pictures=pictures
        )
        outcome = await self.packs.gate(state.account_id).cleared(outgoing)
        kept = keep_context(context)
        cleared = await self._told(reply_id, outcome, kept)

        def decide(now: Conversation) -> Decision:
            pending = _held(now, reply_id)
            if pending.author_id == actor.id:
                raise NotAllowed("Nobody releases a reply of their own; ask a colleague.")
            released = Entry(e.ReplyReleased(reply_id=reply_id), actor.kind, actor.id, body)
            return Decision((released, cleared), {"id": reply_id}, self._unkept(kept))

        stored: Stored = await self._waiting.do(Append(conversation_id, decide))
        return stored

    def _reason(self, actor: Actor, reason: str) -> Body:
        checked_text(reason, self._conversations.limits.reason_chars, "The reason")
        if not reason.strip():
            raise BadInput("Say why in a few words; the reason is kept beside the reply.")
        return Body(self._clock.new_id("b"), actor.id, reason)


def _about(state: Conversation) -> tuple[Any, ...]:
    return (state.account_id, state.order_id, state.product_id)


def _held(state: Conversation, reply_id: str) -> PendingReply:
    reply = state.replies.get(reply_id)
    if reply is None or reply.state != "held":
        raise NotFound("There is no held reply with this id; it may have been sent or withdrawn meanwhile.")
    return reply


def _pending(state: Conversation, reply_id: str, actor: Actor) -> PendingReply:
    reply = _held(state, reply_id)
    if reply.author_id != actor.id:
        raise NotAllowed("Only its author rewrites a held reply.")
    return reply

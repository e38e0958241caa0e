"""Brings a cleared reply to the buyer: at once where the timeline is the channel, else by the reaction to `ReplyCleared`.

The reaction passes the gate once more, hands the reply to the channel and says what became of it.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

from otvet.channels.once_more import Leaving, OnceMore
from otvet.channels.port import Channel, Departure, Refused
from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.departing import Left
from otvet.conversation.readings import Readings, kept_findings
from otvet.conversation.recall import Recall
from otvet.conversation.state import Conversation, PendingReply
from otvet.policy import Cleared, Held
from otvet.policy.told import KeptContext, keep_context
from otvet.storage.record import Entry, Job

REACTION: Final = "channels.deliver"


class Delivery:
    """Brings cleared replies to their channel."""

    def __init__(
        self, channels: Mapping[str, Channel], once_more: OnceMore, recall: Recall, readings: Readings
    ) -> None:
        self._channels = channels
        self._once_more = once_more
        self._recall = recall
        self._readings = readings

    async def at_once(self, state: Conversation, cleared: Cleared, proposed: Entry) -> Left | None:
        """Its departure, to be appended with the clearing itself; `None` where a carrier has to take it first.

        The gate has just cleared it, and the transaction refuses it when anything moved since: it is not asked again.
        """
        channel, event = self._channels[state.channel], proposed.event
        if not channel.by_timeline or proposed.body is None:
            return None
        taken = await channel.deliver(cleared, Departure(state.id, state.buyer_id, event.reply_id))
        if isinstance(taken, Refused):
            return None
        left = e.ReplyDelivered(reply_id=event.reply_id, files=event.files, author_id=proposed.by_id)
        body = proposed.body
        return Left(
            Entry(left, proposed.by_kind, proposed.by_id, body_id=body.id, text=body.text), done=(REACTION,)
        )

    async def deliver(self, job: Job) -> Append | None:
        """What to append; `None` when the reply is gone or has left before."""
        state = await self._recall.state(job.conversation_id)
        event: e.ReplyCleared = job.record.event
        reply = state.replies.get(event.reply_id) if state else None
        if state is None or reply is None or reply.state != "cleared":
            return None
        leaving = Leaving(reply.body_id, reply.files, reply.history, event.seal)
        judged = await self._once_more.judge(state, leaving)
        if isinstance(judged.outcome, Held):
            kept = keep_context(judged.context)
            recalled = await asyncio.to_thread(self._recalled, event.reply_id, judged.outcome, kept)
            return _append(job, event.reply_id, recalled, kept)
        departure = Departure(state.id, state.buyer_id, event.reply_id)
        taken = await self._channels[state.channel].deliver(judged.outcome, departure)
        if isinstance(taken, Refused):
            failed = e.DeliveryFailed(reply_id=event.reply_id, reason=taken.reason)
            return _append(job, event.reply_id, Entry(failed, "system", "journey"))
        return _append(job, event.reply_id, self._delivered(event.reply_id, reply, judged.text))

    def _delivered(self, reply_id: str, reply: PendingReply, text: str) -> Entry:
        event = e.ReplyDelivered(reply_id=reply_id, files=reply.files, author_id=reply.author_id)
        return Entry(event, reply.author_kind, reply.author_id, body_id=reply.body_id, text=text)

    def _recalled(self, reply_id: str, held: Held, kept: KeptContext) -> Entry:
        event = e.ReplyRecalled(
            reply_id=reply_id,
            why=held.why,
            verdict=held.verdict.verdict,
            findings=kept_findings(held.verdict, self._readings),
            pack=held.verdict.pack,
            models=held.verdict.models,
            scores=held.verdict.scores,
            facts=kept.hash,
            confirm=held.confirm,
        )
        return Entry(event, "system", "gate")


def _append(job: Job, reply_id: str, entry: Entry, *contexts: KeptContext) -> Append:
    def decide(now: Conversation) -> Decision:
        reply = now.replies.get(reply_id)
        gone = reply is None or reply.state != "cleared"
        return Decision((), {}) if gone else Decision((entry,), {}, contexts)

    return Append(job.conversation_id, decide, finishes=job)

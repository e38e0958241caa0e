"""Asking others, and giving a conversation on: the second line, the seller, an external ticket; tracked until answered.

Each is a line in the timeline with the words it was done with, so nobody who takes it on has to ask again (mission row B6).
"""

from typing import Any

from msgspec import Struct

from otvet.clock import Clock
from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.conversations import Conversations
from otvet.conversation.merging import goes_on
from otvet.conversation.sending import checked_text, keyed
from otvet.conversation.state import Conversation
from otvet.conversation.turns import Escalation
from otvet.desk.hours import MINUTE, after
from otvet.desk.pages import Pages
from otvet.desk.plan import SECOND_LINE, SELLER, SUPPORT
from otvet.errors import BadInput, Conflict
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.record import Body, Entry, Stored
from otvet.storage.waiting import Waiting

MOST_OPEN = 10
LATEST_MS = 180 * 24 * 3600 * 1000
ANSWERS = {"second_line": "second-line", "seller": "seller", "external": "external"}


class Question(Struct, frozen=True, kw_only=True):
    """What is asked of whom; `due` in ms, `None`: as the plan says."""

    to: e.Asked
    text: str
    party: str = ""
    number: str = ""
    due: int | None = None


class HandOver(Struct, frozen=True, kw_only=True):
    """To a colleague or to a queue, with a summary."""

    to_id: str | None = None
    queue: str | None = None
    summary: str


class Escalations:
    """Writes through the writer; each way in asks the access layer first."""

    def __init__(self, conversations: Conversations, waiting: Waiting, pages: Pages, clock: Clock) -> None:
        self._conversations = conversations
        self._waiting = waiting
        self._pages = pages
        self._clock = clock

    async def ask(self, actor: Actor, conversation_id: str, question: Question, key: str | None) -> Stored:
        """Ask others; the second line gets the conversation itself. Raises `BadInput` for a ticket without a number."""
        access.allow(actor, "escalation.ask")
        state = await self._conversations.seen(actor, conversation_id)
        text = self._words(question.text, "Say what is asked; they read nothing else.")
        if question.to == "external" and not (question.party.strip() and question.number.strip()):
            raise BadInput("An external ticket has a system and a number.")
        if question.to == "seller" and not (state.seller_id or question.party.strip()):
            raise BadInput("Name the seller who is asked.")
        due = self._due(question)
        name, body = self._clock.new_id("q"), Body(self._clock.new_id("b"), actor.id, text)
        event = e.Escalated(
            escalation_id=name, to=question.to, party=question.party.strip(), number=question.number.strip(),
            due=due,
        )  # fmt: skip

        def decide(now: Conversation) -> Decision:
            _askable(now, question.to)
            entries = [Entry(event, actor.kind, actor.id, body)]
            if question.to == "second_line":
                entries += _moved(now, actor, SECOND_LINE, (None, "escalated"))
            elif question.to == "seller" and now.seller_id:
                shared = e.SellerNoteWritten(note_id=self._clock.new_id("n"))
                entries.append(Entry(shared, actor.kind, actor.id, None, body.id, text))
            return Decision(tuple(entries), {"id": name, "seq": now.last_seq + 1})

        unique = keyed(actor, conversation_id, key, ["escalation", question])
        stored: Stored = await self._waiting.do(Append(conversation_id, decide, key=unique))
        return stored

    def _due(self, question: Question) -> int:
        now, plan = self._clock.now(), self._pages.plan()
        if question.due is not None:
            if not now < question.due <= now + LATEST_MS:
                raise BadInput("An answer is due in the future, within 180 days.")
            return question.due
        answer = plan.answers[ANSWERS[question.to]]
        return after(plan.schedule(answer.schedule), now, answer.minutes * MINUTE)

    async def answer(
        self, actor: Actor, conversation_id: str, escalation_id: str, text: str, *, withdrawn: bool = False
    ) -> Stored:
        """Note what they answered, or that nobody needs it any more; from the second line it goes back to who asked."""
        access.allow(actor, "escalation.answer")
        await self._conversations.seen(actor, conversation_id)
        words = self._words(text, "Write down what was answered.") if not withdrawn or text.strip() else ""
        body = Body(self._clock.new_id("b"), actor.id, words) if words else None
        event = e.EscalationAnswered(
            escalation_id=escalation_id, outcome="withdrawn" if withdrawn else "answered"
        )

        def decide(now: Conversation) -> Decision:
            goes_on(now)
            asked = _there(now, escalation_id)
            entries = [Entry(event, actor.kind, actor.id, body)]
            others = [o for name, o in now.escalations.items() if name != escalation_id]
            if asked.to == "second_line" and all(one.to != "second_line" for one in others):
                entries += _moved(now, actor, SELLER if now.seller_id else SUPPORT, (asked.by_id, "answered"))
            return Decision(tuple(entries), {"id": escalation_id})

        stored: Stored = await self._waiting.do(Append(conversation_id, decide))
        return stored

    async def await_until(
        self, actor: Actor, conversation_id: str, escalation_id: str, *, due: int, number: str
    ) -> Stored:
        """They were asked again, or gave another number or day."""
        access.allow(actor, "escalation.ask")
        await self._conversations.seen(actor, conversation_id)
        now_is = self._clock.now()
        if not now_is < due <= now_is + LATEST_MS:
            raise BadInput("An answer is due in the future, within 180 days.")
        event = e.AnswerAwaited(escalation_id=escalation_id, due=due, number=number.strip())

        def decide(now: Conversation) -> Decision:
            goes_on(now)
            _there(now, escalation_id)
            return Decision((Entry(event, actor.kind, actor.id),), {"id": escalation_id})

        stored: Stored = await self._waiting.do(Append(conversation_id, decide))
        return stored

    async def hand_over(self, actor: Actor, conversation_id: str, given: HandOver, key: str | None) -> Stored:
        """Give it to a colleague or to a queue; whoever gets it reads the summary first."""
        access.allow(actor, "conversation.hand-over")
        await self._conversations.seen(actor, conversation_id)
        text = self._words(given.summary, "Sum the matter up; whoever gets it reads that first.")
        if (given.to_id is None) == (given.queue is None):
            raise BadInput("Hand over to a colleague or to a queue: one of the two.")
        if given.queue is not None and given.queue not in self._pages.plan().queues:
            raise BadInput(f"There is no queue {given.queue!r}; see GET /api/v1/desk.")
        body = Body(self._clock.new_id("b"), actor.id, text)
        event = e.HandedOver(to_id=given.to_id, queue=given.queue)

        def decide(now: Conversation) -> Decision:
            goes_on(now)
            if now.status != "open":
                raise Conflict("A resolved conversation is not handed over; reopen it first.")
            entries = [Entry(event, actor.kind, actor.id, body)]
            entries += _moved(now, actor, given.queue or now.queue, (given.to_id, "handed-over"))
            return Decision(tuple(entries), {"seq": now.last_seq + 1})

        unique = keyed(actor, conversation_id, key, ["hand-over", given])
        stored: Stored = await self._waiting.do(Append(conversation_id, decide, key=unique))
        return stored

    def _words(self, text: str, empty: str) -> str:
        checked_text(text, self._conversations.limits.note_chars, "The text")
        if not text.strip():
            raise BadInput(empty)
        return text.strip()


def _askable(now: Conversation, to: str) -> None:
    goes_on(now)
    if now.status != "open":
        raise Conflict("A resolved conversation is not escalated; reopen it first.")
    if len(now.escalations) >= MOST_OPEN:
        raise Conflict(f"{MOST_OPEN} questions are open here; close one first.")
    if to == "second_line" and any(one.to == "second_line" for one in now.escalations.values()):
        raise Conflict("The second line has it already.")


def _there(now: Conversation, escalation_id: str) -> Escalation:
    asked = now.escalations.get(escalation_id)
    if asked is None:
        raise Conflict("No question with this id is open here; it may have been answered meanwhile.")
    return asked


def _moved(now: Conversation, actor: Actor, queue: str | None, to: tuple[str | None, Any]) -> list[Entry]:
    """Into another queue and other hands, as far as that changes anything."""
    found: list[e.Event] = []
    if queue is not None and queue != now.queue:
        found.append(e.Routed(queue=queue))
    if now.assignee_id != to[0]:
        found.append(e.Assigned(assignee_id=to[0], why=to[1]))
    return [Entry(event, actor.kind, actor.id) for event in found]

"""The guided complaint procedure: hear out, clarify, apologise, offer, confirm, follow up (mission row B5).

The steps come in their order; one that is not done is skipped with a reason, and both are events.  What is offered
above the agent's limit waits for a senior agent or supervisor; what the buyer accepts is done by the shop, once.
"""

from typing import Any

import msgspec
from msgspec import Struct

from otvet.clock import Clock
from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.complaints import STEPS, Complaint, Remedy, standing
from otvet.conversation.conversations import Conversations
from otvet.conversation.merging import goes_on
from otvet.conversation.orders import Grant, Orders, decode_wish
from otvet.conversation.sending import checked_text, keyed
from otvet.conversation.state import Conversation
from otvet.conversation.wishes import Wished
from otvet.desk.procedure import PROCEDURE
from otvet.errors import BadInput, Conflict, NotAllowed
from otvet.market.wishes import AnyWish
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.record import Body, Entry, Key, Stored
from otvet.storage.waiting import Waiting

MOST_REMEDIES = 20
LATEST_MS = 180 * 24 * 3600 * 1000
SPOKEN = "telephony"  # what is written to the buyer elsewhere is said aloud here
OFFERS = ("refund", "promo", "bonus", "return", "exchange", "cancel")
encode = msgspec.json.Encoder().encode


class Taking(Struct, frozen=True, kw_only=True):
    """One step: with what was learnt, or skipped with the reason in `text`."""

    step: str
    text: str = ""
    skipped: bool = False


class Complaints:
    """Writes through the writer; each way in asks the access layer first."""

    def __init__(self, conversations: Conversations, waiting: Waiting, orders: Orders, clock: Clock) -> None:
        self._conversations = conversations
        self._waiting = waiting
        self._orders = orders
        self._clock = clock

    async def open(self, actor: Actor, conversation_id: str, key: str | None) -> Stored:
        """Take the matter as a complaint. Raises `Conflict` while another one is open here."""
        name = self._clock.new_id("cp")

        def decide(now: Conversation) -> Decision:
            if now.status != "open":
                raise Conflict("A resolved conversation is no complaint; reopen it first.")
            if standing(now) is not None:
                raise Conflict("A complaint is open here already; go on with it.")
            entries = [Entry(e.ComplaintOpened(complaint_id=name), actor.kind, actor.id)]
            if now.assignee_id is None:  # who listens has it
                entries.append(Entry(e.Assigned(assignee_id=actor.id), actor.kind, actor.id))
            return Decision(tuple(entries), {"id": name})

        unique = keyed(actor, conversation_id, key, ["complaint"])
        return await self._append(actor, conversation_id, decide, unique)

    async def take(self, actor: Actor, conversation_id: str, complaint_id: str, taking: Taking) -> Stored:
        """Take the step the procedure stands at. Raises `Conflict` for another one, `BadInput` for what is missing."""
        if taking.step not in STEPS:
            raise BadInput(f"There is no step {taking.step!r}; the steps are {', '.join(STEPS)}.")
        words = self._words(taking.text)
        if taking.skipped and not words:
            raise BadInput("Say why the step is skipped; it stays in the timeline.")
        step: Any = taking.step
        event = e.ComplaintStepTaken(complaint_id=complaint_id, step=step, skipped=taking.skipped)

        def decide(now: Conversation) -> Decision:
            found = _there(now, complaint_id)
            if found.next != step:
                raise Conflict(f"The procedure stands at {found.next or 'its end'}; take that step first.")
            if not taking.skipped:
                _ready(now, found, step, words)
            return Decision((self._said(event, actor, words),), {"id": complaint_id})

        return await self._append(actor, conversation_id, decide)

    async def offer(
        self, actor: Actor, conversation_id: str, named: tuple[str, str | None], wish: AnyWish
    ) -> Stored:
        """Offer something the shop could do; `named`: the complaint and the idempotency key.

        Above what the actor may give, the offer waits for approval. Raises `Conflict` for a buyer the shop does not know.
        """
        complaint_id, key = named
        if wish.__struct_config__.tag not in OFFERS:
            raise BadInput(
                f"A remedy is one of {', '.join(OFFERS)}; anything else is asked of the shop directly."
            )
        name, facts = self._clock.new_id("rm"), msgspec.to_builtins(wish)
        state = await self._conversations.seen(actor, conversation_id)
        await self._orders.known(state.buyer_id)

        def decide(now: Conversation) -> Decision:
            found = _there(now, complaint_id)
            if found.next not in ("offer", "confirm", "follow-up", None):
                raise Conflict(
                    f"The procedure stands at {found.next}; take that step, or skip it with a reason."
                )
            if len(found.remedies) >= MOST_REMEDIES:
                raise Conflict(f"{MOST_REMEDIES} offers were made here; decide about them.")
            above = self._above(actor, wish, now)
            event = e.RemedyOffered(complaint_id=complaint_id, remedy_id=name, wish=facts, above=above)
            return Decision((Entry(event, actor.kind, actor.id),), {"id": name, "above": above})

        unique = keyed(actor, conversation_id, key, ["remedy", complaint_id, wish])
        return await self._append(actor, conversation_id, decide, unique)

    def _above(self, actor: Actor, wish: AnyWish, now: Conversation) -> bool:
        try:
            self._orders.within(actor, wish, now)
        except NotAllowed:
            return True
        return False

    async def decide(
        self, actor: Actor, conversation_id: str, named: tuple[str, str], given: tuple[bool, str]
    ) -> Stored:
        """Approve a waiting offer, or refuse it with a reason; `named`: complaint and remedy.

        Raises `NotAllowed` for one's own offer, and where it is above one's own limit too.
        """
        access.allow(actor, "complaint.approve")
        (complaint_id, remedy_id), (approved, text) = named, given
        words = self._words(text)
        if not approved and not words:
            raise BadInput("Say why not; the colleague reads it.")
        event = e.RemedyDecided(complaint_id=complaint_id, remedy_id=remedy_id, approved=approved)

        def decide(now: Conversation) -> Decision:
            remedy = _remedy(_there(now, complaint_id), remedy_id)
            if remedy.state != "waits":
                raise Conflict("This offer does not wait for approval any more; load the conversation again.")
            if remedy.by_id == actor.id:
                raise NotAllowed("Nobody approves their own offer; another colleague has to look at it.")
            if approved:
                self._orders.within(actor, decode_wish(encode(remedy.wish)), now)
            return Decision((self._said(event, actor, words),), {"id": remedy_id})

        return await self._append(actor, conversation_id, decide)

    async def accept(
        self, actor: Actor, conversation_id: str, complaint_id: str, remedy_id: str
    ) -> tuple[str, Wished]:
        """The buyer agrees: the shop does it, once, however often this is called; who approved it stands beside it."""
        access.allow(actor, "complaint.lead")
        state = await self._conversations.seen(actor, conversation_id)
        remedy = _remedy(_there(state, complaint_id, closed=True), remedy_id)
        wish = decode_wish(encode(remedy.wish))

        def granted(now: Conversation, wish_id: str) -> Grant:
            there = _remedy(_there(now, complaint_id), remedy_id)
            if there.state not in ("offered", "approved"):
                raise Conflict(f"This offer is {there.state}; it cannot be accepted.")
            if there.state == "offered":
                self._orders.within(actor, wish, now)
            event = e.RemedyAccepted(complaint_id=complaint_id, remedy_id=remedy_id, wish_id=wish_id)
            return Grant((Entry(event, actor.kind, actor.id),), there.decided_by)

        # one key for all who press, so that two colleagues at once do it once
        unique = Key("desk:complaints", conversation_id, remedy_id, "accept")
        return await self._orders.grant(actor, conversation_id, wish, (unique, granted))

    async def follow_up(self, actor: Actor, conversation_id: str, complaint_id: str, at: int) -> Stored:
        """Name the day on which it comes back, or another one."""
        await self._conversations.seen(actor, conversation_id)
        if not self._clock.now() < at <= self._clock.now() + LATEST_MS:
            raise BadInput("A follow-up lies in the future, within 180 days.")
        event = e.FollowUpPlanned(complaint_id=complaint_id, at=at)
        step = e.ComplaintStepTaken(complaint_id=complaint_id, step="follow-up")

        def decide(now: Conversation) -> Decision:
            found = _there(now, complaint_id)
            if found.next not in ("follow-up", None):
                raise Conflict(
                    f"The procedure stands at {found.next}; take that step, or skip it with a reason."
                )
            events = [event] if found.next is None else [event, step]
            return Decision(tuple(Entry(one, actor.kind, actor.id) for one in events), {"id": complaint_id})

        return await self._append(actor, conversation_id, decide)

    async def close(
        self, actor: Actor, conversation_id: str, complaint_id: str, given: tuple[bool, str]
    ) -> Stored:
        """After the last step: is the buyer content? Words are needed when not."""
        settled, text = given
        words = self._words(text)
        if not settled and not words:
            raise BadInput("Say what the buyer is not content with.")
        event = e.ComplaintClosed(complaint_id=complaint_id, settled=settled)

        def decide(now: Conversation) -> Decision:
            found = _there(now, complaint_id)
            if found.next is not None:
                raise Conflict(
                    f"The procedure stands at {found.next}; take that step, or skip it with a reason."
                )
            return Decision((self._said(event, actor, words),), {"id": complaint_id})

        return await self._append(actor, conversation_id, decide)

    async def _append(
        self, actor: Actor, conversation_id: str, decide: Any, key: Key | None = None
    ) -> Stored:
        access.allow(actor, "complaint.lead")
        await self._conversations.seen(actor, conversation_id)

        def going_on(now: Conversation) -> Decision:
            goes_on(now)
            decision: Decision = decide(now)
            return decision

        stored: Stored = await self._waiting.do(Append(conversation_id, going_on, key=key))
        return stored

    def _words(self, text: str) -> str:
        return checked_text(text, self._conversations.limits.note_chars, "The text").strip()

    def _said(self, event: e.Event, actor: Actor, words: str) -> Entry:
        body = Body(self._clock.new_id("b"), actor.id, words) if words else None
        return Entry(event, actor.kind, actor.id, body)


def _there(now: Conversation, complaint_id: str, *, closed: bool = False) -> Complaint:
    found = now.complaints.get(complaint_id)
    if found is None or not (found.open or closed):
        raise Conflict("No complaint with this id is open here; load the conversation again.")
    return found


def _remedy(found: Complaint, remedy_id: str) -> Remedy:
    remedy = found.remedies.get(remedy_id)
    if remedy is None:
        raise Conflict("There is no such offer in this complaint; load the conversation again.")
    return remedy


def _ready(now: Conversation, found: Complaint, step: str, words: str) -> None:
    """Whether what the step needs is there. Raises `BadInput` that says what to do."""
    states = {one.state for one in found.remedies.values()}
    agreed = [now.wishes[one.wish_id] for one in found.remedies.values() if one.wish_id in now.wishes]
    answered = now.channel == SPOKEN or any(
        at > found.seq for who, at in now.spoke.items() if who != now.buyer_id
    )
    missing = {
        "words": None if words else "Note what you learnt from the buyer.",
        "reply": None if answered else "Write to the buyer first; then the step is done.",
        "remedy": None
        if states & {"offered", "approved", "accepted"}
        else "Offer something that waits for nobody.",
        "accepted": None
        if any(one.state != "refused" for one in agreed)
        else "Note which offer the buyer accepts.",
        "date": "Name the day of the follow-up.",
    }[PROCEDURE[step].needs]
    if missing:
        raise BadInput(f"{missing} Or skip the step with a reason.")

"""The hotline at the desk: an incoming call with the caller's record, notes by a script, a call-back on its time (B9).

The telephone system tells of ringing, answering and hanging up; here it becomes a conversation of the channel `telephony`.
"""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from msgspec import Struct
from sqlalchemy import select

from otvet import seeing
from otvet.conversation import events as e
from otvet.conversation import views
from otvet.conversation.appending import Append, Decision
from otvet.conversation.calls import Call
from otvet.conversation.conversations import Conversations
from otvet.conversation.merging import goes_on
from otvet.conversation.sending import checked_text, keyed
from otvet.conversation.state import Conversation
from otvet.desk.pages import Pages
from otvet.desk.ringing import Caller, Offer, Ring
from otvet.desk.script import SCRIPT
from otvet.desk.vip import Vips
from otvet.errors import BadInput, Conflict, NotAllowed, NotFound
from otvet.people import access
from otvet.people.actor import Actor
from otvet.people.people import People
from otvet.people.words import clean_phone
from otvet.storage.record import Body, Entry, Key, Stored
from otvet.storage.schema import marks
from otvet.storage.waiting import Waiting

LONGEST_ID = 200
LATEST_MS = 90 * 24 * 3600 * 1000
STEPS = (*SCRIPT, "note")


class Incoming(Struct, frozen=True, kw_only=True):
    """A call as the telephone system tells of it; `phone` empty where the number is hidden."""

    call_id: str
    phone: str = ""
    line: str = ""
    language: str = "ru"


class Calls:
    """Takes what the telephone system tells, and what people note."""

    def __init__(
        self, people: People, conversations: Conversations, waiting: Waiting, vips: Vips, pages: Pages
    ) -> None:
        self._people = people
        self._conversations = conversations
        self._waiting = waiting
        self._vips = vips
        self._pages = pages
        self._clock = conversations.clock

    async def ring(self, actor: Actor, call: Incoming) -> Stored:
        """A call comes in: the same `call_id` again is the same call. The look at the caller's record is logged."""
        access.allow(actor, "call.drive")
        if not call.call_id.strip() or len(call.call_id) > LONGEST_ID or not call.call_id.isprintable():
            raise BadInput(f"A call has an id of the telephone system, of 1 to {LONGEST_ID} characters.")
        phone = clean_phone(call.phone) if call.phone.strip() else ""
        name = conversation_of(call.call_id)
        state = await self._conversations.recall.state(name)
        if state is not None:
            return Stored((), {"id": call.call_id, "conversation_id": name}, repeated=True)
        caller = await asyncio.to_thread(self._caller, actor, phone, call.language)
        key = Key("desk:calls", "calls", name, phone)
        work = Ring((name, call.call_id, call.line), caller, key, self._pages)
        stored: Stored = await self._waiting.do(work)
        return stored

    def _caller(self, actor: Actor, phone: str, language: str) -> Caller:
        """Found by the number, or somebody new with this number."""
        found = self._people.by_phone(phone) if phone else None
        if found is None:
            who = self._people.new_guest("own", language).actor.id  # type: ignore[arg-type]
            if phone:
                self._people.rename_buyer(who, phone=phone)
            return Caller(buyer_id=who, language=language, known=False)
        self._people.look(
            actor, "call.drive", "buyer", found.id, allowed=True, reason="found by a call's number"
        )
        return Caller(
            buyer_id=found.id, language=found.language, known=True, vip=self._vips.reckoned(found.id)
        )

    async def answered(self, actor: Actor, call_id: str, by_id: str | None) -> Stored:
        """Picked up, by whom it rang at unless the telephone system names another colleague."""
        state = await self._there(actor, call_id)
        who = self._who(actor, state, by_id)

        def decide(now: Conversation) -> Decision:
            call = _call(now)
            if call.state == "ended":
                raise Conflict("The call has ended already.")
            if call.state == "talking":
                return Decision((), {})
            events: list[e.Event] = [e.CallAnswered(call_id=call_id, by_id=who)]
            if now.assignee_id != who:
                events.append(e.Assigned(assignee_id=who))
            return Decision(tuple(Entry(one, actor.kind, actor.id) for one in events), {})

        return await self._do(state.id, decide)

    async def ended(self, actor: Actor, call_id: str) -> Stored:
        """Hung up; a call that nobody answered waits to be called back."""
        state = await self._there(actor, call_id)
        if not access.may(actor, "call.drive"):
            self._who(actor, state, actor.id)

        def decide(now: Conversation) -> Decision:
            call = _call(now)
            if call.state == "ended":
                return Decision((), {})
            began = call.answered_at
            seconds = (self._clock.now() - began) // 1000 if began is not None else 0
            why: e.CallEnd = "missed" if began is None else "finished"
            event = e.CallEnded(call_id=call_id, why=why, seconds=seconds)
            return Decision((Entry(event, actor.kind, actor.id),), {})

        return await self._do(state.id, decide)

    async def note(
        self, actor: Actor, conversation_id: str, said: tuple[str, str], key: str | None
    ) -> Stored:
        """Write down what was said at a step of the script (`said`: step and words), during the call or after it."""
        step, text = said
        if step not in STEPS:
            raise BadInput(f"There is no step {step!r} in the script; there is {', '.join(STEPS)}.")
        words = checked_text(text, self._conversations.limits.note_chars, "The note").strip()
        if not words:
            raise BadInput("Write down what was said; an empty note is not kept.")
        body, place = Body(self._clock.new_id("b"), actor.id, words), step

        def decide(now: Conversation) -> Decision:
            event = e.CallNoted(call_id=_call(now).id, step=place)  # type: ignore[arg-type]
            return Decision((Entry(event, actor.kind, actor.id, body),), {"seq": now.last_seq + 1})

        return await self._append(
            actor, conversation_id, decide, keyed(actor, conversation_id, key, ["call", said])
        )

    async def call_back(self, actor: Actor, conversation_id: str, at: int) -> Stored:
        """Promise a call at this time; it comes back then. For a chat too: some buyers want to be called."""
        await self._conversations.seen(actor, conversation_id)
        if not self._clock.now() < at <= self._clock.now() + LATEST_MS:
            raise BadInput("A call-back lies in the future, within 90 days.")
        event = e.CallBackPromised(at=at)

        def decide(now: Conversation) -> Decision:
            if now.status != "open":
                raise Conflict("A resolved conversation has nobody to call back; reopen it first.")
            return Decision((Entry(event, actor.kind, actor.id),), {})

        return await self._append(actor, conversation_id, decide)

    async def called_back(self, actor: Actor, conversation_id: str, given: tuple[bool, str]) -> Stored:
        """They were called: reached or not, with what came of it."""
        reached, text = given
        words = checked_text(text, self._conversations.limits.note_chars, "The note").strip()
        body = Body(self._clock.new_id("b"), actor.id, words) if words else None

        def decide(now: Conversation) -> Decision:
            if now.call_back is None:
                raise Conflict("No call-back is promised here; it may have been done meanwhile.")
            entry = Entry(e.CallBackDone(reached=reached), actor.kind, actor.id, body)
            return Decision((entry,), {})

        return await self._append(actor, conversation_id, decide)

    async def due(self) -> None:
        """Offer what rings and nobody has; for the table of ticks."""
        for name in await asyncio.to_thread(self._ringing):
            try:
                await self._waiting.do(Offer(name, self._pages))
            except Exception as error:  # noqa: BLE001  one that fails hinders no other; the next tick tries again
                seeing.log.warning("a call could not be offered", reason=type(error).__name__)

    def _ringing(self) -> list[str]:
        query = select(marks.c.conversation_id).where(marks.c.kind == views.RINGING).limit(200)
        with self._conversations.store.database.reading() as connection:
            return list(connection.execute(query).scalars())

    async def mine(self, actor: Actor) -> Conversation | None:
        """The conversation whose call rings at the actor's desk, or in which they talk."""
        access.allow(actor, "call.take")

        def look() -> list[str]:
            mine = (marks.c.kind == views.CALLING) & (marks.c.value == actor.id)
            with self._conversations.store.database.reading() as connection:
                return list(connection.execute(select(marks.c.conversation_id).where(mine)).scalars())

        names = await asyncio.to_thread(look)
        return await self._conversations.seen(actor, names[0]) if names else None

    async def _there(self, actor: Actor, call_id: str) -> Conversation:
        access.allow(actor, "call.take")
        state = await self._conversations.recall.state(conversation_of(call_id))
        if state is None:
            raise NotFound("There is no such call here.")
        return state

    def _who(self, actor: Actor, state: Conversation, by_id: str | None) -> str:
        """Whose call it is now; an agent speaks for nobody else. Raises `NotAllowed`, `BadInput`."""
        drives = access.may(actor, "call.drive")
        who = by_id or (_call(state).to_id if drives else actor.id)
        if not drives and (who != actor.id or _call(state).to_id not in (None, actor.id)):
            raise NotAllowed("This call rings at the desk of another colleague.")
        if who is None:
            raise BadInput("It rings at nobody's desk; say who picked it up.")
        return who

    async def _append(
        self,
        actor: Actor,
        conversation_id: str,
        decide: Callable[[Conversation], Decision],
        key: Key | None = None,
    ) -> Stored:
        access.allow(actor, "call.take")
        await self._conversations.seen(actor, conversation_id)
        return await self._do(conversation_id, decide, key)

    async def _do(self, conversation_id: str, decide: Any, key: Key | None = None) -> Stored:
        def going_on(now: Conversation) -> Decision:
            goes_on(now)
            decision: Decision = decide(now)
            return decision

        stored: Stored = await self._waiting.do(Append(conversation_id, going_on, key=key))
        return stored


def conversation_of(call_id: str) -> str:
    """The conversation of a call: from its id, so that whatever is told twice is told of the same one."""
    return f"c_{sha256(f'call {call_id}'.encode()).hexdigest()[:32]}"


def _call(now: Conversation) -> Call:
    if now.call is None:
        raise Conflict("This conversation is no call.")
    return now.call

"""At whose desk a call rings: a free colleague who fits, the personal manager first; decided under the ledger's lock.

Free is who is at work and has no other call.  Not answered, it goes on to the next one after a while (mission row B9).
"""

from typing import Any

from msgspec import Struct
from sqlalchemy import select

from otvet.conversation import events as e
from otvet.conversation import views
from otvet.conversation.appending import NO_CONVERSATION
from otvet.conversation.calls import TELEPHONY
from otvet.conversation.state import Conversation
from otvet.desk import duty
from otvet.desk.choosing import Case, Hand, given
from otvet.desk.pages import Pages
from otvet.desk.plan import SUPPORT
from otvet.desk.routing import kind_of
from otvet.desk.vip import Kept, recognised
from otvet.errors import NotFound
from otvet.storage.batch import Batch
from otvet.storage.record import Entry, Key, Stored
from otvet.storage.schema import marks

ONCE_MORE_MS = 20_000  # so long it rings at one desk before another one is tried


class Caller(Struct, frozen=True, kw_only=True):
    """Who calls, as found by the number; `vip` as reckoned before."""

    buyer_id: str
    language: str
    known: bool
    vip: Kept | None = None


class Ring:
    """Open the conversation of a call, once however often it is told, and offer it."""

    conversation_ids: tuple[str, ...] = ()
    job_ids: tuple[int, ...] = ()

    def __init__(self, call: tuple[str, str, str], caller: Caller, key: Key, pages: Pages) -> None:
        self.key: Key | None = key
        self._conversation_id, self._call_id, self._line = call
        self._caller = caller
        self._pages = pages

    def run(self, batch: Batch) -> Stored:
        known = batch.repeated(self.key)
        if known is not None:
            return known
        name, caller = self._conversation_id, self._caller
        opened = e.ConversationOpened(
            reference=batch.next_reference(), account_id="own", channel=TELEPHONY, buyer_id=caller.buyer_id,
            topic="other", language=caller.language,
        )  # fmt: skip
        rang = e.CallRang(call_id=self._call_id, line=self._line, known=caller.known)
        entries = [
            Entry(opened, "buyer", caller.buyer_id),
            Entry(rang, "system", TELEPHONY),
            Entry(e.Routed(queue=SUPPORT), "system", "desk"),
        ]
        batch.append(name, entries)
        plan = self._pages.plan_in(batch.connection)
        vip = recognised(batch.states[name], caller.vip, plan)
        if vip:
            batch.append(name, vip)
        offer(batch, self._pages, batch.states[name])
        answer = {"id": self._call_id, "conversation_id": name}
        batch.remember(self.key, answer)
        return Stored((), answer)


class Offer:
    """Try again for a call that rings: nobody was free, or who was asked does not answer."""

    key: Key | None = None
    job_ids: tuple[int, ...] = ()

    def __init__(self, conversation_id: str, pages: Pages) -> None:
        self.conversation_ids: tuple[str, ...] = (conversation_id,)
        self._pages = pages

    def run(self, batch: Batch) -> None:
        state: Conversation | None = batch.states.get(self.conversation_ids[0])
        if state is None:
            raise NotFound(NO_CONVERSATION)
        call = state.call
        if call is None or call.state != "ringing":
            return
        if call.to_id is None or batch.now >= call.offered_at + ONCE_MORE_MS:
            offer(batch, self._pages, state)


def offer(batch: Batch, pages: Pages, state: Conversation) -> None:
    """To a free colleague who fits, another than whom it rings at now; with nobody free it goes on ringing."""
    plan, call = pages.plan_in(batch.connection), state.call
    if call is None:
        return
    there = duty.at_work(plan, duty.colleagues(batch.connection), duty.read(batch.connection), batch.now)
    taken = _talking(batch) | ({call.to_id} if call.to_id else set())
    # one ear each: how many chats somebody has does not matter to who can pick up a telephone
    hands = [Hand(who, page, 0) for who, page in sorted(there.items()) if who not in taken and page.capacity]
    preferred = (state.vip.manager_id,) if state.vip and state.vip.manager_id else ()
    case = Case(state.id, kind_of(state), state.priority, call.at, preferred)
    for _, who in given([case], hands, plan):
        events: list[e.Event] = [e.CallOffered(call_id=call.id, to_id=who)]
        if state.assignee_id != who:
            events.append(e.Assigned(assignee_id=who, why="routed"))
        batch.append(state.id, [Entry(event, "system", "desk") for event in events])


def _talking(batch: Batch) -> set[Any]:
    """Who has a call, as of this moment of the batch."""
    changed = batch.changed_states()
    query = select(marks.c.value, marks.c.conversation_id).where(marks.c.kind == views.CALLING)
    kept = {row.value for row in batch.connection.execute(query) if row.conversation_id not in changed}
    now = {c.call.to_id for c in changed.values() if c.call and c.call.state != "ended" and c.call.to_id}
    return kept | now

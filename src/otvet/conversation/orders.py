"""Asking the shop for something for a buyer, beside a conversation: a return, a refund, another slot (B2, A11).

The wish is in the timeline before the shop is asked, and its id is the key it goes with.  So a shop that is silent, or a
server that dies in between, loses nothing and does nothing twice: the wish is due again by the clock, on any server.
"""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from otvet import seeing
from otvet.clock import Clock
from otvet.conversation import events as e
from otvet.conversation import views
from otvet.conversation.appending import Append, Decision
from otvet.conversation.conversations import Conversations
from otvet.conversation.merging import goes_on
from otvet.conversation.sending import keyed
from otvet.conversation.state import Conversation
from otvet.conversation.wishes import Wished
from otvet.errors import Conflict, NotAllowed
from otvet.market.port import Market
from otvet.market.wishes import AnyWish, GiveBonus, GivePromo, Made, MakeRefund, Outcome, Refused, Unheard
from otvet.people import access
from otvet.people.actor import Actor, Role
from otvet.storage.record import Entry, Key
from otvet.storage.waiting import Waiting

FIRST_S = 60  # a server that died between asking and hearing is made up for after this
WAITS_S = (30, 120, 600, 1_800, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600)
MOST = 50  # wishes of one conversation
ROUBLE = 100

decode_wish = msgspec.json.Decoder(AnyWish).decode
encode = msgspec.json.Encoder().encode
ShopId = Callable[[str], str | None]  # of a buyer, once the shop vouched for them


class Grant(Struct, frozen=True):
    """What stands in the timeline beside a wish, and who approved it, "" where nobody had to."""

    entries: tuple[Entry, ...] = ()
    by_id: str = ""


Granted = Callable[[Conversation, str], Grant]  # of the state and the wish's id; raises where it may not be


class Purse(Struct, frozen=True, kw_only=True):
    """What one may give away in one conversation without asking: kopecks, and percent of a code; `None`: no limit."""

    amounts: dict[Role, int | None]
    percents: dict[Role, int | None]


class Orders:
    """Asks, hears, asks again."""

    def __init__(
        self,
        conversations: Conversations,
        waiting: Waiting,
        market: Market,
        purse: Purse,
        clock: Clock,
        shop_id: ShopId,
    ) -> None:
        self._conversations = conversations
        self._waiting = waiting
        self._market = market
        self._purse = purse
        self._clock = clock
        self._shop_id = shop_id

    async def ask(
        self, actor: Actor, conversation_id: str, wish: AnyWish, key: str | None
    ) -> tuple[str, Wished]:
        """The wish's id and how it stands after one try.  The same key again asks for nothing new.

        Raises `NotAllowed` above what the actor may give, `Conflict` for a buyer the shop does not know.
        """
        unique = keyed(actor, conversation_id, key, ["wish", wish])

        def granted(now: Conversation, _: str) -> Grant:
            self.within(actor, wish, now)
            return Grant()

        return await self.grant(actor, conversation_id, wish, (unique, granted))

    async def known(self, buyer_id: str) -> None:
        """Raises `Conflict` for a buyer the shop does not know: it could do nothing for them."""
        if await asyncio.to_thread(self._shop_id, buyer_id) is None:
            raise Conflict(
                "The shop does not know this buyer: they write as a guest. Ask them to sign in at the shop."
            )

    async def grant(
        self, actor: Actor, conversation_id: str, wish: AnyWish, given: tuple[Key, Granted]
    ) -> tuple[str, Wished]:
        """The same under a key of the caller's own, with what the caller says about whether it may be."""
        access.allow(actor, "order.change")
        state = await self._conversations.seen(actor, conversation_id)
        await self.known(state.buyer_id)
        unique, granted = given
        # From the key, so that a try that ended between the two commits finds its wish again.
        wish_id = f"w_{sha256(f'{conversation_id} {unique.sender} {unique.key}'.encode()).hexdigest()[:32]}"
        again_at = self._clock.now() + FIRST_S * 1000

        def decide(now: Conversation) -> Decision:
            goes_on(now)
            if len(now.wishes) >= MOST:
                raise Conflict(f"The shop was asked {MOST} times here; go on in a new conversation.")
            grant = granted(now, wish_id)
            asked = e.ShopAsked(
                wish_id=wish_id, what=_what(wish), wish=msgspec.to_builtins(wish), again_at=again_at,
                granted_by=grant.by_id,
            )  # fmt: skip
            return Decision((*grant.entries, Entry(asked, actor.kind, actor.id)), {"id": wish_id})

        stored = await self._waiting.do(Append(conversation_id, decide, key=unique))
        wish_id = str(stored.answer["id"])
        return wish_id, await self._try(conversation_id, wish_id, by_hand=True)

    async def again(self, actor: Actor, conversation_id: str, wish_id: str) -> Wished:
        """Ask the shop once more now, under the same key. Raises `Conflict` where there is no such wish."""
        access.allow(actor, "order.change")
        await self._conversations.seen(actor, conversation_id)
        return await self._try(conversation_id, wish_id, by_hand=True)

    async def due(self) -> None:
        """Ask again what nobody answered; for the table of ticks."""
        for row in await asyncio.to_thread(self._conversations.store.due, self._clock.now(), views.SHOP):
            try:
                await self._try(row.conversation_id, row.subject, by_hand=False)
            except Exception as error:  # noqa: BLE001  one that fails hinders no other; it is tried again at the next tick
                seeing.log.warning("the shop could not be asked again", reason=type(error).__name__)

    async def _try(self, conversation_id: str, wish_id: str, *, by_hand: bool) -> Wished:
        state = await self._conversations.recall.state(conversation_id)
        wished = state.wishes.get(wish_id) if state else None
        if state is None or wished is None:
            raise Conflict("The shop was asked nothing under this id here; load the conversation again.")
        due = wished.again_at is not None and wished.again_at <= self._clock.now()
        if not wished.open or not (by_hand or due):
            return wished
        outcome = await asyncio.to_thread(self._do, state.buyer_id, wish_id, wished)

        def decide(now: Conversation) -> Decision:
            there = now.wishes[wish_id]
            if not there.open or there.attempt != wished.attempt:  # another server was quicker
                return Decision((), {})
            return Decision((Entry(self._heard(wish_id, there, outcome), "system", "shop"),), {})

        await self._waiting.do(Append(conversation_id, decide))
        after = await self._conversations.recall.state(conversation_id)
        return after.wishes[wish_id] if after else wished

    def _do(self, buyer_id: str, wish_id: str, wished: Wished) -> Outcome:
        """What the shop says; blocking.  Whatever goes wrong on the way is silence: the key settles it later."""
        try:
            wish = decode_wish(encode(wished.wish))
            return self._market.do(wish, shop_buyer_id=self._shop_id(buyer_id) or "", key=wish_id)
        except Exception:  # noqa: BLE001  a wish must neither be lost nor counted as refused
            seeing.log.warning("the shop could not be asked", exc_info=True)
            return Unheard("broken")

    def _heard(self, wish_id: str, wished: Wished, outcome: Outcome) -> e.Event:
        what = str(wished.wish["what"])
        if isinstance(outcome, Made):
            return e.ShopDid(
                wish_id=wish_id, what=what, record_id=outcome.record.id, facts=outcome.record.facts()
            )
        if isinstance(outcome, Refused):
            return e.ShopRefused(wish_id=wish_id, what=what, code=outcome.code, text=outcome.text or {})
        tried = wished.attempt + 1
        wait = WAITS_S[tried - 1] if tried <= len(WAITS_S) else None
        again = None if wait is None else self._clock.now() + wait * 1000
        return e.ShopUnheard(wish_id=wish_id, what=what, why=outcome.why, attempt=tried, again_at=again)

    def within(self, actor: Actor, wish: AnyWish, now: Conversation) -> None:
        """What one gives without goods coming back has its limit, all of a conversation together.

        What one approved for others counts to one's own, from the moment it is approved.
        Raises `NotAllowed` with the limit.
        """
        if isinstance(wish, GivePromo):
            _most(wish.percent, self._purse.percents.get(actor.role, 0), "a code of {} %")
        if isinstance(wish, MakeRefund | GiveBonus):
            amount = _given(actor.id, now) + _worth(msgspec.to_builtins(wish))
            _most(
                amount // ROUBLE,
                _roubles(self._purse.amounts.get(actor.role, 0)),
                "{} roubles in one conversation",
            )


def _what(wish: AnyWish) -> str:
    return str(wish.__struct_config__.tag)


def _worth(wish: dict[str, Any]) -> int:
    """Kopecks given away."""
    worth: int = wish.get("amount", 0) + wish.get("points", 0) * ROUBLE
    return worth


def _given(who: str, now: Conversation) -> int:
    """Kopecks somebody gave away here, or approved."""
    own = [w for w in now.wishes.values() if (w.granted_by or w.by_id) == who and w.state != "refused"]
    approved = [
        r.wish
        for one in now.complaints.values()
        for r in one.remedies.values()
        if r.state == "approved" and r.decided_by == who
    ]
    return sum(_worth(wish) for wish in (*(one.wish for one in own), *approved))


def _roubles(kopecks: int | None) -> int | None:
    return None if kopecks is None else kopecks // ROUBLE


def _most(wanted: int, limit: int | None, said: str) -> None:
    if limit is not None and wanted > limit:
        raise NotAllowed(
            f"This would be {said.format(wanted)}; you may give up to {limit}. Ask a senior agent or a supervisor.",
            details={"limit": limit, "wanted": wanted},
        )

"""The VIP programme: tiers from the order history, a personal manager, notices of terms and offers (mission row B8).

The tier is reckoned when a conversation opens or goes on, before it is given to anybody, and stands in its timeline.
A silent shop holds nothing up: then the tier is as it was last known.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, insert, select, update

from otvet.clock import Clock, day
from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.conversations import Conversations
from otvet.conversation.merging import goes_on
from otvet.conversation.notices import Notice, PersonalOffer, SpecialTerms
from otvet.conversation.orders import ShopId
from otvet.conversation.sending import keyed
from otvet.conversation.state import Conversation
from otvet.conversation.vip import Vip
from otvet.desk import duty
from otvet.desk.pages import Pages
from otvet.desk.plan import Plan
from otvet.desk.tiers import tier_of
from otvet.errors import BadInput, Conflict, ShopSilent
from otvet.market.port import Market
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.database import Database
from otvet.storage.record import Entry, Job, Stored
from otvet.storage.schema import conversations, vips
from otvet.storage.schema import events as schema_events
from otvet.storage.waiting import Waiting

OFFERED = ("promo", "bonus")
AT_ONCE = 200


class Kept(Struct, frozen=True, kw_only=True):
    """A buyer as last reckoned; `spent` in kopecks, `at` in ms; `by_id` named the manager, "" for the desk itself."""

    buyer_id: str
    tier: str | None
    orders: int
    spent: int
    manager_id: str | None
    by_id: str
    at: int


class Vips:
    """Reckons, remembers, tells."""

    def __init__(
        self,
        database: Database,
        market: tuple[Market, ShopId],
        conversations: Conversations,
        waiting: Waiting,
        pages: Pages,
    ) -> None:
        self._database = database
        self._market, self._shop_id = market
        self._conversations = conversations
        self._waiting = waiting
        self._pages = pages

    @property
    def _clock(self) -> Clock:
        return self._conversations.clock

    async def recognise(self, job: Job) -> Append:
        """The reaction `desk.vip`: say in the timeline whose conversation it is, where that has changed."""
        state = await self._conversations.recall.state(job.conversation_id)
        kept = await asyncio.to_thread(self.reckoned, state.buyer_id) if state else None
        plan = await asyncio.to_thread(self._pages.plan)

        def decide(now: Conversation) -> Decision:
            return Decision(recognised(now, kept, plan), {})

        return Append(job.conversation_id, decide, finishes=job)

    def reckoned(self, buyer_id: str) -> Kept | None:
        """By the orders as the shop knows them now; blocking. `None` for somebody who never had a tier."""
        shop_id = self._shop_id(buyer_id)
        kept = self.kept(buyer_id)
        try:
            affairs = self._market.affairs(shop_id) if shop_id else None
        except ShopSilent:
            return kept
        if affairs is None:
            return kept
        plan = self._pages.plan()
        tier, found = tier_of(plan.tiers, affairs.orders, day(self._clock.now()))
        if tier is None and kept is None:
            return None
        with self._database.writing() as connection:
            manager = kept.manager_id if kept else None
            if manager is None and tier is not None:
                manager = _fewest(connection, plan.tiers[tier].managers)
            values = {
                "tier": tier, "orders": found.orders, "spent": found.spent, "manager_id": manager, "at": self._clock.now(),
            }  # fmt: skip
            changed = connection.execute(update(vips).where(vips.c.buyer_id == buyer_id).values(**values))
            if not changed.rowcount:
                connection.execute(insert(vips).values(buyer_id=buyer_id, by_id="", **values))
        return self.kept(buyer_id)

    def kept(self, buyer_id: str) -> Kept | None:
        with self._database.reading() as connection:
            row = connection.execute(select(vips).where(vips.c.buyer_id == buyer_id)).mappings().first()
        return Kept(**row) if row else None

    def everybody(self, actor: Actor) -> list[Kept]:
        """Buyers with a tier, those who spent most first."""
        access.allow(actor, "vip.manage")
        query = select(vips).where(vips.c.tier.is_not(None)).order_by(vips.c.spent.desc(), vips.c.buyer_id)
        with self._database.reading() as connection:
            return [Kept(**row) for row in connection.execute(query.limit(AT_ONCE)).mappings()]

    def since(self, buyers: Sequence[str]) -> dict[str, int]:
        """Since when, in ms, each has been known by the tier they have: as their conversations tell it."""
        events, c = schema_events.c, conversations.c
        query = select(c.buyer_id, events.data, events.at).join(conversations, c.id == events.conversation_id)
        query = query.where(events.name == "VipRecognised", c.buyer_id.in_(buyers)).order_by(events.position)
        found: dict[str, tuple[str | None, int]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query):
                tier = msgspec.json.decode(row.data).get("tier")
                if found.get(row.buyer_id, (None, 0))[0] != tier:
                    found[row.buyer_id] = (tier, row.at)
        return {who: at for who, (tier, at) in found.items() if tier is not None}

    async def look_after(self, actor: Actor, buyer_id: str, manager_id: str | None) -> Kept:
        """Name the personal manager; open conversations know it at once. Raises `Conflict` for who has no tier."""
        access.allow(actor, "vip.manage")
        kept = await asyncio.to_thread(self._named, actor, buyer_id, manager_id)
        plan = await asyncio.to_thread(self._pages.plan)
        for name in await asyncio.to_thread(self._open_of, buyer_id):
            await self._waiting.do(Append(name, lambda now: Decision(recognised(now, kept, plan), {})))
        return kept

    def _named(self, actor: Actor, buyer_id: str, manager_id: str | None) -> Kept:
        values = {"manager_id": manager_id, "by_id": actor.id, "at": self._clock.now()}
        with self._database.writing() as connection:
            able = {one.id for one in duty.colleagues(connection) if not one.disabled}
            if manager_id is not None and manager_id not in able:
                raise BadInput("There is no colleague with this id who could answer; see GET /api/v1/staff.")
            mine = (vips.c.buyer_id == buyer_id) & vips.c.tier.is_not(None)
            if not connection.execute(update(vips).where(mine).values(**values)).rowcount:
                raise Conflict(
                    "This buyer has no tier: their orders do not reach one. See the tiers in GET /api/v1/desk."
                )
        found = self.kept(buyer_id)
        if found is None:
            raise Conflict("This buyer has no tier any more.")
        return found

    def _open_of(self, buyer_id: str) -> list[str]:
        of = (conversations.c.buyer_id == buyer_id) & (conversations.c.status == "open")
        with self._database.reading() as connection:
            return list(connection.execute(select(conversations.c.id).where(of).limit(AT_ONCE)).scalars())

    async def tell(self, actor: Actor, conversation_id: str, wish_id: str | None, key: str | None) -> Stored:
        """A notice to a VIP buyer: the terms of their tier, or with a wish the code or points the shop gave them.

        Typed fields alone, from the timeline: there is nothing anybody could write into it.
        """
        access.allow(actor, "notice.send")
        await self._conversations.seen(actor, conversation_id)

        def decide(now: Conversation) -> Decision:
            goes_on(now)
            if now.vip is None:
                raise Conflict("Only buyers with a tier get notices of terms and offers.")
            notice = self._terms(now, now.vip) if wish_id is None else _offer(now, wish_id)
            entry = Entry(notice.event(), actor.kind, actor.id)
            return Decision((entry,), {"seq": now.last_seq + 1})

        unique = keyed(actor, conversation_id, key, ["notice", wish_id])
        stored: Stored = await self._waiting.do(Append(conversation_id, decide, key=unique))
        return stored

    def _terms(self, now: Conversation, vip: Vip) -> Notice:
        name = self._conversations.store.timeline.called(vip.manager_id) if vip.manager_id else ""
        return SpecialTerms(tier=vip.called.get(now.language, vip.tier), manager=name)


def recognised(now: Conversation, kept: Kept | None, plan: Plan) -> tuple[Entry, ...]:
    """Tier, manager and priority as they should stand, as far as that changes anything."""
    events: list[e.Event] = []
    tier = plan.tiers.get(kept.tier or "") if kept else None
    wanted: tuple[Any, ...] | None = None
    if kept and kept.tier and tier:
        wanted = (kept.tier, {**tier.name}, kept.manager_id)
    if wanted != ((now.vip.tier, now.vip.called, now.vip.manager_id) if now.vip else None):
        code, called, manager = wanted or (None, {}, None)
        events.append(e.VipRecognised(tier=code, called=called, manager_id=manager))
    if tier and now.priority_why in ("topic", "vip") and now.priority > tier.priority:
        events.append(e.PriorityChanged(priority=tier.priority, why="vip"))
    if tier is None and now.priority_why == "vip":
        events.append(e.PriorityChanged(priority=plan.topic(now.topic).priority))
    return tuple(Entry(event, "system", "desk") for event in events)


def _offer(now: Conversation, wish_id: str) -> Notice:
    wished = now.wishes.get(wish_id)
    if wished is None or wished.state != "made" or wished.wish["what"] not in OFFERED:
        raise Conflict("Tell of a code or of points the shop has given here; nothing else is an offer.")
    facts = wished.facts
    return PersonalOffer(
        what=wished.wish["what"], code=wished.record_id if wished.wish["what"] == "promo" else "",
        percent=int(facts.get("percent", 0)), points=int(facts.get("points", 0)), until=str(facts.get("until", "")),
    )  # fmt: skip


def _fewest(connection: Connection, managers: tuple[str, ...]) -> str | None:
    """Of these the one with the fewest buyers to look after."""
    able = {one.id for one in duty.colleagues(connection) if not one.disabled}
    query = select(vips.c.manager_id, func.count()).group_by(vips.c.manager_id)
    counted = {who: number for who, number in connection.execute(query)}  # noqa: C416  rows are no pairs to mypy
    return min(
        (who for who in managers if who in able), key=lambda who: (counted.get(who, 0), who), default=None
    )

"""VIP buyers over HTTP: who they are, who looks after them, notices of terms and offers (mission row B8)."""

import asyncio
from typing import Any

from litestar import get, post, put
from msgspec import Struct

from otvet.clock import iso
from otvet.desk.vip import Kept
from otvet.web.api.beside import Person
from otvet.web.api.conversations import Ask, Changed, IdempotencyKey, Short, actor_of, drawn


class VipIs(Struct, frozen=True, kw_only=True):
    """A buyer with a tier: orders and kopecks that count, and who looks after them in person."""

    buyer: Person
    tier: str | None
    orders: int
    spent: int
    manager: Person | None
    reckoned_at: str


class VipsAre(Struct, frozen=True):
    items: list[VipIs]


class LooksAfter(Struct, frozen=True, forbid_unknown_fields=True):
    """A colleague's id, `null` for nobody."""

    manager_id: Short | None


class NewNotice(Struct, frozen=True, forbid_unknown_fields=True):
    """Without a wish: the terms of the tier; with one: the code or the points the shop gave here."""

    wish_id: Short | None = None


@get("/vips", opt={"action": "vip.manage"}, summary="List VIP buyers")
async def everybody(request: Ask) -> VipsAre:
    """Those who spent most first, at most 200."""
    house, actor = request.app.state.house, actor_of(request)

    def look() -> VipsAre:
        return VipsAre([vip_drawn(house, one) for one in house.vips.everybody(actor)])

    return await asyncio.to_thread(look)


@put("/vips/{buyer_id:str}", opt={"action": "vip.manage"}, summary="Name a personal manager")
async def look_after(request: Ask, buyer_id: str, data: LooksAfter) -> VipIs:
    """What the buyer writes from now on goes to them first, while they are at the desk and have room."""
    house = request.app.state.house
    kept = await house.vips.look_after(actor_of(request), buyer_id, data.manager_id)
    return await asyncio.to_thread(vip_drawn, house, kept)


@post(
    "/conversations/{conversation_id:str}/vip-notices",
    opt={"action": "notice.send"},
    status_code=200,
    summary="Tell a VIP buyer of terms or of an offer",
)
async def tell(
    request: Ask, conversation_id: str, data: NewNotice, idempotency_key: IdempotencyKey = None
) -> Changed:
    """A template with typed fields, shown in the buyer's language; nobody writes anything into it."""
    await request.app.state.house.vips.tell(actor_of(request), conversation_id, data.wish_id, idempotency_key)
    return Changed(await drawn(request, conversation_id))


def vip_drawn(house: Any, one: Kept) -> VipIs:
    """As the API shows it."""
    names = house.people.names([one.buyer_id, one.manager_id or ""])
    manager = Person(one.manager_id, names.get(one.manager_id, "")) if one.manager_id else None
    return VipIs(
        buyer=Person(one.buyer_id, names.get(one.buyer_id, "")), tier=one.tier, orders=one.orders, spent=one.spent,
        manager=manager, reckoned_at=iso(one.at),
    )  # fmt: skip


HANDLERS = (everybody, look_after, tell)

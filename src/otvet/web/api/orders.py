"""Asking the shop for something for a buyer, beside a conversation; and the slots it offers."""

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import Parameter
from msgspec import UNSET, Struct, UnsetType

from otvet.clock import iso
from otvet.conversation.wishes import Wished
from otvet.market.wishes import (
    CancelOrder,
    ComplainOfCourier,
    GiveBonus,
    GivePromo,
    MakeExchange,
    MakeRefund,
    MakeReturn,
    MoveDelivery,
)
from otvet.web.api.conversations import Ask, IdempotencyKey, actor_of

Number = Annotated[str, Parameter(max_length=80)]


class NewWish(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing wanted of the shop: return, exchange, cancel, refund, promo, bonus, move or complain."""

    wish: (
        MakeReturn
        | MakeExchange
        | CancelOrder
        | MakeRefund
        | GivePromo
        | GiveBonus
        | MoveDelivery
        | ComplainOfCourier
    )


class WishState(Struct, frozen=True, kw_only=True):
    """How it stands: `made` with the shop's own number, `refused` with a code, `unheard` until `again_at`."""

    id: str
    what: str
    state: str  # asked | unheard | made | refused
    record_id: str | UnsetType = UNSET
    facts: dict[str, Any] | UnsetType = UNSET
    code: str | UnsetType = UNSET
    text: dict[str, str] | UnsetType = UNSET
    again_at: str | UnsetType | None = UNSET


class Slots(Struct, frozen=True):
    items: list[Any]


def drawn(wish_id: str, wished: Wished) -> WishState:
    """A wish as the API shows it."""
    return WishState(
        id=wish_id, what=wished.wish["what"], state=wished.state,
        record_id=wished.record_id or UNSET, facts=wished.facts or UNSET, code=wished.code or UNSET, text=wished.text or UNSET,
        again_at=(iso(wished.again_at) if wished.again_at else None) if wished.open else UNSET,
    )  # fmt: skip


@post(
    "/conversations/{conversation_id:str}/wishes",
    opt={"action": "order.change"},
    summary="Ask the shop for something for the buyer",
)
async def ask(
    request: Ask, conversation_id: str, data: NewWish, idempotency_key: IdempotencyKey = None
) -> WishState:
    """A return, a refund, another slot. A shop that is silent is asked again by itself, under the same key."""
    house = request.app.state.house
    return drawn(*await house.orders.ask(actor_of(request), conversation_id, data.wish, idempotency_key))


@post(
    "/conversations/{conversation_id:str}/wishes/{wish_id:str}/again",
    opt={"action": "order.change"},
    status_code=200,
    summary="Ask the shop once more now",
)
async def again(request: Ask, conversation_id: str, wish_id: str) -> WishState:
    """For a wish the shop did not answer; one that is settled stays as it is."""
    house = request.app.state.house
    return drawn(wish_id, await house.orders.again(actor_of(request), conversation_id, wish_id))


@get(
    "/conversations/{conversation_id:str}/slots",
    opt={"action": "order.change"},
    summary="When else an order could be brought",
)
async def slots(request: Ask, conversation_id: str, order: Number = "") -> Slots:
    """The slots the shop offers for an order of this conversation's buyer; for any other there are none."""
    house = request.app.state.house
    state = await house.conversations.seen(actor_of(request), conversation_id)

    def found() -> Slots:
        if all(one.number != order for one in house.orders_of(state.buyer_id)):
            return Slots([])
        return Slots([msgspec.to_builtins(one) for one in house.market.slots(order)])

    return await asyncio.to_thread(found)


HANDLERS = (ask, again, slots)

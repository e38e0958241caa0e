"""What surrounds a conversation: products, orders, the customer's record, terms in force."""

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.params import Parameter
from msgspec import Struct

from otvet.clock import day
from otvet.errors import NotFound, ShopSilent
from otvet.people.masking import masked
from otvet.web.api.conversations import Ask, actor_of
from otvet.web.api.drawing import Conv
from otvet.web.api.orders import WishState, drawn
from otvet.web.api.vips import VipIs, vip_drawn

AFFAIRS = ("orders", "returns", "refunds", "complaints", "bonuses", "promos", "points", "tier")
Query = Annotated[str, Parameter(max_length=200)]


class Items(Struct, frozen=True):
    items: list[Any]


class Around(Struct, frozen=True, kw_only=True):
    """What an agent sees beside the thread.

    `silent`: the shop gave no answer, so what is its to say is missing; `wishes` are what was asked of it here.
    """

    customer: dict[str, Any]
    order: Any = None
    orders: list[Any] = []
    product: Any = None
    returns: list[Any] = []
    refunds: list[Any] = []
    complaints: list[Any] = []
    bonuses: list[Any] = []
    promos: list[Any] = []
    points: int = 0
    vip: VipIs | None = None
    wishes: list[WishState] = []
    terms: list[dict[str, Any]]
    terms_of: str
    earlier: list[Conv]
    silent: bool = False


class Goods(Struct, frozen=True, kw_only=True):
    """What a conversation is about."""

    order: Any
    product: Any
    terms: list[dict[str, Any]]
    terms_of: str
    silent: bool


@get("/products", opt={"action": "product.read"}, summary="List products")
async def products(request: Ask, q: Query = "") -> Items:
    """The shop's products."""
    found = await asyncio.to_thread(request.app.state.house.market.products, q, 50)
    return Items([msgspec.to_builtins(one) for one in found])


@get("/products/{sku:str}", opt={"action": "product.read"}, summary="One product")
async def product(request: Ask, sku: Annotated[str, Parameter(max_length=100)]) -> Any:
    """One product with its card."""
    found = await asyncio.to_thread(request.app.state.house.market.product, sku)
    if found is None:
        raise NotFound("There is no such product.")
    return msgspec.to_builtins(found)


@get("/orders", opt={"action": "order.read"}, summary="List one's own orders")
async def orders(request: Ask) -> Items:
    """A buyer's own orders, once the shop has said who they are; staff see orders beside a conversation."""
    house, actor = request.app.state.house, actor_of(request)
    found = await asyncio.to_thread(house.orders_of, actor.id)
    return Items([msgspec.to_builtins(one) for one in found])


@get(
    "/conversations/{conversation_id:str}/context",
    opt={"action": "customer.read"},
    summary="What surrounds it",
)
async def around(request: Ask, conversation_id: str) -> Around:
    """Customer, orders with delivery, returns and refunds, terms of the order's day, earlier conversations.

    Each look is logged. A shop that is silent leaves its part out and says so.
    """
    house, actor = request.app.state.house, actor_of(request)
    state = await house.conversations.seen(actor, conversation_id)

    def draw() -> Around:
        house.people.look(
            actor, "customer.read", "buyer", state.buyer_id, allowed=True, reason="beside a conversation"
        )
        buyer = house.people.buyer(state.buyer_id)
        about = _about(house, state, buyer.shop_id if buyer else None)
        placed = about["order"].placed_at if about.get("order") else None
        today = day(house.clock.now())
        told = min(placed, today) if placed else today
        return Around(
            customer=_customer(state, buyer, about.pop("tier", None)),
            vip=_vip(house, state.buyer_id),
            wishes=[drawn(name, one) for name, one in state.wishes.items()],
            terms=[_term(one, actor.language) for one in house.knowledge.terms_in_force(told).values()],
            terms_of=told.isoformat(),
            earlier=house.earlier(actor, state),
            **{name: msgspec.to_builtins(one) for name, one in about.items()},
        )

    return await asyncio.to_thread(draw)


@get(
    "/conversations/{conversation_id:str}/goods",
    opt={"action": "conversation.read"},
    summary="What it is about",
)
async def goods(request: Ask, conversation_id: str) -> Goods:
    """Product, order and terms, without who the buyer is: what a seller sees beside the thread.

    A seller gets an order of their own goods alone.
    """
    house, actor = request.app.state.house, actor_of(request)
    state = await house.conversations.seen(actor, conversation_id)

    def draw() -> Goods:
        about = _about(house, state, None)
        order = about.get("order")
        if order is not None and actor.role == "seller" and order.seller_id != actor.seller_id:
            order = None
        today = day(house.clock.now())
        told = min(order.placed_at, today) if order else today
        terms = house.knowledge.terms_in_force(told).values()
        return Goods(
            order=_without_buyer(order), product=msgspec.to_builtins(about.get("product")), terms_of=told.isoformat(),
            terms=[_term(one, actor.language) for one in terms], silent=bool(about.get("silent")),
        )  # fmt: skip

    return await asyncio.to_thread(draw)


def _without_buyer(order: Any) -> Any:
    drawn_order = msgspec.to_builtins(order)
    return drawn_order and {key: value for key, value in drawn_order.items() if key != "shop_buyer_id"}


def _about(house: Any, state: Any, shop_id: str | None) -> dict[str, Any]:
    """What the shop knows: of the buyer, of the order and product the conversation is about."""
    try:
        affairs = house.market.affairs(shop_id) if shop_id else None
        found = {name: getattr(affairs, name) for name in AFFAIRS} if affairs else {}
        own = (one for one in found.get("orders", ()) if one.number == state.order_id)
        found["order"] = next(own, None) or (house.market.order(state.order_id) if state.order_id else None)
        found["product"] = house.market.product(state.product_id) if state.product_id else None
    except ShopSilent:
        return {"silent": True}
    return found


def _customer(state: Any, buyer: Any, tier: Any) -> dict[str, Any]:
    return {
        "id": state.buyer_id, "name": buyer.name if buyer else "", "language": state.language, "tier": tier,
        "verified": bool(buyer and buyer.shop_id), "email": masked(buyer.email if buyer else None),
        "phone": masked(buyer.phone if buyer else None), "since": buyer.created_at if buyer else None,
    }  # fmt: skip


def _vip(house: Any, buyer_id: str) -> VipIs | None:
    kept = house.vips.kept(buyer_id)
    return vip_drawn(house, kept) if kept and kept.tier else None


def _term(one: Any, language: str) -> dict[str, Any]:
    """A term with where it stands and from when to when; `weaker`: the shop's own offer gives less, so the law's holds."""
    return {
        "key": one.key, "text": one.text.get(language, ""), "words": one.text, "value": one.value, "rank": one.rank, "source": one.source,
        "clause": one.clause, "cited": one.cited, "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat() if one.valid_to else None, "weaker": one.weaker,
    }  # fmt: skip


HANDLERS = (products, product, orders, around, goods)

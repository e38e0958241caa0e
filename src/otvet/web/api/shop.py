"""What surrounds a conversation: products, orders, the customer's record, terms in force."""

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.params import Parameter
from msgspec import Struct

from otvet.clock import day
from otvet.errors import NotFound
from otvet.people.masking import masked
from otvet.web.api.conversations import Ask, actor_of
from otvet.web.api.drawing import Conv

Query = Annotated[str, Parameter(max_length=200)]


class Items(Struct, frozen=True):
    items: list[Any]


class Around(Struct, frozen=True):
    """What an agent sees beside the thread."""

    customer: dict[str, Any]
    order: Any
    orders: list[Any]
    product: Any
    terms: list[dict[str, Any]]
    earlier: list[Conv]


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
    """Customer, order and delivery, terms in force, earlier conversations. Each look is logged."""
    house, actor = request.app.state.house, actor_of(request)
    state = await house.conversations.seen(actor, conversation_id)

    def draw() -> Around:
        house.people.look(
            actor, "customer.read", "buyer", state.buyer_id, allowed=True, reason="beside a conversation"
        )
        buyer = house.people.buyer(state.buyer_id)
        own = house.orders_of(state.buyer_id)
        order = house.market.order(state.order_id) if state.order_id else None
        product = house.market.product(state.product_id) if state.product_id else None
        terms = house.knowledge.terms_in_force(day(house.clock.now()))
        earlier = house.earlier(actor, state)
        return Around(
            {"id": state.buyer_id, "name": buyer.name if buyer else "", "language": state.language,
             "verified": bool(buyer and buyer.shop_id), "email": masked(buyer.email if buyer else None),
             "phone": masked(buyer.phone if buyer else None), "since": buyer.created_at if buyer else None},
            msgspec.to_builtins(order), [msgspec.to_builtins(one) for one in own], msgspec.to_builtins(product),
            [{"key": t.key, "text": t.text.get(actor.language, ""), "value": t.value, "source": t.source, "clause": t.clause}
             for t in terms.values()],
            earlier,
        )  # fmt: skip

    return await asyncio.to_thread(draw)


HANDLERS = (products, product, orders, around)

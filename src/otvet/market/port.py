"""What Otvet asks of a shop: products, orders, deliveries, what is going on with them, and what it may do for a buyer.

`DemoShop` is the one that comes with the house, `RestShop` speaks to somebody else's over HTTP;
every one offers the same and passes the same suite, `tests/contracts/market_contract.py`.
All calls block: ask from a thread.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol

from msgspec import Struct, field

if TYPE_CHECKING:
    from otvet.market.affairs import Affairs
    from otvet.market.wishes import AnyWish, Outcome

Words = dict[str, str]  # the same words in ru, en and zh

OrderStatus = Literal["placed", "in_transit", "customs", "at_pickup", "delivered", "cancelled", "returned"]
DeliveryState = Literal["packing", "on_the_way", "delayed", "at_pickup", "handed_over", "called_off"]
StepState = Literal["done", "now", "ahead"]


class Product(Struct, frozen=True, kw_only=True):
    """A product as the shop shows it; `card` are the facts a message is checked against."""

    sku: str
    seller_id: str
    name: Words
    price: int  # kopecks
    currency: str = "RUB"
    category: Words
    description: Words
    card: dict[str, Any]
    picture: str


class Step(Struct, frozen=True, kw_only=True):
    """One thing that happened to a parcel, or is expected to."""

    at: date
    place: Words
    what: Words
    state: StepState


class Slot(Struct, frozen=True, kw_only=True):
    """A stretch of a day in which the shop can bring an order; hours are of the buyer's place."""

    id: str
    day: date
    from_hour: int
    to_hour: int

    def facts(self) -> dict[str, str | int]:
        return {"day": self.day.isoformat(), "from_hour": self.from_hour, "to_hour": self.to_hour}


class Delivery(Struct, frozen=True, kw_only=True):
    """Where a parcel is; `promised` never changes, `expected` does.

    `handed_on` is the day the buyer got it, `slot` what the buyer chose.
    """

    carrier: str
    tracking: str
    state: DeliveryState
    promised: date
    expected: date
    delay_days: int = 0
    reason: Words | None = None
    steps: list[Step] = field(default_factory=list)
    handed_on: date | None = None
    slot: Slot | None = None


class Line(Struct, frozen=True, kw_only=True):
    """So many of one product, at the price paid for one."""

    sku: str
    quantity: int
    price: int  # kopecks


class Order(Struct, frozen=True, kw_only=True):
    """An order of one buyer from one seller."""

    number: str
    shop_buyer_id: str
    seller_id: str
    placed_at: date
    status: OrderStatus
    items: list[Line]
    total: int  # kopecks
    delivery: Delivery

    def facts(self) -> dict[str, Any]:
        """What the gate checks a message about this order against."""
        return {
            "status": self.status,
            "placed_date": self.placed_at.isoformat(),
            "promised_date": self.delivery.promised.isoformat(),
            "delivery_date": self.delivery.expected.isoformat(),
        }


class Market(Protocol):
    """A shop.  What is not there is `None` or an empty list, never an error.

    Whatever is read raises `ShopSilent` where the shop gives no usable answer in time; `do` says that as a value.
    """

    @property
    def version(self) -> str:
        """Changes whenever an answer may have changed, so that others can keep what they gathered.  Never blocks."""

    def product(self, sku: str) -> Product | None: ...

    def products(self, query: str = "", limit: int = 50) -> list[Product]:
        """Products with all words of `query` in name, category or description of one language."""

    def order(self, number: str) -> Order | None: ...

    def orders_of(self, shop_buyer_id: str) -> list[Order]:
        """The buyer's orders, the newest first."""

    def affairs(self, shop_buyer_id: str) -> Affairs | None:
        """Orders with all that is going on around them; `None` for a buyer the shop does not know."""

    def slots(self, order_number: str) -> list[Slot]:
        """When else the order could be brought; none for one that cannot be moved any more."""

    def do(self, wish: AnyWish, *, shop_buyer_id: str, key: str) -> Outcome:
        """Do what is wished for this buyer; the same `key` again does nothing and is answered alike."""

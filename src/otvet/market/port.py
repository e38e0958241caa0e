"""What Otvet asks of a shop: products, orders, deliveries.  Reading only; nothing here changes an order.

`DemoShop` is the one that comes with the house; an adapter of a real marketplace offers the same
and passes the same suite, `tests/contracts/market_contract.py`.
"""

from datetime import date
from typing import Any, Literal, Protocol

from msgspec import Struct, field

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


class Delivery(Struct, frozen=True, kw_only=True):
    """Where a parcel is; `promised` never changes, `expected` does."""

    carrier: str
    tracking: str
    state: DeliveryState
    promised: date
    expected: date
    delay_days: int = 0
    reason: Words | None = None
    steps: list[Step] = field(default_factory=list)


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
    """A shop's read side.  What is not there is `None` or an empty list, never an error."""

    @property
    def version(self) -> str:
        """Changes whenever an answer may have changed, so that others can keep what they gathered."""

    def product(self, sku: str) -> Product | None: ...

    def products(self, query: str = "", limit: int = 50) -> list[Product]:
        """Products with all words of `query` in name, category or description of one language."""

    def order(self, number: str) -> Order | None: ...

    def orders_of(self, shop_buyer_id: str) -> list[Order]:
        """The buyer's orders, the newest first."""

"""The shop that comes with the house: made up from a seed, the same every time, in three languages.

Марина Соколова waits for a laptop that stands in Kazan; everybody else's past is drawn.
"""

import random
import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from otvet.market.port import (
    Delivery,
    DeliveryState,
    Line,
    Market,
    Order,
    OrderStatus,
    Product,
    Step,
    StepState,
    Words,
)

MARINA = "shop_1001"
LATE_LAPTOP = "48120-3391"
_DRAWN_ORDERS = 36
_LATE_EVERY = 4
_DAYS_BACK = 150


class Person(Struct, frozen=True):
    """A buyer or a seller of the demo shop; `email` is empty for sellers."""

    id: str
    name: str
    language: str
    email: str = ""


class DemoShop(Market):
    """A shop in memory, as of `today`."""

    def __init__(self, seed: int, today: date) -> None:
        shelves = _read("shelves.toml")
        self.sellers = [Person(**seller) for seller in shelves["sellers"]]
        self.buyers = [Person(**buyer) for buyer in shelves["buyers"]]
        self.today = today
        self._seed = seed
        self._products = {p["sku"]: _product(p, shelves["categories"]) for p in shelves["products"]}
        self._found_by = {sku: _found_by(product) for sku, product in self._products.items()}
        self._orders = {order.number: order for order in self._draw(random.Random(seed))}  # noqa: S311 made up, not secret

    @property
    def version(self) -> str:
        return f"demo-{self._seed}-{self.today}"

    def product(self, sku: str) -> Product | None:
        return self._products.get(sku)

    def products(self, query: str = "", limit: int = 50) -> list[Product]:
        words = query.casefold().split()
        found = (
            product
            for sku, product in self._products.items()
            if any(all(word in text for word in words) for text in self._found_by[sku])
        )
        return [product for product, _ in zip(found, range(max(limit, 0)), strict=False)]

    def order(self, number: str) -> Order | None:
        return self._orders.get(number)

    def orders_of(self, shop_buyer_id: str) -> list[Order]:
        own = [order for order in self._orders.values() if order.shop_buyer_id == shop_buyer_id]
        return sorted(own, key=lambda order: (order.placed_at, order.number), reverse=True)

    def _draw(self, chance: random.Random) -> list[Order]:
        orders = [self._late_laptop()]
        products = list(self._products.values())
        numbers = chance.sample(range(10_000), _DRAWN_ORDERS + 1)
        for drawn in range(_DRAWN_ORDERS):
            buyer = self.buyers[drawn % len(self.buyers)]
            product = chance.choice(products)
            number = f"48{chance.randrange(100, 999)}-{numbers[drawn]:04d}"
            days = int(_DAYS_BACK * chance.random() ** 3)  # most are recent
            late = chance.randrange(2, 9) if drawn % _LATE_EVERY == 1 else 0
            if (
                buyer.id == MARINA
            ):  # the laptop is her newest order, so it stands first wherever she picks one
                days, late = days + 14, 0
            elif late:
                days = chance.randrange(8, 12)
            placed = self.today - timedelta(days=days)
            quantity = chance.choice((1, 1, 1, 2))
            orders.append(self._order(number, (buyer.id, placed), (product, quantity), late=late))
        return orders

    def _late_laptop(self) -> Order:
        """Promised three days ago, expected in four: the case everybody meets first."""
        product = self._products["NB-14-512"]
        placed = self.today - timedelta(days=10)
        return self._order(LATE_LAPTOP, (MARINA, placed), (product, 1), late=7)

    def _order(
        self, number: str, who_and_when: tuple[str, date], what: tuple[Product, int], *, late: int
    ) -> Order:
        (buyer_id, placed), (product, quantity) = who_and_when, what
        delivery = _delivery(product, placed, self.today, late)
        return Order(
            number=number,
            shop_buyer_id=buyer_id,
            seller_id=product.seller_id,
            placed_at=placed,
            status=_STATUS[delivery.state],
            items=[Line(sku=product.sku, quantity=quantity, price=product.price)],
            total=product.price * quantity,
            delivery=delivery,
        )


_STATUS: dict[DeliveryState, OrderStatus] = {
    "packing": "placed",
    "on_the_way": "in_transit",
    "delayed": "in_transit",
    "at_pickup": "at_pickup",
    "handed_over": "delivered",
}

_PROMISED_DAYS = 7
_WAITS_AT_PICKUP = 2


def _delivery(product: Product, placed: date, today: date, late: int) -> Delivery:
    """A parcel's way: four days on the road, promised in seven, `late` days more when something went wrong."""
    from_china = product.seller_id == "sel_qiming"
    promised = placed + timedelta(days=_PROMISED_DAYS)
    expected = promised + timedelta(days=late)
    roads = _read("roads.toml")
    places, what = roads["places"], roads["steps"]
    way: list[tuple[date, Words, Words]] = [
        (placed, places["shenzhen"] if from_china else places["moscow"], what["placed"]),
        (
            placed + timedelta(days=2),
            places["shenzhen"] if from_china else places["petersburg"],
            what["sent"],
        ),
        (
            placed + timedelta(days=5 if from_china else 4),
            places["kazan"] if from_china else places["yekaterinburg"],
            what["stuck"] if late else what["sorting"],
        ),
        (expected, places["pickup"], what["arrived"] if expected <= today else what["arrives"]),
    ]
    handed = expected + timedelta(days=_WAITS_AT_PICKUP)
    if handed <= today:
        way.append((handed, places["pickup"], what["handed"]))
    reason = (
        list(roads["reasons"].values())[late % len(roads["reasons"])] if late and expected > today else None
    )
    return Delivery(
        carrier="Причал Экспресс",
        tracking=f"PR{placed:%y%m%d}{sum(map(ord, product.sku)):05d}RU",
        state=_state(placed, expected, today, late),
        promised=promised,
        expected=expected,
        delay_days=late,
        reason=reason,
        steps=_steps(way, today),
    )


def _state(placed: date, expected: date, today: date, late: int) -> DeliveryState:
    if expected + timedelta(days=_WAITS_AT_PICKUP) <= today:
        return "handed_over"
    if expected <= today:
        return "at_pickup"
    if placed + timedelta(days=2) > today:
        return "packing"
    return "delayed" if late else "on_the_way"


def _steps(way: list[tuple[date, Words, Words]], today: date) -> list[Step]:
    behind = sum(at <= today for at, _, _ in way)

    def state(number: int) -> StepState:
        return "ahead" if number > behind else "now" if number == behind else "done"

    return [
        Step(at=at, place=place, what=what, state=state(number))
        for number, (at, place, what) in enumerate(way, start=1)
    ]


def _product(told: dict[str, Any], categories: dict[str, Words]) -> Product:
    seller, category = told["seller"], categories[told["category"]]
    rest = {key: value for key, value in told.items() if key not in {"seller", "category"}}
    return Product(seller_id=seller, category=category, **rest)


def _found_by(product: Product) -> list[str]:
    """What a search looks through, one text per language."""
    return [
        " ".join(
            (product.sku, product.name[lang], product.category[lang], product.description[lang])
        ).casefold()
        for lang in product.name
    ]


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("otvet.market") / name).read_text(encoding="utf-8"))

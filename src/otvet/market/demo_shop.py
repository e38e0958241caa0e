"""The shop that comes with the house: made up from a seed, the same every time, in three languages.

Марина Соколова waits for a laptop that stands in Kazan; everybody else's past is drawn.
What it does for its buyers is kept in its ledger once it has moved into a database, and ages by the clock.
"""

import random
import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from otvet.clock import Clock, day
from otvet.market import wishes as w
from otvet.market.affairs import Affairs, Bonus, Complaint, Promo, Refund, Return
from otvet.market.demo_affairs import became, record, refund_of, slots_after
from otvet.market.demo_ledger import AnyDeed, Deed, DemoLedger, HandIn
from otvet.market.demo_rules import UNDELIVERED, Weighed
from otvet.market.port import (
    Delivery,
    DeliveryState,
    Line,
    Market,
    Order,
    OrderStatus,
    Product,
    Slot,
    Step,
    StepState,
    Words,
)
from otvet.storage.database import Database

MARINA = "shop_1001"
LATE_LAPTOP = "48120-3391"
_DRAWN_ORDERS = 36
_LATE_EVERY = 4
_DAYS_BACK = 150
HEARD_MS = 30_000  # what another server of the same database did is seen within this time


class Person(Struct, frozen=True):
    """A buyer or a seller of the demo shop; `email` and `phone` are empty for sellers."""

    id: str
    name: str
    language: str
    email: str = ""
    phone: str = ""
    tier: Words | None = None  # what the shop calls its good customers


class DemoShop(Market):
    """A shop as of `today`; without a database it answers and does nothing."""

    def __init__(self, seed: int, today: date) -> None:
        shelves = _read("shelves.toml")
        self.sellers = [Person(**seller) for seller in shelves["sellers"]]
        self.buyers = [Person(**buyer) for buyer in shelves["buyers"]]
        self.today = today
        self._seed = seed
        self._products = {p["sku"]: _product(p, shelves["categories"]) for p in shelves["products"]}
        self._found_by = {sku: _found_by(product) for sku, product in self._products.items()}
        self._orders = {order.number: order for order in self._draw(random.Random(seed))}  # noqa: S311 made up, not secret
        self._ledger: DemoLedger | None = None
        self._done = 0

    def move_in(self, database: Database, clock: Clock) -> None:
        """From now on the shop remembers what it does."""
        self._ledger = DemoLedger(database, clock)

    @property
    def now(self) -> date:
        """The shop's day: the clock's, once it has one."""
        return day(self._ledger.clock.now()) if self._ledger else self.today

    @property
    def version(self) -> str:
        heard = self._ledger.clock.now() // HEARD_MS if self._ledger else 0  # of what other servers did
        return f"demo-{self._seed}-{self.today}-{self._done}-{heard}"

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
        drawn = self._orders.get(number)
        if drawn is None or self._ledger is None:
            return drawn
        return became(drawn, self._ledger.of_buyer(drawn.shop_buyer_id), self.now)

    def orders_of(self, shop_buyer_id: str) -> list[Order]:
        return self._orders_after(shop_buyer_id, self._deeds(shop_buyer_id))

    def affairs(self, shop_buyer_id: str) -> Affairs | None:
        buyer = next((one for one in self.buyers if one.id == shop_buyer_id), None)
        if buyer is None:
            return None
        deeds = self._deeds(shop_buyer_id)
        made = [record(deed, deeds, self._drawn(deed), self.now) for deed in deeds]
        refunds = [one for one in made if isinstance(one, Refund)]
        for deed, back in zip(deeds, made, strict=True):
            money = refund_of(back, deed, deeds, self.now) if isinstance(back, Return) else None
            refunds += [money] if money else []
        bonuses = [one for one in made if isinstance(one, Bonus)]
        return Affairs(
            shop_buyer_id=shop_buyer_id,
            orders=self._orders_after(shop_buyer_id, deeds),
            returns=[one for one in made if isinstance(one, Return)],
            refunds=refunds,
            complaints=[one for one in made if isinstance(one, Complaint)],
            bonuses=bonuses,
            promos=[one for one in made if isinstance(one, Promo)],
            points=sum(one.points for one in bonuses if one.valid_to is None or one.valid_to >= self.now),
            tier=buyer.tier,
        )

    def slots(self, order_number: str) -> list[Slot]:
        order = self.order(order_number)
        if order is None or order.delivery.state not in UNDELIVERED:
            return []
        return slots_after(max(self.now, self._orders[order_number].delivery.expected - timedelta(days=1)))

    def do(self, wish: w.AnyWish, *, shop_buyer_id: str, key: str) -> w.Outcome:
        return self._keep(wish, shop_buyer_id, key)

    def hand_in(self, return_id: str, *, shop_buyer_id: str) -> w.Outcome:
        """The buyer gives the parcel of a return to the pick-up point; twice is once."""
        return self._keep(HandIn(return_id=return_id), shop_buyer_id, f"hand-in {return_id}")

    def _keep(self, wish: AnyDeed, shop_buyer_id: str, key: str) -> w.Outcome:
        if self._ledger is None or all(one.id != shop_buyer_id for one in self.buyers):
            return w.Refused("not_offered")
        about = None if isinstance(wish, HandIn) else wish.order
        order = self.order(about) if about else None
        order = order if order and order.shop_buyer_id == shop_buyer_id else None
        offered = self.slots(order.number) if order else []

        def weigh(deeds: list[Deed]) -> str | None:
            as_now = became(self._orders[order.number], deeds, self.now) if order else None
            return Weighed((as_now, offered), deeds, self._products, self.now).refusal(wish)

        deed = self._ledger.keep(wish, shop_buyer_id, key, weigh)
        self._done += 1
        if isinstance(deed, str):
            return w.Refused(deed)
        deeds = self._ledger.of_buyer(shop_buyer_id)
        subject = self._handed(deed, deeds)
        made = record(subject, deeds, self._drawn(subject), self.now)
        return w.Made(made) if made is not None else w.Refused("other")

    def _handed(self, deed: Deed, deeds: list[Deed]) -> Deed:
        """Of a parcel handed in the return it belongs to, of anything else the deed itself."""
        wish = deed.wish
        if not isinstance(wish, HandIn):
            return deed
        return next(one for one in deeds if one.id == wish.return_id)

    def _deeds(self, shop_buyer_id: str) -> list[Deed]:
        return self._ledger.of_buyer(shop_buyer_id) if self._ledger else []

    def _drawn(self, deed: Deed) -> Order | None:
        return self._orders.get(getattr(deed.wish, "order", None) or "")

    def _orders_after(self, shop_buyer_id: str, deeds: list[Deed]) -> list[Order]:
        own = [order for order in self._orders.values() if order.shop_buyer_id == shop_buyer_id]
        own.sort(key=lambda order: (order.placed_at, order.number), reverse=True)
        return [became(order, deeds, self.now) for order in own]

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
        handed_on=handed if handed <= today else None,
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

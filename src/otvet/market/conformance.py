"""Tries a shop against the protocol, point by point, for the developer who writes it (`otvet shop check`).

Every point says what it wants and, when it fails, what came instead.  Reading changes nothing; the points about wishes
make a bonus of one point for the buyer named, so they run only where one asks for them.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct

from otvet.market.affairs import Affairs
from otvet.market.port import Order, Product, Slot
from otvet.market.rest import MOST_BYTES, Wrong, content, encode, outcome_of, read
from otvet.market.wishes import GiveBonus, Made, MakeReturn, Piece, Refused
from otvet.outside.line import Line
from otvet.outside.transport import Answer, Silence

ABSENT = "otvet-conformance-no-such-thing"
SLOW_S = 1.0


class Point(Struct, frozen=True):
    """One thing that was tried; `why` says what is wrong, "" for nothing."""

    name: str
    why: str

    @property
    def passed(self) -> bool:
        return not self.why


class Known(Struct, frozen=True, kw_only=True):
    """What the shop's developer says is there: a buyer and one of their orders."""

    buyer: str
    order: str


class Shop:
    """The shop under trial."""

    def __init__(self, url: str, key: str, *, seconds: float) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._seconds = seconds
        self.line = Line()

    def ask(
        self, method: str, path: str, body: Any = None, *, key: str = "", bearer: str | None = None
    ) -> Answer | Silence:
        headers = {"Authorization": f"Bearer {self._key if bearer is None else bearer}"}
        headers |= {"Idempotency-Key": key} if key else {}
        return self.line.ask(
            method, self._url + path, content=b"" if body is None else encode(body), headers=headers,
            seconds=self._seconds, most_bytes=MOST_BYTES,
        )  # fmt: skip

    def get(self, path: str, kind: type[Any]) -> Any:
        """What stands at `path`. Raises `Wrong` for none, too."""
        found = read(self.ask("GET", path), kind)
        if found is None:
            raise Wrong('404 with {"found": false}, though it was said to be there')
        return found


class _Products(Struct):
    items: list[Product]


class _Slots(Struct):
    items: list[Slot]


Trial = Callable[[Shop, Known], None]


def trials(shop: Shop, known: Known, *, writing: bool, mark: str) -> Iterator[Point]:
    """Each point as it is tried; `mark` makes the keys of this run its own."""
    for name, trial in READING.items():
        yield _tried(name, partial(trial, shop, known))
    for name, writes in WRITING.items() if writing else ():
        yield _tried(name, partial(writes, shop, known, mark))


def _tried(name: str, trial: Callable[[], None]) -> Point:
    try:
        trial()
    except Wrong as wrong:
        return Point(name, str(wrong))
    return Point(name, "")


def _ensure(fine: bool, why: str) -> None:
    if not fine:
        raise Wrong(why)


def _key_is_asked_for(shop: Shop, known: Known) -> None:
    answer = shop.ask("GET", f"/orders/{known.order}", bearer="wrong")
    status = answer.status if isinstance(answer, Answer) else answer.why
    _ensure(status in (401, 403), f"status {status} for a wrong key; 401 or 403 was expected")


def _products(shop: Shop, _: Known) -> None:
    found = shop.get("/products?q=&limit=2", _Products).items
    _ensure(bool(found), "no products at all")
    _ensure(len(found) <= 2, f"{len(found)} products for limit=2")  # noqa: PLR2004
    _ensure(all(one.price > 0 for one in found), "a price is in kopecks and above zero")


def _product(shop: Shop, _: Known) -> None:
    sku = shop.get("/products?q=&limit=1", _Products).items[0].sku
    _ensure(shop.get(f"/products/{sku}", Product).sku == sku, f"another product than {sku}")


def _order(shop: Shop, known: Known) -> None:
    order = shop.get(f"/orders/{known.order}", Order)
    _ensure(order.number == known.order, f"`number` is {order.number}, not {known.order}")
    _ensure(
        order.shop_buyer_id == known.buyer, f"`shop_buyer_id` is {order.shop_buyer_id}, not {known.buyer}"
    )
    total = sum(line.price * line.quantity for line in order.items)
    _ensure(order.total == total, f"`total` is {order.total}, its lines make {total}")


def _way(shop: Shop, known: Known) -> None:
    delivery = shop.get(f"/orders/{known.order}", Order).delivery
    days = [one.at for one in delivery.steps]
    _ensure(days == sorted(days), "`steps` are not in the order of their days")
    states = [one.state for one in delivery.steps]
    _ensure(
        states == sorted(states, key=["done", "now", "ahead"].index), "`steps` go from done over now to ahead"
    )
    late = max((delivery.expected - delivery.promised).days, 0)
    _ensure(delivery.delay_days == late, f"`delay_days` is {delivery.delay_days}, the days make {late}")


def _buyer(shop: Shop, known: Known) -> None:
    affairs = shop.get(f"/buyers/{known.buyer}", Affairs)
    numbers = [one.number for one in affairs.orders]
    _ensure(known.order in numbers, f"order {known.order} is not among {numbers}")
    placed = [one.placed_at for one in affairs.orders]
    _ensure(placed == sorted(placed, reverse=True), "orders come the newest first")
    foreign = [one.number for one in affairs.orders if one.shop_buyer_id != known.buyer]
    _ensure(not foreign, f"orders of somebody else: {foreign}")


def _slots(shop: Shop, known: Known) -> None:
    read(shop.ask("GET", f"/orders/{known.order}/slots"), _Slots)


def _absent(shop: Shop, _: Known) -> None:
    for path in (f"/orders/{ABSENT}", f"/products/{ABSENT}", f"/buyers/{ABSENT}", f"/orders/{ABSENT}/slots"):
        found = read(shop.ask("GET", path), dict)
        _ensure(found is None or path.endswith("slots"), f"{path} is there")


def _quick(shop: Shop, known: Known) -> None:
    started = time.monotonic()
    shop.get(f"/buyers/{known.buyer}", Affairs)
    took = time.monotonic() - started
    _ensure(took <= SLOW_S, f"{took:.1f} s; an agent waits for this, it should take at most {SLOW_S:.0f} s")


def _wish(shop: Shop, known: Known, wish: Any, key: str) -> Made | Refused:
    answer = shop.ask("POST", "/wishes", {"buyer": known.buyer, "wish": wish}, key=key)
    return outcome_of(answer, wish)


def _done_once(shop: Shop, known: Known, mark: str) -> None:
    first = _wish(shop, known, GiveBonus(points=1), f"{mark}-once")
    again = _wish(shop, known, GiveBonus(points=1), f"{mark}-once")
    _ensure(isinstance(first, Made), f"refused: {first}")
    _ensure(
        first == again,
        f"the same key gave {msgspec.to_builtins(first)} and then {msgspec.to_builtins(again)}",
    )
    made = first.record.id if isinstance(first, Made) else ""
    kept = [one.id for one in shop.get(f"/buyers/{known.buyer}", Affairs).bonuses]
    _ensure(kept.count(made) == 1, f"bonus {made} stands {kept.count(made)} times among the buyer's bonuses")


def _key_reused(shop: Shop, known: Known, mark: str) -> None:
    _wish(shop, known, GiveBonus(points=1), f"{mark}-once")
    other = _wish(shop, known, GiveBonus(points=2), f"{mark}-once")
    _ensure(
        other == Refused("key_reused"),
        f"the key with another wish gave {other}; code `key_reused` was expected",
    )


def _foreign(shop: Shop, known: Known, mark: str) -> None:
    wish = MakeReturn(order=ABSENT, items=(Piece("x"),), reason="defect")
    outcome = _wish(shop, known, wish, f"{mark}-foreign")
    _ensure(isinstance(outcome, Refused), f"a return for an order that is not there: {outcome}")
    _ensure(getattr(outcome, "code", "") == "unknown_order", f"code {outcome}; `unknown_order` was expected")


def _nonsense(shop: Shop, known: Known, mark: str) -> None:
    answer = shop.ask(
        "POST", "/wishes", {"buyer": known.buyer, "wish": {"what": "dance"}}, key=f"{mark}-nonsense"
    )
    told = content(answer)
    _ensure(400 <= told.status < 500, f"status {told.status} for a wish nobody knows; 400 was expected")  # noqa: PLR2004


READING: dict[str, Trial] = {
    "a wrong key is refused": _key_is_asked_for,
    "products are listed": _products,
    "a product is found by its article": _product,
    "the order is found and whole": _order,
    "its delivery is in order": _way,
    "the buyer is found with their orders": _buyer,
    "slots are listed": _slots,
    'what is absent is 404 with {"found": false}': _absent,
    "the buyer comes within a second": _quick,
}
WRITING: dict[str, Callable[[Shop, Known, str], None]] = {
    "the same key is done once and answered alike": _done_once,
    "the same key with another wish is refused": _key_reused,
    "an order that is not the buyer's is refused": _foreign,
    "a wish nobody knows is refused": _nonsense,
}

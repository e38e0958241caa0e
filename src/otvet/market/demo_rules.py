"""When the demo shop says no: a code for each reason, weighed against what it has done before."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from otvet.market import wishes as w
from otvet.market.demo_affairs import days_of, returned
from otvet.market.demo_ledger import AnyDeed, Deed, HandIn
from otvet.market.port import Order, Product, Slot

UNDELIVERED = ("packing", "on_the_way", "delayed", "at_pickup")


class Weighed:
    """The order a wish is about as it stands today, the slots offered for it, and what was done for its buyer so far."""

    def __init__(
        self,
        about: tuple[Order | None, Sequence[Slot]],
        deeds: Sequence[Deed],
        products: dict[str, Product],
        today: date,
    ) -> None:
        self.order, self.offered = about
        self.deeds = deeds
        self.products = products
        self.today = today

    def refusal(self, wish: AnyDeed) -> str | None:
        """Why not; `None` for yes."""
        if isinstance(wish, HandIn):
            return self._hand_in(wish)
        if wish.order is None or (self.order is not None and isinstance(wish, w.GivePromo | w.GiveBonus)):
            return None
        if self.order is None:
            return "unknown_order"
        if isinstance(wish, w.ComplainOfCourier):
            return self._complaint(wish)
        if self.order.status == "cancelled":
            return "cancelled"
        return self._about_goods(self.order, wish)

    def _about_goods(self, order: Order, wish: Any) -> str | None:
        match wish:
            case w.MakeReturn():
                return self._back(order, wish.items, "return_days")
            case w.MakeExchange():
                return self._back(order, (w.Piece(wish.sku),), "exchange_days") or self._swap(wish)
            case w.CancelOrder():
                return None if order.delivery.state in UNDELIVERED else "delivered"
            case w.MakeRefund():
                return self._money(order, wish.amount)
        return self._move(order, wish.slot)

    def _back(self, order: Order, pieces: Sequence[w.Piece], term: str) -> str | None:
        handed = order.delivery.handed_on
        if handed is None:
            return "not_delivered"
        if self.today > handed + timedelta(days=days_of(term, order.placed_at, 7)):
            return "too_late"
        wanted: dict[str, int] = {}
        for one in pieces:
            wanted[one.sku] = wanted.get(one.sku, 0) + one.quantity
        left = {line.sku: line.quantity for line in order.items}
        if any(number > left.get(sku, 0) for sku, number in wanted.items()):
            return "not_in_order"
        for sku, number in self._gone_back(order).items():
            left[sku] = left.get(sku, 0) - number
        return "already" if any(number > left[sku] for sku, number in wanted.items()) else None

    def _gone_back(self, order: Order) -> dict[str, int]:
        """Pieces on their way back already; a label that lapsed unused binds nothing."""
        gone: dict[str, int] = {}
        for deed in self.deeds:
            if isinstance(deed.wish, w.MakeReturn | w.MakeExchange) and deed.wish.order == order.number:
                back = returned(deed, self.deeds, order, self.today)
                for line in back.items if back.state != "lapsed" else ():
                    gone[line.sku] = gone.get(line.sku, 0) + line.quantity
        return gone

    def _swap(self, wish: w.MakeExchange) -> str | None:
        old, new = self.products.get(wish.sku), self.products.get(wish.wanted)
        if old is None or new is None or old.seller_id != new.seller_id:
            return "unknown_product"
        return None if old.price == new.price else "price_differs"

    def _money(self, order: Order, amount: int) -> str | None:
        given = 0
        for deed in self.deeds:
            if isinstance(deed.wish, w.MakeRefund) and deed.wish.order == order.number:
                given += deed.wish.amount
        prices = {line.sku: line.price for line in order.items}
        backs = (
            d.wish for d in self.deeds if isinstance(d.wish, w.MakeReturn) and d.wish.order == order.number
        )
        given += sum(prices.get(one.sku, 0) * one.quantity for wish in backs for one in wish.items)
        return None if given + amount <= order.total else "too_much"

    def _move(self, order: Order, slot: str) -> str | None:
        if order.delivery.state not in UNDELIVERED:
            return "delivered"
        return None if slot in {one.id for one in self.offered} else "slot_taken"

    def _complaint(self, wish: w.ComplainOfCourier) -> str | None:
        same = any(
            isinstance(d.wish, w.ComplainOfCourier)
            and (d.wish.order, d.wish.about) == (wish.order, wish.about)
            for d in self.deeds
        )
        return "already" if same else None

    def _hand_in(self, wish: HandIn) -> str | None:
        made = any(
            d.id == wish.return_id and isinstance(d.wish, w.MakeReturn | w.MakeExchange) for d in self.deeds
        )
        done = any(isinstance(d.wish, HandIn) and d.wish.return_id == wish.return_id for d in self.deeds)
        return "already" if done else None if made else "unknown_order"

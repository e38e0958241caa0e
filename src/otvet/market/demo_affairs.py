"""What the demo shop's deeds have become by today: returns travel, refunds take days, bonuses lapse.

Nothing is stored but what was done; the day says the rest, so a clock that is turned is all a test needs.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec

from otvet.knowledge.terms import terms_in_force
from otvet.market import wishes as w
from otvet.market.affairs import (
    Bonus,
    Complaint,
    Label,
    Promo,
    PromoState,
    Record,
    Refund,
    RefundState,
    Return,
    ReturnState,
)
from otvet.market.demo_ledger import Deed, HandIn
from otvet.market.port import Line, Order, Slot, Step, Words

BACK_DAYS = 2  # a parcel's way from the pick-up point to the warehouse
LOOK_DAYS = 1  # until it is unpacked and looked at
PAID_DAYS = 2  # from the order to pay until the money is there
LABEL_DAYS = 14
PROMO_DAYS = 30
LEAST_TOTAL = 100_000
PLACE: Words = {
    "ru": "Самара, ул. Ленинская, 168, пункт выдачи", "en": "Samara, 168 Leninskaya Street, pick-up point",
    "zh": "萨马拉，列宁斯卡娅街168号，自提点",
}  # fmt: skip
CALLED_OFF: Words = {"ru": "Заказ отменён", "en": "The order was cancelled", "zh": "订单已取消"}
MOVED: Words = {
    "ru": "Покупатель выбрал другой день",
    "en": "The buyer chose another day",
    "zh": "买家选择了其他日期",
}
SLOT_HOURS = ((10, 14), (14, 18), (18, 22))
SLOT_DAYS = 4


def days_of(key: str, day: date, default: int) -> int:
    """A term of days as it stands on `day`."""
    term = terms_in_force(day).get(key)
    return int(term.value) if term is not None and isinstance(term.value, int | float) else default


def record(deed: Deed, deeds: Sequence[Deed], order: Order | None, today: date) -> Record | None:
    """What a deed is today; `deeds` are the same buyer's, `order` the one it is about."""
    wish = deed.wish
    if isinstance(wish, w.MakeReturn | w.MakeExchange):
        return returned(deed, deeds, order, today) if order else None
    if isinstance(wish, w.CancelOrder):
        return _refund(deed, order.total, deed.on, today) if order else None
    if isinstance(wish, w.MakeRefund):
        return _refund(deed, wish.amount, deed.on, today)
    return slot_of(wish.slot) if isinstance(wish, w.MoveDelivery) else _given(deed, today)


def _given(deed: Deed, today: date) -> Record | None:
    """What needs no order: codes, points, complaints."""
    wish = deed.wish
    if isinstance(wish, w.GivePromo):
        until = deed.on + timedelta(days=PROMO_DAYS)
        state: PromoState = "lapsed" if today > until else "good"
        return Promo(id=deed.id, percent=wish.percent, state=state, valid_to=until, least_total=LEAST_TOTAL)
    if isinstance(wish, w.GiveBonus):
        until = deed.on + timedelta(days=days_of("bonus_days", deed.on, 180))
        return Bonus(id=deed.id, points=wish.points, given_on=deed.on, valid_to=until)
    if isinstance(wish, w.ComplainOfCourier):
        by = deed.on + timedelta(hours=days_of("carrier_answer_hours", deed.on, 24))
        return Complaint(
            id=deed.id, order_number=wish.order, about=wish.about, state="answered" if today > by else "open",
            made_on=deed.on, answer_by=by,
        )  # fmt: skip
    return None


def returned(deed: Deed, deeds: Sequence[Deed], order: Order, today: date) -> Return:
    """A return or an exchange, as far as it has come."""
    wish: Any = deed.wish
    exchange = isinstance(wish, w.MakeExchange)
    pieces = (w.Piece(wish.sku),) if exchange else wish.items
    by = deed.on + timedelta(days=LABEL_DAYS)
    state = _return_state(handed_in(deed, deeds), by, today)
    return Return(
        id=deed.id, order_number=order.number, items=[_line(order, one) for one in pieces], reason=wish.reason,
        state=state, made_on=deed.on, label=Label(code=f"PR{deed.number}RU", place=PLACE, hand_in_by=by),
        refund_id=None if exchange or state in ("lapsed", "refused") else f"F-{deed.number}",
        wanted_sku=wish.wanted if exchange else None,
    )  # fmt: skip


def refund_of(back: Return, deed: Deed, deeds: Sequence[Deed], today: date) -> Refund | None:
    """The money that follows the goods of a return."""
    if back.refund_id is None:
        return None
    amount = sum(line.price * line.quantity for line in back.items)
    handed = handed_in(deed, deeds)
    starts = handed + timedelta(days=BACK_DAYS + LOOK_DAYS) if handed else None
    return _refund(deed, amount, starts, today, back=back)


def handed_in(deed: Deed, deeds: Sequence[Deed]) -> date | None:
    """The day its parcel was given to the pick-up point."""
    return next((d.on for d in deeds if isinstance(d.wish, HandIn) and d.wish.return_id == deed.id), None)


def _return_state(handed: date | None, by: date, today: date) -> ReturnState:
    if handed is None:
        return "lapsed" if today > by else "registered"
    if today < handed + timedelta(days=BACK_DAYS):
        return "handed_in"
    return "received" if today < handed + timedelta(days=BACK_DAYS + LOOK_DAYS) else "closed"


def _refund(
    deed: Deed, amount: int, starts: date | None, today: date, *, back: Return | None = None
) -> Refund:
    wish: Any = deed.wish
    state: RefundState = "waits_for_goods"
    paid = due = None
    if starts is not None and starts <= today:
        due = starts + timedelta(days=days_of("refund_days", starts, 10))
        paid_on = starts + timedelta(days=PAID_DAYS)
        state, paid = ("paid", paid_on) if paid_on <= today else ("under_way", None)
    return Refund(
        id=(back.refund_id or deed.id) if back else deed.id, order_number=wish.order, amount=amount, reason=wish.reason,
        state=state, asked_on=deed.on, due_on=due, paid_on=paid, return_id=back.id if back else None,
    )  # fmt: skip


def _line(order: Order, piece: w.Piece) -> Line:
    price = next((line.price for line in order.items if line.sku == piece.sku), 0)
    return Line(sku=piece.sku, quantity=piece.quantity, price=price)


# The order itself, after what was done to it.


def became(order: Order, deeds: Sequence[Deed], today: date) -> Order:
    """The order as the deeds about it left it."""
    own = [deed for deed in deeds if getattr(deed.wish, "order", None) == order.number]
    for deed in own:
        if isinstance(deed.wish, w.CancelOrder):
            return _called_off(order, deed.on)
        if isinstance(deed.wish, w.MoveDelivery):
            order = _moved(order, slot_of(deed.wish.slot), today)
    backs = [returned(d, deeds, order, today) for d in own if isinstance(d.wish, w.MakeReturn)]
    pieces = sum(line.quantity for back in backs if back.state == "closed" for line in back.items)
    whole = bool(pieces) and pieces >= sum(line.quantity for line in order.items)
    return msgspec.structs.replace(order, status="returned") if whole else order


def _called_off(order: Order, on: date) -> Order:
    delivery = order.delivery
    done = [msgspec.structs.replace(one, state="done") for one in delivery.steps if one.state != "ahead"]
    at = max([on, *(one.at for one in done)])
    place = done[-1].place if done else PLACE
    steps = [*done, Step(at=at, place=place, what=CALLED_OFF, state="now")]
    off = msgspec.structs.replace(delivery, state="called_off", steps=steps, slot=None, handed_on=None)
    return msgspec.structs.replace(order, status="cancelled", delivery=off)


def _moved(order: Order, slot: Slot, today: date) -> Order:
    delivery = order.delivery
    if delivery.handed_on is not None and delivery.handed_on <= slot.day:
        return order
    late = max((slot.day - delivery.promised).days, 0)
    steps = [
        msgspec.structs.replace(one, at=slot.day)
        if one.state == "ahead" and one is delivery.steps[-1]
        else one
        for one in delivery.steps
    ]
    handed = slot.day <= today
    state = "handed_over" if handed else "on_the_way" if delivery.state == "delayed" else delivery.state
    if handed:
        steps = [msgspec.structs.replace(one, state="done") for one in steps[:-1]]
        steps.append(
            msgspec.structs.replace(
                delivery.steps[-1], at=max([slot.day, *(s.at for s in steps)]), state="now"
            )
        )
    moved = msgspec.structs.replace(
        delivery, state=state, expected=slot.day, delay_days=late, reason=MOVED if late else None, steps=steps, slot=slot,
        handed_on=slot.day if handed else None,
    )  # fmt: skip
    return msgspec.structs.replace(order, delivery=moved, status="delivered" if handed else order.status)


@cache
def slot_of(name: str) -> Slot:
    """A slot by its id, such as `2026-11-28-14`. Raises `ValueError` for what is none."""
    day, _, hour = name.rpartition("-")
    start = int(hour)
    return Slot(id=name, day=date.fromisoformat(day), from_hour=start, to_hour=dict(SLOT_HOURS)[start])


def slots_after(day: date) -> list[Slot]:
    """What the demo shop offers after `day`."""
    return [
        slot_of(f"{day + timedelta(days=n)}-{start}")
        for n in range(1, SLOT_DAYS + 1)
        for start, _ in SLOT_HOURS
    ]

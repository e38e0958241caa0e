"""What a buyer has going on with the shop beside orders: returns, refunds, complaints, bonuses, promo codes, slots.

Amounts are kopecks, days are the shop's own; what a shop does not keep is an empty list.
Every record has an `id` and `facts()`: the little of it that a timeline keeps, no words of anybody.
"""

from datetime import date
from typing import Literal

from msgspec import Struct, field

from otvet.market.port import Line, Order, Slot, Words

Reason = Literal["changed_mind", "defect", "wrong_item", "incomplete", "damaged", "late", "other"]
ReturnState = Literal["registered", "handed_in", "received", "closed", "lapsed", "refused"]
RefundState = Literal["waits_for_goods", "under_way", "paid", "refused"]
PromoState = Literal["good", "used", "lapsed"]
About = Literal["rude", "late", "damaged", "not_delivered", "wrong_place", "other"]
Told = dict[str, str | int]


class Label(Struct, frozen=True, kw_only=True):
    """What the buyer shows when the parcel is handed in; `cost` is what the buyer pays for the way back."""

    code: str
    place: Words
    hand_in_by: date
    cost: int = 0


class Return(Struct, frozen=True, kw_only=True):
    """Goods on their way back; `wanted_sku` is set where the buyer gets other goods for them."""

    id: str
    order_number: str
    items: list[Line]
    reason: Reason
    state: ReturnState
    made_on: date
    label: Label
    refund_id: str | None = None
    wanted_sku: str | None = None

    def facts(self) -> Told:
        told: Told = {"label": self.label.code, "until": self.label.hand_in_by.isoformat()}
        return told | ({"sku": self.wanted_sku} if self.wanted_sku else {})


class Refund(Struct, frozen=True, kw_only=True):
    """Money on its way back: `due_on` is the last day the terms allow, `None` while goods are waited for."""

    id: str
    order_number: str
    amount: int
    reason: Reason
    state: RefundState
    asked_on: date
    due_on: date | None = None
    paid_on: date | None = None
    return_id: str | None = None
    currency: str = "RUB"

    def facts(self) -> Told:
        told: Told = {"amount": self.amount, "currency": self.currency}
        return told | ({"until": self.due_on.isoformat()} if self.due_on else {})


class Complaint(Struct, frozen=True, kw_only=True):
    """A buyer complains of a courier; the carrier answers by `answer_by`."""

    id: str
    order_number: str
    about: About
    state: Literal["open", "answered"]
    made_on: date
    answer_by: date | None = None

    def facts(self) -> Told:
        return {"until": self.answer_by.isoformat()} if self.answer_by else {}


class Bonus(Struct, frozen=True, kw_only=True):
    """Points the shop gave; one point pays for one rouble."""

    id: str
    points: int
    given_on: date
    valid_to: date | None = None

    def facts(self) -> Told:
        told: Told = {"points": self.points}
        return told | ({"until": self.valid_to.isoformat()} if self.valid_to else {})


class Promo(Struct, frozen=True, kw_only=True):
    """A code that takes `percent` off one order of at least `least_total`."""

    id: str  # the code itself
    percent: int
    state: PromoState
    valid_to: date
    least_total: int = 0

    def facts(self) -> Told:
        return {"percent": self.percent, "until": self.valid_to.isoformat()}


class Affairs(Struct, frozen=True, kw_only=True):
    """Everything the shop knows of one buyer; `tier` is its own word for good customers, `points` the bonus account."""

    shop_buyer_id: str
    orders: list[Order] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    bonuses: list[Bonus] = field(default_factory=list)
    promos: list[Promo] = field(default_factory=list)
    points: int = 0
    tier: Words | None = None

    def of_order(self, number: str) -> Told:
        """What the gate checks a message about this order's returns and refunds against."""
        told: Told = {}
        for one in (one for one in self.refunds if one.order_number == number):
            told["refund_state"], told["refund_amount"] = one.state, one.amount // 100
            if one.paid_on or one.due_on:
                told["refund_date"] = (one.paid_on or one.due_on or one.asked_on).isoformat()
        for back in (one for one in self.returns if one.order_number == number):
            told["return_state"] = back.state
            told["return_label_date"] = back.label.hand_in_by.isoformat()
        return told


Record = Return | Refund | Complaint | Bonus | Promo | Slot

"""What can be asked of a shop, and how it ends (mission A11).

A wish goes with a key: the same key again is the same wish, done once, answered alike.
What a shop says is a value: `Made`, `Refused`, or `Unheard` when nothing usable came back in time;
then it may or may not have been done, and asking again with the same key settles it.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from otvet.market.affairs import About, Bonus, Complaint, Promo, Reason, Record, Refund, Return
from otvet.market.port import Slot, Words

Id = Annotated[str, Meta(min_length=1, max_length=80)]
Kopecks = Annotated[int, Meta(ge=100, le=100_000_000)]
Points = Annotated[int, Meta(ge=1, le=100_000)]
Percent = Annotated[int, Meta(ge=1, le=50)]
Pieces = Annotated[int, Meta(ge=1, le=1_000)]

# Why a shop would not: each has its words in the interface; a code nobody knows is shown as `other`.
Code = Literal[
    "unknown_order", "not_in_order", "not_delivered", "delivered", "too_late", "already", "too_much", "unknown_product",
    "price_differs", "slot_taken", "cancelled", "key_reused", "not_offered", "other",
]  # fmt: skip


class Piece(Struct, frozen=True, forbid_unknown_fields=True):
    """So many of one product of an order."""

    sku: Id
    quantity: Pieces = 1


class Wish(Struct, frozen=True, kw_only=True, tag_field="what", forbid_unknown_fields=True):
    """The root of all wishes."""


class MakeReturn(Wish, frozen=True, tag="return"):
    """Take goods back: the shop gives a label, the money follows the goods."""

    order: Id
    items: Annotated[tuple[Piece, ...], Meta(min_length=1, max_length=50)]
    reason: Reason


class MakeExchange(Wish, frozen=True, tag="exchange"):
    """Take one piece back and send `wanted` for it."""

    order: Id
    sku: Id
    wanted: Id
    reason: Reason


class CancelOrder(Wish, frozen=True, tag="cancel"):
    """Call an order off before it is handed over; all that was paid goes back."""

    order: Id
    reason: Reason


class MakeRefund(Wish, frozen=True, tag="refund"):
    """Give back a part of what was paid, without goods coming back."""

    order: Id
    amount: Kopecks
    reason: Reason


class GivePromo(Wish, frozen=True, tag="promo"):
    """A code for the buyer's next order."""

    percent: Percent
    order: Id | None = None


class GiveBonus(Wish, frozen=True, tag="bonus"):
    """Points on the buyer's account."""

    points: Points
    order: Id | None = None


class MoveDelivery(Wish, frozen=True, tag="move"):
    """Bring the order in another slot, one of those the shop offers for it."""

    order: Id
    slot: Id


class ComplainOfCourier(Wish, frozen=True, tag="complain"):
    """Hand a complaint of a courier to the carrier."""

    order: Id
    about: About


AnyWish = (
    MakeReturn
    | MakeExchange
    | CancelOrder
    | MakeRefund
    | GivePromo
    | GiveBonus
    | MoveDelivery
    | ComplainOfCourier
)

# What each makes: the record a shop answers with.
MAKES: dict[type[Wish], type[Record]] = {
    MakeReturn: Return,
    MakeExchange: Return,
    CancelOrder: Refund,
    MakeRefund: Refund,
    GivePromo: Promo,
    GiveBonus: Bonus,
    MoveDelivery: Slot,
    ComplainOfCourier: Complaint,
}


class Made(Struct, frozen=True):
    """It is done, once, and this is the record of it."""

    record: Record


class Refused(Struct, frozen=True):
    """The shop would not, and asking again changes nothing; `text` are its own words, where it has any."""

    code: str
    text: Words | None = None


class Unheard(Struct, frozen=True):
    """No usable answer: `late` or `broken`.  Whether it was done is not known; ask again with the same key."""

    why: Literal["late", "broken"]


Outcome = Made | Refused | Unheard


def order_of(wish: AnyWish) -> str | None:
    """The order a wish is about."""
    return wish.order

"""Tiers of buyers by what they ordered: pure, so the same orders give the same tier everywhere (mission row B8)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from otvet.conversation.topics import Priority, Words
from otvet.market.port import Order

NOT_BOUGHT = ("cancelled", "returned")
Kopecks = Annotated[int, Meta(ge=0, le=10**12)]


class Tier(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who has at least so many `orders` and has `spent` so many kopecks in the last `days`.

    `priority`: how urgent their conversations are at least, 1 first.  `managers`: colleagues who look after them in person;
    a new one gets the one with the fewest.
    """

    name: Words
    orders: Annotated[int, Meta(ge=0, le=10_000)] = 1
    spent: Kopecks = 0
    days: Annotated[int, Meta(ge=1, le=3_660)] = 365
    priority: Priority = 1
    managers: tuple[str, ...] = ()


class Bought(Struct, frozen=True):
    """What counts: orders that were neither called off nor given back, and kopecks paid for them."""

    orders: int
    spent: int


def bought(orders: Iterable[Order], today: date, days: int) -> Bought:
    """Of the last `days`."""
    counted = [
        one for one in orders if one.status not in NOT_BOUGHT and one.placed_at > today - timedelta(days=days)
    ]
    return Bought(len(counted), sum(one.total for one in counted))


def tier_of(tiers: Mapping[str, Tier], orders: Iterable[Order], today: date) -> tuple[str | None, Bought]:
    """The highest tier reached, by money and then by number, and what was bought in its time (a year without one)."""
    known = list(orders)
    for code, tier in sorted(tiers.items(), key=lambda one: (-one[1].spent, -one[1].orders, one[0])):
        found = bought(known, today, tier.days)
        if found.orders >= tier.orders and found.spent >= tier.spent:
            return code, found
    return None, bought(known, today, 365)

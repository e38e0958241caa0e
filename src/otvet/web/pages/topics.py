"""What buyers write about: the same topics in the chat, the help centre and the desk."""

from typing import Final

from msgspec import Struct

from otvet.language.catalogue import mark as mark  # noqa: PLC0414  the screens take it from here


class Topic(Struct, frozen=True):
    """One topic: its code in the timeline, its picture, and its words in English (the catalogue's keys)."""

    code: str
    icon: str
    name: str
    hint: str


TOPICS: Final = (
    Topic("order-not-received", "truck", mark("Order not received"), mark("Tracking, delays, courier")),
    Topic("wrong-item", "swap", mark("Wrong or broken item"), mark("Missing items, defects")),
    Topic("refund", "refund", mark("Refund"), mark("When and where money returns")),
    Topic("return", "return", mark("Return an item"), mark("Address, cost, time limits")),
    Topic("payment", "card", mark("Payment"), mark("Cards, receipts, promo codes")),
    Topic("technical", "device", mark("Site and app"), mark("Signing in, errors")),
)

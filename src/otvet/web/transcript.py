"""A conversation as a text to keep: reference, topic, order, then who said what and when (mission row A7)."""

from collections.abc import Iterable
from typing import Any, Final

from otvet.conversation.state import Conversation
from otvet.language.catalogue import catalogue, mark

TOPIC_NAMES: Final = {
    "order-not-received": mark("Order not received"),
    "wrong-item": mark("Wrong or broken item"),
    "refund": mark("Refund"),
    "return": mark("Return an item"),
    "exchange": mark("Exchange"),
    "payment": mark("Payment"),
    "promo": mark("Promo codes"),
    "product": mark("About a product"),
    "courier": mark("Courier"),
    "technical": mark("Site and app"),
    "other": mark("Other question"),
}
_LINES: Final = {
    "Resolved": mark("The request is resolved"),
    "Reopened": mark("The conversation goes on"),
}
_BUYER: Final = mark("The buyer")
_SUPPORT: Final = mark("Support")
_NUMBER: Final = mark("Request number")
_TOPIC: Final = mark("Topic")
_ORDER: Final = mark("Order")
_TIMES: Final = mark("Times are UTC")
_FILE: Final = mark("File")


def transcript(state: Conversation, events: Iterable[Any], language: str) -> str:
    """The public part of `events` (as drawn for the API) as lines of text, its labels in `language`."""
    words = catalogue(language)

    def t(key: str) -> str:
        return words.texts.get(key) or key

    head = [
        f"{t(_NUMBER)}: {state.reference}",
        f"{t(_TOPIC)}: {t(TOPIC_NAMES.get(state.topic, TOPIC_NAMES['other']))}",
        *([f"{t(_ORDER)}: {state.order_id}"] if state.order_id else []),
        t(_TIMES),
    ]
    lines = (line for event in events if event.audience == "public" for line in _said(event, t))
    return "\n".join([*head, "", *lines]) + "\n"


def _said(event: Any, t: Any) -> list[str]:
    at = f"{event.at[:10]} {event.at[11:16]}"
    if event.name in _LINES:
        return [f"[{at}] {t(_LINES[event.name])}", ""]
    if event.name not in ("MessageReceived", "ReplyDelivered"):
        return []
    who = event.by.name or t(_BUYER if event.name == "MessageReceived" else _SUPPORT)
    files = [f"{t(_FILE)}: {one.name}" for one in event.files]
    return [f"[{at}] {who}:", *([event.text] if event.text else []), *files, ""]

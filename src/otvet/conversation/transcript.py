"""A conversation as a text to keep: reference, topic, order, then who said what and when (mission row A7)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from otvet.clock import iso
from otvet.conversation.state import Conversation
from otvet.language.catalogue import catalogue, mark
from otvet.storage.record import Record

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
    "feedback": mark("Feedback"),
    "other": mark("Other question"),
}
_LINES: Final = {
    "Resolved": mark("The request is resolved"),
    "Reopened": mark("The conversation goes on"),
}
_DETAILS: Final = {
    "order": mark("Order number"),
    "amount": mark("Amount"),
    "day": mark("When it happened"),
    "device": mark("Device and browser"),
}
_ASKED: Final = ("MessageReceived", "MessageCarried")
_ANSWERED: Final = ("ReplyDelivered", "ReplyCarried")
_BUYER: Final = mark("The buyer")
_SUPPORT: Final = mark("Support")
_NUMBER: Final = mark("Request number")
_TOPIC: Final = mark("Topic")
_ORDER: Final = mark("Order")
_TIMES: Final = mark("Times are UTC")
_FILE: Final = mark("File")


def transcript(
    state: Conversation,
    records: Iterable[Record],
    *,
    called: Mapping[str, str],
    files: Mapping[str, Any],
    language: str,
) -> str:
    """The public part of `records` as lines of text with labels in `language`.

    `called` are names by person, `files` the rows of attachments by id.
    """
    words = catalogue(language)

    def t(key: str) -> str:
        return words.texts.get(key) or key

    head = [
        f"{t(_NUMBER)}: {state.reference}",
        f"{t(_TOPIC)}: {t(TOPIC_NAMES.get(state.topic, TOPIC_NAMES['other']))}",
        *([f"{t(_ORDER)}: {state.order_id}"] if state.order_id else []),
        t(_TIMES),
    ]
    lines = (line for one in records if one.audience == "public" for line in _said(one, called, files, t))
    return "\n".join([*head, "", *lines]) + "\n"


def _said(record: Record, called: Mapping[str, str], files: Mapping[str, Any], t: Any) -> list[str]:
    at = iso(getattr(record.event, "at", record.at))  # what was carried here keeps its own moment
    when = f"{at[:10]} {at[11:16]}"
    if record.name in _LINES:
        return [f"[{when}] {t(_LINES[record.name])}", ""]
    if record.name == "DetailsGiven":
        told = zip(record.event.fields, (record.text or "").split("\n"), strict=False)
        return [*(f"{t(_DETAILS[name])}: {words}" for name, words in told if name in _DETAILS), ""]
    if record.name not in (*_ASKED, *_ANSWERED):
        return []
    who = called.get(record.by_id) or t(_BUYER if record.name in _ASKED else _SUPPORT)
    named = [f"{t(_FILE)}: {files[one].name}" for one in record.event.files if one in files]
    return [f"[{when}] {who}:", *([record.text] if record.text else []), *named, ""]

"""The questions before the chat: which there are, and the answers as they are kept (mission row A2).

A way to reach the buyer is none of them: it lies with the buyer's record, masked, and never in a conversation.
"""

from collections.abc import Mapping
from typing import Final

from otvet.conversation import events as e
from otvet.conversation.sending import checked_text
from otvet.errors import BadInput

FIELDS: Final = ("order", "amount", "day", "device")
LONGEST: Final = 200  # characters of one answer


def answered(details: Mapping[str, str]) -> tuple[e.DetailsGiven, str] | None:
    """The fact and its words, `None` where nothing was answered. Raises `BadInput` for another field or too many words."""
    unknown = [name for name in details if name not in FIELDS]
    if unknown:
        raise BadInput(f"There is no question {unknown[0]!r} before the chat; there are {', '.join(FIELDS)}.")
    given = {name: " ".join(details.get(name, "").split()) for name in FIELDS}
    given = {name: text for name, text in given.items() if text}
    for name, text in given.items():
        checked_text(text, LONGEST, f"The answer to {name!r}")
    return (e.DetailsGiven(fields=tuple(given)), "\n".join(given.values())) if given else None

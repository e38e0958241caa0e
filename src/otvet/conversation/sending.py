"""What a caller hands over with a write: who, in which conversation, under which key."""

import hashlib
import re

import msgspec
from msgspec import Struct

from otvet.errors import BadInput
from otvet.people.actor import Actor
from otvet.storage.record import Key

KEY_CHARS = 200
_UNFILLED = re.compile(r"\{\{\s*[a-z]+\.[a-z_]+[^{}]{0,40}\}\}")
_canonical = msgspec.json.Encoder(order="sorted").encode


class Limits(Struct, frozen=True, kw_only=True):
    """How much may be sent; settings, with these defaults. Sizes in bytes, lengths in characters."""

    message_chars: int = 10_000
    note_chars: int = 20_000
    reason_chars: int = 1_000
    file_bytes: int = 20 * 1024 * 1024
    file_pixels: int = 40_000_000
    files_per_message: int = 10
    followers_per_person: int = 12


def keyed(actor: Actor, scope: str, key: str | None, content: object) -> Key:
    """The key of a creating request; raises `BadInput` where it is missing or too long."""
    if not key or len(key) > KEY_CHARS or not key.isprintable():
        raise BadInput(
            f"Send an Idempotency-Key header of 1 to {KEY_CHARS} characters, a new one for every new message; "
            "repeat the same one to try again."
        )
    digest = hashlib.sha256(_canonical(content)).hexdigest()
    return Key(f"{actor.kind}:{actor.id}", scope, key, digest)


def checked_text(text: str, most: int, what: str = "The message") -> str:
    """The text as it may be stored; raises `BadInput` for nothing, too much or NUL."""
    if len(text) > most:
        raise BadInput(f"{what} has {len(text)} characters; at most {most} fit. Nothing was sent.")
    if "\x00" in text:
        raise BadInput(f"{what} holds a NUL character, which cannot be stored.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadInput(f"{what} holds half of a surrogate pair, which is no character.") from None
    return text


def checked_reply(text: str, most: int) -> str:
    """The text of a reply; raises `BadInput` for what `checked_text` refuses and for a variable nobody filled."""
    unfilled = _UNFILLED.search(checked_text(text, most, "The reply"))
    if unfilled:
        raise BadInput(
            f"{unfilled[0]} is not filled: write what belongs there, or take it out. Nothing was sent."
        )
    return text

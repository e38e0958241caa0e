"""A letter as it goes over the wire: heads that cannot be forged from inside, a plain part and an HTML part.

It is made of a notice and of what the gate has cleared, and of nothing else.
"""

import unicodedata
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from msgspec import Struct

from otvet.channels.email.notices import TranscriptReady
from otvet.channels.email.wording import Asked, Said, as_html, as_text, worded
from otvet.policy import Cleared

SUBJECT_CHARS: Final = 180
NAME_CHARS: Final = 60
_SPECIAL: Final = frozenset('<>@,;:"\\()[]')  # RFC 5322, 3.2.3


class Envelope(Struct, frozen=True, kw_only=True):
    """Who writes to whom, under which name, at what time in ms, after which letters of the same conversation."""

    sender: str
    shop: str
    to: str
    letter_id: str
    conversation_id: str
    earlier: tuple[str, ...]
    at: int

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    def name(self, one: str) -> str:
        """The Message-ID of a letter, or the root that all of one conversation refer to: the same at every attempt."""
        return f"<{one}@{self.domain}>"


def write(
    envelope: Envelope, notice: Asked, cleared: tuple[Cleared, ...], language: str, *, confirmed: bool
) -> EmailMessage:
    """The letter. Raises `TypeError` for words that the gate has not cleared, `ValueError` for an address that is none."""
    if not all(isinstance(one, Cleared) for one in cleared):
        raise TypeError("a letter takes only what the gate cleared")
    said = tuple(Said(one.text, len(one.files)) for one in cleared) if confirmed else ()
    words = worded(notice, said, language, confirmed=confirmed)
    letter = EmailMessage(policy=SMTP)
    letter["From"] = Address(display_name=_name(envelope.shop), addr_spec=envelope.sender)
    letter["To"] = wired(envelope.to)
    letter["Subject"] = one_line(words.subject, SUBJECT_CHARS)
    letter["Date"] = format_datetime(datetime.fromtimestamp(envelope.at / 1000, tz=UTC))
    letter["Message-ID"] = envelope.name(envelope.letter_id)
    root = envelope.name(envelope.conversation_id)
    before = [root, *(envelope.name(one) for one in envelope.earlier)]
    letter["In-Reply-To"] = before[-1]
    letter["References"] = " ".join(before)
    letter["Auto-Submitted"] = "auto-generated"  # other machines must not answer it (RFC 3834)
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(as_text(words))
    letter.add_alternative(as_html(words), subtype="html")
    if isinstance(notice, TranscriptReady) and notice.transcript and confirmed:
        letter.add_attachment(
            notice.transcript, subtype="plain", filename=f"{one_line(notice.reference, NAME_CHARS)}.txt"
        )
    letter["Content-Language"] = words.language  # last: what is put in before moves with the first part
    return letter


def one_line(text: str, most: int) -> str:
    """Without line ends, control and direction marks, cut at `most` characters: a head has one line and no tricks."""
    seen = (c if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp", "Cs", "Co"} else " " for c in text)
    whole = " ".join("".join(seen).split())
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"


def _name(shop: str) -> str:
    """As a display name: without the signs that have a meaning in the head of a letter."""
    return one_line("".join(" " if c in _SPECIAL else c for c in shop), NAME_CHARS)


def wired(address: str) -> str:
    """The address as it is written on the wire: a domain in other letters by its ASCII name; raises `ValueError`."""
    local, _, domain = address.rpartition("@")
    if not local or "@" in local or not domain or any(c.isspace() or c in '<>,;:"\\()[]' for c in address):
        raise ValueError("this is no address a letter can go to")
    return f"{local}@{domain.encode('idna').decode('ascii')}"

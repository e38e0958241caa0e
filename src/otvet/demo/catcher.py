"""The demo's own mail server: a real one, on loopback, that keeps the last letters instead of bringing them anywhere."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Final

from aiosmtpd.smtp import SMTP, Envelope
from msgspec import Struct

MOST: Final = 200
LARGEST: Final = 30 * 1024 * 1024  # bytes of one letter


class Caught(Struct, frozen=True, kw_only=True):
    """A letter as the demo shows it; `files` are names and texts of what is attached."""

    id: str
    to: str
    sender: str
    subject: str
    date: str
    text: str
    html: str
    files: tuple[tuple[str, str], ...] = ()


class Catcher:
    """Keeps in memory: the demo's letters are gone with its process."""

    def __init__(self) -> None:
        self._letters: deque[Caught] = deque(maxlen=MOST)
        self._count = 0

    @asynccontextmanager
    async def open(self) -> AsyncIterator[int]:
        """Listens on a free port of this machine; the port."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(self, hostname="demo.prichal.example", data_size_limit=LARGEST, loop=loop),
            "127.0.0.1",
            0,
        )
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd names it
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        letter = message_from_bytes(content, policy=default)
        self._count += 1
        self._letters.appendleft(_caught(str(self._count), letter, ", ".join(envelope.rcpt_tos)))
        return "250 Kept"

    def letters(self) -> Sequence[Caught]:
        """Newest first."""
        return tuple(self._letters)


def _caught(number: str, letter: EmailMessage, to: str) -> Caught:
    def part(kind: str) -> str:
        found = letter.get_body((kind,))
        return str(found.get_content()) if found else ""

    files = tuple((one.get_filename() or "", str(one.get_content())) for one in letter.iter_attachments())
    return Caught(
        id=number, to=to, sender=str(letter["From"]), subject=str(letter["Subject"]), date=str(letter["Date"]),
        text=part("plain"), html=part("html"), files=files,
    )  # fmt: skip

"""The one way to a mail server, the operator's own: one letter, one connection, every outcome a value."""

import asyncio
from email.message import EmailMessage
from typing import Literal

from msgspec import Struct

FOR_GOOD = 500  # replies from here on are final (RFC 5321, 4.2.1)


class Server(Struct, frozen=True, kw_only=True):
    """Where letters are handed in; `seconds` for the whole of one."""

    host: str
    port: int
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = ""
    seconds: float = 30.0

    def __repr__(self) -> str:
        """Without the password."""
        return f"Server({self.host}:{self.port}, {self.tls})"


class Accepted(Struct, frozen=True):
    """The server took it and will bring it on."""


class NotNow(Struct, frozen=True):
    """Not taken this time: try later. `code` is the server's, or a word for what went wrong."""

    code: str


class Never(Struct, frozen=True):
    """The server will not take this letter, however often it is asked."""

    code: str


async def hand_in(server: Server, letter: EmailMessage) -> Accepted | NotNow | Never:
    """Hand `letter` in; its head holds the addresses.

    What the server says in words is not passed on: it may hold addresses.
    """
    import aiosmtplib  # noqa: PLC0415  slow to import, and the first letter is minutes away

    try:
        async with asyncio.timeout(server.seconds):
            await aiosmtplib.send(
                letter, hostname=server.host, port=server.port, timeout=server.seconds,
                use_tls=server.tls == "tls", start_tls=server.tls == "starttls",
                username=server.user or None, password=server.password or None,
            )  # fmt: skip
    except (aiosmtplib.SMTPException, OSError) as error:  # a time-out is an OSError too
        return _told(error)
    return Accepted()


def _told(error: Exception) -> NotNow | Never:
    import aiosmtplib  # noqa: PLC0415  as above

    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return _judged(error.recipients[0].code)
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return NotNow("sign-in")  # the operator's to mend; the letter is good
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _judged(error.code)
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return Never("smtputf8")  # an address this server cannot write to
    return NotNow("late" if isinstance(error, TimeoutError) else "unreachable")


def _judged(code: int) -> NotNow | Never:
    return Never(str(code)) if code >= FOR_GOOD else NotNow(str(code))

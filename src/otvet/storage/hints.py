"""Hints between servers on one PostgreSQL: how far the ledger is, and who is typing. Never the truth itself.

The hint of a commit is sent in its transaction; a lost connection is opened again and the ledger asked.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy.engine import make_url

from otvet.storage.writer import CHANNEL

if TYPE_CHECKING:
    import psycopg

TYPING = "otvet_typing"
PAUSE = 1.0


class Hints:
    """`heard` gets positions of other servers' commits, `said` their typing, `lost` a reconnection."""

    def __init__(self, url: str, lease: str) -> None:
        address = make_url(url)
        self._address = address.set(drivername="postgresql").render_as_string(hide_password=False)
        self._lease = lease
        self._out: asyncio.Queue[str] = asyncio.Queue(1000)
        self.heard: Callable[[int], None] = lambda _position: None
        self.said: Callable[[dict[str, Any]], None] = lambda _said: None
        self.connected: Callable[[], None] = lambda: None

    def tell(self, said: dict[str, Any]) -> None:
        """Tell the other servers; dropped when too much waits, typing is worth no more."""
        if not self._out.full():
            self._out.put_nowait(msgspec.json.encode({"from": self._lease, "said": said}).decode())

    async def run(self) -> None:
        """Listen until cancelled."""
        import psycopg  # noqa: PLC0415  slow to import, and a house on SQLite never needs it

        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(self._address, autocommit=True)
                async with connection:
                    await self._listen(connection)
            except (psycopg.Error, OSError):
                await asyncio.sleep(PAUSE)

    async def _listen(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        await connection.execute(f"LISTEN {CHANNEL}")
        await connection.execute(f"LISTEN {TYPING}")
        self.connected()
        while True:
            async for note in connection.notifies(timeout=0.2):
                self._take(note.channel, note.payload)
                if not self._out.empty():
                    break
            while not self._out.empty():
                await connection.execute("SELECT pg_notify(%s, %s)", (TYPING, self._out.get_nowait()))

    def _take(self, channel: str, payload: str) -> None:
        if channel == CHANNEL:
            lease, _, position = payload.partition(" ")
            if lease != self._lease:
                self.heard(int(position))
            return
        message = msgspec.json.decode(payload)
        if message["from"] != self._lease:
            self.said(message["said"])

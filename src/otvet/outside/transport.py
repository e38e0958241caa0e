"""The one HTTP transport for our providers: bounded in time and size, nothing followed, nothing believed.

Addresses are the operator's settings, so a stand-in on loopback works.  Whoever answers may be slow, broken or hostile:
every outcome is a value, and no call lasts longer than it was given.
"""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    import httpx

Silent = Literal["late", "broken"]


class Silence(Struct, frozen=True):
    """No answer that could be used: too late, or not what was agreed."""

    why: Silent


class Answer(Struct, frozen=True):
    """What came back, whatever its status: the body is of the size that was allowed."""

    status: int
    body: bytes


class Transport:
    """Keeps connections between calls; `close` when the house closes."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def post(
        self, url: str, content: bytes, *, headers: Mapping[str, str], seconds: float, most_bytes: int
    ) -> bytes | Silence:
        """The body of a 200 answer of at most `most_bytes`, within `seconds` from now, connecting included."""
        answer = await self.ask(
            "POST", url, content=content, headers=headers, seconds=seconds, most_bytes=most_bytes
        )
        if isinstance(answer, Silence):
            return answer
        return answer.body if answer.status == HTTPStatus.OK else Silence("broken")

    async def ask(
        self,
        method: str,
        url: str,
        *,
        content: bytes,
        headers: Mapping[str, str],
        seconds: float,
        most_bytes: int,
    ) -> Answer | Silence:
        """The answer of any status, its body of at most `most_bytes`, within `seconds` from now, connecting included."""
        self._open()
        try:
            async with asyncio.timeout(seconds):
                return await self._ask((method, url), content, headers, most_bytes)
        except TimeoutError:
            return Silence("late")
        except Exception:  # noqa: BLE001  whatever a provider does, what waits for it goes on
            return Silence("broken")

    def _open(self) -> "httpx.AsyncClient":
        """The client, outside of what a call may take: httpx is slow to import, and most have no provider."""
        if self._client is None:
            import httpx  # noqa: PLC0415  as above

            # No redirects: the key and the words go to the address that was set and to no other.
            self._client = httpx.AsyncClient(
                follow_redirects=False,
                trust_env=False,
                timeout=None,  # noqa: S113  the whole call has a limit of its own, in `ask`
            )
        return self._client

    async def _ask(
        self, where: tuple[str, str], content: bytes, headers: Mapping[str, str], most_bytes: int
    ) -> Answer | Silence:
        # Uncompressed: a small answer cannot become a large one.
        asked = {**headers, "Accept-Encoding": "identity", "Content-Type": "application/json"}
        async with self._open().stream(*where, content=content, headers=asked) as answer:
            if answer.headers.get("Content-Encoding"):
                return Silence("broken")
            body = b""
            async for chunk in answer.aiter_raw():
                body += chunk
                if len(body) > most_bytes:
                    return Silence("broken")
            return Answer(answer.status_code, body)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

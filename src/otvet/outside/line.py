"""A blocking way out for those who ask from a thread: the one transport, on a loop in a thread of its own."""

import asyncio
import threading
from collections.abc import Mapping
from concurrent.futures import TimeoutError as TookTooLong

from otvet.outside.transport import Answer, Silence, Transport

SPARE_S = 2.0  # beyond the call's own limit: for a machine that is busy


class Line:
    """Opened with its first call; `close` when nothing is asked any more."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._transport = Transport()
        self._opening = threading.Lock()

    def ask(
        self,
        method: str,
        url: str,
        *,
        content: bytes = b"",
        headers: Mapping[str, str],
        seconds: float,
        most_bytes: int,
    ) -> Answer | Silence:
        """The answer, or that there was none in `seconds`.  Never call it from a running loop."""
        asking = self._transport.ask(
            method, url, content=content, headers=headers, seconds=seconds, most_bytes=most_bytes
        )
        waiting = asyncio.run_coroutine_threadsafe(asking, self._opened())
        try:
            return waiting.result(seconds + SPARE_S)
        except TookTooLong:
            waiting.cancel()
            return Silence("late")

    def close(self) -> None:
        """Ends the connections and the thread."""
        with self._opening:
            loop, self._loop = self._loop, None
        if loop is not None:
            asyncio.run_coroutine_threadsafe(self._transport.close(), loop).result(SPARE_S)
            loop.call_soon_threadsafe(loop.stop)

    def _opened(self) -> asyncio.AbstractEventLoop:
        with self._opening:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=_run, args=(self._loop,), name="otvet-line", daemon=True).start()
            return self._loop


def _run(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()

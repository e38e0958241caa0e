"""From the event loop to the writer's thread and back: one hop a commit, not one a message."""

import asyncio
from collections.abc import Callable
from typing import Any

from otvet.storage.writer import Committed, Work, Writer


class Waiting:
    """Lets coroutines await works; `followers` see every commit, in order, on the loop."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.followers: list[Callable[[Committed], None]] = []
        self._loop = asyncio.get_running_loop()
        writer.announce = self._announce

    async def do(self, work: Work, *, patient: bool = False) -> Any:
        """The work's result after its commit; raises what it refused with.

        `patient`: nobody waits for it, it may go along with somebody else's commit.
        """
        future: asyncio.Future[Any] = self._loop.create_future()

        def done(outcome: Any) -> None:
            if future.done():  # the caller went away; what was committed stays
                return
            if isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

        self.writer.submit(work, done, patient=patient)
        return await future

    def _announce(self, committed: Committed) -> None:
        try:
            self._loop.call_soon_threadsafe(self._settle, committed)
        except RuntimeError:  # the loop is gone: the process is stopping, the commit stands
            return

    def _settle(self, committed: Committed) -> None:
        for follow in self.followers:
            follow(committed)
        for done, outcome in committed.done:
            done(outcome)

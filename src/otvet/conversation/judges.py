"""Judges beside the server: processes that check texts, so that the server's own thread goes on meanwhile.

A judge that ends is started again; until one is there the gate checks in the server, by words,
and every verdict says when the models were not asked.
"""

import asyncio
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import cast

from otvet import seeing
from otvet.conversation import judge_process
from otvet.conversation.judge_process import Asked, Ready, Said, Stumbled, framed, frames, word_of
from otvet.errors import JudgesLost
from otvet.policy import Context, Gate, Verdict
from otvet.policy.told import keep_context

SOONEST, LATEST = 1.0, 60.0  # seconds until a judge that ended is started again; doubled each time
PATIENCE = (
    30.0  # seconds without an answer after which a judge is taken for stuck; the slowest text known takes 0.2
)
_LOST = "The process that checks texts has ended; the server checks them itself until it is back."


class Judges:
    """The port `Elsewhere` over `count` child processes, each with its own gate and, when asked for, models."""

    def __init__(self, pack: str, *, models: bool, count: int) -> None:
        self.models = ""
        self.why = ""  # what the last one that ended or would not start said
        self.told = asyncio.Event()  # one is there, or would not start
        self.changed: Callable[[], None] = lambda: None  # told when one is there or gone
        self._command = [
            sys.executable,
            "-m",
            judge_process.__name__,
            pack,
            *(["--models"] if models else []),
        ]
        self._count = count
        self._lines: list[_Line] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def ready(self) -> bool:
        return any(not line.lost.is_set() for line in self._lines)

    @property
    def pids(self) -> Sequence[int]:
        """The processes that may be asked now."""
        return [line.pid for line in self._lines if not line.lost.is_set()]

    async def run(self) -> None:
        """Keep the judges running until cancelled; they end with it."""
        self._loop = asyncio.get_running_loop()
        await asyncio.gather(*(self._keep() for _ in range(self._count)))

    async def ask(self, gate: Gate, text: str, context: Context) -> Verdict:
        """The verdict of whoever has least before them; raises `JudgesLost`."""
        if not self.ready:
            raise JudgesLost(_LOST)
        return await min(self._lines, key=_Line.load).ask(gate, text, context)

    def wait(self, gate: Gate, text: str, context: Context) -> Verdict:
        """For threads; raises `JudgesLost`."""
        loop = self._loop
        if loop is None:
            raise JudgesLost(_LOST)
        with suppress(RuntimeError):
            if asyncio.get_running_loop() is loop:
                raise AssertionError(
                    "an event loop that waits for its own judges never hears them: use Gate.checked"
                )
        try:
            return asyncio.run_coroutine_threadsafe(self.ask(gate, text, context), loop).result(2 * PATIENCE)
        except TimeoutError:
            raise JudgesLost(_LOST) from None

    async def _keep(self) -> None:
        pause = SOONEST
        while True:
            line: _Line | None = None
            try:
                line = await self._started()
                ready = await line.ready
                self.models, pause = ready.models, SOONEST
                self._lines.append(line)
                self.told.set()
                self.changed()
                await line.until_lost()
                self.why = _LOST
            except JudgesLost as error:
                self.why = error.message
            except OSError as error:  # no process to be had, no socket
                self.why = str(error)
            finally:
                if line in self._lines:
                    self._lines.remove(line)
                if line is not None:
                    line.end()
            self.told.set()
            self.changed()
            seeing.log.warning("a judge has ended and is started again", why=self.why)
            await asyncio.sleep(pause)
            pause = min(LATEST, pause * 2)

    async def _started(self) -> "_Line":
        here, there = socket.socketpair()
        with there:
            process = await asyncio.to_thread(
                subprocess.Popen, self._command, stdin=there.fileno(), stdout=subprocess.DEVNULL
            )
        _, line = await asyncio.get_running_loop().create_connection(lambda: _Line(process), sock=here)
        return line


class _Line(asyncio.Protocol):
    """The socket to one judge: questions go out, answers come back in the same order."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.ready: asyncio.Future[Ready] = asyncio.get_running_loop().create_future()
        self.lost = asyncio.Event()
        self._process = process
        self._transport: asyncio.WriteTransport | None = None
        self._asked: deque[tuple[int, asyncio.Future[Verdict]]] = deque()  # characters, who waits
        self._packs: set[str] = set()  # hashes of packs it has
        self._load = 0
        self._heard = 0.0  # when it last had nothing to do or gave an answer, by the loop's clock
        self._buffer = bytearray()

    @property
    def pid(self) -> int:
        return self._process.pid

    def load(self) -> int:
        """Characters it has before it; one that is gone is the last to be asked."""
        return self._load if not self.lost.is_set() else sys.maxsize

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's are not registered as one

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        for frame in frames(self._buffer):
            word = word_of.decode(frame)
            if isinstance(word, Ready):
                self._packs.add(word.pack)
                self.ready.set_result(word)
            elif not self.ready.done():
                self.ready.set_exception(JudgesLost(word.why if isinstance(word, Stumbled) else _LOST))
            else:
                self._hear(word)

    def _hear(self, word: Said | Stumbled) -> None:
        size, waits = self._asked.popleft()
        self._load -= size
        self._heard = asyncio.get_running_loop().time()
        if waits.done():
            return
        if isinstance(word, Said):
            waits.set_result(word.verdict)
        else:
            seeing.log.error("a judge could not check a text; the server does it itself", why=word.why)
            waits.set_exception(JudgesLost(word.why))

    def connection_lost(self, _exc: Exception | None) -> None:
        """Everybody who waits is told, and judges here."""
        if not self.ready.done():
            self.ready.set_exception(JudgesLost(_LOST))
        for _, waits in self._asked:
            if not waits.done():
                waits.set_exception(JudgesLost(_LOST))
        self._asked.clear()
        self.lost.set()

    async def ask(self, gate: Gate, text: str, context: Context) -> Verdict:
        """The verdict, when its turn has come."""
        if self._transport is None or self._transport.is_closing():
            raise JudgesLost(_LOST)
        around = keep_context(context).content
        content = None if gate.pack_hash in self._packs else gate.pack_content
        asked = Asked(gate.pack_hash, text, around, context.history, context.lang, content)
        try:
            frame = framed(asked)
        except UnicodeEncodeError:  # half of a surrogate pair: no such text can be stored or sent, only tried
            raise JudgesLost("This text cannot be handed on.") from None
        self._packs.add(gate.pack_hash)
        loop = asyncio.get_running_loop()
        waits: asyncio.Future[Verdict] = loop.create_future()
        if not self._asked:
            self._heard = loop.time()
        self._asked.append((len(text), waits))
        self._load += len(text)
        self._transport.write(frame)
        return await waits

    async def until_lost(self) -> None:
        """Until the process has ended, or has not answered for so long that it must be."""
        loop = asyncio.get_running_loop()
        while not self.lost.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE / 4):
                    await self.lost.wait()
            if self._asked and loop.time() - self._heard > PATIENCE:
                return

    def end(self) -> None:
        """Hang up and see the process gone."""
        if self._transport is not None:
            self._transport.close()
        self._process.kill()
        self._process.wait()

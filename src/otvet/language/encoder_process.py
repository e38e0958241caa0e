"""The encoder in a process of its own: the server's thread of work goes on while sentences are read.

What is asked for while a batch is read makes the next batch, so the more there is to read, the cheaper each text.
A helper that dies is started again once; then whoever asked is told (`EncoderLost`) and judges by words alone.
"""

import json
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import NamedTuple

import numpy as np

from otvet.errors import EncoderLost
from otvet.language.encoder import DIMENSIONS, SentenceEncoder, Vectors, encoder_name

_MANY = 32  # texts: more at once are no cheaper each
_COUNT = struct.Struct("<I")


class _Asked(NamedTuple):
    """Texts somebody waits for."""

    texts: list[str]
    rows: Future[Vectors]


class EncoderProcess:
    """An encoder whose work is done by `helpers` child processes; they end with this one."""

    def __init__(self, helpers: int = 1) -> None:
        self.name = encoder_name()
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._children = [_Child() for _ in range(helpers)]
        for child in self._children:
            threading.Thread(target=self._work, args=(child,), name="encoder", daemon=True).start()
        self.vectors(["готово"])

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row a text; raises `EncoderLost` when no helper can be had."""
        asked = _Asked(list(texts), Future())
        self._asked.put(asked)
        return asked.rows.result()

    def close(self) -> None:
        """End the helpers."""
        for _ in self._children:
            self._asked.put(None)

    def _work(self, child: "_Child") -> None:
        while batch := self._batch():
            try:
                rows = child.read([text for asked in batch for text in asked.texts])
            except EncoderLost as error:
                for asked in batch:
                    asked.rows.set_exception(error)
                continue
            at = 0
            for asked in batch:
                asked.rows.set_result(rows[at : at + len(asked.texts)])
                at += len(asked.texts)
        child.end()

    def _batch(self) -> list[_Asked]:
        """What waits, a little at once; nothing at the end."""
        batch: list[_Asked] = []
        asked = self._asked.get()
        while asked is not None:
            batch.append(asked)
            if sum(len(one.texts) for one in batch) >= _MANY:
                break
            try:
                asked = self._asked.get_nowait()
            except queue.Empty:
                break
        if asked is None and batch:
            self._asked.put(None)  # the end waits until these are answered
        return batch


class _Child:
    """One helper: a line of JSON goes in, the numbers come out."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, texts: list[str]) -> Vectors:
        for _ in range(2):
            try:
                return self._read(texts)
            except (OSError, ValueError):
                self.end()
        raise EncoderLost("The models' helper process does not answer; the text was judged by words alone.")

    def _read(self, texts: list[str]) -> Vectors:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # noqa: S603 - this Python and this module, nothing given
                [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        sent, answered = self._process.stdin, self._process.stdout
        if sent is None or answered is None:
            raise OSError("no pipe")
        sent.write(json.dumps(texts).encode() + b"\n")
        sent.flush()
        size = DIMENSIONS * 4 * len(texts)
        head = answered.read(_COUNT.size)
        if len(head) < _COUNT.size or _COUNT.unpack(head)[0] != len(texts):
            raise OSError("the helper is gone")
        return np.frombuffer(answered.read(size), dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()


def serve() -> None:
    """In the child: read until standard input ends."""
    encoder = SentenceEncoder()
    for line in sys.stdin.buffer:
        texts = json.loads(line)
        rows = encoder.vectors(texts)
        sys.stdout.buffer.write(_COUNT.pack(len(texts)) + np.ascontiguousarray(rows).tobytes())
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()

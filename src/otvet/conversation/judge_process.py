"""A judge in a process of its own: a gate that is asked over one socket and answers in order.

What waits when it looks is taken together: the models read several texts at a third of the cost of each alone.
It ends when the socket does, and by nothing that is said on it.
"""

import argparse
import gc
import signal
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress

import msgspec
from msgspec import Struct, structs

from otvet.errors import OtvetError
from otvet.language.script import Lang
from otvet.policy import Context, Gate, Verdict
from otvet.policy.told import context_again

HEAD = struct.Struct("<I")  # bytes that follow
_TAKEN = 1 << 18  # bytes read at once
_AT_ONCE = 16  # texts the models read together; more are no cheaper each
_CONTEXTS = 500  # what was known around texts, kept decoded: most of a day's replies share a few


class Asked(Struct, frozen=True, array_like=True):
    """A text to judge by the pack of this hash; `around` as `keep_context` tells it, `content` of a pack not named before."""

    pack: str
    text: str
    around: str
    history: tuple[str, ...] = ()
    lang: Lang | None = None
    content: str | None = None


class Ready(Struct, frozen=True, tag=True, array_like=True):
    """The first word: which pack is loaded and which models read."""

    pack: str
    models: str


class Said(Struct, frozen=True, tag=True, array_like=True):
    """A verdict."""

    verdict: Verdict


class Stumbled(Struct, frozen=True, tag=True, array_like=True):
    """What went wrong, before or instead of a verdict."""

    why: str


Word = Ready | Said | Stumbled
asked_of = msgspec.msgpack.Decoder(Asked)
word_of = msgspec.msgpack.Decoder(Word)
encode = msgspec.msgpack.Encoder().encode


def framed(message: Asked | Word) -> bytes:
    """A message as it goes over the socket: its length, then MessagePack."""
    content = encode(message)
    return HEAD.pack(len(content)) + content


def frames(buffer: bytearray) -> Iterator[bytes]:
    """Takes whole messages off the front of a buffer; what is not complete yet stays."""
    at = 0
    while len(buffer) >= at + HEAD.size:
        end = at + HEAD.size + HEAD.unpack_from(buffer, at)[0]
        if len(buffer) < end:
            break
        yield bytes(buffer[at + HEAD.size : end])
        at = end
    del buffer[:at]


class _Bench:
    """The gates of this process by the hash of their pack, all with the same models."""

    def __init__(self, first: Gate) -> None:
        self._first = first
        self._gates = {first.pack_hash: first}
        self._contexts: dict[str, Context] = {}

    def read_ahead(self, asked: list[Asked]) -> None:
        """The texts of one batch at once."""
        if self._first.models_hash and len(asked) > 1:
            with suppress(Exception):  # whatever it is, `judge` meets it again and tells whoever asked
                self._first.read_ahead([(one.text, self._context(one).surface) for one in asked])

    def judge(self, asked: Asked) -> Said | Stumbled:
        try:
            return Said(self._gate(asked).check(asked.text, self._context(asked)))
        except Exception as error:  # noqa: BLE001  whoever asked hears it; the others are judged
            return Stumbled(f"{type(error).__name__}: {error}")

    def _gate(self, asked: Asked) -> Gate:
        if asked.content is not None and asked.pack not in self._gates:
            self._gates[asked.pack] = self._first.of_content(asked.content)
        return self._gates[asked.pack]

    def _context(self, asked: Asked) -> Context:
        known = self._contexts.get(asked.around)
        if known is None:
            if len(self._contexts) >= _CONTEXTS:
                self._contexts.clear()
            known = self._contexts[asked.around] = context_again(asked.around)
        return structs.replace(known, history=asked.history, lang=asked.lang)


def serve(line: socket.socket, pack: str, *, models: bool) -> None:
    """Load, say so, judge until the other end is gone."""
    try:
        gate = Gate.load(pack, models=models)
        gate.warm(alone=True)
    except OtvetError as error:
        line.sendall(framed(Stumbled(error.message)))
        return
    gc.freeze()
    bench = _Bench(gate)
    line.sendall(framed(Ready(gate.pack_hash, gate.models_hash)))
    buffer = bytearray()
    while taken := line.recv(_TAKEN):
        buffer += taken
        waiting = [asked_of.decode(frame) for frame in frames(buffer)]
        for at in range(0, len(waiting), _AT_ONCE):
            batch = waiting[at : at + _AT_ONCE]
            bench.read_ahead(batch)
            line.sendall(b"".join(framed(bench.judge(asked)) for asked in batch))


def main() -> None:
    """The command line of the child; standard input is the socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then hangs up
    parser = argparse.ArgumentParser()
    parser.add_argument("pack")
    parser.add_argument("--models", action="store_true")
    given = parser.parse_args()
    with suppress(BrokenPipeError, ConnectionResetError), socket.socket(fileno=0) as line:
        serve(line, given.pack, models=given.models)


if __name__ == "__main__":
    main()

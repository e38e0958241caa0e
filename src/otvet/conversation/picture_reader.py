"""Starts the program that looks into a picture, bounds it, ends it when it takes too long, believes little of it.

Pictures come from strangers and their decoders are written in C: what goes wrong there goes wrong in another process,
without our memory, our secrets or our connections (reliability: decompression bombs; mission C1).
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from otvet import seeing

LANGUAGES = ("rus", "eng", "chi_sim")
LOOK = 1  # raised when the program looks in another way: what it read before is then read anew
TRIES = 2  # a crash may be the machine's; the same picture twice is the picture's
ANSWER_BYTES = 1 << 20
DOUBTED = 60  # of 100: words tesseract is less sure of are a doubtful reading, which warns at most (MATRIX)
PROGRAM = (sys.executable, "-I", "-m", "otvet.conversation.picture_words")

Box = tuple[int, int, int, int]  # left, top, width, height in pixels of the picture
State = Literal["read", "absent", "failed"]


class WordAt(Struct, frozen=True, array_like=True):
    """A word in the text of a picture: code points, how sure of 100, where in the picture."""

    start: int
    end: int
    sure: int
    box: Box


class CodeAt(Struct, frozen=True, array_like=True):
    """A code's content in the text of a picture; `kind` as zxing-cpp calls it, such as `QRCode`."""

    start: int
    end: int
    kind: str
    box: Box


class Reading(Struct, frozen=True, omit_defaults=True):
    """What was read of one picture. `absent`: there is no tesseract, only codes were looked for."""

    state: State
    text: str = ""  # lines of words, then the contents of codes
    words: tuple[WordAt, ...] = ()
    codes: tuple[CodeAt, ...] = ()


class Bounds(Struct, frozen=True, kw_only=True):
    """What one reading may cost; settings, with these defaults."""

    seconds: int = 20
    megabytes: int = 1_500
    pixels: int = 40_000_000
    at_once: int = 1


class _Word(Struct, frozen=True, array_like=True):
    text: Annotated[str, Meta(max_length=1_000)]
    line: str
    sure: int
    box: Box


class _Code(Struct, frozen=True):
    kind: Annotated[str, Meta(max_length=40)]
    text: Annotated[str, Meta(max_length=2_000)]
    box: Box


class _Answer(Struct, frozen=True, forbid_unknown_fields=True):
    words: Annotated[tuple[_Word, ...], Meta(max_length=2_000)]
    codes: Annotated[tuple[_Code, ...], Meta(max_length=20)]


_answer = msgspec.json.Decoder(_Answer).decode


class PictureReader:
    """Reads pictures in processes of their own; `tesseract` is the command, "" to do without."""

    def __init__(self, tesseract: str, bounds: Bounds, program: Sequence[str] = PROGRAM) -> None:
        self._tesseract = (shutil.which(tesseract) or "") if tesseract else ""
        self._bounds = bounds
        self._program = program
        self._free = asyncio.Semaphore(bounds.at_once)

    @cached_property
    def _found(self) -> tuple[tuple[str, ...], str]:
        """Asked of tesseract once, and not by the start: it takes a tenth of a second to answer."""
        return _has(self._tesseract)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Those of ours it has the letters of."""
        return self._found[0]

    @cached_property
    def reads_words(self) -> bool:
        """Whether it is there at all."""
        return bool(self.languages)

    @cached_property
    def version(self) -> str:
        """What a reading depends on."""
        return f"{LOOK} {self._found[1]} {'+'.join(self.languages)}" if self.reads_words else f"{LOOK} codes"

    @property
    def told(self) -> str:
        """For `/readyz`: what can be read here, and what to install."""
        if not self.reads_words:
            return "absent: tesseract is not installed; codes are read, words are not"
        missing = [name for name in LANGUAGES if name not in self.languages]
        return f"no words in {', '.join(missing)}: install tesseract's data for it" if missing else "ready"

    async def read(self, content: bytes) -> Reading:
        """What the picture says; `failed` when it could not be looked at in the bounds, at any try."""
        async with self._free:
            for _ in range(TRIES):
                with seeing.picture_seconds.time():
                    answer = await self._once(content)
                if answer is not None:
                    made = _reading(answer, "read" if self.reads_words else "absent")
                    seeing.pictures.labels(made.state).inc()
                    return made
        seeing.pictures.labels("failed").inc()
        return Reading("failed")

    async def _once(self, content: bytes) -> _Answer | None:
        bounds = self._bounds
        command = [*self._program, str(bounds.seconds), str(bounds.megabytes), str(bounds.pixels)]
        if self.reads_words:
            command += [self._tesseract, ",".join(self.languages)]
        # Into a file and not a pipe: its size is bounded by the kernel, whatever became of the process.
        with tempfile.TemporaryFile() as out:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.DEVNULL,
                env=_surroundings(), start_new_session=True,
            )  # fmt: skip
            try:
                async with asyncio.timeout(bounds.seconds):
                    await process.communicate(content)
            except TimeoutError:
                seeing.log.warning("a picture took too long to read", seconds=bounds.seconds)
                return None
            finally:
                _end(process)
            if process.returncode:
                seeing.log.warning("a picture could not be read", status=process.returncode)
                return None
            out.seek(0)
            return _believed(out.read(ANSWER_BYTES))


def _believed(said: bytes) -> _Answer | None:
    try:
        return _answer(said)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        seeing.log.warning("a picture's reading is not in its form")
        return None


def _end(process: asyncio.subprocess.Process) -> None:
    """It and all it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _surroundings() -> dict[str, str]:
    """No secret of ours; tesseract with one thread, which is the faster way for one page."""
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


def _has(tesseract: str) -> tuple[tuple[str, ...], str]:
    """The languages of ours that are installed, and the release; nothing when it does not run."""
    if not tesseract:
        return (), ""

    def said(option: str) -> list[str]:
        done = subprocess.run(  # noqa: S603  the operator's own setting, no shell
            [tesseract, option], capture_output=True, text=True, timeout=10, check=True, env=_surroundings()
        )
        return done.stdout.split()

    try:
        listed, release = said("--list-langs"), said("--version")[1]
    except (OSError, subprocess.SubprocessError, IndexError):
        return (), ""
    return tuple(name for name in LANGUAGES if name in listed), release


def _reading(answer: _Answer, state: State) -> Reading:
    """One text of it all: words by lines, Chinese unspaced, then each code on a line of its own."""
    text = ""
    words: list[WordAt] = []
    line = None
    for word in answer.words:
        if text:
            text += "\n" if word.line != line else "" if _han(text[-1]) and _han(word.text[0]) else " "
        words.append(WordAt(len(text), len(text) + len(word.text), word.sure, word.box))
        text, line = text + word.text, word.line
    codes: list[CodeAt] = []
    for code in answer.codes:
        text += "\n" if text else ""
        codes.append(CodeAt(len(text), len(text) + len(code.text), code.kind, code.box))
        text += code.text
    return Reading(state, text, tuple(words), tuple(codes))


def _han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff"


def box_of(reading: Reading, start: int, end: int) -> Box | None:
    """The part of the picture in which `text[start:end]` stands."""
    spans = [(one.start, one.end, one.box) for one in reading.words]
    spans += [(one.start, one.end, one.box) for one in reading.codes]
    boxes = [box for first, last, box in spans if first < end and start < last]
    if not boxes:
        return None
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return left, top, max(b[0] + b[2] for b in boxes) - left, max(b[1] + b[3] for b in boxes) - top

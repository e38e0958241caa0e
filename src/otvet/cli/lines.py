"""JSON lines in, JSON lines out: the same order, every line answered, as soon as it has come."""

import contextlib
import datetime as dt
import functools
import gc
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from multiprocessing.pool import Pool
from typing import Any

from otvet.cli.second import Judge, by_gate
from otvet.errors import BadInput, OtvetError
from otvet.policy import SURFACES, Context, Facts, Finding, Gate, Verdict
from otvet.policy.reading import LIMIT
from otvet.policy.verdict import Surface

_CHUNK = 1 << 16
_LINES_AT_ONCE = 32
_LONGEST_LINE = 8 << 20
_HISTORY = 50


def answer_lines(pack: str, *, workers: int = 1, models: bool = True, judge: Judge = by_gate) -> None:
    """Answer standard input on standard output until it ends."""
    gate = Gate.load(pack, models=models)  # a faulty pack is said at once, not by every worker
    if workers == 1:
        for lines in _batches(sys.stdin.fileno()):
            _write(_answer_all(gate, judge, lines))
        return
    with _pool(gate, judge, workers, (pack, models)) as pool:
        for answers in pool.imap(_work, _batches(sys.stdin.fileno())):
            _write(answers)
        pool.close()
        pool.join()


def _write(answers: list[str]) -> None:
    data = "".join(a + "\n" for a in answers).encode()
    sys.stdout.flush()
    with memoryview(data) as view:
        at = 0
        while at < len(view):
            at += os.write(sys.stdout.fileno(), view[at : at + (1 << 20)])


_prepared: list[Any] = []


def _pool(gate: Gate, judge: Judge, workers: int, loaded: tuple[str, bool]) -> Pool:
    """The workers. Where processes fork they are born with the gate, loaded and warm once for all, and share its memory."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn").Pool(workers, _prepare, (*loaded, judge))
    gate.of_words().warm(alone=True)  # the models need no first text
    _prepared[:] = [gate, judge]
    gc.freeze()  # what is there stays: a collection in a worker would copy the pages it only looks at
    return multiprocessing.get_context("fork").Pool(workers, _leave_interrupts)


def _leave_interrupts() -> None:
    """In a worker: Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _prepare(pack: str, models: bool, judge: Judge) -> None:
    """In a worker that was not born with a gate: load one."""
    _leave_interrupts()
    _prepared[:] = [Gate.load(pack, models=models), judge]


def _work(lines: list[bytes]) -> list[str]:
    gate, judge = _prepared
    return _answer_all(gate, judge, lines)


def _batches(descriptor: int) -> Iterator[list[bytes]]:
    """Whole lines in small batches, each as soon as it can be read: nothing waits for a buffer to fill."""
    rest = b""
    while chunk := os.read(descriptor, _CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        for first in range(0, len(lines), _LINES_AT_ONCE):
            yield lines[first : first + _LINES_AT_ONCE]
        if len(rest) > _LONGEST_LINE:
            yield [rest]
            rest = _skip_line(descriptor)
    if rest:
        yield [rest]


def _skip_line(descriptor: int) -> bytes:
    """Leave the remainder of a line that is too long to keep; answers what follows it."""
    while chunk := os.read(descriptor, _CHUNK):
        _, mark, after = chunk.partition(b"\n")
        if mark:
            return after
    return b""


def _answer_all(gate: Gate, judge: Judge, lines: list[bytes]) -> list[str]:
    gate.read_ahead(_texts(lines))
    return [answer(gate, line, judge=judge) for line in lines]


def _texts(lines: list[bytes]) -> Iterator[tuple[str, Surface]]:
    """The texts of the lines that have one, each with where it goes."""
    for line in lines:
        with contextlib.suppress(OtvetError, RecursionError):
            given = _object(line)
            yield _text(given)[:LIMIT], _surface(given)


def answer(gate: Gate, line: bytes, *, judge: Judge = by_gate) -> str:
    """The answer to one line; what cannot be read is answered with an error, and the run goes on."""
    name: object = None
    try:
        given = _object(line)
        name = _name(given)
        verdict = judge(gate, _text(given), _context(given))
    except (OtvetError, RecursionError) as error:
        return _json({"id": name, "error": str(error) or "the line is nested too deeply"})
    return _json(as_object(name, verdict))


def message_of(line: bytes) -> tuple[object, str, Context]:
    """Id, text and context of one line; what cannot be read raises `BadInput`."""
    given = _object(line)
    return _name(given), _text(given), _context(given)


def _json(value: dict[str, Any]) -> str:
    said = json.dumps(value, ensure_ascii=False)
    try:
        said.encode()
    except UnicodeEncodeError:  # half a surrogate pair can only be said escaped
        return json.dumps(value)
    return said


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > _LONGEST_LINE:
        raise BadInput(f"the line is longer than {_LONGEST_LINE} bytes")
    try:
        given = json.loads(line)
    except ValueError as error:
        raise BadInput(f"not a JSON object: {error}") from None
    if not isinstance(given, dict):
        raise BadInput("not a JSON object")
    return given


def _name(given: dict[str, Any]) -> object:
    name = given.get("id")
    return name if isinstance(name, (str, int, float)) else None


def _text(given: dict[str, Any]) -> str:
    text = given.get("text")
    if not isinstance(text, str):
        raise BadInput("text is missing" if "text" not in given else "text must be a string")
    if "id" in given and given["id"] is not None and _name(given) is None:
        raise BadInput("id must be a string or a number")
    return text


def _surface(given: dict[str, Any]) -> Surface:
    asked = "chat" if given.get("context") is None else given["context"]
    for surface in SURFACES:
        if surface == asked:
            return surface
    raise BadInput(f"context must be one of {', '.join(SURFACES)}")


def _context(given: dict[str, Any]) -> Context:
    surface = _surface(given)
    history = [] if given.get("history") is None else given["history"]
    if not isinstance(history, list) or not all(isinstance(t, str) for t in history):
        raise BadInput("history must be a list of texts")
    facts = given.get("facts")
    return Context(
        surface=surface,
        lang=given.get("lang"),
        facts=None if facts is None else Facts.parse(facts),
        date=_date(given.get("date")),
        history=tuple(history[-_HISTORY:]),
    )


def _date(given: object) -> dt.date:
    if given is None:
        return _today()
    if isinstance(given, str):
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(given[:10])
    raise BadInput("date must be YYYY-MM-DD")


@functools.cache
def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


def as_object(name: object, verdict: Verdict) -> dict[str, Any]:
    """A verdict as the documented JSON object."""
    findings = [_finding(f) for f in verdict.findings]
    out: dict[str, Any] = {"id": name, "verdict": verdict.verdict, "findings": findings}
    if verdict.rewrite is not None:
        out["rewrite"] = verdict.rewrite
    if verdict.unchecked:
        out["unchecked"] = list(verdict.unchecked)
    return out


def _finding(finding: Finding) -> dict[str, Any]:
    out: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "message": finding.message,
        "cites": finding.cites,
    }
    if finding.suggestion is not None:
        out["suggestion"] = finding.suggestion
    return out

"""Logs and metrics: JSON lines on standard error without words of messages or personal data.

A log line holds ids, codes and numbers.  Three things see to it: keys that carry words or secrets are
dropped, what looks like an address, a phone number or a token inside a value is masked, and of an exception
only its kind and the way to it are kept, never its message: that may quote what somebody wrote.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    start_http_server,
)

from otvet.errors import StartRefused

if TYPE_CHECKING:
    import structlog

    log: structlog.stdlib.BoundLogger

FORBIDDEN = frozenset(
    {
        "address", "authorization", "body", "cookie", "csrf", "data", "email", "headers", "ip", "message", "name",
        "original", "password", "path", "payload", "phone", "query", "reason", "reply", "rewrite", "secret", "text",
        "title", "token", "url",
    }
)  # fmt: skip
MASK = "•••"

_PERSONAL = re.compile(
    r"""[^\s@<>"']{1,64}@[^\s@<>"']{1,190}      # an e-mail address
    |(?<![\w.-])\+?\d[\d ()\-.]{7,24}\d(?![\w-]) # a phone or card number
    |\b[sbtu]_[\w-]{30,}                         # one of our tokens
    |\beyJ[\w-]{10,}\.[\w-]*\.?[\w-]*            # a JWT""",
    re.VERBOSE,
)
_FRAMES = 12
_out: list[TextIO] = []  # where lines go once that is set up
_DEPTH = 4

registry = CollectorRegistry()
ProcessCollector(registry=registry)

accepted = Counter(
    "otvet_accepted", "Stored for good: messages, replies, notes.", ["kind"], registry=registry
)
held = Counter("otvet_held", "Replies the gate kept back, by why.", ["why"], registry=registry)
delivered = Counter("otvet_delivered", "Replies a channel took.", ["channel"], registry=registry)
refused = Counter("otvet_refused", "Requests that were refused, by error code.", ["code"], registry=registry)
commit_seconds = Histogram(
    "otvet_commit_seconds",
    "How long one batch took to be on the disk.",
    buckets=(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0),
    registry=registry,
)
batch_size = Histogram(
    "otvet_batch_size",
    "Events in one batch.",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500),
    registry=registry,
)
gate_seconds = Histogram(
    "otvet_gate_seconds",
    "How long the gate took over one text.",
    buckets=(0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5),
    registry=registry,
)
pictures = Counter(
    "otvet_pictures",
    "Pictures looked at, by what came of it: read, absent, failed.",
    ["state"],
    registry=registry,
)
picture_seconds = Histogram(
    "otvet_picture_seconds",
    "How long one look into a picture took, in its own process.",
    buckets=(0.5, 1.0, 2.0, 5.0, 10.0, 20.0),
    registry=registry,
)
second_reader = Counter(
    "otvet_second_reader",
    "What came of the second reader: answered, kept, late, broken, resting.",
    ["outcome"],
    registry=registry,
)
second_reader_ignored = Counter(
    "otvet_second_reader_ignored", "Items of its answers that did not count.", registry=registry
)
live_clients = Gauge("otvet_live_clients", "Open live streams.", registry=registry)
jobs_open = Gauge("otvet_jobs_open", "Reactions that wait or run.", registry=registry)
jobs_dead = Gauge(
    "otvet_jobs_dead", "Reactions that failed for good; a person has to look.", registry=registry
)


def set_up(out: TextIO | None = None) -> None:
    """Sends our lines, and those of the libraries from warnings on, to `out` as JSON; by default standard error."""
    _out[:] = [out or sys.stderr]
    globals().pop("log", None)  # the next line is written there
    handler = logging.StreamHandler(_out[0])
    handler.setFormatter(_OfLibraries())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def __getattr__(name: str) -> Any:
    """`log`, made for the first line that is written: structlog is slow to import, and a good start says nothing."""
    if name != "log":
        raise AttributeError(name)
    import structlog  # noqa: PLC0415  as above

    if _out:
        structlog.configure(
            processors=[*_steps(), structlog.processors.JSONRenderer(ensure_ascii=False)],
            logger_factory=structlog.WriteLoggerFactory(_out[0]),
        )
    globals()["log"] = made = structlog.get_logger("otvet")
    return made


def _steps() -> list[Any]:
    import structlog  # noqa: PLC0415  as above

    stamped = structlog.processors.TimeStamper(fmt="iso", utc=True)
    return [structlog.processors.add_log_level, stamped, without_exception_words, without_personal_data]


class _OfLibraries(logging.Formatter):
    """The same lines for what the libraries have to say."""

    def format(self, record: logging.LogRecord) -> str:
        return self._lines.format(record)

    @cached_property
    def _lines(self) -> logging.Formatter:
        import structlog  # noqa: PLC0415  as above

        unpacked = structlog.stdlib.ProcessorFormatter.remove_processors_meta
        rendering = structlog.processors.JSONRenderer(ensure_ascii=False)
        return structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_steps(), processors=[unpacked, rendering]
        )


def without_personal_data(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drops the keys that carry words or secrets and masks what looks like them elsewhere."""
    for key in [key for key in line if key in FORBIDDEN]:
        line[key] = MASK
    for key, value in line.items():
        if key not in {"timestamp", "_record", "_from_structlog", "trace"}:
            line[key] = _masked(value)
    return line


def without_exception_words(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keeps an exception's kind, its causes and where it happened."""
    given = line.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["exception"] = " < ".join(_kinds(error))
        line["trace"] = _frames(error.__traceback__)
    return line


def start_metrics(host: str, port: int) -> None:
    """Serves Prometheus metrics on a port of their own, where no visitor of the shop comes by."""
    try:
        start_http_server(port, host, registry=registry)
    except OSError as error:
        raise StartRefused(
            f"Metrics cannot be served on {host}:{port}: {error.strerror}. Choose another --metrics-port; 0 is none."
        ) from error


def _masked(value: object, depth: int = 0) -> object:
    if isinstance(value, str):
        return _PERSONAL.sub(MASK, value)
    if isinstance(value, dict) and depth < _DEPTH:
        return {key: MASK if key in FORBIDDEN else _masked(one, depth + 1) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)) and depth < _DEPTH:
        return [_masked(one, depth + 1) for one in value]
    return value if isinstance(value, (int, float, bool)) or value is None else type(value).__name__


def _kinds(error: BaseException) -> list[str]:
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < _FRAMES:
        kinds.append(f"{type(cause).__module__}.{type(cause).__qualname__}".removeprefix("builtins."))
        cause = cause.__cause__ or cause.__context__
    return kinds


def _frames(trace: TracebackType | None) -> list[str]:
    """`otvet/storage/writer.py:120 commit`, the innermost last."""
    found = []
    for frame, number in list(traceback.walk_tb(trace))[-_FRAMES:]:
        file = frame.f_code.co_filename.replace("\\", "/")
        for folder in ("/site-packages/", "/src/", "/lib/"):
            file = file.rpartition(folder)[2] or file
        found.append(f"{file}:{number} {frame.f_code.co_name}")
    return found

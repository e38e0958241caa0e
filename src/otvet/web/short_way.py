"""The short way in for what is asked most: the same handlers behind the same doors, without the framework's dispatch.

A handler takes it by `opt={"short": True}`.  Only what is entirely in order goes this way; whatever is not, a strange
body, a missing right, an unknown token, is handed to the framework as it came, and refused there in the usual words.
Measured: the dispatch of one reply costs more than the reply's own way to the writer (docs/measured/messages.md).
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final, get_type_hints

import msgspec
from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.types import Receive, Scope, Send
from msgspec import Struct

from otvet.errors import OtvetError
from otvet.people import access
from otvet.web.doors import enter
from otvet.web.errors import HANDLERS
from otvet.web.headers import before_send

BEFORE: Final = "/api/v1/conversations/"
LONGEST: Final = 64 * 1024  # bytes of a body that is read at once
KEY_CHARS: Final = 200
_IRREGULAR = (OtvetError, msgspec.MsgspecError, UnicodeError, RecursionError)
encode = msgspec.json.Encoder().encode


class Way(Struct, frozen=True):
    """One handler of `POST /api/v1/conversations/{conversation_id}/...`."""

    run: Callable[..., Awaitable[Any]]
    action: str
    decode: Callable[[bytes], Any]
    status: int


def ways(handlers: Iterable[tuple[str, HTTPRouteHandler]]) -> dict[str, Way]:
    """Those that take the short way, by what follows the conversation's id in their address."""
    found = {}
    for path, handler in handlers:
        if handler.opt.get("short"):
            tail = path.removeprefix(f"{BEFORE}{{conversation_id:str}}/")
            shape = get_type_hints(handler.fn, include_extras=True)["data"]
            decode = msgspec.json.Decoder(shape).decode
            found[tail] = Way(handler.fn, handler.opt["action"], decode, handler.status_code or 201)
    return found


def way_of(scope: Any, known: dict[str, Way]) -> tuple[Way, str] | None:
    """The way a request may take, and the conversation it names."""
    path: str = scope["path"]
    if scope["method"] != "POST" or not path.startswith(BEFORE) or scope["query_string"]:
        return None
    conversation_id, _, tail = path[len(BEFORE) :].partition("/")
    way = known.get(tail)
    return (way, conversation_id) if way is not None and conversation_id else None


async def go(found: tuple[Way, str], scope: Scope, ends: tuple[Receive, Send]) -> Receive | None:
    """Answer the request; where it is not in order nothing is answered, and what it came with is given back to be read again."""
    receive, send = ends
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if not (length.isdigit() and len(length) < 6 and int(length) <= LONGEST):  # noqa: PLR2004  digits
        return receive
    if not headers.get(b"content-type", b"").startswith(b"application/json"):
        return receive
    body, whole = await _body(receive)
    again = _again(body, receive) if whole else _gone
    way, conversation_id = found
    try:
        access.allow(enter(scope), way.action)
        key = _key(headers)
        data = way.decode(body)
    except _IRREGULAR:
        return again
    request: Request[Any, Any, Any] = Request(scope, again, send)
    try:
        made = await way.run(request, conversation_id=conversation_id, data=data, idempotency_key=key)
    except Exception as error:  # noqa: BLE001  the framework's way catches as much, and answers by the same table
        await _refuse(request, error, send)
    else:
        await _answer(scope, send, (way.status, encode(made)))
    return None


def _key(headers: dict[bytes, bytes]) -> str | None:
    key = headers.get(b"idempotency-key")
    if key is not None and len(key) > KEY_CHARS:
        raise msgspec.ValidationError("too long")  # the framework says it in its words
    return key.decode("latin-1") if key is not None else None


async def _body(receive: Receive) -> tuple[bytes, bool]:
    """The body, and whether the caller stayed to its end."""
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"", False
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts), True


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, then whatever comes."""
    left: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Any:
        return left.pop() if left else await receive()

    return again


async def _gone() -> Any:
    return {"type": "http.disconnect"}


async def _refuse(request: Request[Any, Any, Any], error: Exception, send: Send) -> None:
    handle = next(HANDLERS[kind] for kind in type(error).__mro__ if kind in HANDLERS)
    refused = handle(request, error).to_asgi_response(app=None, request=request)

    async def with_headers(message: Any) -> None:
        await before_send(message, request.scope)
        await send(message)

    await refused(request.scope, request.receive, with_headers)


async def _answer(scope: Scope, send: Send, said: tuple[int, bytes]) -> None:
    status, body = said
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    start: Any = {"type": "http.response.start", "status": status, "headers": headers}
    await before_send(start, scope)
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": False})

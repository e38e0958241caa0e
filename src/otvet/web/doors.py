"""Who is at the door: the actor of each request, forged requests, and the action each address stands for.

Staff come with a cookie and prove on every unsafe request, by a header no other site can set, that the page is ours.
Buyers and programs come with a bearer token and never with cookies.
"""

import hmac
import ipaddress
from typing import Any

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers.base import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from otvet.errors import NotAllowed, NotSignedIn
from otvet.people import access
from otvet.people.actor import NOBODY, Actor

COOKIE = "otvet_session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Doors:
    """ASGI middleware: puts the `Actor` in the request's state as `actor`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            enter(scope)
        await self.app(scope, receive, send)


def enter(scope: Any) -> Actor:
    """Who asks, also put in the request's state with their address; raises `NotSignedIn` or `NotAllowed`."""
    headers = {name: value for name, value in scope["headers"] if name in _READ}
    actor = scope["state"]["actor"] = _actor(scope, headers)
    scope["state"]["address"] = _address(scope, headers)
    return actor


_READ = frozenset(
    {b"authorization", b"cookie", b"x-csrf-token", b"origin", b"host", b"x-forwarded-for", b"sec-fetch-site"}
)


def _actor(scope: Any, headers: dict[bytes, bytes]) -> Actor:
    people = scope["litestar_app"].state.house.people
    bearer = headers.get(b"authorization", b"").decode("latin-1")
    if bearer:
        kind, _, token = bearer.partition(" ")
        actor = people.actor_of_token(token.strip()) if kind.lower() == "bearer" else None
        if actor is None:
            if scope["method"] in SAFE and not scope["path"].startswith("/api/"):
                return NOBODY
            raise NotSignedIn("The token is unknown or has expired; get a new one.")
        return actor  # type: ignore[no-any-return]
    if scope["method"] not in SAFE:
        _check_origin(headers)
    session = _cookie(headers.get(b"cookie", b"").decode("latin-1"))
    actor = people.actor_of_session(session) if session else None
    if actor is None:
        return NOBODY
    if scope["method"] not in SAFE:
        sent = headers.get(b"x-csrf-token", b"").decode("latin-1")
        if not hmac.compare_digest(sent.encode(), actor.csrf.encode()):
            raise NotAllowed("The X-CSRF-Token header is missing or old; load the page again.")
    return actor  # type: ignore[no-any-return]


def _check_origin(headers: dict[bytes, bytes]) -> None:
    """A browser says where a request comes from; another site's has no business here without a token."""
    if headers.get(b"sec-fetch-site", b"none") not in (b"same-origin", b"none"):
        raise NotAllowed("Requests from another site need a token.")
    origin = headers.get(b"origin")
    if origin is not None and origin.partition(b"://")[2] != headers.get(b"host", b""):
        raise NotAllowed("Requests from another site need a token.")


def _cookie(header: str) -> str | None:
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if name in (COOKIE, f"__Host-{COOKIE}"):
            return value
    return None


def _address(scope: Any, headers: dict[bytes, bytes]) -> str:
    """The caller's address; a forwarded one is believed only from a proxy we were told of."""
    peer = scope["client"][0] if scope.get("client") else ""
    trusted = scope["litestar_app"].state.trusted
    forwarded = headers.get(b"x-forwarded-for")
    if not forwarded or not trusted or not _within(peer, trusted):
        return peer
    for one in reversed(forwarded.decode("latin-1").split(",")):
        if not _within(one.strip(), trusted):
            return one.strip()[:64]
    return peer


def _within(address: str, trusted: Any) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)


def networks(text: str) -> list[Any]:
    """The setting `trusted_proxies` as networks."""
    return [ipaddress.ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip()]


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """No handler runs before the access layer has allowed its action.

    Async, though nothing is awaited: Litestar would send a plain function to a thread on every request.
    """
    if connection.scope.get("method") != "OPTIONS":  # that one only says which methods there are
        access.allow(connection.scope["state"]["actor"], handler.opt["action"])

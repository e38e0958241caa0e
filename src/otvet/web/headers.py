"""Headers of every answer: nothing inline runs, nothing is framed but the widget's own window, nothing is guessed."""

from typing import Any

from litestar.types import Message, Scope

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {ancestors}"
)
# Raw pairs: this runs for every answer, and Litestar's own header objects cost more than all the rest of it.
FIXED = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), microphone=(), camera=(self), payment=(), usb=()"),
)
ISOLATED = (
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
SHARED = ((b"cross-origin-resource-policy", b"cross-origin"),)
API = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
PAGE_CSP = (b"content-security-policy", CSP.format(ancestors="'none'").encode())
SECURE = (b"strict-transport-security", b"max-age=31536000")


async def before_send(message: Message, scope: Scope) -> None:
    """Litestar's hook: adds what the handler has not set itself."""
    if message["type"] != "http.response.start":
        return
    headers = message["headers"] = list(message["headers"])
    present = {name for name, _ in headers}
    headers.extend(pair for pair in _wanted(scope) if pair[0] not in present)


def _wanted(scope: Any) -> list[tuple[bytes, bytes]]:
    path = scope["path"]
    wanted = [*FIXED, SECURE] if scope["litestar_app"].state.secure else [*FIXED]
    if path.startswith("/api/"):
        return [*wanted, *ISOLATED, *API]
    if path == "/chat" and b"frame=1" in scope.get("query_string", b""):
        framed = CSP.format(ancestors=_ancestors(scope)).encode()
        return [*wanted, *SHARED, (b"content-security-policy", framed)]
    if path == "/widget.js":  # a script of ours that the shop's pages load
        return [*wanted, *SHARED, PAGE_CSP]
    return [*wanted, *ISOLATED, PAGE_CSP]


def _ancestors(scope: Any) -> str:
    """The pages that may hold the widget: our own, and the origins of the account."""
    asked = dict(part.partition("=")[::2] for part in scope["query_string"].decode("latin-1").split("&"))
    known = scope["litestar_app"].state.house.widget_origins(asked.get("account", "own"))
    return " ".join(["'self'", *known])

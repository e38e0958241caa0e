"""Headers of every answer: nothing inline runs, nothing is framed but the widget's own window, nothing is guessed."""

from typing import Any

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {ancestors}"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(self), payment=(), usb=()",
}


async def before_send(message: Message, scope: Scope) -> None:
    """Litestar's hook: adds what the handler has not set itself."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in FIXED.items():
        headers.setdefault(name, value)
    path = scope["path"]
    framed = path == "/chat" and b"frame=1" in scope.get("query_string", b"")
    headers.setdefault(
        "Content-Security-Policy", CSP.format(ancestors=_ancestors(scope) if framed else "'none'")
    )
    if not framed:
        headers.setdefault("X-Frame-Options", "DENY")
    # A script of ours may be loaded by the shop's pages; everything else is for our own.
    shared = path == "/widget.js"
    headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if shared or framed else "same-origin")
    if path.startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
    if scope["litestar_app"].state.secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def _ancestors(scope: Any) -> str:
    """The pages that may hold the widget: our own, and the origins of the account."""
    asked = dict(part.partition("=")[::2] for part in scope["query_string"].decode("latin-1").split("&"))
    known = scope["litestar_app"].state.house.widget_origins(asked.get("account", "own"))
    return " ".join(["'self'", *known])

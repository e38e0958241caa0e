"""The desk at /desk, and a seller's own at /seller: list, thread and context.

The page is a frame, the rest comes through the API; each goes to the one that is theirs.
"""

from typing import Any, Final
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from otvet.people.access import OPERATOR, STAFF
from otvet.web.pages.render import PageRequest, actor_of, house_of, page

ROOMS: Final = {"desk": OPERATOR, "seller": STAFF - OPERATOR}


def _room(request: PageRequest, room: str) -> Response[str] | Redirect:
    role = actor_of(request).role
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if role not in STAFF:
        return Redirect(f"/sign-in?next={quote(here)}", status_code=303)
    if role not in ROOMS[room]:
        other = next(name for name in ROOMS if name != room)
        return Redirect(here.replace(f"/{room}", f"/{other}", 1), status_code=303)
    waits = house_of(request).board.waits() if room == "desk" else 0
    return page(request, "desk.html", room=room, waits=waits)


def _doors(room: str, meaning: str) -> tuple[HTTPRouteHandler, ...]:
    """The room with nothing opened, and with a conversation; whether that may be seen is decided when it is asked for.

    Two handlers for two addresses: one handler with both would be wrapped for its thread twice.
    """

    def opened(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
        return _room(request, room)

    opened.__doc__ = meaning
    return tuple(
        get(path, opt={"action": "session.open"}, sync_to_thread=True, include_in_schema=False)(opened)
        for path in (f"/{room}", f"/{room}/{{conversation_id:str}}")
    )


HANDLERS: Final = (
    *_doors("desk", "For the operator's people."),
    *_doors("seller", "For a seller's staff: the same desk over their own conversations alone."),
)

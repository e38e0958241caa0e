"""The desk: list, thread and context; the page is a frame, the rest comes through the API."""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.response import Redirect

from otvet.people.access import STAFF
from otvet.web.pages.render import PageRequest, actor_of, page


def _desk(request: PageRequest) -> Response[str] | Redirect:
    if actor_of(request).role not in STAFF:
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return Redirect(f"/sign-in?next={quote(back)}", status_code=303)
    return page(request, "desk.html", room="desk")


@get("/desk", opt={"action": "session.open"}, sync_to_thread=True, include_in_schema=False)
def inbox(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
    """The list, and nothing opened yet."""
    return _desk(request)


@get(
    "/desk/{conversation_id:str}",
    opt={"action": "session.open"},
    sync_to_thread=True,
    include_in_schema=False,
)
def conversation(request: Request[Any, Any, Any], conversation_id: str) -> Response[str] | Redirect:
    """One conversation; whether it may be seen is decided when its content is asked for."""
    del conversation_id
    return _desk(request)

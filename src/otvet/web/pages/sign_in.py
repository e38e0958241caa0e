"""Signing in, and the one-time set-up of a new installation."""

from typing import Any

from litestar import Request, Response, get
from litestar.response import Redirect

from otvet.people.access import STAFF
from otvet.web.pages.render import actor_of, house_of, page


def safe_next(wanted: str | None) -> str:
    """Where to go afterwards: a path of ours, never another site."""
    good = bool(wanted) and str(wanted).startswith("/") and not str(wanted).startswith(("//", "/\\"))
    return str(wanted) if good else "/desk"


@get("/sign-in", opt={"action": "session.open"}, sync_to_thread=True, include_in_schema=False)
def sign_in(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
    """The form; in the demo also the made-up colleagues, one click each."""
    after = safe_next(request.query_params.get("next"))
    if actor_of(request).role in STAFF and request.query_params.get("stay") != "1":
        return Redirect(after, status_code=303)
    house = house_of(request)
    people = list(house.demo_people()) if house.demo else []
    return page(request, "sign-in.html", after=after, people=people)


@get("/set-up", opt={"action": "person.set-up"}, sync_to_thread=True, include_in_schema=False)
def set_up(request: Request[Any, Any, Any]) -> Response[str]:
    """The first administrator makes their account with the link the server printed."""
    token = (request.query_params.get("token") or "")[:200]
    return page(request, "set-up.html", token=token, headers={"Referrer-Policy": "no-referrer"})

"""Signing in, and the one-time set-up of a new installation."""

import asyncio
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.response import Redirect

from otvet.errors import NotSignedIn, TooMany
from otvet.people.access import STAFF
from otvet.web.api.people import session_cookie
from otvet.web.pages.render import actor_of, house_of, page

LONGEST: Final = 500  # characters of one field


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
    return _form(request, after)


def _form(
    request: Request[Any, Any, Any], after: str, *, refused: str = "", status: int = 200
) -> Response[str]:
    house = house_of(request)
    people = list(house.demo_people()) if house.demo else []
    return page(request, "sign-in.html", after=after, people=people, refused=refused, status=status)


@post("/sign-in", opt={"action": "session.open"}, include_in_schema=False)
async def signed_in(request: Request[Any, Any, Any]) -> Response[Any]:
    """The same by a plain form, for who is faster than the script or does without."""
    after = safe_next(request.query_params.get("next"))
    given = await request.form()
    email, password = (str(given.get(name) or "")[:LONGEST] for name in ("email", "password"))
    house, address = request.app.state.house, request.scope["state"]["address"]
    try:
        signed = await asyncio.to_thread(lambda: house.people.sign_in(email, password, address=address))
    except (NotSignedIn, TooMany) as error:
        hurried = isinstance(error, TooMany)
        why, status = ("too-many", 429) if hurried else ("wrong", 401)
        return await asyncio.to_thread(lambda: _form(request, after, refused=why, status=status))
    return Redirect(after, status_code=303, cookies=[session_cookie(request, signed.token)])


@get("/set-up", opt={"action": "person.set-up"}, sync_to_thread=True, include_in_schema=False)
def set_up(request: Request[Any, Any, Any]) -> Response[str]:
    """The first administrator makes their account with the link the server printed."""
    token = (request.query_params.get("token") or "")[:200]
    return page(request, "set-up.html", token=token, headers={"Referrer-Policy": "no-referrer"})

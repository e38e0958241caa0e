"""Who visits the demo shop's pages: one of the made-up buyers, or a guest.

In the demo a visitor is signed in as one of the made-up buyers, or comes as a guest;
the page then carries the shop's signed identity token, as a real shop would.
"""

from typing import Any, Final

from litestar import Response
from litestar.datastructures import Cookie

from otvet.web.pages.render import PageRequest, house_of

GUEST: Final = "guest"
_COOKIE: Final = "otvet_demo_buyer"


def _buyers(request: PageRequest) -> dict[str, str]:
    """The made-up buyers by id; empty outside the demo."""
    house = house_of(request)
    return {one.id: one.name for one in getattr(house.market, "buyers", ())} if house.demo else {}


def visitor(request: PageRequest) -> dict[str, Any]:
    """Who the shop says is here, and its signed word for it."""
    buyers = _buyers(request)
    asked = request.query_params.get("as") or request.cookies.get(_COOKIE) or next(iter(buyers), GUEST)
    who = asked if asked in buyers else GUEST if asked == GUEST else next(iter(buyers), GUEST)
    token = house_of(request).identity_token(who) if who in buyers else None
    return {"who": who, "buyers": buyers, "buyer_name": buyers.get(who, ""), "identity": token or ""}


def remember(request: PageRequest, response: Response[str]) -> Response[str]:
    """Who was chosen stays chosen."""
    asked = request.query_params.get("as")
    if asked == GUEST or asked in _buyers(request):
        response.set_cookie(Cookie(key=_COOKIE, value=asked, samesite="lax", path="/"))
    return response

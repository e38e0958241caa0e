"""The demo shop: a shelf and a product page, as plain as possible, with the widget on both.

In the demo a visitor is signed in as one of the made-up buyers, or comes as a guest;
the page then carries the shop's signed identity token, as a real shop would.
"""

from typing import Any, Final

from litestar import Request, Response, get
from litestar.datastructures import Cookie
from litestar.exceptions import NotFoundException

from otvet.language.catalogue import catalogue
from otvet.web.pages.facts import facts
from otvet.web.pages.render import PageRequest, house_of, language_of, page

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


@get("/", opt={"action": "product.read"}, sync_to_thread=True, include_in_schema=False)
def shelf(request: Request[Any, Any, Any]) -> Response[str]:
    """The list of products, searched by `?q=`."""
    query = (request.query_params.get("q") or "").strip()[:100]
    products = house_of(request).market.products(query, 48)
    return remember(
        request, page(request, "shop/shelf.html", products=products, query=query, **visitor(request))
    )


@get("/products/{sku:str}", opt={"action": "product.read"}, sync_to_thread=True, include_in_schema=False)
def product(request: Request[Any, Any, Any], sku: str) -> Response[str]:
    """One product: picture, facts, price, and a way to ask."""
    house = house_of(request)
    found = house.market.product(sku)
    if found is None:
        raise NotFoundException("There is no such product.")
    seller = next((one.name for one in getattr(house.market, "sellers", ()) if one.id == found.seller_id), "")
    language = language_of(request)
    view = {
        "product": found,
        "facts": facts(found.card, catalogue(language)),
        "seller": seller or found.seller_id,
        "query": "",
        **visitor(request),
    }
    return remember(request, page(request, "shop/product.html", **view))

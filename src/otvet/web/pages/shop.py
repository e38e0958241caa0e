"""The demo shop: a shelf and a product page, as plain as possible, with the widget on both."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from otvet.language.catalogue import catalogue
from otvet.web.pages.asked import of_product
from otvet.web.pages.facts import facts
from otvet.web.pages.render import house_of, language_of, page
from otvet.web.pages.visiting import remember, visitor


@get("/", opt={"action": "product.read"}, sync_to_thread=True, include_in_schema=False)
def shelf(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
    """The list of products, searched by `?q=`; whoever has a shop of their own begins at the help centre."""
    if not house_of(request).demo:
        return Redirect("/help", status_code=303)
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
        **of_product(request, sku),
    }
    return remember(request, page(request, "shop/product.html", **view))

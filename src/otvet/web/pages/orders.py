"""The demo shop's own pages for a buyer: my orders, one order, a return with its label, bonuses (A11).

A real shop has its own; outside the demo these are not there.
"""

from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException

from otvet.language.catalogue import catalogue
from otvet.market.wishes import Refused
from otvet.web.pages.render import PageRequest, house_of, language_of, page
from otvet.web.pages.topics import mark
from otvet.web.pages.visiting import GUEST, remember, visitor

WORDS: Final = {
    "packing": mark("Being packed"),
    "on_the_way": mark("On the way"),
    "delayed": mark("Delayed"),
    "at_pickup": mark("Waits at the pick-up point"),
    "handed_over": mark("Delivered"),
    "called_off": mark("Cancelled"),
    "returned": mark("Returned"),
    "registered": mark("waits for the parcel"),
    "handed_in": mark("handed in, on its way back"),
    "received": mark("received, being looked at"),
    "closed": mark("accepted"),
    "lapsed": mark("the label has lapsed"),
    "waits_for_goods": mark("waits for the goods"),
    "under_way": mark("on its way"),
    "paid": mark("paid"),
    "open": mark("open"),
    "answered": mark("answered"),
}


def _state(order: Any) -> str:
    return "returned" if order.status == "returned" else str(order.delivery.state)


def _affairs(request: PageRequest) -> tuple[dict[str, Any], Any]:
    """Who the shop says is here, and what it knows of them. Raises `NotFoundException` outside the demo and for guests."""
    who = visitor(request)
    if not house_of(request).demo or who["who"] == GUEST:
        raise NotFoundException("Choose a buyer of the demo shop first.")
    return who, house_of(request).market.affairs(who["who"])


def _shown(request: PageRequest, template: str, **view: Any) -> Response[str]:
    words = catalogue(language_of(request))
    market = house_of(request).market

    def name_of(sku: str) -> Any:
        product = market.product(sku)
        return product.name if product else sku

    def picture_of(sku: str) -> str:
        product = market.product(sku)
        return product.picture if product else ""

    shown = page(
        request, template, query="", name_of=name_of, picture_of=picture_of, state=_state,
        word=lambda code: words.text(WORDS[code]) if code in WORDS else code, **view,
    )  # fmt: skip
    return remember(request, shown)


@get("/orders", opt={"action": "product.read"}, sync_to_thread=True, include_in_schema=False)
def orders(request: Request[Any, Any, Any]) -> Response[str]:
    """My orders, returns, bonuses and codes; a guest of the demo reads how to see theirs, or find an order without."""
    if house_of(request).demo and visitor(request)["who"] == GUEST:
        return remember(request, page(request, "shop/orders-guest.html", query="", **visitor(request)))
    who, affairs = _affairs(request)
    return _shown(request, "shop/orders.html", affairs=affairs, **who)


@get("/orders/{number:str}", opt={"action": "product.read"}, sync_to_thread=True, include_in_schema=False)
def order(request: Request[Any, Any, Any], number: str) -> Response[str]:
    """One order with its way, its returns and its money."""
    who, affairs = _affairs(request)
    found = next((one for one in affairs.orders if one.number == number), None)
    if found is None:
        raise NotFoundException("You have no such order.")
    return _shown(request, "shop/order.html", order=found, affairs=affairs, **who)


@get("/returns/{return_id:str}", opt={"action": "product.read"}, sync_to_thread=True, include_in_schema=False)
def returned(request: Request[Any, Any, Any], return_id: str) -> Response[str]:
    """A return: how far it is, and the label to show at the pick-up point."""
    who, affairs = _affairs(request)
    found = next((one for one in affairs.returns if one.id == return_id), None)
    if found is None:
        raise NotFoundException("You have no such return.")
    money = next((one for one in affairs.refunds if one.return_id == found.id), None)
    return _shown(request, "shop/return.html", back=found, money=money, **who)


@post(
    "/returns/{return_id:str}/hand-in",
    opt={"action": "demo.act"},
    status_code=204,
    sync_to_thread=True,
    include_in_schema=False,
)
def hand_in(request: Request[Any, Any, Any], return_id: str) -> None:
    """The demo's buyer gives the parcel to the pick-up point; from then on the days pass by themselves."""
    who, _ = _affairs(request)
    done = house_of(request).market.hand_in(return_id, shop_buyer_id=who["who"])  # type: ignore[attr-defined]
    if isinstance(done, Refused):
        raise NotFoundException("You have no such return that waits for its parcel.")

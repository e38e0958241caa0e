"""What pages of the shop show of public questions, and who reads them (mission row A10)."""

from typing import Any, Final

from otvet.clock import day
from otvet.conversation.board import Wanted
from otvet.conversation.posts import PostState
from otvet.conversation.questions import LONGEST
from otvet.people.access import STAFF
from otvet.people.actor import NOBODY, Actor
from otvet.people.identity import OWN_ACCOUNT
from otvet.web.pages.render import PageRequest, actor_of, house_of
from otvet.web.pages.topics import mark
from otvet.web.pages.visiting import GUEST, visitor

ON_A_PRODUCT: Final = 3
STATES: Final[dict[PostState, str]] = {
    "waiting": mark("A moderator looks at it"),
    "refused": mark("Not published"),
    "hidden": mark("Hidden"),
    "public": mark("Public"),
}


def reader(request: PageRequest) -> Actor:
    """Staff as themselves, the demo's chosen buyer, else nobody; nobody is made by looking. Blocking."""
    actor = actor_of(request)
    if actor.role in STAFF:
        return actor
    who = visitor(request)["who"]
    if who == GUEST:
        return NOBODY
    buyer = house_of(request).people.known_buyer(OWN_ACCOUNT, who)
    return (
        Actor("buyer", buyer.id, "buyer", buyer.name, buyer.language)
        if buyer
        else Actor("buyer", "", "buyer")
    )


def of_product(request: PageRequest, sku: str) -> dict[str, Any]:
    """What a product's page shows of its questions: the newest, and how many there are. Blocking."""
    board = house_of(request).board
    found = board.page(reader(request), Wanted(product=sku, limit=ON_A_PRODUCT))
    return {"asked": found.items, "number": board.number(sku), **common(request)}


def common(request: PageRequest) -> dict[str, Any]:
    """What the forms and the cards need wherever they stand."""
    return {"when": day, "states": STATES, "longest": LONGEST, "key": house_of(request).clock.new_id("f")}

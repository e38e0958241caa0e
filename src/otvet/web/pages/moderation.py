"""The moderators' page: questions and answers that wait to be public, why, and what would be published (row A9)."""

import asyncio
from typing import Annotated, Any, Final
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect
from msgspec import structs

from otvet.clock import day
from otvet.errors import Conflict, NotFound, OtvetError
from otvet.people.access import OPERATOR, STAFF
from otvet.web.api.questions import Waits, waits
from otvet.web.pages.render import PageRequest, actor_of, language_of, page
from otvet.web.pages.topics import mark

Ask = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/desk/moderation", opt={"action": "session.open"}, include_in_schema=False)
async def moderation(request: Ask) -> Response[str] | Redirect:
    """The longest wait first; a seller is shown the own desk."""
    role = actor_of(request).role
    if role not in OPERATOR:
        return Redirect("/seller" if role in STAFF else "/sign-in?next=/desk/moderation", status_code=303)
    return await _drawn(request, "moderation/page.html")


async def _drawn(request: PageRequest, template: str, refused: str = "", done: str = "") -> Response[str]:
    house, actor = request.app.state.house, actor_of(request)
    found, number = await asyncio.to_thread(house.board.waiting, actor, request.query_params.get("after"))
    speaking = structs.replace(actor, language=language_of(request))
    items: list[Waits] = [one for asked in found.items for one in await waits(house, speaking, asked)]

    def draw() -> Response[str]:
        def named(sku: str) -> Any:
            product = house.market.product(sku)
            return product.name if product else sku

        return page(
            request, template, room="moderation", waits=number, items=items, next=found.next, name_of=named,
            refused=refused, done=done, today=day(house.clock.now()),
        )  # fmt: skip

    return await asyncio.to_thread(draw)


@post(
    "/desk/moderation/{reference:str}/{post_id:str}",
    opt={"action": "question.moderate"},
    status_code=200,
    include_in_schema=False,
)
async def decide(request: Ask, reference: str, post_id: str, data: Form) -> Response[str]:
    """Publish, refuse or hide; the list comes anew, or, from the question's own page, that page."""
    house, actor, what = request.app.state.house, actor_of(request), data.get("do", "")
    refused = ""
    try:
        if what == "publish":
            await house.questions.publish(actor, reference, post_id)
        elif what in ("refuse", "hide"):
            decision = getattr(house.questions, what)
            await decision(actor, reference, post_id, data.get("reason", ""))
    except OtvetError as error:
        refused = _why(error)
    if data.get("from") == "question" and not refused:
        there = {"HX-Redirect": f"/questions/{quote(reference)}"}
        return Response("", media_type="text/html; charset=utf-8", headers=there)
    return await _drawn(request, "moderation/list.html", refused, "" if refused else what)


def _why(error: OtvetError) -> str:
    """What was not right, as a key of the catalogues."""
    if isinstance(error, Conflict):
        return mark("Somebody else has decided meanwhile; the list is as it is now.")
    if isinstance(error, NotFound):
        return mark("There is no such question or answer any more.")
    return mark("Say why in a few words; the author reads it. Nothing was changed.")


HANDLERS: Final = (moderation, decide)

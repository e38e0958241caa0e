"""The page of VIP buyers: who they are, their tier and since when, their orders, who looks after them (mission row B8)."""

import asyncio
from typing import Annotated, Any, Final

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from otvet.clock import day
from otvet.errors import OtvetError
from otvet.people import access
from otvet.people.access import STAFF
from otvet.web.pages.render import PageRequest, actor_of, page
from otvet.web.pages.topics import mark

Ask = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/desk/vips", opt={"action": "session.open"}, include_in_schema=False)
async def vips(request: Ask) -> Response[str] | Redirect:
    """Those who spent most first; for those who lead, everybody else is shown the own desk."""
    role = actor_of(request).role
    if role not in access.ACTIONS["vip.manage"]:
        there = "/seller" if role == "seller" else "/desk" if role in STAFF else "/sign-in?next=/desk/vips"
        return Redirect(there, status_code=303)
    return await asyncio.to_thread(_drawn, request, "vips/page.html")


def _drawn(request: PageRequest, template: str, *, changed: str = "", refused: str = "") -> Response[str]:
    house, actor = request.app.state.house, actor_of(request)
    found = house.vips.everybody(actor)
    plan = house.desk.plan()
    crew = [one for one in house.desk.colleagues() if one.role in access.AGENTS]
    names = house.people.names({one.buyer_id for one in found})
    since = house.vips.since([one.buyer_id for one in found])
    return page(
        request, template, room="settings", found=found, tiers=plan.tiers, crew=crew, names=names, when=day,
        since=since, changed=changed, refused=refused, today=day(house.clock.now()),
    )  # fmt: skip


@post("/desk/vips/{buyer_id:str}", opt={"action": "vip.manage"}, status_code=200, include_in_schema=False)
async def look_after(request: Ask, buyer_id: str, data: Form) -> Response[str]:
    """Name the personal manager, or nobody; the list comes anew."""
    refused = ""
    try:
        await request.app.state.house.vips.look_after(
            actor_of(request), buyer_id, data.get("manager") or None
        )
    except OtvetError:
        refused = mark("This buyer has no tier any more, or the colleague is gone; the list is as it is now.")
    changed = "" if refused else buyer_id
    return await asyncio.to_thread(
        lambda: _drawn(request, "vips/list.html", changed=changed, refused=refused)
    )


HANDLERS: Final = (vips, look_after)

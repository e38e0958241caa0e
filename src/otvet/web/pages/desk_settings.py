"""The desk's settings: topics, queues, hours, deadlines, what colleagues answer, with what was changed (rows B3, B4).

Each page of the plan is a form; the same rules judge it that judge `PUT /api/v1/desk/SORT/NAME`.
"""

import asyncio
import re
from typing import Any, Final

import msgspec
from litestar import Request, Response, get, post
from litestar.response import Redirect

from otvet.clock import day
from otvet.desk.plan import SORTS, Plan, as_written
from otvet.errors import BadInput, Conflict, OtvetError
from otvet.language.catalogue import catalogue
from otvet.people import access
from otvet.people.access import STAFF
from otvet.web.pages.render import PageRequest, actor_of, house_of, language_of, page, said
from otvet.web.pages.settings import tabs_of
from otvet.web.pages.settings_forms import DAYS, read_form
from otvet.web.pages.topics import mark

Ask = Request[Any, Any, Any]
NEW: Final = "+"
NAMES: Final = {
    "topics": mark("Topics"),
    "queues": mark("Queues"),
    "schedules": mark("Working hours"),
    "budgets": mark("Deadlines"),
    "answers": mark("Answers of others"),
    "members": mark("Colleagues"),
    "tiers": mark("VIP tiers"),
    "fields": mark("Fields"),
}
# What comes along without a name of its own; what the operator adds is called by its short name.
_CALLED: Final = {
    "schedules": {"support": mark("Hours of support"), "office": mark("Hours of the office")},
    "budgets": {"urgent": mark("Urgent"), "usual": mark("Usual"), "calm": mark("Calm")},
    "answers": {
        "second-line": mark("Second line"),
        "seller": mark("Seller"),
        "external": mark("Another system"),
    },
}
_FRESH: Final[dict[str, Any]] = {
    "queues": {"name": {}, "schedule": "support", "routed": True, "seniors": False, "unassigned_minutes": 15,
               "handling_minutes": 4, "leads": []},
    "schedules": {"zone": "Europe/Moscow", "calendar": "ru", "periods": [{"week": ["09:00-18:00"] * 5 + ["", ""], "holiday": ""}],
                  "days": []},
    "fields": {"of": "conversation", "sort": "text", "name": {}, "choices": {}, "required": False, "sees": "team", "place": 0},
    "budgets": [{"first": 5, "next": 15, "resolution": 1440}],
    "tiers": {"name": {}, "orders": 5, "spent": 3_000_000, "days": 365, "priority": 2, "managers": []},
}  # fmt: skip
_HOURS: Final = re.compile(r"'([^']*)' are no hours")


@get("/desk/settings", opt={"action": "session.open"}, include_in_schema=False)
async def settings(request: Ask) -> Response[str] | Redirect:
    """What stands in the plan, to look at for whoever answers, to change for those who lead."""
    role = actor_of(request).role
    if role not in access.ACTIONS["desk.read"]:
        return Redirect("/seller" if role in STAFF else "/sign-in?next=/desk/settings", status_code=303)
    sort, name = _asked(request)
    return await asyncio.to_thread(_drawn, request, "settings/page.html", (sort, name))


def _asked(request: PageRequest) -> tuple[str, str]:
    given = request.query_params
    sort = given.get("sort") or "topics"
    return (sort if sort in SORTS else "topics"), (given.get("name") or "")[:60]


def _drawn(request: PageRequest, template: str, wanted: tuple[str, str], **more: Any) -> Response[str]:
    house, (sort, name) = house_of(request), wanted
    desk = request.app.state.house.desk
    plan: Plan = desk.plan()
    crew = desk.colleagues()
    language = language_of(request)
    entries = {one.id: one.name for one in crew} if sort == "members" else _called(plan, sort, language)
    if name not in entries and not (name == NEW and sort in _FRESH):
        name = next(iter(entries), NEW if sort in _FRESH else "")  # of fields there are none at first
    history = [one for one in desk.pages.history() if (one.sort, one.name) == (sort, name)]
    view = {
        "sort": sort, "name": name, "sorts": NAMES, "entries": entries, "plan": plan, "crew": crew, "days": DAYS,
        "content": more.pop("content", None) or _content(plan, crew, sort, name), "fresh": name == NEW, "history": history,
        "may": actor_of(request).role in access.ACTIONS[_tuned_by(sort)], "can_add": sort in _FRESH, "when": day,
        "names": house.people.names({one.by_id for one in history}), "written": name in getattr(as_written(), sort),
        "choices": lambda of: list(_called(plan, of, language).items()), "tab": "desk", "tabs": tabs_of(request),
        "waits": house.board.waits(), "refused": "", "about": "", "done": False, "reason": "", "code": "",
    }  # fmt: skip
    return page(request, template, room="settings", **{**view, **more})


def _called(plan: Plan, sort: str, language: str) -> dict[str, str]:
    """The pages of a sort by their codes, each with its name in a language, or its code where it has none."""
    words, known = catalogue(language), _CALLED.get(sort, {})
    return {
        code: (said(one.name, language) or code)
        if hasattr(one, "name")
        else words.text(known.get(code, code))
        for code, one in getattr(plan, sort).items()
    }


def _tuned_by(sort: str) -> str:
    return "field.define" if sort == "fields" else "desk.tune"


def _content(plan: Plan, crew: Any, sort: str, name: str) -> Any:
    if name == NEW:
        return _FRESH[sort]
    if sort == "members":
        found = next((one.member for one in crew if one.id == name), None)
        return _json(found)
    return _json(getattr(plan, sort)[name])


def _json(content: Any) -> Any:
    """As it is sent and as a form gives it back: lists, dates as text."""
    return msgspec.json.decode(msgspec.json.encode(content))


@post(
    "/desk/settings/{sort:str}/{name:str}",
    opt={"action": "desk.tune"},
    status_code=200,
    include_in_schema=False,
)
async def change(request: Ask, sort: str, name: str) -> Response[str]:
    """Put a page in force, or take one's change back; the form comes again with what was not right."""
    given = await request.form()
    form = {key: [str(one) for one in given.getall(key)] for key in given}
    house, reason = request.app.state.house, (form.get("reason") or [""])[0]
    code = (form.get("code") or [""])[0].strip() if name == NEW else name
    back = (form.get("do") or [""])[0] == "back"
    content: Any = None
    try:
        content = None if back else read_form(sort, form)
        if name == NEW and (not code or code in getattr(house.desk.plan(), sort, {})):
            raise BadInput("code")
        await asyncio.to_thread(house.desk.pages.change, actor_of(request), (sort, code), content, reason)
    except OtvetError as error:
        refused, about = _why(error, reason)
        more = {"refused": refused, "about": about, "reason": reason, "code": code, "content": content}
        return await asyncio.to_thread(lambda: _drawn(request, "settings/form.html", (sort, name), **more))
    house.router.stir()
    return await asyncio.to_thread(lambda: _drawn(request, "settings/form.html", (sort, code), done=True))


def _why(error: OtvetError, reason: str) -> tuple[str, str]:
    """What was not right, as a key of the catalogues, and the piece it is about."""
    hours = _HOURS.search(error.message)
    if isinstance(error, Conflict):
        return mark("Somebody changed the settings in the same moment; look, then try again."), ""
    if hours:
        return mark("These are no hours; write them like 09:00-13:00,14:00-18:00, the earlier first:"), hours[
            1
        ]
    if error.message == "code":
        return mark("Give it a short name of its own that is not there yet."), ""
    if not reason.strip():
        return mark("Say why; it stays in the history."), ""
    return mark("This does not fit, nothing was changed:"), error.message


HANDLERS: Final = (settings, change)

"""The desk's settings: words at hand at /settings/templates, rules that act by themselves at /settings/automations.

The pages are frames; what stands in them comes through the API, each answer as far as the person may.
"""

from typing import Any, Final
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from otvet.people import access
from otvet.web.pages.render import PageRequest, actor_of, page

TABS: Final = {"templates": "template.use", "automations": "automation.read"}


def _tab(request: PageRequest, tab: str) -> Response[str] | Redirect:
    role = actor_of(request).role
    if role not in access.STAFF:
        return Redirect(f"/sign-in?next={quote(request.url.path)}", status_code=303)
    allowed = [one for one, action in TABS.items() if role in access.ACTIONS[action]]
    if tab not in allowed:
        return Redirect(f"/settings/{allowed[0]}", status_code=303)
    return page(request, "settings.html", room="settings", tab=tab)


def _door(tab: str, meaning: str) -> HTTPRouteHandler:
    def opened(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
        return _tab(request, tab)

    opened.__doc__ = meaning
    return get(
        f"/settings/{tab}", opt={"action": "session.open"}, sync_to_thread=True, include_in_schema=False
    )(opened)


HANDLERS: Final = (
    _door("templates", "Texts and macros: written per language, checked by the gate while one writes."),
    _door("automations", "Rules that act by themselves: tried over the past, with a log of why."),
)

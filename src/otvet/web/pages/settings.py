"""The settings of the staff: words at hand, rules that act, how the desk works, the shop, people, programs, one's own account.

All but the desk's are frames; what stands in them comes through the API, each answer as far as the person may.
"""

from typing import Any, Final
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect
from msgspec import Struct

from otvet.people import access
from otvet.web.pages.render import PageRequest, actor_of, page
from otvet.web.pages.topics import mark


class Tab(Struct, frozen=True):
    """A page of the settings: what it is called, where it is, and what one must be allowed to open it."""

    name: str
    address: str
    action: str


TABS: Final = {
    "templates": Tab(mark("Words at hand"), "/settings/templates", "template.use"),
    "automations": Tab(mark("Rules that act by themselves"), "/settings/automations", "automation.read"),
    "desk": Tab(mark("How the desk works"), "/desk/settings", "desk.read"),
    "own-shop": Tab(mark("Shop"), "/settings/own-shop", "account.change"),
    "people": Tab(mark("People"), "/settings/people", "staff.change"),
    "programs": Tab(mark("Programs"), "/settings/programs", "token.change"),
    "account": Tab(mark("Own account"), "/settings/account", "session.prefer"),
}


_OF_PAGES: Final = {"buyer", "demo", "page", "person", "session"}  # for browsers and people, not for programs


def tabs_of(request: PageRequest) -> dict[str, Tab]:
    """The settings this person may open, by code; empty for who is not of the staff."""
    role = actor_of(request).role
    return {code: one for code, one in TABS.items() if role in access.ACTIONS[one.action]}


def _tab(request: PageRequest, tab: str) -> Response[str] | Redirect:
    role = actor_of(request).role
    if role not in access.STAFF:
        return Redirect(f"/sign-in?next={quote(request.url.path)}", status_code=303)
    allowed = tabs_of(request)
    if tab not in allowed:
        return Redirect(next(iter(allowed.values())).address, status_code=303)
    scopes = _scopes() if tab == "programs" else None
    return page(request, "settings.html", room="settings", tab=tab, tabs=allowed, scopes=scopes)


def _scopes() -> dict[str, list[str]]:
    """What a program's token may be narrowed to, for each role: only what that role may at all."""
    return {
        role: sorted({one.scope for one in access.TABLE if role in one.roles} - _OF_PAGES)
        for role in access.OPERATOR
    }


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
    _door(
        "own-shop", "The shop: its tag, its pages, its domains and phones, the keys it signs identities with."
    ),
    _door("people", "People: added with a first password, given roles, shut out; sellers by the shop's ids."),
    _door("programs", "Programs: tokens with a role and scopes, seen once, revoked at once."),
    _door("account", "One's own account: who one is here, another password."),
)

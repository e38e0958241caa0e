"""The application: every door with its action, one error shape, the headers, the house for as long as it serves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import msgspec
from litestar import Litestar, Response, Router, get
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.middleware.compression import CompressionMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin

from otvet import __version__
from otvet.bootstrap import House, open_house
from otvet.clock import Clock
from otvet.errors import StartRefused
from otvet.market.port import Market
from otvet.people import access
from otvet.settings import Settings
from otvet.web import health, live
from otvet.web.api import (
    accounts,
    articles,
    at_hand,
    automations,
    calls,
    complaints,
    conversations,
    desk,
    fields,
    files,
    gate,
    inbox,
    letters,
    orders,
    people,
    questions,
    records,
    replies,
    saved_views,
    shop,
    tuning,
    vips,
    waits,
)
from otvet.web.doors import Doors, guard, networks
from otvet.web.errors import HANDLERS
from otvet.web.front import Demo, Front
from otvet.web.headers import before_send
from otvet.web.pages import PAGES
from otvet.web.pages.statics import static
from otvet.web.short_way import Way, go, way_of, ways


@get("/api/openapi.json", opt={"action": "rule.read"}, include_in_schema=False)
async def openapi(request: Any) -> Response[bytes]:
    """The API, described; `x-role` says which roles and token scopes may call what."""
    state = request.app.state
    if state.openapi is None:  # drawn when first asked for: a start should not wait for it
        state.openapi = await asyncio.to_thread(lambda: msgspec.json.encode(described(request.app)))
    return Response(state.openapi, media_type="application/json")


class Plain(Litestar):
    """Without the framework's plugins for pydantic and attrs: our records are msgspec's, and importing both takes a tenth of the start.

    What is asked most goes the short way, past the dispatch.
    """

    short: dict[str, Way]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        found = way_of(scope, self.short) if scope["type"] == ScopeType.HTTP else None
        if found is not None:
            scope["app"] = scope["litestar_app"] = self
            scope.setdefault("state", {})
            receive = await go(found, scope, (receive, send))
            if receive is None:
                return
        await super().__call__(scope, receive, send)

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


class Once(Router):
    """Routes that one application takes: the framework would copy each of the two hundred for the next one."""

    def __deepcopy__(self, memo: object) -> "Once":
        return self


def api() -> Router:
    """Everything under /api/v1."""
    rooms = (
        conversations, records, letters, inbox, orders, replies, people, accounts, files, gate, tuning, articles, shop, waits, desk,
        at_hand, automations, saved_views, fields,
        complaints, vips, calls,
        questions, live,
    )  # fmt: skip
    return Once("/api/v1", route_handlers=[handler for room in rooms for handler in room.HANDLERS])


_LONGEST_FOR_JUDGES = 30  # seconds; with models they take two to five


async def _prepared(demo: Any, house: House) -> None:
    """The demo's people, and at a first start what they have; judges check it, so that no words are loaded here."""
    if house.judges is not None and not house.people.staff_list():
        house.judging.set()
        with suppress(TimeoutError):  # stuck ones hold nothing up: the server checks it then
            await asyncio.wait_for(house.judges.told.wait(), _LONGEST_FOR_JUDGES)
    await asyncio.to_thread(demo.prepare, house)


def create_app(
    settings: Settings, market: Market, demo: Demo | None = None, *, clock: Clock | None = None
) -> Litestar:
    """The application for uvicorn; opens the house when it starts and closes it when it stops."""
    # Pages are compressed; what they are drawn with is already, and the API's short answers are not worth the wrapping.
    compressing = DefineMiddleware(
        CompressionMiddleware, config=CompressionConfig(backend="gzip", minimum_size=1024)
    )
    pages = Once("/", route_handlers=PAGES, middleware=[compressing])

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with _post_office(demo, settings) as told, open_house(told, market, clock=clock) as house:
            if demo is not None:
                await _prepared(demo, house)
            front = app.state.house = Front(house, demo)
            house.judging.set()
            house.opened.set()
            listening = asyncio.create_task(front.hints.run()) if front.hints else None
            yield
            if listening:
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening

    app = Plain(
        route_handlers=[api(), pages, static, openapi, *health.HANDLERS],
        logging_config=None,
        middleware=[Doors],
        guards=[guard],
        exception_handlers=HANDLERS,
        before_send=[before_send],
        lifespan=[lifespan],
        openapi_config=_description(),
        request_max_body_size=settings.body_bytes,
        state=State(
            {
                "secure": settings.public_url.startswith("https://"),
                "trusted": networks(settings.trusted_proxies),
                "openapi": None,
            }
        ),
    )
    check_doors(app)
    app.short = ways(handlers(app))
    return app


def _description() -> OpenAPIConfig:
    """Ours is drawn elsewhere: the framework's own page is not offered."""
    router = Router("/api/described", route_handlers=[], opt={"action": "rule.read"})
    return OpenAPIConfig(title="Otvet", version=__version__, openapi_router=router, render_plugins=[])


@asynccontextmanager
async def _post_office(demo: Demo | None, settings: Settings) -> AsyncIterator[Settings]:
    """The demo brings a mail server of its own; without it the settings are as they are."""
    if demo is None:
        yield settings
        return
    async with demo.post_office(settings) as told:
        yield told


def handlers(app: Litestar) -> list[tuple[str, HTTPRouteHandler]]:
    """Every path with its handler, but for Litestar's own answer which methods there are."""
    return [
        (route.path, handler)
        for route in app.routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler) and handler.http_methods != {"OPTIONS"}
    ]


def check_doors(app: Litestar) -> None:
    """Raises `StartRefused` for a door without a declared action."""
    for path, handler in handlers(app):
        if handler.opt.get("action") not in access.ACTIONS:
            raise StartRefused(f"{path} declares no action of people/access.py; every door needs one.")


def described(app: Litestar) -> dict[str, Any]:
    """The OpenAPI document with `x-role`."""
    document: dict[str, Any] = app.openapi_schema.to_schema()
    document["paths"].pop("/api/described/{path}", None)  # the framework's own page, which is not offered
    for path, handler in handlers(app):
        action, shown = handler.opt["action"], path.replace(":str", "")
        for method in handler.http_methods:
            operation = document["paths"].get(shown, {}).get(method.lower())
            if operation is not None:
                scope = action.partition(".")[0]
                operation["x-role"] = {"action": action, "roles": list(access.who(action)), "scopes": [scope]}
    return document

"""Saved views of the inbox over HTTP: kept, counted, ordered, shared (slice 2 of the workspace)."""

import asyncio
from typing import Annotated, Any, Literal

from litestar import delete, get, post, put
from msgspec import Meta, Struct

from otvet.conversation.saved_views import COUNTED, Asks, SavedView, WantedView, may_change
from otvet.conversation.views import Filters
from otvet.people.actor import Actor
from otvet.web.api.conversations import Ask, IdempotencyKey, Ids, Seq, Short, View, actor_of

Narrowed = Annotated[str, Meta(max_length=200)]


class Narrow(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What narrows the view, as in the address of the list."""

    channel: Narrowed | None = None
    topic: Narrowed | None = None
    tag: Narrowed | None = None
    assignee: Narrowed | None = None
    language: Narrowed | None = None
    turn: Narrowed | None = None
    queue: Narrowed | None = None
    unread: bool = False
    fields: Narrowed | None = None


class NewView(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A filter with a name; `q` are words looked for; a shared one is everybody's."""

    name: Short
    view: View = "all"
    filters: Narrow = Narrow()
    q: Annotated[str, Meta(max_length=300)] = ""
    sort: Literal["due", "newest"] = "due"
    shared: bool = False

    def wanted(self) -> WantedView:
        filters = Filters(**{name: getattr(self.filters, name) for name in Filters.__struct_fields__})
        asks = Asks(view=self.view, filters=filters, words=self.q, sort=self.sort)
        return WantedView(name=self.name, asks=asks, shared=self.shared)


class ChangedView(NewView, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`version`: the one this is saved over."""

    version: Seq


class ViewIs(Struct, frozen=True, kw_only=True):
    """A view as it is kept; `count` at most 100, `null` where words are looked for; `mine`: the caller may change it."""

    id: str
    name: str
    view: str
    filters: Narrow
    q: str
    sort: str
    shared: bool
    mine: bool
    version: int
    count: int | None = None


class ViewsAre(Struct, frozen=True):
    items: list[ViewIs]
    most: int = COUNTED


class InOrder(Struct, frozen=True, forbid_unknown_fields=True):
    ids: Ids


@get("/views", opt={"action": "view.read"}, summary="List saved views")
async def views(request: Ask) -> ViewsAre:
    """Shared ones first, each in its order, with how many conversations it holds for the caller."""
    actor = actor_of(request)
    found = await asyncio.to_thread(request.app.state.house.saved_views.of, actor)
    return ViewsAre([_drawn(one, actor, count) for one, count in found])


@post("/views", opt={"action": "view.save"}, summary="Save a view")
async def add(request: Ask, data: NewView, idempotency_key: IdempotencyKey = None) -> ViewIs:
    """One's own, or with `shared` everybody's, by those who lead."""
    house, actor = request.app.state.house, actor_of(request)
    made = await asyncio.to_thread(house.saved_views.add, actor, data.wanted(), idempotency_key)
    return _drawn(made, actor)


@put("/views/{view_id:str}", opt={"action": "view.save"}, summary="Change a saved view")
async def save(request: Ask, view_id: str, data: ChangedView) -> ViewIs:
    """Over the version one knows; a newer one is answered with 409."""
    house, actor = request.app.state.house, actor_of(request)
    made = await asyncio.to_thread(house.saved_views.save, actor, view_id, data.wanted(), data.version)
    return _drawn(made, actor)


@delete("/views/{view_id:str}", opt={"action": "view.save"}, summary="Delete a saved view")
async def remove(request: Ask, view_id: str) -> None:
    """Gone for everybody who had it; conversations stay as they are."""
    await asyncio.to_thread(request.app.state.house.saved_views.remove, actor_of(request), view_id)


@put("/views-order", opt={"action": "view.save"}, status_code=204, summary="Order saved views")
async def order(request: Ask, data: InOrder) -> None:
    """In the order of the ids; each has to be the caller's to change."""
    await asyncio.to_thread(request.app.state.house.saved_views.order, actor_of(request), data.ids)


def _drawn(one: SavedView, actor: Actor, count: int | None = None) -> ViewIs:
    filters: dict[str, Any] = {name: getattr(one.asks.filters, name) for name in Filters.__struct_fields__}
    return ViewIs(
        id=one.id, name=one.name, view=one.asks.view, filters=Narrow(**filters), q=one.asks.words, sort=one.asks.sort,
        shared=one.shared, mine=may_change(actor, one), version=one.version, count=count,
    )  # fmt: skip


HANDLERS = (views, add, save, remove, order)

"""Custom fields over HTTP: their definitions, their values beside a conversation, and a table to take away."""

import asyncio
import csv
import io
from typing import Annotated, Any

from litestar import Response, get, put
from litestar.params import Parameter
from msgspec import Meta, Struct

from otvet.clock import iso
from otvet.conversation.fields import called
from otvet.conversation.filling import Filled
from otvet.conversation.state import Conversation
from otvet.conversation.store import Listed
from otvet.conversation.views import Filters
from otvet.web.api.conversations import NARROWED, Ask, View, actor_of

PAGE = 200
HEAD = (
    "reference", "topic", "status", "channel", "language", "buyer", "seller", "order", "assignee", "queue", "priority",
    "created_at", "updated_at", "waiting_since", "tags",
)  # fmt: skip
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


class FieldIs(Struct, frozen=True, kw_only=True):
    """A field: `of` conversation or customer; `sort` text, number, choice, date, yes_no; names by language."""

    code: str
    of: str
    sort: str
    name: dict[str, str]
    choices: dict[str, dict[str, str]]
    required: bool
    sees: str


class FieldsAre(Struct, frozen=True):
    items: list[FieldIs]


class ValuesAre(Struct, frozen=True):
    """What stands in the fields the caller sees; one that is empty is not there."""

    values: list[Filled]


class NewValue(Struct, frozen=True, forbid_unknown_fields=True):
    """A number as 3.5, a date as 2026-11-26, a choice by its short name, yes or no; "" takes the value out."""

    value: Annotated[str, Meta(max_length=4_000)]


@get("/fields", opt={"action": "field.read"}, summary="List custom fields")
async def fields(request: Ask) -> FieldsAre:
    """Those the caller sees, in their order; administrators define them in the desk's plan, page `fields`."""
    found = await request.app.state.house.filling.fields(actor_of(request))
    return FieldsAre([
        FieldIs(code=code, of=one.of, sort=one.sort, name={**one.name}, choices={k: {**v} for k, v in one.choices.items()},
                required=one.required, sees=one.sees)
        for code, one in found.items()
    ])  # fmt: skip


@get("/conversations/{conversation_id:str}/fields", opt={"action": "field.read"}, summary="Read field values")
async def values(request: Ask, conversation_id: str) -> ValuesAre:
    """Of the conversation and of its customer."""
    return ValuesAre(await request.app.state.house.filling.values(actor_of(request), conversation_id))


@put(
    "/conversations/{conversation_id:str}/fields/{code:str}",
    opt={"action": "field.fill"},
    summary="Fill a field",
)
async def fill(request: Ask, conversation_id: str, code: str, data: NewValue) -> ValuesAre:
    """A customer's holds in all their conversations."""
    house, actor = request.app.state.house, actor_of(request)
    await house.filling.fill(actor, conversation_id, code, data.value)
    return ValuesAre(await house.filling.values(actor, conversation_id))


@get(
    "/conversations.csv",
    opt={"action": "conversation.export"},
    dependencies=NARROWED,
    summary="Take a view away as a table",
)
async def export(
    request: Ask,
    filters: Filters,
    view: View = "all",
    limit: Annotated[int, Parameter(ge=1, le=10_000)] = 10_000,
) -> Response[bytes]:
    """A line each with every field, newest change first, UTF-8; times are UTC. What a spreadsheet would run is quoted."""
    house, actor = request.app.state.house, actor_of(request)
    known = await house.filling.fields(actor)

    def write() -> bytes:
        out = io.StringIO(newline="")
        table = csv.writer(out)
        table.writerow([*HEAD, *(called(one, code, actor.language) for code, one in known.items())])
        after, left = None, limit
        while left > 0:
            page = house.store.page(actor, view, after, min(PAGE, left), filters=filters)
            for row in _rows(house, page.items, known):
                table.writerow([_safe(cell) for cell in row])
            after, left = page.next, left - len(page.items)
            if after is None:
                break
        return out.getvalue().encode("utf-8-sig")

    headers = {"Content-Disposition": 'attachment; filename="conversations.csv"'}
    return Response(await asyncio.to_thread(write), media_type="text/csv; charset=utf-8", headers=headers)


def _rows(house: Any, listed: tuple[Listed, ...], known: dict[str, Any]) -> list[list[str]]:
    states = [one.conversation for one in listed]
    names = house.people.names({who for c in states for who in (c.buyer_id, c.assignee_id or "")})
    filled = house.filling.many(states, known)
    return [
        [*_told(c, names), *({one.code: one.value for one in values}.get(code, "") for code in known)]
        for c, values in zip(states, filled, strict=True)
    ]


def _told(c: Conversation, names: dict[str, str]) -> list[str]:
    waits = iso(c.waiting_since) if c.waiting_since is not None else ""
    return [
        c.reference, c.topic, c.status, c.channel, c.language, names.get(c.buyer_id, ""), c.seller_id or "", c.order_id or "",
        names.get(c.assignee_id or "", ""), c.queue or "", str(c.priority), iso(c.created_at), iso(c.updated_at), waits,
        " ".join(c.tags),
    ]  # fmt: skip


def _safe(cell: str) -> str:
    """A negative number is a number; everything else that begins like a formula is made a text."""
    if cell.startswith(DANGEROUS) and not cell[1:].replace(".", "", 1).isdigit():
        return f"'{cell}"
    return cell


HANDLERS = (fields, values, fill, export)

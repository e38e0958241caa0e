"""Conversations: open, list, read, write, note, take, resolve."""

import asyncio
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.di import Provide
from litestar.params import Parameter
from msgspec import Meta, Struct

from otvet.conversation.conversations import Opening
from otvet.conversation.field_filter import checked
from otvet.conversation.topics import TOPICS
from otvet.conversation.views import Filters
from otvet.errors import BadInput
from otvet.people.actor import Actor
from otvet.web.api.drawing import Conv, Ev

Ask = Request[Any, Any, Any]
IdempotencyKey = Annotated[str | None, Parameter(header="Idempotency-Key", required=False, max_length=200)]
Seq = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Short = Annotated[str, Meta(max_length=200)]
Details = Annotated[dict[Short, Annotated[str, Meta(max_length=200)]], Meta(max_length=10)]
Ids = Annotated[tuple[Annotated[str, Meta(max_length=80)], ...], Meta(max_length=50)]
View = Literal[
    "mine", "unassigned", "all", "waiting", "late", "snoozed", "mentions", "held", "resolved", "approvals"
]
Narrow = Annotated[str | None, Parameter(max_length=200)]
EVENTS = 200


class NewConversation(Struct, frozen=True, forbid_unknown_fields=True):
    """What a buyer begins with; `topic` is one of the topics of the help centre.

    `to`: the marketplace's support, or privately the seller of the product or order that is named.
    `details` answer what is asked before the chat: order, amount, day, device; each one line.
    """

    text: str
    topic: Short = "other"
    order_id: Short | None = None
    product_id: Short | None = None
    language: Literal["ru", "en", "zh"] | None = None
    files: Ids = ()
    to: Literal["support", "seller"] = "support"
    details: Details = {}
    channel: Literal["webchat", "form"] = "webchat"


class NewMessage(Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    files: Ids = ()


class NewNote(Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    audience: Literal["team", "seller"] = "team"
    files: Ids = ()
    mentions: Ids = ()


class Assignment(Struct, frozen=True, forbid_unknown_fields=True):
    assignee_id: Short | None


class Topic(Struct, frozen=True, forbid_unknown_fields=True):
    topic: Short


class ReadMark(Struct, frozen=True, forbid_unknown_fields=True):
    seq: Seq


class Written(Struct, frozen=True):
    """Where a message or note stands."""

    id: str
    seq: int


class Began(Struct, frozen=True):
    conversation: Conv
    message: Written


class WrittenMessage(Struct, frozen=True):
    message: Written


class WrittenNote(Struct, frozen=True):
    note: Written


class Listing(Struct, frozen=True):
    items: list[Conv]
    next: str | None
    counts: dict[str, int]


class Thread(Struct, frozen=True):
    """A conversation, its latest events, and the cursor they are complete up to."""

    conversation: Conv
    events: list[Ev]
    cursor: str


class Events(Struct, frozen=True):
    events: list[Ev]


class Changed(Struct, frozen=True):
    """The conversation after the change."""

    conversation: Conv


def actor_of(request: Ask) -> Actor:
    actor: Actor = request.scope["state"]["actor"]
    return actor


async def drawn(request: Ask, conversation_id: str) -> Conv:
    house, actor = request.app.state.house, actor_of(request)
    state = await house.conversations.seen(actor, conversation_id)

    def draw() -> Conv:
        waits = actor.role == "buyer" and not state.answered and state.waiting_since is not None
        place = house.store.place_in_queue(state) if waits else None
        made: Conv = house.drawing.conversation(house.store.one(actor, state), actor, place)
        return made

    return await asyncio.to_thread(draw)


@post("/conversations", opt={"action": "conversation.open"}, raises=[], summary="Begin a conversation")
async def open_conversation(
    request: Ask, data: NewConversation, idempotency_key: IdempotencyKey = None
) -> Began:
    """A buyer's first message, with photos if they like; answers with the reference number."""
    house, actor = request.app.state.house, actor_of(request)
    house.pace.message(actor)
    seller = await asyncio.to_thread(house.seller_of, actor, data)
    opening = Opening(
        text=data.text, topic=data.topic, order_id=data.order_id, product_id=data.product_id, seller_id=seller,
        language=data.language or actor.language, files=data.files, details=data.details,
        channel=data.channel,
    )  # fmt: skip
    stored = await house.conversations.open(actor, opening, idempotency_key)
    conversation = await drawn(request, stored.answer["conversation_id"])
    return Began(conversation, Written(stored.answer["id"], stored.answer["seq"]))


def narrowed(
    *,
    channel: Narrow = None,
    topic: Narrow = None,
    tag: Narrow = None,
    assignee: Narrow = None,
    language: Narrow = None,
    turn: Narrow = None,
    queue: Narrow = None,
    unread: bool = False,
    fields: Narrow = None,
) -> Filters:
    """The filters of a list, as they stand in its address; `assignee=none`: nobody's; `turn`: who owns the next one.

    `unread`: the buyer wrote what the caller has not seen; `fields`: `code:value` of custom fields, by commas,
    of numbers and dates also `code:from..to` with either end left out.
    """
    return Filters(
        channel=channel, topic=topic, tag=tag, assignee=assignee, language=language, turn=turn, queue=queue,
        unread=unread, fields=checked(fields),
    )  # fmt: skip


NARROWED = {"filters": Provide(narrowed, sync_to_thread=False)}


@get(
    "/conversations",
    opt={"action": "conversation.list"},
    dependencies=NARROWED,
    summary="List conversations",
)
async def list_conversations(
    request: Ask,
    filters: Filters,
    view: View = "all",
    after: Annotated[str | None, Parameter(max_length=120)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 50,
    sort: Literal["newest", "due"] = "newest",
) -> Listing:
    """A view's conversations that the caller may see, narrowed by filters, and how many each view holds.

    Newest change first; in `waiting` the longest wait first; with `sort=due` the next deadline first, everywhere.
    """
    house, actor = request.app.state.house, actor_of(request)
    _check_cursor(after)
    page, counts = await house.conversations.page(actor, view, after, limit, filters=filters, sort=sort)
    items = await asyncio.to_thread(house.drawing.conversations, page.items, actor)
    return Listing(items, page.next, counts)


def _check_cursor(after: str | None) -> None:
    if after is None:
        return
    position = after.partition(".")[0]
    if not (position.isascii() and position.isdigit() and len(position) < 19):  # noqa: PLR2004
        raise BadInput("This cursor is not one of ours; take `next` of the page before, or leave it out.")


@get(
    "/conversations/{conversation_id:str}", opt={"action": "conversation.read"}, summary="Read a conversation"
)
async def read_conversation(request: Ask, conversation_id: str) -> Thread:
    """The conversation, its latest 200 events and the cursor to follow it live from."""
    house, actor = request.app.state.house, actor_of(request)
    conversation = await drawn(request, conversation_id)

    def read() -> Thread:
        records, (_, position) = house.store.opening(actor, conversation_id, EVENTS)
        return Thread(conversation, house.drawing.events(records), house.drawing.cursor(position))

    return await asyncio.to_thread(read)


@get(
    "/conversations/{conversation_id:str}/events", opt={"action": "conversation.read"}, summary="Read events"
)
async def read_events(
    request: Ask,
    conversation_id: str,
    after: Annotated[int, Parameter(ge=0, le=2**31 - 1)] = 0,
    before: Annotated[int | None, Parameter(ge=0, le=2**31 - 1)] = None,
    limit: Annotated[int, Parameter(ge=1, le=EVENTS)] = EVENTS,
) -> Events:
    """Events after a seq, or the last ones before it; a skipped seq is an event meant for others."""
    house, actor = request.app.state.house, actor_of(request)
    await house.conversations.seen(actor, conversation_id)

    def read() -> Events:
        found = house.store.events(actor, conversation_id, after=after, before=before, limit=limit)
        return Events(house.drawing.events(found))

    return await asyncio.to_thread(read)


@post(
    "/conversations/{conversation_id:str}/messages",
    opt={"action": "conversation.write", "short": True},
    summary="Write as a buyer",
)
async def write_message(
    request: Ask, conversation_id: str, data: NewMessage, idempotency_key: IdempotencyKey = None
) -> WrittenMessage:
    """A buyer writes on; a resolved conversation is open again."""
    house, actor = request.app.state.house, actor_of(request)
    house.pace.message(actor)
    stored = await house.conversations.write(
        actor, conversation_id, data.text, files=data.files, key=idempotency_key
    )
    return WrittenMessage(Written(stored.answer["id"], stored.answer["seq"]))


@post("/conversations/{conversation_id:str}/notes", opt={"action": "note.write"}, summary="Write a note")
async def write_note(
    request: Ask, conversation_id: str, data: NewNote, idempotency_key: IdempotencyKey = None
) -> WrittenNote:
    """A note among colleagues, or shared with the seller; never shown to the buyer. `mentions` are colleagues' ids."""
    house = request.app.state.house
    if data.mentions and not set(data.mentions) <= await asyncio.to_thread(house.colleagues):
        raise BadInput("Somebody mentioned is no colleague who could read it; see GET /api/v1/staff.")
    stored = await house.conversations.note(
        actor_of(request),
        conversation_id,
        data.text,
        audience=data.audience,
        files=data.files,
        key=idempotency_key,
        mentions=data.mentions if data.audience == "team" else (),
    )
    return WrittenNote(Written(stored.answer["id"], stored.answer["seq"]))


@post(
    "/conversations/{conversation_id:str}/take",
    opt={"action": "conversation.assign"},
    status_code=200,
    summary="Take",
)
async def take(request: Ask, conversation_id: str) -> Changed:
    """The conversation becomes the caller's own."""
    actor = actor_of(request)
    await request.app.state.house.conversations.assign(actor, conversation_id, actor.id)
    return Changed(await drawn(request, conversation_id))


@post(
    "/conversations/{conversation_id:str}/assign",
    opt={"action": "conversation.assign"},
    status_code=200,
    summary="Assign",
)
async def assign(request: Ask, conversation_id: str, data: Assignment) -> Changed:
    """Give the conversation to a colleague, or to nobody."""
    house, actor = request.app.state.house, actor_of(request)
    if data.assignee_id is not None and data.assignee_id not in await asyncio.to_thread(house.answering):
        raise BadInput("There is no colleague with this id who could answer; see GET /api/v1/staff.")
    await house.conversations.assign(actor, conversation_id, data.assignee_id)
    return Changed(await drawn(request, conversation_id))


@post(
    "/conversations/{conversation_id:str}/resolve",
    opt={"action": "conversation.resolve"},
    status_code=200,
    summary="Resolve",
)
async def resolve(request: Ask, conversation_id: str) -> Changed:
    """The matter is settled; the buyer may still write, which opens it again."""
    await request.app.state.house.conversations.resolve(actor_of(request), conversation_id)
    return Changed(await drawn(request, conversation_id))


@post(
    "/conversations/{conversation_id:str}/reopen",
    opt={"action": "conversation.reopen"},
    status_code=200,
    summary="Reopen",
)
async def reopen(request: Ask, conversation_id: str) -> Changed:
    """Go on with a resolved conversation."""
    await request.app.state.house.conversations.reopen(actor_of(request), conversation_id)
    return Changed(await drawn(request, conversation_id))


@post(
    "/conversations/{conversation_id:str}/topic",
    opt={"action": "conversation.topic"},
    status_code=200,
    summary="Set the topic",
)
async def change_topic(request: Ask, conversation_id: str, data: Topic) -> Changed:
    """Correct what the conversation is about."""
    if data.topic not in TOPICS:
        raise BadInput(f"There is no topic {data.topic!r}; take one of {', '.join(TOPICS)}.")
    await request.app.state.house.conversations.change_topic(actor_of(request), conversation_id, data.topic)
    return Changed(await drawn(request, conversation_id))


@post(
    "/conversations/{conversation_id:str}/read",
    opt={"action": "mark.read"},
    status_code=204,
    summary="Mark as read",
)
async def mark_read(request: Ask, conversation_id: str, data: ReadMark) -> None:
    """The caller has seen everything up to this seq; the other side is told."""
    await request.app.state.house.conversations.read(actor_of(request), conversation_id, data.seq)


@post(
    "/conversations/{conversation_id:str}/typing",
    opt={"action": "mark.typing"},
    status_code=204,
    summary="Show typing",
)
async def typing(request: Ask, conversation_id: str) -> None:
    """Show the others, for five seconds, that the caller is writing; kept nowhere."""
    house, actor = request.app.state.house, actor_of(request)
    state = await house.conversations.seen(actor, conversation_id)
    house.streams.typing(actor, state)


HANDLERS = (
    open_conversation, list_conversations, read_conversation, read_events, write_message, write_note, take, assign,
    resolve, reopen, change_topic, mark_read, typing,
)  # fmt: skip

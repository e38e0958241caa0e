"""What a visitor may know before writing: the topics with what each asks for, the hours, the expected wait."""

import asyncio
from typing import Annotated, Any, Literal

from litestar import get
from litestar.params import Parameter
from msgspec import Struct

from otvet.clock import iso
from otvet.conversation.topics import Words
from otvet.desk import waiting
from otvet.errors import NotFound
from otvet.web.api.conversations import Ask, actor_of

Lang = Literal["ru", "en", "zh"]


class TopicIs(Struct, frozen=True):
    """A topic; `ask`: order, product, photo, contact, device, amount, day: what the buyer should bring."""

    code: str
    name: Words
    ask: tuple[str, ...]


class TopicsAre(Struct, frozen=True):
    items: list[TopicIs]


class WaitIs(Struct, frozen=True, kw_only=True):
    """The wait as it is now; times as RFC 3339, hours as `08:00-22:00` in `zone`.

    `minutes` until somebody answers, counted from now, `null` when nothing can be promised;
    `text` says it all in one or two sentences of the language asked for.
    """

    open: bool
    opens_at: str | None
    closes_at: str | None
    zone: str
    hours: tuple[str, ...]
    place: int
    minutes: int | None
    on_duty: int
    text: str


@get("/topics", opt={"action": "topic.read"}, summary="List the topics")
async def topics(request: Ask) -> TopicsAre:
    """What a conversation may be about, in three languages, with what each asks for."""
    plan = await asyncio.to_thread(request.app.state.house.plan)
    return TopicsAre([TopicIs(code, one.name, one.ask) for code, one in plan.topics.items()])


@get("/wait", opt={"action": "topic.read"}, summary="How long one would wait")
async def wait(
    request: Ask,
    lang: Lang = "ru",
    topic: Annotated[str, Parameter(max_length=60)] = "other",
    conversation: Annotated[str | None, Parameter(max_length=80)] = None,
) -> WaitIs:
    """Hours, place in the queue and expected wait: of a newcomer, or of the caller's own conversation."""
    house, actor = request.app.state.house, actor_of(request)
    state = None
    if conversation is not None:
        if actor.role == "nobody":
            raise NotFound("There is no such thing here.")
        state = await house.conversations.seen(actor, conversation)

    def look() -> WaitIs:
        return _drawn(house, house.desk.wait(state, topic), lang)

    return await asyncio.to_thread(look)


def _drawn(house: Any, found: Any, lang: Lang) -> WaitIs:
    told, schedule = found
    now = house.clock.now()
    return WaitIs(
        open=told.open, opens_at=_iso(told.opens_at), closes_at=_iso(told.closes_at), zone=schedule.zone,
        hours=waiting.today(schedule, now), place=told.place, minutes=told.minutes, on_duty=told.on_duty,
        text=waiting.in_words(told, schedule, now, lang),
    )  # fmt: skip


def _iso(at: int | None) -> str | None:
    return None if at is None else iso(at)


HANDLERS = (topics, wait)

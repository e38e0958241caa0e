"""What a buyer keeps of a conversation, and says about it: the transcript, the rating (mission rows A7, A8)."""

import asyncio
from typing import Annotated, Literal

from litestar import Response, get, put
from msgspec import Meta, Struct

from otvet.conversation.rating import WORDS, Rating
from otvet.conversation.transcript import transcript
from otvet.storage.record import Record
from otvet.web.api.conversations import Ask, Changed, IdempotencyKey, Short, actor_of, drawn

AT_ONCE = 500


class NewRating(Struct, frozen=True, forbid_unknown_fields=True):
    """1 to 5, reasons by code, words if one likes."""

    score: Annotated[int, Meta(ge=1, le=5)]
    reasons: Annotated[tuple[Short, ...], Meta(max_length=20)] = ()
    text: Annotated[str, Meta(max_length=WORDS)] = ""


@put("/conversations/{conversation_id:str}/rating", opt={"action": "conversation.rate"}, summary="Rate")
async def rate(
    request: Ask, conversation_id: str, data: NewRating, idempotency_key: IdempotencyKey = None
) -> Changed:
    """Once per resolution; within a day it may be changed once by sending it again."""
    house, actor = request.app.state.house, actor_of(request)
    house.pace.message(actor)
    rating = Rating(score=data.score, reasons=data.reasons, text=data.text)
    await house.conversations.rate(actor, conversation_id, rating, idempotency_key)
    return Changed(await drawn(request, conversation_id))


@get(
    "/conversations/{conversation_id:str}/transcript",
    opt={"action": "conversation.transcript"},
    summary="Download a conversation",
)
async def download(
    request: Ask, conversation_id: str, lang: Literal["ru", "en", "zh"] | None = None
) -> Response[str]:
    """All that buyer and support said to each other, as plain text in UTF-8; notes among colleagues are never in it."""
    house, actor = request.app.state.house, actor_of(request)
    state = await house.conversations.seen(actor, conversation_id)

    def read() -> str:
        records: list[Record] = []
        while len(more := house.store.events(actor, conversation_id, after=_last(records), limit=AT_ONCE)):
            records += more
        called = house.people.names({one.by_id for one in records})
        files = house.store.files([one for record in records for one in getattr(record.event, "files", ())])
        return transcript(state, records, called=called, files=files, language=lang or actor.language)

    return Response(
        await asyncio.to_thread(read),
        media_type="text/plain",
        headers={
            "Content-Disposition": f'attachment; filename="{state.reference}.txt"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "no-store",
        },
    )


def _last(records: list[Record]) -> int:
    return records[-1].seq if records else 0


HANDLERS = (rate, download)

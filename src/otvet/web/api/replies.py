"""Replies: propose, withdraw, dispute, release; what the gate holds; what got stuck."""

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import get, post
from msgspec import Meta, Struct

from otvet.conversation import events as e
from otvet.conversation.replies import Proposal
from otvet.errors import BadInput, Moved
from otvet.storage import outbox
from otvet.web.api import drawing
from otvet.web.api.conversations import Ask, IdempotencyKey, Ids, Seq, Short, actor_of
from otvet.web.api.drawing import Conv, Told

Hash = Annotated[str, Meta(max_length=200)]


class NewReply(Struct, frozen=True, forbid_unknown_fields=True):
    """`confirm` is the hash a held reply came with; `replaces` the held reply this one is a rewrite of."""

    text: str
    files: Ids = ()
    replaces: Short | None = None
    confirm: Hash | None = None
    last_seen_seq: Seq | None = None


class Reason(Struct, frozen=True, forbid_unknown_fields=True):
    reason: str


class Done(Struct, frozen=True):
    id: str


class HeldReply(Struct, frozen=True):
    """A reply the gate holds, with what it found and what its author says to that."""

    conversation: Conv
    reply_id: str
    author: drawing.By
    at: str
    text: str
    why: str
    findings: list[dict[str, Any]]
    disputed: str | None


class HeldReplies(Struct, frozen=True):
    items: list[HeldReply]


class StuckJob(Struct, frozen=True):
    id: str
    conversation_id: str
    reaction: str
    attempts: int
    error: str | None


class StuckJobs(Struct, frozen=True):
    items: list[StuckJob]


@post(
    "/conversations/{conversation_id:str}/replies",
    opt={"action": "reply.propose", "short": True},
    summary="Answer the buyer",
)
async def propose(
    request: Ask, conversation_id: str, data: NewReply, idempotency_key: IdempotencyKey = None
) -> Told:
    """Through the gate: `cleared` is on its way to the buyer, `held` waits for a rewrite, a confirmation or a release."""
    house, actor = request.app.state.house, actor_of(request)
    proposal = Proposal(
        text=data.text, files=data.files, replaces=data.replaces, confirm=data.confirm,
        last_seen_seq=data.last_seen_seq,
    )  # fmt: skip
    try:
        made = await house.replies.propose(actor, conversation_id, proposal, idempotency_key)
    except Moved as moved:
        after = data.last_seen_seq or 0
        records = await asyncio.to_thread(house.store.events, actor, conversation_id, after=after)
        moved.details = {
            **(moved.details or {}),
            "events": msgspec.to_builtins(house.drawing.events(records)),
        }
        raise
    return drawing.proposed(made)


@post(
    "/conversations/{conversation_id:str}/replies/{reply_id:str}/withdraw",
    opt={"action": "reply.withdraw"},
    status_code=200,
    summary="Withdraw a held reply",
)
async def withdraw(request: Ask, conversation_id: str, reply_id: str) -> Done:
    """Take a held reply back: it never leaves."""
    await request.app.state.house.replies.withdraw(actor_of(request), conversation_id, reply_id)
    return Done(reply_id)


@post(
    "/conversations/{conversation_id:str}/replies/{reply_id:str}/dispute",
    opt={"action": "reply.dispute"},
    status_code=200,
    summary="Say it is no violation",
)
async def dispute(request: Ask, conversation_id: str, reply_id: str, data: Reason) -> Done:
    """Ask somebody else to look at one's own held reply."""
    await request.app.state.house.replies.dispute(actor_of(request), conversation_id, reply_id, data.reason)
    return Done(reply_id)


@post(
    "/conversations/{conversation_id:str}/replies/{reply_id:str}/release",
    opt={"action": "reply.release"},
    status_code=200,
    summary="Release a held reply",
)
async def release(request: Ask, conversation_id: str, reply_id: str, data: Reason) -> Done:
    """Let somebody else's held reply go, with a reason that is kept."""
    await request.app.state.house.replies.release(actor_of(request), conversation_id, reply_id, data.reason)
    return Done(reply_id)


@get("/held", opt={"action": "held.list"}, summary="What the gate holds")
async def held(request: Ask) -> HeldReplies:
    """All held replies, newest first, with findings and disputes."""
    house, actor = request.app.state.house, actor_of(request)
    page, _ = await house.conversations.page(actor, "held", None, 100)

    def draw() -> HeldReplies:
        return HeldReplies([one for listed in page.items for one in _held_of(house, actor, listed)])

    return await asyncio.to_thread(draw)


def _held_of(house: Any, actor: Any, listed: Any) -> list[HeldReply]:
    state = listed.conversation
    waiting = {name: reply for name, reply in state.replies.items() if reply.state == "held"}
    if not waiting:
        return []
    first = min(reply.seq for reply in waiting.values()) - 1
    drawn = house.drawing.conversation(listed, actor)
    records = house.store.events(actor, state.id, after=first)
    made = []
    for reply_id, reply in waiting.items():
        own = [r for r in records if getattr(r.event, "reply_id", None) == reply_id]
        proposed = next((r for r in own if isinstance(r.event, e.ReplyProposed)), None)
        if proposed is None:
            continue
        kept: list[dict[str, Any]] = next(
            (
                msgspec.to_builtins(house.drawing.with_words(r.event)).get("findings", [])
                for r in reversed(own)
                if isinstance(r.event, e.ReplyHeld | e.ReplyRecalled)
            ),
            [],
        )
        said = next((r.text for r in reversed(own) if isinstance(r.event, e.ReplyDisputed)), None)
        event = house.drawing.event(proposed)
        made.append(
            HeldReply(drawn, reply_id, event.by, event.at, proposed.text or "", reply.why, kept, said)
        )
    return made


@get("/stuck", opt={"action": "job.list"}, summary="What failed for good")
async def stuck(request: Ask) -> StuckJobs:
    """Reactions that failed at every attempt; retry them here when the cause is gone."""
    rows = await asyncio.to_thread(outbox.stuck, request.app.state.house.database)
    return StuckJobs([StuckJob(**row) for row in rows])


@post("/stuck/{job_id:str}/retry", opt={"action": "job.retry"}, status_code=200, summary="Try again")
async def retry(request: Ask, job_id: str) -> Done:
    """Give a dead job its attempts back."""
    if not (job_id.isascii() and job_id.isdigit() and len(job_id) < 19):  # noqa: PLR2004
        raise BadInput("A job's id is a number; see GET /api/v1/stuck.")
    await request.app.state.house.waiting.do(outbox.Retry(int(job_id)))
    return Done(job_id)


HANDLERS = (propose, withdraw, dispute, release, held, stuck, retry)

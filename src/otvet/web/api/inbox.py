"""The inbox beside the conversations themselves: search, tags, snooze, many at once, drafts, who is here, later."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from litestar import get, post, put
from litestar.params import Parameter
from msgspec import UNSET, Meta, Struct, UnsetType

from otvet.clock import iso
from otvet.conversation.drafts import KINDS, Draft, DraftFile
from otvet.conversation.replies import Proposal
from otvet.conversation.searching import Hit, Question, search
from otvet.conversation.splitting import Wanted
from otvet.conversation.triage import Change, Outcome, Value, What
from otvet.conversation.views import Filters
from otvet.errors import BadInput
from otvet.web.api.conversations import (
    NARROWED,
    Ask,
    Changed,
    IdempotencyKey,
    Ids,
    Seq,
    Short,
    View,
    actor_of,
    drawn,
)
from otvet.web.api.drawing import By, Conv

Moment = Annotated[str, Meta(max_length=40)]


class Place(Struct, frozen=True):
    """The newest event with all the words; `marks` are offsets of the words in `text`, in code points."""

    seq: int
    at: str
    by: By
    note: bool
    text: str
    marks: tuple[tuple[int, int], ...]


class HitIs(Struct, frozen=True):
    conversation: Conv
    found: Place


class Answers(Struct, frozen=True):
    """`next` goes on to older ones; a conversation may come again on a later page."""

    items: list[HitIs]
    next: str | None


class TagIs(Struct, frozen=True):
    tag: str
    open: int


class Tags(Struct, frozen=True):
    items: list[TagIs]


class TagOne(Struct, frozen=True, forbid_unknown_fields=True):
    tag: Short


class SnoozeUntil(Struct, frozen=True, forbid_unknown_fields=True):
    """`until` as RFC 3339; `null`: until the buyer writes."""

    until: Moment | None


class ChangeOne(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`value`: an assignee, a topic, a tag, or a time as RFC 3339; with `was` only while it is still that."""

    id: Short
    what: What
    value: Short | None = None
    was: Short | UnsetType | None = UNSET


class ChangeMany(Struct, frozen=True, forbid_unknown_fields=True):
    changes: Annotated[tuple[ChangeOne, ...], Meta(min_length=1, max_length=100)]


class ChangeIs(Struct, frozen=True, kw_only=True):
    """What became of one: `undo` is the change that takes it back; `refused` says why it was not done."""

    id: str
    undo: ChangeOne | None = None
    refused: str | None = None


class Outcomes(Struct, frozen=True):
    outcomes: list[ChangeIs]


class DraftOf(Struct, frozen=True, forbid_unknown_fields=True):
    """`version`: the one this is saved over."""

    text: str
    version: Seq
    files: Annotated[tuple[DraftFile, ...], Meta(max_length=10)] = ()


class DraftsAre(Struct, frozen=True):
    drafts: list[Draft]


class DraftIs(Struct, frozen=True):
    draft: Draft


class NewSplit(Struct, frozen=True, forbid_unknown_fields=True):
    """The lines that go, by seq: messages, delivered replies, notes; and the topic of the new conversation."""

    seqs: Annotated[tuple[Seq, ...], Meta(min_length=1, max_length=200)]
    topic: Short


class SplitIs(Struct, frozen=True):
    """The new conversation, and the change that puts it back while nobody has used it: for `POST /changes`."""

    conversation: Conv
    undo: ChangeOne


class Presence(Struct, frozen=True, forbid_unknown_fields=True):
    state: Literal["viewing", "replying", "gone"]


class ReplyLater(Struct, frozen=True, forbid_unknown_fields=True):
    """`at`: when it shall leave, as RFC 3339."""

    text: str
    at: Moment
    files: Ids = ()
    last_seen_seq: Seq | None = None


class Waits(Struct, frozen=True):
    id: str
    seq: int


class Done(Struct, frozen=True):
    id: str


class Preferred(Struct, frozen=True):
    preferences: dict[str, Any]


class Preference(Struct, frozen=True, forbid_unknown_fields=True):
    value: Any


@get("/search", opt={"action": "conversation.search"}, dependencies=NARROWED, summary="Search conversations")
async def find(
    request: Ask,
    q: Annotated[str, Parameter(min_length=1, max_length=300)],
    filters: Filters,
    view: View | None = None,
    after: Annotated[int | None, Parameter(ge=0, le=2**62)] = None,
    limit: Annotated[int, Parameter(ge=1, le=50)] = 30,
) -> Answers:
    """Conversations with all the words in one message or note, with its buyer's name and numbers; newest first."""
    house, actor = request.app.state.house, actor_of(request)
    question = Question(words=q, view=view, filters=filters, after=after, limit=limit)

    def look() -> Answers:
        hits = search(house.store, actor, question)
        drawn_ones = house.drawing.conversations([one.listed for one in hits.items], actor)
        house.people.names({one.found.by_id for one in hits.items})
        both = zip(hits.items, drawn_ones, strict=True)
        return Answers([HitIs(conversation, _place(house, hit)) for hit, conversation in both], hits.next)

    return await asyncio.to_thread(look)


def _place(house: Any, hit: Hit) -> Place:
    found = hit.found
    by = By(found.by_kind, found.by_id, house.people.names([found.by_id]).get(found.by_id, ""))
    return Place(found.seq, iso(found.at), by, found.note, found.text, found.marks)


@get("/tags", opt={"action": "staff.list"}, summary="List tags")
async def tags(request: Ask) -> Tags:
    """Every tag in use, with the number of open conversations that have it."""
    found = await asyncio.to_thread(request.app.state.house.store.tags, actor_of(request))
    return Tags([TagIs(tag, number) for tag, number in found.items()])


async def _change(request: Ask, conversation_id: str, what: What, value: Value = None) -> Changed:
    change = Change(what=what, value=value)
    await request.app.state.house.triage.change(actor_of(request), conversation_id, change)
    return Changed(await drawn(request, conversation_id))


@post(
    "/conversations/{conversation_id:str}/tag",
    opt={"action": "conversation.tag"},
    status_code=200,
    summary="Tag",
)
async def tag_one(request: Ask, conversation_id: str, data: TagOne) -> Changed:
    """Put a tag on; it exists from its first use."""
    return await _change(request, conversation_id, "tag", data.tag)


@post(
    "/conversations/{conversation_id:str}/untag",
    opt={"action": "conversation.tag"},
    status_code=200,
    summary="Take a tag off",
)
async def untag_one(request: Ask, conversation_id: str, data: TagOne) -> Changed:
    """Take a tag off."""
    return await _change(request, conversation_id, "untag", data.tag)


@post(
    "/conversations/{conversation_id:str}/snooze",
    opt={"action": "conversation.snooze"},
    status_code=200,
    summary="Snooze",
)
async def snooze(request: Ask, conversation_id: str, data: SnoozeUntil) -> Changed:
    """Out of sight until the time; a message of the buyer always brings it back."""
    return await _change(request, conversation_id, "snooze", as_ms(data.until))


@post(
    "/conversations/{conversation_id:str}/wake",
    opt={"action": "conversation.snooze"},
    status_code=200,
    summary="End a snooze",
)
async def wake(request: Ask, conversation_id: str) -> Changed:
    """Bring a snoozed conversation back now."""
    return await _change(request, conversation_id, "wake")


@post("/changes", opt={"action": "conversation.change"}, status_code=200, summary="Change many at once")
async def change_many(request: Ask, data: ChangeMany) -> Outcomes:
    """Each as one may; the answer holds what takes each back, to be sent here again."""
    house, actor = request.app.state.house, actor_of(request)
    await _check_assignees(house, data.changes)
    changes = [(one.id, _read(one)) for one in data.changes]
    done = await house.triage.bulk(actor, changes)
    return Outcomes([_outcome(one) for one in done])


@post("/conversations/{conversation_id:str}/split", opt={"action": "conversation.split"}, summary="Split")
async def split(
    request: Ask, conversation_id: str, data: NewSplit, idempotency_key: IdempotencyKey = None
) -> SplitIs:
    """Chosen lines go on in a new conversation of the same buyer; here they stay, with a pointer."""
    wanted = Wanted(seqs=data.seqs, topic=data.topic)
    house = request.app.state.house
    stored = await house.splitting.split(actor_of(request), conversation_id, wanted, idempotency_key)
    made = await drawn(request, stored.answer["conversation_id"])
    return SplitIs(made, ChangeOne(id=made.id, what="unsplit", value=conversation_id))


async def _check_assignees(house: Any, changes: tuple[ChangeOne, ...]) -> None:
    wanted = {one.value for one in changes if one.what == "assign" and one.value is not None}
    if wanted and not wanted <= await asyncio.to_thread(house.answering):
        raise BadInput("There is no colleague with this id who could answer; see GET /api/v1/staff.")


def _read(one: ChangeOne) -> Change:
    if one.what not in ("snooze", "wake"):
        return Change(what=one.what, value=one.value, was=one.was)
    was: Value | UnsetType = UNSET if one.was is UNSET else as_ms(one.was)
    return Change(what=one.what, value=as_ms(one.value), was=was)


def _outcome(outcome: Outcome) -> ChangeIs:
    undo = outcome.undo
    back = None
    if undo is not None:
        was: str | UnsetType | None = UNSET if undo.was is UNSET else _told(undo.was)
        back = ChangeOne(id=outcome.conversation_id, what=undo.what, value=_told(undo.value), was=was)
    return ChangeIs(id=outcome.conversation_id, undo=back, refused=outcome.refused)


def _told(value: Value | UnsetType) -> str | None:
    return iso(value) if isinstance(value, int) else (value if isinstance(value, str) else None)


def as_ms(moment: str | None) -> int | None:
    """Milliseconds of an RFC 3339 time; one without a zone is UTC. Raises `BadInput`."""
    if moment is None:
        return None
    try:
        read = datetime.fromisoformat(moment)
        return int((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        raise BadInput("Write the time as RFC 3339, such as 2026-11-26T09:00:00Z.") from None


@get("/conversations/{conversation_id:str}/drafts", opt={"action": "draft.keep"}, summary="Read one's drafts")
async def read_drafts(request: Ask, conversation_id: str) -> DraftsAre:
    """What the caller has begun to write here; nobody sees another's."""
    house, actor = request.app.state.house, actor_of(request)
    await house.conversations.seen(actor, conversation_id)
    return DraftsAre(await asyncio.to_thread(house.drafts.of, actor, conversation_id))


@put(
    "/conversations/{conversation_id:str}/drafts/{kind:str}",
    opt={"action": "draft.keep"},
    summary="Keep a draft",
)
async def keep_draft(request: Ask, conversation_id: str, kind: str, data: DraftOf) -> DraftIs:
    """Save over the version one knows; an empty text throws the draft away. A newer one is answered with 409."""
    house, actor = request.app.state.house, actor_of(request)
    await house.conversations.seen(actor, conversation_id)
    if kind not in KINDS:
        raise BadInput("A draft is one of a reply or of a note.")
    draft = Draft(kind=kind, text=data.text, files=data.files, version=data.version)
    return DraftIs(await asyncio.to_thread(house.drafts.keep, actor, conversation_id, draft))


@post(
    "/conversations/{conversation_id:str}/presence",
    opt={"action": "mark.present"},
    status_code=204,
    summary="Show that one is here",
)
async def present(request: Ask, conversation_id: str, data: Presence) -> None:
    """Told to colleagues and kept nowhere: repeat it every 15 s; they forget it after 40."""
    house, actor = request.app.state.house, actor_of(request)
    state = await house.conversations.seen(actor, conversation_id)
    house.streams.present(actor, state, data.state)


@post(
    "/conversations/{conversation_id:str}/scheduled", opt={"action": "reply.schedule"}, summary="Answer later"
)
async def schedule(
    request: Ask, conversation_id: str, data: ReplyLater, idempotency_key: IdempotencyKey = None
) -> Waits:
    """Kept until its time, then through the gate; stopped for a person to decide when somebody wrote meanwhile."""
    house = request.app.state.house
    proposal = Proposal(text=data.text, files=data.files, last_seen_seq=data.last_seen_seq)
    stored = await house.later.schedule(
        actor_of(request), conversation_id, proposal, at=as_ms(data.at) or 0, key=idempotency_key
    )
    return Waits(stored.answer["id"], stored.answer["seq"])


@post(
    "/conversations/{conversation_id:str}/scheduled/{scheduled_id:str}/cancel",
    opt={"action": "reply.schedule"},
    status_code=200,
    summary="Take back a reply that waits for its time",
)
async def cancel(request: Ask, conversation_id: str, scheduled_id: str) -> Done:
    """It never leaves; its words stay in the thread."""
    await request.app.state.house.later.cancel(actor_of(request), conversation_id, scheduled_id)
    return Done(scheduled_id)


@get("/me/preferences", opt={"action": "session.prefer"}, summary="One's own keys and ways of working")
async def preferences(request: Ask) -> Preferred:
    """All that was kept, by name."""
    return Preferred(await asyncio.to_thread(request.app.state.house.preferences.of, actor_of(request)))


@put(
    "/me/preferences/{name:str}",
    opt={"action": "session.prefer"},
    status_code=204,
    summary="Keep a preference",
)
async def prefer(request: Ask, name: str, data: Preference) -> None:
    """`keys`: {what: physical key}; `after`: where to go after an answer."""
    kept = request.app.state.house.preferences.keep
    await asyncio.to_thread(kept, actor_of(request), name, data.value)


HANDLERS = (
    find, tags, tag_one, untag_one, snooze, wake, change_many, split, read_drafts, keep_draft, present, schedule, cancel,
    preferences, prefer,
)  # fmt: skip

"""How the API draws things: conversations, events, files, verdicts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from otvet.clock import iso
from otvet.conversation import events as e
from otvet.conversation.posts import PostState
from otvet.conversation.rating import changeable_until
from otvet.conversation.replies import Proposed
from otvet.conversation.state import Conversation
from otvet.conversation.store import Listed
from otvet.conversation.turns import NEVER
from otvet.people import access
from otvet.people.actor import Actor
from otvet.policy import Finding, Verdict
from otvet.policy.verdict import worst
from otvet.storage.record import Record
from otvet.web.api.beside import CallBackIs, CallIs, ComplaintIs, Person, VipMark, beside

encode = msgspec.json.Encoder().encode


class By(Struct, frozen=True):
    """Who did it; `name` is empty for the house itself."""

    kind: str
    id: str
    name: str


class File(Struct, frozen=True):
    """An attachment; sizes in bytes and pixels."""

    id: str
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    url: str


class Ev(Struct, frozen=True):
    """An event as browsers get it."""

    cursor: str
    conversation: str
    seq: int
    name: str
    kind: str
    audience: str
    at: str
    by: By
    text: str | None
    data: Any
    files: tuple[File, ...] = ()


class Preview(Struct, frozen=True):
    """The last public words and whose they are."""

    by: str
    text: str


class Queue(Struct, frozen=True):
    """How long the wait may be: the place in the queue and the hours in which people answer."""

    place: int
    hours: str


class Took(Struct, frozen=True):
    """A conversation of the same buyer that goes on in this one."""

    id: str
    reference: str


class Parted(Struct, frozen=True):
    """A conversation split off from this one, and which seqs of this one went on in it."""

    id: str
    reference: str
    seqs: tuple[int, ...]


class Origin(Struct, frozen=True):
    """The conversation this one was split off from; `undo`: nobody has used this one since, so it can be put back."""

    id: str
    reference: str
    undo: bool


class ClockIs(Struct, frozen=True):
    """A deadline in working time: first, next, resolution or unassigned; amber from `warn` on, red from `due` on."""

    clock: str
    warn: str
    due: str
    stopped: bool
    missed: bool


class AskedIs(Struct, frozen=True, kw_only=True):
    """A question to others that is not answered yet."""

    id: str
    to: str
    party: str
    number: str
    since: str
    due: str | None
    overdue: bool


class Rating(Struct, frozen=True):
    """How the buyer found the last resolution, and until when that may be changed."""

    score: int
    reasons: tuple[str, ...]
    changeable_until: str


class Rated(Struct, frozen=True):
    """How the buyer found an earlier resolution."""

    score: int
    reasons: tuple[str, ...]
    at: str


class Conv(Struct, frozen=True, kw_only=True):
    """A conversation as lists and threads show it."""

    id: str
    reference: str
    account: str
    channel: str
    status: str
    topic: str
    language: str
    buyer: Person
    order_id: str | None
    product_id: str | None
    seller_id: str | None
    assignee: Person | None
    created_at: str
    updated_at: str
    last_seq: int
    waiting_since: str | None
    held: int
    unread: int
    preview: Preview
    read: dict[str, int]
    merged_into: str | None = None
    took: tuple[Took, ...] = ()
    parted: tuple[Parted, ...] = ()
    origin: Origin | None = None
    tags: tuple[str, ...] = ()
    snoozed: bool = False
    snoozed_until: str | None = None
    mentioned: bool = False  # the caller, in a note not read yet
    draft: bool = False  # the caller has begun something here
    turn: str | UnsetType = (
        UNSET  # whose the next one is: agent, second_line, seller, external, buyer, nobody
    )
    line: str | None = None  # the queue it is in
    priority: int | UnsetType = UNSET
    due_at: str | None = None  # the next deadline
    clocks: tuple[ClockIs, ...] = ()
    escalations: tuple[AskedIs, ...] = ()
    complaints: tuple[ComplaintIs, ...] = ()
    vip: VipMark | None = None
    call: CallIs | None = None
    call_back: CallBackIs | None = None
    queue: Queue | UnsetType = UNSET
    rating: Rating | UnsetType = UNSET
    earlier_ratings: tuple[Rated, ...] = ()  # of resolutions before the last reopening, the latest last
    asked: PostState | UnsetType = UNSET  # how a public question stands


class Told(Struct, frozen=True, kw_only=True):
    """What became of a reply."""

    id: str
    seq: int
    state: str
    verdict: str
    findings: list[dict[str, Any]]
    why: str | UnsetType = UNSET
    confirm: str | UnsetType = UNSET
    rewrite: str | UnsetType = UNSET
    unchecked: list[str] | UnsetType = UNSET


class Drawing:
    """Draws with names from the people room and files from the store."""

    def __init__(self, house: Any, epoch: str) -> None:
        self._house = house
        self.epoch = epoch

    def cursor(self, position: int) -> str:
        return f"{self.epoch}.{position}"

    def event(self, record: Record, files: dict[str, Any] | None = None) -> Ev:
        """One event; `files` are the rows of the files it names, when at hand."""
        ids = getattr(record.event, "files", ())
        if ids and files is None:
            files = self._house.store.files(ids)
        name = (
            self._house.people.names([record.by_id]).get(record.by_id, "")
            if record.by_kind != "system"
            else ""
        )
        return Ev(
            self.cursor(record.position), record.conversation_id, record.seq, record.name, record.event.kind,
            record.audience, iso(record.at), By(record.by_kind, record.by_id, name), record.text,
            self.with_words(record.event),
            tuple(file(files[one]) for one in ids if one in files) if ids and files else (),
        )  # fmt: skip

    def with_words(self, event: Any) -> Any:
        """The event, and beside findings in pictures the words that were read there: events keep none.

        What the models made of a text stays inside: whoever knew how near the limit it was could write up to it.
        """
        if getattr(event, "scores", None):
            event = msgspec.structs.replace(event, scores={})
        found = [one for one in getattr(event, "findings", ()) if one.file]
        if not found:
            return event
        known = self._house.readings.known([one.file for one in found])
        drawn = msgspec.to_builtins(event)
        for kept in drawn["findings"]:
            if kept.get("file") in known:
                kept["text"] = known[kept["file"]].text[kept["start"] : kept["end"]]
        return drawn

    def events(self, records: Iterable[Record]) -> list[Ev]:
        records = list(records)
        ids = [one for record in records for one in getattr(record.event, "files", ())]
        files = self._house.store.files(ids)
        self._house.people.names({record.by_id for record in records})
        return [self.event(record, files) for record in records]

    def chunk(self, record: Record) -> bytes:
        """One event of the live stream."""
        return b"event: timeline\nid: %s\ndata: %s\n\n" % (
            self.cursor(record.position).encode(),
            encode(self.event(record)),
        )

    def _person(self, person_id: str) -> Person:
        return Person(person_id, self._house.people.names([person_id]).get(person_id, ""))

    def conversations(self, listed: Sequence[Listed], actor: Actor) -> list[Conv]:
        """Many at once: their names are asked for once."""
        who = [one.conversation for one in listed]
        self._house.people.names({name for c in who for name in (c.buyer_id, c.assignee_id or "")})
        return [self.conversation(one, actor) for one in listed]

    def conversation(self, listed: Listed, actor: Actor, place: int | None = None) -> Conv:
        """One conversation for this actor; `place` adds the queue for a buyer who waits."""
        c = listed.conversation
        names = self._house.people.names([c.buyer_id, c.assignee_id or ""])
        return Conv(
            id=c.id, reference=c.reference, account=c.account_id, channel=c.channel, status=c.status, topic=c.topic,
            language=c.language, buyer=Person(c.buyer_id, names.get(c.buyer_id, "")), order_id=c.order_id,
            product_id=c.product_id, seller_id=c.seller_id,
            assignee=Person(c.assignee_id, names.get(c.assignee_id, "")) if c.assignee_id else None,
            created_at=iso(c.created_at), updated_at=iso(c.updated_at), last_seq=c.last_seq,
            waiting_since=iso(c.waiting_since) if c.waiting_since is not None else None,
            held=0 if actor.role == "buyer" else c.held, unread=listed.unread,
            preview=Preview(c.preview[0], (listed.preview or "")[:200]),
            read={"buyer": c.read_buyer, "staff": c.read_staff}, draft=listed.draft, merged_into=c.merged_into,
            took=tuple(Took(name, one.reference) for name, one in c.took.items()), **_split(c), **_ours(c, actor, self._person),
            queue=Queue(place, self._house.desk.hours_today(c.queue)) if place is not None else UNSET,
            rating=_rating(c), earlier_ratings=tuple(Rated(o.score, o.reasons, iso(o.at)) for o in c.rated_before),
            asked=c.question.asked.state if c.question and c.question.asked else UNSET,
        )  # fmt: skip


def _split(c: Conversation) -> dict[str, Any]:
    """Where parts of it went on, and where it came from itself."""
    origin = c.origin and Origin(
        c.origin.source, c.origin.reference, not c.origin.used and c.status == "open"
    )
    return {
        "parted": tuple(Parted(name, one.reference, one.seqs) for name, one in c.parted.items()),
        "origin": origin,
    }


def _ours(c: Conversation, actor: Actor, person: Callable[[str], Person]) -> dict[str, Any]:
    """What only those who answer see; tags and mentions are the operator's alone."""
    if actor.role == "buyer":
        return {}
    until = iso(c.snoozed_until) if c.snoozed_until is not None else None
    drawn: dict[str, Any] = {"snoozed": c.snoozed, "snoozed_until": until}
    drawn["turn"] = c.turn
    if actor.role in access.OPERATOR:
        drawn |= _desk(c)
        drawn |= beside(c, person)
        drawn |= {"tags": c.tags, "mentioned": c.mentions.get(actor.id, False)}
    return drawn


def _desk(c: Conversation) -> dict[str, Any]:
    """Clocks and questions, for the operator's people."""
    return {
        "line": c.queue, "priority": c.priority, "due_at": iso(c.due_at) if c.due_at != NEVER else None,
        "clocks": tuple(
            ClockIs(name, iso(one.warn), iso(one.due), one.stopped is not None, one.missed)
            for name, one in c.clocks.items()
        ),
        "escalations": tuple(
            AskedIs(
                id=name, to=one.to, party=one.party, number=one.number, since=iso(one.at),
                due=iso(one.due) if one.due is not None else None, overdue=one.overdue,
            )
            for name, one in c.escalations.items()
        ),
    }  # fmt: skip


def _rating(c: Conversation) -> Rating | UnsetType:
    until = changeable_until(c)
    return UNSET if c.score is None or until is None else Rating(c.score, c.reasons, iso(until))


def file(row: Any) -> File:
    return File(row.id, row.name, row.media_type, row.size, row.width, row.height, f"/api/v1/files/{row.id}")


def finding(found: Finding) -> dict[str, Any]:
    """A finding as `design/interface.md` says."""
    drawn: dict[str, Any] = {
        "rule": found.rule, "severity": found.severity, "start": found.start, "end": found.end, "text": found.text,
        "message": found.message, "cites": found.cites,
    }  # fmt: skip
    if found.suggestion is not None:
        drawn["suggestion"] = found.suggestion
    if found.file is not None:
        drawn["file"] = found.file
    return drawn


def verdict(judged: Verdict) -> dict[str, Any]:
    """A verdict as `design/interface.md` says."""
    drawn: dict[str, Any] = {"verdict": judged.verdict, "findings": [finding(f) for f in judged.findings]}
    if judged.rewrite is not None:
        drawn["rewrite"] = judged.rewrite
    if judged.unchecked:
        drawn["unchecked"] = list(judged.unchecked)
    return drawn


def proposed(made: Proposed) -> Told:
    """The answer to a proposed reply; on a repeated key the findings are those kept, without words."""
    judged = made.verdict
    if judged is None:
        outcome = next(
            (r.event for r in made.records if isinstance(r.event, e.ReplyHeld | e.ReplyCleared)), None
        )
        kept = [msgspec.to_builtins(f) for f in outcome.findings] if outcome else []
        level = worst(f["severity"] for f in kept)
        rewrite, unchecked = None, list(outcome.unchecked) if outcome else []
    else:
        kept, level, rewrite = [finding(f) for f in judged.findings], judged.verdict, judged.rewrite
        unchecked = list(judged.unchecked)
    return Told(
        id=made.id, seq=made.seq, state=made.state, verdict=level, findings=kept,
        why=made.why or UNSET, confirm=made.confirm or UNSET, rewrite=UNSET if rewrite is None else rewrite,
        unchecked=unchecked or UNSET,
    )  # fmt: skip

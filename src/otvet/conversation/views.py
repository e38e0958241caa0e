"""The views of the inbox: what a conversation counts in, and which conversations a view and its filters hold.

`counted` says it of one state, `holds` says the same as a filter on many; `verify` and a property test compare them.
"""

from operator import attrgetter
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, true

from otvet.conversation import complaints, turns
from otvet.conversation.field_filter import holds_field, parted
from otvet.conversation.state import Conversation
from otvet.conversation.turns import SELLER_QUEUE
from otvet.people.access import OPERATOR
from otvet.people.actor import Actor
from otvet.storage.derived import Derived
from otvet.storage.schema import conversations, marks, reads

# all: everything open; waiting: the buyer waits for us, longest first; late: a deadline has passed;
# mentions: notes that name me, read or not
# approvals: an offer to a buyer waits for somebody who may give so much
VIEWS = (
    "mine",
    "unassigned",
    "all",
    "waiting",
    "late",
    "snoozed",
    "mentions",
    "held",
    "resolved",
    "approvals",
)
TO_DECIDE = frozenset(
    {"held", "mentions", "approvals"}
)  # a seller's too: somebody of ours has to say something
WAKE, SEND, SHOP, LETTER = "wake", "send", "shop", "letter"  # deadline kinds
NEAR, MISSED, ANSWER = "near", "missed", "answer"  # the desk's: amber, red, somebody asked is late
FOLLOW, CALL_BACK = "follow-up", "call-back"  # what was promised for a day
CALLING, RINGING = "call", "ringing"  # mark kinds: who has a call, which ring
_LOOKED_AT = attrgetter(
    "status", "snoozed", "snoozed_until", "assignee_id", "seller_id", "tags", "mentions", "scheduled",
    "queue", "language", "topic", "clocks", "escalations", "wishes", "letters",
    "complaints", "call", "call_back", "question", "fields",
)  # fmt: skip
_c = conversations.c


class Filters(Struct, frozen=True, kw_only=True):
    """What narrows a view; every one given must hold. `assignee` may be `none`: nobody's."""

    channel: str | None = None
    topic: str | None = None
    tag: str | None = None
    assignee: str | None = None
    language: str | None = None
    turn: str | None = None
    queue: str | None = None
    unread: bool = False  # the buyer has written what the caller has not seen
    fields: str | None = None  # of custom fields, as `field_filter.py` says


def derived(c: Conversation) -> Derived:
    """The rows this state is counted and found by."""
    kept = {("tag", tag) for tag in c.tags} | {("mention", person) for person in c.mentions}
    due = {(SEND, name, reply.at) for name, reply in c.scheduled.items()}
    due |= {(SHOP, name, one.again_at) for name, one in c.wishes.items() if one.again_at is not None}
    due |= {(LETTER, name, letter.at) for name, letter in c.letters.items() if letter.at is not None}
    kept |= {("field", f"{code}:{one.value}") for code, one in c.fields.items() if one.value}
    kept |= _called(c)
    due |= _promised(c)
    if c.snoozed_until is not None:
        due.add((WAKE, "", c.snoozed_until))
    for name, clock in c.clocks.items():
        if clock.stopped is None and not clock.warned:
            due.add((NEAR, name, clock.warn))
        if clock.stopped is None and not clock.missed:
            due.add((MISSED, name, clock.due))
    kept |= _asked(c)
    if c.status == "open":
        due |= {(ANSWER, name, one.due) for name, one in c.escalations.items() if one.due is not None}
        if turns.late(c):
            kept.add(("late", ""))
        if complaints.waits(c):
            kept.add(("approval", ""))
        limit = c.clocks.get("unassigned")
        if limit is not None and limit.missed:
            kept.add(("overlong", ""))
    return Derived(frozenset(_counted(c)), frozenset(kept), frozenset(due))


def _called(c: Conversation) -> set[tuple[str, str]]:
    """Calls are found while they last: those that ring, and who has one."""
    call, kept = c.call, set[tuple[str, str]]()
    if call is not None and call.state == "ringing":
        kept.add((RINGING, ""))
    if call is not None and call.state != "ended" and call.to_id:
        kept.add((CALLING, call.to_id))
    return kept


def _promised(c: Conversation) -> set[tuple[str, str, int]]:
    """What comes back on its day, also when the matter is resolved by then."""
    due = {
        (FOLLOW, name, one.follow_up)
        for name, one in c.complaints.items()
        if one.open and one.follow_up is not None and not one.reminded
    }
    if c.call_back is not None and not c.call_back.due:
        due.add((CALL_BACK, "", c.call_back.at))
    return due


def _asked(c: Conversation) -> set[tuple[str, str]]:
    """A public question is found by itself (""), by its product or as one of the help centre ("help")."""
    if c.question is None:
        return set()
    there = {("posted", one.by_id) for one in c.question.posts.values() if one.by_kind == "buyer"}
    if c.question.waits:
        there.add(("moderate", ""))
    if c.question.public:
        there |= {("question", ""), ("question", f"product:{c.product_id}" if c.product_id else "help")}
        if not c.question.official:
            there.add(("unanswered", ""))
    return there


def alike(before: Conversation, after: Conversation) -> bool:
    """Whether nothing that `derived` looks at has changed."""
    return (
        _LOOKED_AT(before) == _LOOKED_AT(after)
        and (before.waiting_since is None) == (after.waiting_since is None)
        and bool(before.held) == bool(after.held)
        and before.turn == after.turn
    )


def _counted(c: Conversation) -> set[tuple[str, str]]:
    """(view, owner): owner '' for the operator's people, a seller's id for that seller, a person or a tag.

    What stands with a seller is not in the operator's views (mission row B10): they find it by searching,
    or watch it by the filters `queue` and `turn`.
    """
    views = {"held"} if c.held else set()
    people: set[tuple[str, str]] = {("mentions", who) for who, unread in c.mentions.items() if unread}
    ours = not turns.of_seller(c)
    if c.status == "open":
        views |= {"all", "snoozed"} if c.snoozed else {"all"}
        people |= {("tag", tag) for tag in c.tags} if ours else set()
        if turns.late(c):
            views.add("late")
        if complaints.waits(c):
            people.add(("approvals", ""))
        if not c.snoozed:
            people |= _load(c)
            if c.waiting_since is not None:
                views.add("waiting")
            if c.assignee_id is None:
                views.add("unassigned")
            else:
                people.add(("mine", c.assignee_id))
    at_sellers = {(view, c.seller_id) for view in views} if c.seller_id else set()
    return people | at_sellers | {(view, "") for view in views if ours or view == "held"}


def _load(c: Conversation) -> set[tuple[str, str]]:
    """What routing counts: who has how many, and how many of which kind nobody has."""
    ours = c.turn in turns.OURS
    if c.assignee_id is not None:
        return {("busy" if ours else "kept", c.assignee_id)}
    return {("queued", f"{c.queue or ''} {c.language} {c.topic}")} if ours else set()


def holds(actor: Actor, view: str | None, filters: Filters) -> ColumnElement[bool]:
    """The view as a filter on `conversations`, `None` for every one; what the actor may see at all is `access.visible`."""
    if view is None:
        return and_(true(), *_narrowed(actor, filters))
    looked_for = SELLER_QUEUE in (filters.queue, filters.turn) or view in TO_DECIDE
    open_to = true() if looked_for or actor.role not in OPERATOR else at_support()
    return and_(_view(actor, view), open_to, *_narrowed(actor, filters))


def at_support() -> ColumnElement[bool]:
    """As `turns.of_seller` says, the other way round."""
    at_seller = or_(_c.queue.is_(None), _c.queue == SELLER_QUEUE)
    return or_(_c.seller_id.is_(None), _c.assignee_id.is_not(None), not_(at_seller))


def _view(actor: Actor, view: str) -> ColumnElement[bool]:
    opened = _c.status == "open"
    awake = and_(opened, _c.snoozed.is_(False))
    drawn: dict[str, ColumnElement[bool]] = {
        "resolved": _c.status == "resolved",
        "held": _c.held > 0,
        "mine": and_(awake, _c.assignee_id == actor.id),
        "unassigned": and_(awake, _c.assignee_id.is_(None)),
        "waiting": and_(awake, _c.waiting_since.is_not(None)),
        "snoozed": and_(opened, _c.snoozed.is_(True)),
        "mentions": _marked("mention", actor.id),
        "late": and_(opened, _marked("late", "")),
        "approvals": and_(opened, _marked("approval", "")) if actor.role != "seller" else false(),
    }
    if actor.role == "buyer" and view not in ("resolved", "held"):
        return true()  # a buyer's list holds the resolved ones too
    return drawn.get(view, opened)


def _narrowed(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    equal: dict[str, Any] = {
        "channel": filters.channel, "topic": filters.topic, "language": filters.language, "turn": filters.turn,
        "queue": filters.queue,
    }  # fmt: skip
    found: list[ColumnElement[bool]] = [_c[name] == value for name, value in equal.items() if value]
    if filters.assignee:
        found.append(
            _c.assignee_id.is_(None) if filters.assignee == "none" else _c.assignee_id == filters.assignee
        )
    if filters.tag:
        found.append(_marked("tag", filters.tag))
    found += [holds_field(code, value) for code, value in parted(filters.fields)]
    if filters.unread:
        found.append(_c.heard > _read_upto(actor))
    return found


def _read_upto(actor: Actor) -> ColumnElement[int]:
    mine = select(reads.c.seq).where(reads.c.conversation_id == _c.id, reads.c.person_id == actor.id)
    return func.coalesce(mine.scalar_subquery(), 0)


def _marked(kind: str, value: str) -> ColumnElement[bool]:
    """By a list, not by a join: the index of the list still gives the order."""
    return _c.id.in_(select(marks.c.conversation_id).where(marks.c.kind == kind, marks.c.value == value))

"""One pass of routing, inside the writer's transaction: under the ledger's lock one server decides, the next finds it done.

Who is not there any more gives back what waits for us; then what nobody has is given out, the oldest due first,
until no one with room could answer anything that waits.
"""

from collections import Counter
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, or_, select

from otvet.conversation import events as e
from otvet.conversation.state import Conversation
from otvet.conversation.turns import OURS
from otvet.desk import duty
from otvet.desk.choosing import WEIGHT, Case, Hand, Kind, able, given, pressed
from otvet.desk.clocks import reckoned
from otvet.desk.pages import Pages
from otvet.desk.plan import Plan
from otvet.desk.route import with_events
from otvet.storage.batch import Batch
from otvet.storage.record import Entry, Key
from otvet.storage.schema import conversations, marks, tallies

AT_ONCE = 100  # conversations one pass gives back or looks at; the rest is the next pass's
_c = conversations.c
_ORDER = (_c.priority, _c.due_at, _c.id)
_COUNTED = ("queued", "busy", "kept")
_going_by = select(tallies).where(tallies.c.view.in_(_COUNTED), tallies.c.number > 0)


class Passed(Struct, frozen=True):
    """What a pass did: how many came back, how many were given out."""

    back: int
    out: int


class Route:
    """Give back and give out what there is, once."""

    conversation_ids: tuple[str, ...] = ()
    key: Key | None = None
    job_ids: tuple[int, ...] = ()

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def run(self, batch: Batch) -> Passed:
        counted = _counted(batch)
        busy = {owner for (view, owner), number in counted.items() if view == "busy" and number > 0}
        queued = [(_kind(owner), n) for (view, owner), n in counted.items() if view == "queued" and n > 0]
        if not busy and not queued:
            return Passed(0, 0)
        plan = self._pages.plan_in(batch.connection)
        colleagues, told = duty.colleagues(batch.connection), duty.read(batch.connection)
        there = duty.at_work(plan, colleagues, told, batch.now)
        back = 0
        for one in colleagues:
            if one.id in busy and duty.gone(plan, one, told.get(one.id), batch.now):
                back += _give_back(batch, plan, one.id, duty.why_gone(plan, one, batch.now))
        if back:
            counted = _counted(batch)
        hands = [Hand(who, page, _load(counted, who)) for who, page in sorted(there.items())]
        if not hands:
            return Passed(back, 0)
        return Passed(back, _give_out(batch, plan, hands) + _give_overlong(batch, plan, hands))


def _counted(batch: Batch) -> Counter[tuple[str, str]]:
    """The counts routing goes by, with what this batch has changed already."""
    found = Counter({(row.view, row.owner): row.number for row in batch.connection.execute(_going_by)})
    found.update({key: number for key, number in batch.pending().items() if key[0] in _COUNTED})
    return found


def _kind(owner: str) -> Kind:
    return Kind(*owner.split(" "))


def _load(counted: Counter[tuple[str, str]], who: str) -> int:
    return WEIGHT * max(0, counted["busy", who]) + max(0, counted["kept", who])


def _give_back(batch: Batch, plan: Plan, who: str, why: str) -> int:
    """What waits for us goes back to its queue; what waits for others stays until they answer."""
    mine = and_(_awake(), _c.assignee_id == who, _c.turn.in_(OURS))
    found = _states(batch, mine, lambda c: c.assignee_id == who, AT_ONCE)
    for state in found:
        append_assigned(batch, plan, state, (None, why))
    return len(found)


def _give_out(batch: Batch, plan: Plan, hands: list[Hand]) -> int:
    """Kind by kind of what somebody can answer, until nothing of that is left."""
    out = 0
    while True:
        counted = _counted(batch)
        kinds = [_kind(owner) for (view, owner), n in counted.items() if view == "queued" and n > 0]
        kinds = [kind for kind in kinds if kind.queue in plan.queues and plan.queues[kind.queue].routed]
        possible = able(kinds, hands, plan)
        if not possible:
            return out
        cases = _cases(batch, possible, sum(hand.room for hand in hands))
        pairs = given(cases, hands, plan)
        if not pairs:
            return out
        for name, who in pairs:
            append_assigned(batch, plan, batch.states[name], (who, "routed"))
        out += len(pairs)


def _give_overlong(batch: Batch, plan: Plan, hands: list[Hand]) -> int:
    """What has waited past its limit, and nobody with its skill and language has room for, goes to anybody."""
    long = _c.id.in_(select(marks.c.conversation_id).where(marks.c.kind == "overlong"))
    where = and_(_awake(), _c.assignee_id.is_(None), _c.turn.in_(OURS), long)
    out = 0
    for state in _states(batch, where, overlong, AT_ONCE):
        who = pressed(_case(state, None), hands)
        if who is not None:
            append_assigned(batch, plan, state, (who, "limit"))
            out += 1
    return out


def overlong(c: Conversation) -> bool:
    """Whether nobody has it and its limit has passed."""
    limit = c.clocks.get("unassigned")
    return c.assignee_id is None and limit is not None and limit.missed


def _cases(batch: Batch, kinds: list[Kind], most: int) -> list[Case]:
    """The most urgent ones of these kinds, and who answered them or their buyers before."""
    fits = or_(*(and_(_c.queue == k.queue, _c.language == k.language, _c.topic == k.topic) for k in kinds))
    where = and_(_awake(), _c.assignee_id.is_(None), _c.turn.in_(OURS), fits)
    wanted = set(kinds)
    found = _states(
        batch, where, lambda c: c.assignee_id is None and kind_of(c) in wanted, min(most, AT_ONCE)
    )
    known = _known(batch, {c.buyer_id for c in found if not c.recent})
    return [_case(c, known.get(c.buyer_id)) for c in found]


def _case(c: Conversation, known: str | None) -> Case:
    before = tuple(who for who in reversed(c.recent) if who != c.buyer_id)
    if c.vip is not None and c.vip.manager_id is not None:  # the personal manager before all others
        before = (c.vip.manager_id, *before)
    return Case(c.id, kind_of(c), c.priority, c.due_at, (*before, *((known,) if known else ())))


def kind_of(c: Conversation) -> Kind:
    return Kind(c.queue or "", c.language, c.topic)


def _known(batch: Batch, buyers: set[str]) -> dict[str, str]:
    """Who had the buyer's newest other conversation."""
    if not buyers:
        return {}
    query = select(_c.buyer_id, _c.assignee_id, _c.last_position)
    query = query.where(_c.buyer_id.in_(sorted(buyers)), _c.assignee_id.is_not(None))
    return {
        row.buyer_id: row.assignee_id for row in batch.connection.execute(query.order_by(_c.last_position))
    }


def _awake() -> Any:
    return and_(_c.status == "open", _c.snoozed.is_(False))


def _states(batch: Batch, where: Any, fits: Any, most: int) -> list[Conversation]:
    """States by a filter, as of this moment of the batch: what it has changed already counts as it is now."""
    changed = batch.changed_states()
    query = select(_c.id).where(where).order_by(*_ORDER).limit(most + len(changed))
    names = list(batch.connection.execute(query).scalars())
    batch.load(names)
    found = [batch.states[name] for name in {*names, *changed}]
    found = [c for c in found if c.status == "open" and not c.snoozed and c.turn in OURS and fits(c)]
    return sorted(found, key=lambda c: (c.priority, c.due_at, c.id))[:most]


def append_assigned(batch: Batch, plan: Plan, state: Conversation, to: tuple[str | None, str]) -> None:
    """It is this colleague's now, or nobody's; the limit of what is nobody's runs from here."""
    who, why = to
    events: list[e.Event] = [e.Assigned(assignee_id=who, why=why)]  # type: ignore[arg-type]
    clocks = reckoned(with_events(state, events, batch.now), plan, batch.now)
    if clocks is not None:
        events.append(clocks)
    batch.append(state.id, [Entry(event, "system", "desk") for event in events])

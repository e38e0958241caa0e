"""Three deadlines in working time: amber, red, escalated; none is lost, none comes twice."""

import datetime as dt
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.crew import MINUTE, hire, owner, plans, route, sits, tick
from otvet.conversation import views
from otvet.desk.deadlines import KINDS
from otvet.errors import OtvetError
from otvet.policy import Gate
from rooms import AGENT, BUYER, SELLER, STRANGER, Rooms

DAY = 24 * 60 * MINUTE
MOSCOW = ZoneInfo("Europe/Moscow")


def set_clock(rooms, text):
    rooms.clock.at = int(dt.datetime.fromisoformat(text).replace(tzinfo=MOSCOW).timestamp() * 1000)


def told(rooms, conversation, name="DeadlineMissed"):
    return [record.event.clock for record in rooms.records(conversation) if record.name == name]


def clocks(rooms, conversation):
    return rooms.state(conversation).clocks


@pytest.fixture
def noon(any_rooms):
    """A working Thursday at noon."""
    set_clock(any_rooms, "2026-11-26T12:00")
    return any_rooms


def test_amber_at_three_quarters_red_at_the_end_and_those_who_lead_are_told(noon):
    """Each once; the breach stands in the supervisors' mentions, in the view of late ones, before all others."""
    lead = hire(noon, "lead", "supervisor")
    conversation = noon.open()  # first answer within 3 minutes
    noon.settle()
    noon.clock.turn(seconds=134)
    tick(noon)
    assert told(noon, conversation, "DeadlineNear") == []

    noon.clock.turn(seconds=1)
    tick(noon)
    tick(noon)
    assert told(noon, conversation, "DeadlineNear") == ["first"]
    assert told(noon, conversation) == []

    noon.clock.turn(seconds=45)
    tick(noon)
    tick(noon)
    assert told(noon, conversation) == ["first"]
    state = noon.state(conversation)
    assert state.mentions == {lead.id: True}
    assert (state.priority, state.priority_why) == (1, "limit")
    assert noon.house.store.counts(AGENT)["late"] == 1
    page = noon.house.store.page(AGENT, "late", None, 9)
    assert [one.conversation.id for one in page.items] == [conversation]
    assert noon.verify() == []


def test_an_answer_ends_the_clock_and_the_next_message_begins_another(noon):
    """First once, then next; thanks begin none; the solution's stands still while the buyer has the turn."""
    conversation = noon.open()
    noon.settle()
    assert set(clocks(noon, conversation)) == {"first", "resolution", "unassigned"}
    noon.do(noon.house.conversations.assign(AGENT, conversation, AGENT.id))
    noon.clock.turn(seconds=60)
    noon.reply(conversation)
    noon.settle()
    assert set(clocks(noon, conversation)) == {"resolution"}
    assert clocks(noon, conversation)["resolution"].stopped == noon.clock.now()

    noon.clock.turn(hours=2)
    noon.write(conversation, "спасибо")
    noon.settle()
    assert set(clocks(noon, conversation)) == {"resolution"}
    noon.write(conversation, "А когда?")
    noon.settle()
    now = clocks(noon, conversation)
    assert now["next"].due == noon.clock.now() + 10 * MINUTE
    assert now["resolution"].spent == MINUTE
    assert now["resolution"].stopped is None

    noon.do(noon.house.conversations.resolve(AGENT, conversation))
    assert clocks(noon, conversation) == {}
    assert noon.verify() == []


def test_at_night_the_clock_waits_for_the_morning(any_rooms):
    """Half past eleven at night: three minutes end at 8:03, and nothing is late before."""
    set_clock(any_rooms, "2026-11-26T23:30")
    conversation = any_rooms.open()
    any_rooms.settle()
    set_clock(any_rooms, "2026-11-27T08:02")
    tick(any_rooms)
    assert told(any_rooms, conversation) == []
    set_clock(any_rooms, "2026-11-27T08:03")
    tick(any_rooms)
    assert told(any_rooms, conversation) == ["first"]


def test_past_its_limit_it_goes_to_anybody_of_the_queue(noon):
    """Nobody with the language has room: after fifteen minutes it is given to who is there, and those who lead are told."""
    lead, ilya = hire(noon, "lead", "supervisor"), hire(noon, "ilya")
    plans(noon, "members", ilya.id, {"languages": ["ru"]})
    conversation = noon.open("退款", language="zh")
    sits(noon, ilya)
    route(noon)
    assert owner(noon, conversation) is None

    tick(noon, minutes=15)
    sits(noon, ilya)
    route(noon)
    assert "unassigned" in told(noon, conversation)
    assert owner(noon, conversation) == ilya.id
    assert [r.event.why for r in noon.records(conversation) if r.name == "Assigned"] == ["limit"]
    assert lead.id in noon.state(conversation).mentions
    assert noon.verify() == []


def test_with_nobody_there_the_limit_is_seen_and_the_first_to_come_gets_it(noon):
    """Escalated visibly; not lost when somebody comes an hour later."""
    conversation = noon.open("退款", language="zh")
    noon.settle()
    tick(noon, minutes=20)
    assert "unassigned" in told(noon, conversation)
    ilya = hire(noon, "ilya")
    plans(noon, "members", ilya.id, {"languages": ["ru"]})
    sits(noon, ilya)
    route(noon)
    assert owner(noon, conversation) == ilya.id


def test_a_sellers_breach_comes_to_support(any_rooms):
    """The seller did not answer in the hours of the office: the marketplace does."""
    set_clock(any_rooms, "2026-11-26T12:00")
    conversation = any_rooms.open("Какой размер?", seller_id=SELLER.seller_id)
    any_rooms.settle()
    assert any_rooms.state(conversation).turn == "seller"
    tick(any_rooms, minutes=4)
    state = any_rooms.state(conversation)

    assert (state.queue, state.turn) == ("support", "agent")
    assert "unassigned" in state.clocks


def test_a_breach_takes_it_from_somebody_who_is_not_there(noon):
    """Assigned by hand to who never came: at the breach it goes to who is."""
    ilya, olga = hire(noon, "ilya"), hire(noon, "olga")
    conversation = noon.open()
    noon.settle()
    noon.do(noon.house.conversations.assign(olga, conversation, olga.id))
    noon.clock.turn(seconds=200)
    sits(noon, ilya)
    tick(noon)
    route(noon)
    assert owner(noon, conversation) == ilya.id


def test_other_hours_count_for_what_is_open_already(noon):
    """A supervisor gives the topic more time: what waits is reckoned anew, once, wherever it was killed."""
    conversation = noon.open()
    noon.settle()
    line = {"first": 30, "next": 60, "resolution": 600}
    plans(noon, "budgets", "usual", [line])
    noon.do(noon.house.router.recount())
    noon.do(noon.house.router.recount())
    now = clocks(noon, conversation)

    assert now["first"].due == noon.clock.now() + 30 * MINUTE
    assert noon.names(conversation).count("ClocksSet") == 2
    assert noon.verify() == []


def test_the_list_stands_by_what_is_due_first(noon):
    """In every view, page by page; what has no deadline comes last."""
    calm, urgent = noon.open(topic="promo"), noon.open(topic="payment", by=STRANGER)
    answered = noon.open("Спасибо за ответ")
    noon.settle()
    noon.reply(answered)
    noon.settle()
    store, seen, after = noon.house.store, [], None
    while True:
        page = store.page(AGENT, "all", after, 1, sort="due")
        seen += [one.conversation.id for one in page.items]
        after = page.next
        if after is None:
            break

    assert seen == [urgent, calm, answered]


steps = st.lists(
    st.tuples(st.sampled_from(["open", "write", "reply", "resolve", "turn", "back", "restart", "due", "ask"]), st.integers(0, 60)),
    min_size=3, max_size=14,
)  # fmt: skip


@given(steps)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_deadline_is_lost_over_restarts_and_clock_changes(one_gate, monkeypatch, steps):
    """However often it was killed and however the clock jumped: each comes once, none early, none is left (property)."""
    monkeypatch.setattr(Gate, "load", lambda _pack="ozon": one_gate)
    with tempfile.TemporaryDirectory() as folder:
        rooms, opened = Rooms(Path(folder)), []
        set_clock(rooms, "2026-11-26T12:00")
        hire(rooms, "lead", "supervisor")
        for what, number in steps:
            rooms = _step(rooms, opened, (what, number), Path(folder))
        rooms.clock.at += 400 * DAY
        for _ in range(6):
            tick(rooms)
        left = rooms.house.store.due(rooms.clock.now(), *KINDS)
        faults = [fault for one in opened for fault in _faults(rooms, one)]
        verified = rooms.verify()
        rooms.close()
    assert (list(left), faults, verified) == ([], [], [])


def _step(rooms, opened, step, folder):
    from otvet.desk.escalations import Question

    what, number = step
    front, key = rooms.house.conversations, rooms.key()
    one = opened[number % len(opened)] if opened else None
    try:
        if what == "open" or (one is None and what in ("write", "reply", "resolve", "ask")):
            opened.append(rooms.open(by=(BUYER, STRANGER)[number % 2]))
        elif what == "write":
            by = BUYER if rooms.state(one).buyer_id == BUYER.id else STRANGER
            rooms.do(front.write(by, one, "Ау?", files=(), key=key))
        elif what == "reply":
            rooms.reply(one)
        elif what == "resolve":
            rooms.do(front.resolve(AGENT, one))
        elif what == "ask":
            question = Question(
                to=("external", "second_line")[number % 2], text="Где?", party="Склад", number="1"
            )
            rooms.do(rooms.house.escalations.ask(AGENT, one, question, key))
        elif what in ("turn", "back"):
            rooms.clock.turn(seconds=number * (60 if what == "turn" else -60))
        elif what == "restart":
            clock = rooms.clock
            rooms.close()
            return Rooms(folder, clock)
        else:
            tick(rooms)
    except OtvetError:
        pass
    rooms.settle()
    return rooms


def _faults(rooms, conversation):
    """What a deadline must not be: early, twice, or forgotten."""
    records, state = rooms.records(conversation), rooms.state(conversation)
    missed = [(r.event.clock, r.event.due, r.at) for r in records if r.name == "DeadlineMissed"]
    yield from (f"early: {one}" for one in missed if one[2] < one[1])
    pairs = [(clock, due) for clock, due, _ in missed]
    yield from (f"twice: {one}" for one in pairs if pairs.count(one) > 1)
    yield from (
        f"forgotten: {name}"
        for name, clock in state.clocks.items()
        if clock.stopped is None and not clock.missed
    )
    if state.status == "open":
        yield from (f"unanswered: {name}" for name, one in state.escalations.items() if not one.overdue)
        if state.waiting_since is not None and not state.clocks.keys() & {"first", "next"}:
            yield "waits without a clock"


def test_the_views_of_the_desk_are_among_the_views():
    """Late ones have a view of their own."""
    assert "late" in views.VIEWS

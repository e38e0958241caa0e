"""Routing: what nobody has is given out, what somebody left comes back, on either database."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desk.crew import hire, owner, plans, route, sits, tick
from otvet.conversation.conversations import Opening
from otvet.conversation.splitting import Wanted
from otvet.conversation.topics import TOPICS
from otvet.conversation.triage import Change
from otvet.conversation.turns import OURS
from otvet.desk import duty
from otvet.desk.choosing import Hand
from otvet.desk.routing import _counted, _load, kind_of
from otvet.policy import Gate
from otvet.storage.batch import Batch
from otvet.storage.schema import conversations
from rooms import BUYER, SELLER, STRANGER, Rooms


def test_a_message_goes_to_somebody_who_is_there(any_rooms):
    """With the reason in the timeline; nobody there, it waits."""
    waits = any_rooms.open()
    route(any_rooms)
    assert owner(any_rooms, waits) is None

    ilya = hire(any_rooms, "ilya")
    sits(any_rooms, ilya)
    assert route(any_rooms).out == 1
    assert owner(any_rooms, waits) == ilya.id
    given = [r.event for r in any_rooms.records(waits) if r.name == "Assigned"]
    assert [one.why for one in given] == ["routed"]
    assert any_rooms.verify() == []


def test_the_oldest_due_goes_first_when_somebody_is_free_again(any_rooms):
    """Three wait, one has room for one: it is the first; after the resolve, the second."""
    ilya = hire(any_rooms, "ilya")
    plans(any_rooms, "members", ilya.id, {"capacity": 1})
    waiting = []
    for n in range(3):
        waiting.append(any_rooms.open(f"Вопрос {n}"))
        any_rooms.settle()
        any_rooms.clock.turn(seconds=5)
    sits(any_rooms, ilya)
    route(any_rooms)
    assert [owner(any_rooms, one) for one in waiting] == [ilya.id, None, None]

    any_rooms.do(any_rooms.house.conversations.resolve(ilya, waiting[0]))
    route(any_rooms)
    assert [owner(any_rooms, one) for one in waiting[1:]] == [ilya.id, None]


def test_an_urgent_topic_goes_before_an_older_one(rooms):
    """Priority first, then the deadline."""
    promo = rooms.open(topic="promo")
    rooms.clock.turn(seconds=60)
    payment = rooms.open(topic="payment")
    ilya = hire(rooms, "ilya")
    plans(rooms, "members", ilya.id, {"capacity": 1})
    sits(rooms, ilya)
    route(rooms)

    assert (owner(rooms, payment), owner(rooms, promo)) == (ilya.id, None)


def test_skills_and_languages_decide(any_rooms):
    """A refund for who knows money, a Chinese buyer for who speaks Chinese; the head of the queue blocks nobody."""
    olga, lin = hire(any_rooms, "olga"), hire(any_rooms, "lin")
    plans(any_rooms, "members", olga.id, {"skills": ["money"], "languages": ["ru"]})
    plans(any_rooms, "members", lin.id, {"skills": [], "languages": ["zh"]})
    chinese = any_rooms.open("退款", topic="other", language="zh")
    chinese_refund = any_rooms.open("退款", topic="refund", language="zh")
    refund = any_rooms.open("Деньги", topic="refund")
    for who in (olga, lin):
        sits(any_rooms, who)
    route(any_rooms)

    assert owner(any_rooms, chinese) == lin.id
    assert owner(any_rooms, refund) == olga.id
    assert owner(any_rooms, chinese_refund) is None


def test_who_answered_before_gets_it_again(any_rooms):
    """The same conversation, and the buyer's next one, though somebody else has less to do."""
    ilya, olga = hire(any_rooms, "ilya"), hire(any_rooms, "olga")
    first = any_rooms.open()
    sits(any_rooms, olga)
    route(any_rooms)
    any_rooms.reply(first, by=olga)
    any_rooms.settle()
    any_rooms.do(any_rooms.house.triage.change(olga, first, Change(what="assign", value=None)))
    sits(any_rooms, ilya)
    any_rooms.write(first, "Ещё вопрос")
    route(any_rooms)
    assert owner(any_rooms, first) == olga.id

    second = any_rooms.open("Другое")
    route(any_rooms)
    assert owner(any_rooms, second) == olga.id


@pytest.mark.parametrize("how", ["silent", "hand-over", "shift"])
def test_who_goes_gives_back_what_waits_for_us(any_rooms, how):
    """It goes on to a colleague; what waits for the buyer stays until the buyer writes."""
    ilya, olga = hire(any_rooms, "ilya"), hire(any_rooms, "olga")
    waits, answered = any_rooms.open(), any_rooms.open("Другое", by=STRANGER)
    sits(any_rooms, ilya)
    route(any_rooms)
    any_rooms.reply(answered, by=ilya)
    any_rooms.settle()
    _leaves(any_rooms, ilya, how)
    sits(any_rooms, olga)
    assert route(any_rooms).back == 1

    why = [r.event.why for r in any_rooms.records(waits) if r.name == "Assigned"]
    assert why == ["routed", "shift" if how == "shift" else "gone", "routed"]
    assert (owner(any_rooms, waits), owner(any_rooms, answered)) == (olga.id, ilya.id)

    any_rooms.write(answered, "И ещё", by=STRANGER)
    route(any_rooms)
    assert owner(any_rooms, answered) == olga.id


def _leaves(rooms, who, how):
    if how == "silent":
        rooms.clock.turn(seconds=91)
    elif how == "hand-over":
        sits(rooms, who, "hand-over")
    else:
        never = {"calendar": "", "periods": [{"week": ["", "", "", "", "", "", "00:00-00:01"]}]}
        plans(rooms, "schedules", "night", never)
        plans(rooms, "members", who.id, {"shift": "night"})


def test_one_who_is_away_gets_nothing_and_keeps_what_they_have(rooms):
    """Idle for five minutes is not gone."""
    ilya = hire(rooms, "ilya")
    mine = rooms.open()
    sits(rooms, ilya)
    route(rooms)
    sits(rooms, ilya, idle=True)
    other = rooms.open("Другое", by=STRANGER)
    passed = route(rooms)

    assert (passed.back, passed.out) == (0, 0)
    assert (owner(rooms, mine), owner(rooms, other)) == (ilya.id, None)


def test_what_was_taken_by_a_program_is_not_taken_away(rooms):
    """Who was never at the desk answers by other means."""
    robot = hire(rooms, "robot")
    conversation = rooms.open()
    rooms.do(rooms.house.conversations.assign(robot, conversation, robot.id))
    hire(rooms, "ilya")
    assert route(rooms).back == 0
    assert owner(rooms, conversation) == robot.id


def test_snoozed_sellers_and_supervisors_are_left_alone(rooms):
    """Out of sight is not given out; a seller's is the seller's; who leads takes by hand."""
    lead = hire(rooms, "lead", "supervisor")
    sits(rooms, lead)
    rooms.open("Поддержке")
    ilya = hire(rooms, "ilya")
    sleeping = rooms.open("Спит", by=STRANGER)
    sellers = rooms.open("Продавцу", seller_id=SELLER.seller_id)
    rooms.settle()
    rooms.do(rooms.house.triage.change(ilya, sleeping, Change(what="snooze")))
    assert route(rooms).out == 0

    sits(rooms, ilya)
    assert route(rooms).out == 1
    assert (owner(rooms, sleeping), owner(rooms, sellers)) == (None, None)


def test_it_is_routed_by_itself_after_a_message_and_after_a_colleague_came(rooms):
    """Nobody has to ask for a pass: every commit that matters brings one."""
    ilya = hire(rooms, "ilya")
    sits(rooms, ilya)
    conversation = rooms.open()
    rooms.settle()
    rooms.do(_quiet(rooms.house.router))

    assert owner(rooms, conversation) == ilya.id


async def _quiet(router):
    import asyncio

    while router.open:  # noqa: ASYNC110  it tells by a flag only
        await asyncio.sleep(0.001)


class Working(RuleBasedStateMachine):
    """Buyers write, colleagues come, go, answer and resolve; after a pass nobody waits who need not."""

    @initialize()
    def begin(self):
        folder = tempfile.TemporaryDirectory()
        self.houses = [Rooms(Path(folder.name))]
        self.close = [self.houses[0].close, folder.cleanup]
        self.crew = {}
        for name, role, page in CREW:
            for rooms in self.houses:
                self.crew[name] = hire(rooms, name, role)
                plans(rooms, "members", f"st_{name}", page)
        self.open = []

    def teardown(self):
        for close in getattr(self, "close", ()):
            close()

    @rule(
        step=st.lists(
            st.tuples(st.integers(0, 11), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=4
        )
    )
    def act(self, step):
        """Several things between two passes."""
        for what, one, two in step:
            do(self.houses[0], self.open, (what, one, two))

    @invariant()
    def nobody_waits_while_somebody_could(self):
        if not hasattr(self, "houses"):
            return
        rooms = self.houses[0]
        route(rooms)
        assert waiting_needlessly(rooms) == []
        assert rooms.verify() == []


CREW = (
    ("a", "agent", {"capacity": 2}),
    ("b", "agent", {"capacity": 1, "skills": ["money"], "languages": ["ru", "zh"]}),
    ("c", "senior_agent", {"capacity": 2, "queues": ["support", "second-line"], "languages": ["en", "ru"]}),
)  # fmt: skip


def do(rooms, opened, step):
    """One thing that happens at the desk, chosen by three numbers; the same ones do the same in any house."""
    from otvet.errors import OtvetError
    from otvet.people.actor import Actor

    what, one, two = step
    who = Actor("staff", f"st_{'abc'[two % 3]}", "senior_agent", "X")
    front, conversation = rooms.house.conversations, opened[one % len(opened)] if opened else None
    if what in (0, 1) or conversation is None:
        opening = Opening(text="Где?", topic=TOPICS[one % len(TOPICS)], language=("ru", "en", "zh")[two % 3])
        by = (BUYER, STRANGER)[one % 2]
        made = rooms.do(front.open(by, opening, f"key {len(opened)}"))
        opened.append(made.answer["conversation_id"])
        rooms.settle()
        return
    acts = {
        2: lambda: front.write(
            rooms_buyer(rooms, conversation), conversation, "Ау", files=(), key=f"w {rooms.clock.now()} {one} {two}"
        ),
        3: lambda: front.resolve(who, conversation),
        4: lambda: front.assign(who, conversation, (None, who.id)[one % 2]),
        9: lambda: front.change_topic(who, conversation, TOPICS[two % len(TOPICS)]),
        10: lambda: split(rooms, opened, (conversation, who, two)),
        11: lambda: rooms.house.triage.change(who, conversation, Change(what="merge", value=opened[two % len(opened)])),
        5: lambda: rooms.house.triage.change(who, conversation, Change(what=("snooze", "wake")[one % 2])),
    }  # fmt: skip
    try:
        if what in acts:
            rooms.do(acts[what]())
        elif what == 6:
            sits(rooms, who, duty.CHOICES[one % 3])
        elif what == 7:
            rooms.reply(conversation, by=who, key=f"r {rooms.clock.now()} {one} {two}")
        else:
            rooms.clock.turn(seconds=one)
    except OtvetError:
        pass
    rooms.settle()


async def split(rooms, opened, step):
    """The newest words go on in a conversation of their own, where something is left here."""
    conversation, who, number = step
    said = [r.seq for r in rooms.records(conversation) if r.name in ("MessageReceived", "MessageCarried")]
    wanted = Wanted(seqs=(said[-1],), topic=TOPICS[number % len(TOPICS)])
    key = f"s {rooms.clock.now()} {conversation} {len(opened)}"
    made = await rooms.house.splitting.split(who, conversation, wanted, key)
    opened.append(made.answer["conversation_id"])


def rooms_buyer(rooms, conversation):
    return {one.id: one for one in (BUYER, STRANGER)}[rooms.state(conversation).buyer_id]


def waiting_needlessly(rooms):
    """Conversations that nobody has though somebody at work has room and could answer; asked of the database anew."""
    house = rooms.house
    plan = house.desk.plan()
    with house.database.writing() as connection:
        batch = Batch(connection, house.writer._tools)
        counted = _counted(batch)
        there = duty.at_work(plan, duty.colleagues(connection), duty.read(connection), rooms.clock.now())
        hands = [Hand(who, page, _load(counted, who)) for who, page in there.items()]
        states = [
            house.timeline.load(s)
            for s in connection.execute(conversations.select()).mappings().all()
            for s in [s["state"]]
        ]
    waiting = [
        c for c in states if c.status == "open" and not c.snoozed and c.assignee_id is None and c.turn in OURS
    ]
    return [c.id for c in waiting if any(hand.room and hand.knows(kind_of(c), plan) for hand in hands)]


def test_no_conversation_waits_while_an_eligible_colleague_has_room(one_gate, monkeypatch):
    """Whatever happens in whatever order (property)."""
    monkeypatch.setattr(Gate, "load", lambda _pack="ozon": one_gate)
    how = settings(
        max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), database=None,
        phases=[Phase.generate], report_multiple_bugs=False,
    )  # fmt: skip
    run_state_machine_as_test(Working, settings=how)


@pytest.mark.normal
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_databases_route_alike(tmp_path, one_gate, monkeypatch, postgres_url, seed):
    """A random day on SQLite and on PostgreSQL: the same events in the same order for everybody."""
    import random

    monkeypatch.setattr(Gate, "load", lambda _pack="ozon": one_gate)
    chance, days = random.Random(seed), []
    steps = [(chance.randrange(12), chance.randrange(100), chance.randrange(100)) for _ in range(80)]
    for name, url in (("sqlite", ""), ("postgresql", postgres_url)):
        rooms = Rooms(tmp_path / name, database_url=url)
        try:
            days.append(_day(rooms, steps))
        finally:
            rooms.close()

    assert days[0] == days[1]
    assert sum(name == "Assigned" for told in days[0].values() for name, _ in told) > 3


def _day(rooms, steps):
    for name, role, page in CREW:
        hire(rooms, name, role)
        plans(rooms, "members", f"st_{name}", page)
    opened = []
    for step in steps:
        do(rooms, opened, step)
        route(rooms)
        tick(rooms)
    assert rooms.verify() == []
    told = {}
    for one in opened:
        told[one] = [
            (r.name, getattr(r.event, "assignee_id", None) or getattr(r.event, "clocks", None))
            for r in rooms.records(one)
        ]
    return told

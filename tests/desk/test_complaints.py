"""The complaint procedure: no step goes by unseen, what is above the limit is approved, what is accepted is done once (B5)."""

import pytest

from desk.crew import hire, route, sits, tick
from otvet.desk.complaints import Taking
from otvet.desk.procedure import PROCEDURE
from otvet.errors import BadInput, Conflict, NotAllowed, NotFound
from otvet.market import wishes as w
from otvet.market.demo_shop import LATE_LAPTOP, MARINA
from otvet.policy.context import Context
from rooms import AGENT, BUYER, COLLEAGUE, MODERATOR, SELLER, SENIOR, SUPERVISOR

DAY_MINUTES = 24 * 60
SMALL = w.GiveBonus(points=300)
LARGE = w.MakeRefund(order=LATE_LAPTOP, amount=250_000, reason="late")
HUGE = w.MakeRefund(order=LATE_LAPTOP, amount=900_000, reason="late")


@pytest.fixture
def shop(any_rooms):
    """The demo shop with its ledger; the buyer of the rooms is its Марина."""
    house = any_rooms.house
    house.market.move_in(house.database, house.clock)
    house.orders._shop_id = {BUYER.id: MARINA}.get
    return house.market


def begin(rooms, conversation, by=AGENT):
    done = rooms.do(rooms.house.complaints.open(by, conversation, rooms.key()))
    rooms.settle()
    return done.answer["id"]


def take(rooms, place, step, text="Записано", *, by=AGENT, skipped=False):
    taking = Taking(step=step, text=text, skipped=skipped)
    rooms.do(rooms.house.complaints.take(by, *place, taking))


def offer(rooms, place, wish, *, by=AGENT):
    conversation, complaint = place
    done = rooms.do(rooms.house.complaints.offer(by, conversation, (complaint, rooms.key()), wish))
    return done.answer["id"]


def decide(rooms, place, remedy, *, by=SENIOR, approved=True, why=""):
    conversation, complaint = place
    rooms.do(rooms.house.complaints.decide(by, conversation, (complaint, remedy), (approved, why)))


def accept(rooms, place, remedy, *, by=AGENT):
    return rooms.do(rooms.house.complaints.accept(by, *place, remedy))


def at_the_offer(rooms):
    """A complaint that was heard out, clarified and apologised for."""
    conversation = rooms.open(order_id=LATE_LAPTOP)
    rooms.settle()
    place = (conversation, begin(rooms, conversation))
    take(rooms, place, "hear")
    take(rooms, place, "clarify")
    rooms.reply(conversation, PROCEDURE["apologise"].sentence["ru"])
    rooms.settle()
    take(rooms, place, "apologise", "")
    return place


def complaint(rooms, place):
    return rooms.state(place[0]).complaints[place[1]]


@pytest.mark.usefixtures("shop")
def test_a_complaint_to_its_approved_compensation_and_follow_up(any_rooms, shop):
    """Above the agent's limit a senior agent approves; the shop pays once; on its day it comes back, open again."""
    house, place = any_rooms.house, at_the_offer(any_rooms)
    remedy = offer(any_rooms, place, LARGE)
    waiting = house.store.page(SENIOR, "approvals", None, 9).items
    assert [one.conversation.id for one in waiting] == [place[0]]
    assert house.store.counts(SENIOR)["approvals"] == 1
    with pytest.raises(BadInput, match="waits for nobody"):
        take(any_rooms, place, "offer", "")
    with pytest.raises(Conflict, match="waits"):
        accept(any_rooms, place, remedy)

    decide(any_rooms, place, remedy, why="Ждёт десятый день")
    assert house.store.counts(SENIOR)["approvals"] == 0
    take(any_rooms, place, "offer", "")
    for _ in range(2):
        _, wished = accept(any_rooms, place, remedy)
    assert (wished.state, wished.granted_by) == ("made", SENIOR.id)
    assert [one.amount for one in shop.affairs(MARINA).refunds] == [250_000]
    take(any_rooms, place, "confirm", "")
    due = any_rooms.clock.now() + 3 * DAY_MINUTES * 60_000
    any_rooms.do(house.complaints.follow_up(AGENT, *place, due))
    any_rooms.do(house.conversations.resolve(AGENT, place[0]))

    tick(any_rooms, minutes=2 * DAY_MINUTES)
    assert any_rooms.state(place[0]).status == "resolved"
    for _ in range(2):
        tick(any_rooms, minutes=DAY_MINUTES)
    state = any_rooms.state(place[0])
    assert any_rooms.names(place[0]).count("FollowUpDue") == 1
    assert (state.status, state.turn, state.assignee_id) == ("open", "agent", None)
    assert state.mentions[AGENT.id]
    any_rooms.do(house.complaints.close(AGENT, *place, (True, "")))
    assert complaint(any_rooms, place).settled
    said = [(r.name, r.by_id) for r in any_rooms.records(place[0]) if r.name == "RemedyDecided"]
    assert said == [("RemedyDecided", SENIOR.id)]
    assert any_rooms.verify() == []


@pytest.mark.usefixtures("shop")
def test_within_the_limit_nobody_is_asked_and_above_in_sum_somebody_is(any_rooms):
    """300 points go at once; what was given here counts, so the next offer waits."""
    place = at_the_offer(any_rooms)
    first = offer(any_rooms, place, SMALL)
    accept(any_rooms, place, first)
    second = offer(any_rooms, place, w.GiveBonus(points=800))

    states = {name: one.state for name, one in complaint(any_rooms, place).remedies.items()}
    assert states == {first: "accepted", second: "waits"}


@pytest.mark.usefixtures("shop")
def test_who_approves_has_a_limit_too_and_is_somebody_else(any_rooms):
    """A senior agent neither above their own, nor what they offered; the supervisor may; what was refused is not done."""
    place = at_the_offer(any_rooms)
    huge, own = offer(any_rooms, place, HUGE), offer(any_rooms, place, HUGE, by=SENIOR)
    with pytest.raises(NotAllowed, match="up to"):
        decide(any_rooms, place, huge)
    with pytest.raises(NotAllowed, match="their own"):
        decide(any_rooms, place, own)
    with pytest.raises(NotAllowed):
        decide(any_rooms, place, huge, by=COLLEAGUE)
    with pytest.raises(BadInput, match="why not"):
        decide(any_rooms, place, huge, by=SUPERVISOR, approved=False)
    decide(any_rooms, place, huge, by=SUPERVISOR, approved=False, why="Заказ ещё в пути")
    decide(any_rooms, place, own, by=SUPERVISOR)

    with pytest.raises(Conflict, match="refused"):
        accept(any_rooms, place, huge)
    with pytest.raises(Conflict, match="does not wait"):
        decide(any_rooms, place, own, by=SUPERVISOR)
    assert any_rooms.state(place[0]).mentions[AGENT.id]


@pytest.mark.usefixtures("shop")
def test_what_one_approves_counts_to_ones_own_limit(any_rooms):
    """Two offers of 2,500 fit into a senior agent's 5,000; the third does not."""
    place = at_the_offer(any_rooms)
    three = [offer(any_rooms, place, LARGE) for _ in range(3)]
    for remedy in three[:2]:
        decide(any_rooms, place, remedy)
    with pytest.raises(NotAllowed, match="up to"):
        decide(any_rooms, place, three[2])


def test_no_step_goes_by_in_silence(rooms):
    """Out of turn, without what it needs, without a reason: refused; with one it stands in the timeline."""
    conversation = rooms.open()
    rooms.settle()
    place = (conversation, begin(rooms, conversation))
    for step, text, skipped, error, says in (
        ("offer", "Скидка", False, Conflict, "stands at hear"),
        ("hear", " ", False, BadInput, "learnt"),
        ("hear", "", True, BadInput, "why"),
        ("dance", "Раз", False, BadInput, "no step"),
    ):
        with pytest.raises(error, match=says):
            take(rooms, place, step, text, skipped=skipped)
    take(rooms, place, "hear", "Разбилась чашка")
    take(rooms, place, "clarify", "Фото уже есть", skipped=True)
    with pytest.raises(BadInput, match="Write to the buyer"):
        take(rooms, place, "apologise", "")

    steps = [(r.event.step, r.event.skipped, r.text) for r in rooms.records(conversation) if "Step" in r.name]
    assert steps == [("hear", False, "Разбилась чашка"), ("clarify", True, "Фото уже есть")]


def test_the_matter_is_not_settled_around_the_procedure(rooms):
    """Neither one nor many at once; after the last step it is; a second complaint waits for the first."""
    conversation, house = rooms.open(), rooms.house
    place = (conversation, begin(rooms, conversation))
    with pytest.raises(Conflict, match="open here already"):
        begin(rooms, conversation)
    with pytest.raises(Conflict, match="'hear'"):
        rooms.do(house.conversations.resolve(AGENT, conversation))
    with pytest.raises(Conflict, match="stands at"):
        rooms.do(house.complaints.close(AGENT, *place, (True, "")))
    for step in PROCEDURE:
        take(rooms, place, step, "Покупатель отказался", skipped=True)
    rooms.do(house.complaints.close(AGENT, *place, (False, "Хочет другой магазин")))
    rooms.do(house.conversations.resolve(AGENT, conversation))
    assert rooms.state(conversation).status == "resolved"


def test_a_guest_is_offered_nothing_the_shop_cannot_do(rooms):
    """Said before the buyer reads it."""
    conversation = rooms.open()
    place = (conversation, begin(rooms, conversation))
    with pytest.raises(Conflict, match="guest"):
        offer(rooms, place, SMALL)
    with pytest.raises(BadInput, match="remedy is one of"):
        offer(rooms, place, w.ComplainOfCourier(order="1", about="rude"))


@pytest.mark.usefixtures("shop")
def test_a_follow_up_survives_and_goes_to_who_is_there(any_rooms):
    """Who promised it is gone: it is open, nobody's, ours, and routing gives it to a colleague."""
    ilya, anna = hire(any_rooms, "ilya"), hire(any_rooms, "anna")
    conversation = any_rooms.open(order_id=LATE_LAPTOP)
    any_rooms.settle()
    place = (conversation, begin(any_rooms, conversation, by=ilya))
    for step in ("hear", "clarify", "apologise", "offer", "confirm"):
        take(any_rooms, place, step, "По телефону", by=ilya, skipped=True)
    any_rooms.do(
        any_rooms.house.complaints.follow_up(ilya, *place, any_rooms.clock.now() + DAY_MINUTES * 60_000)
    )
    any_rooms.reply(conversation)
    any_rooms.house.people.change_staff(ilya.id, disabled=True)
    tick(any_rooms, minutes=DAY_MINUTES + 1)
    sits(any_rooms, anna)
    route(any_rooms)

    assert any_rooms.state(conversation).assignee_id == anna.id
    assert any_rooms.verify() == []


@pytest.mark.parametrize("who", [SELLER, MODERATOR, BUYER])
def test_only_agents_lead_a_complaint(rooms, who):
    """And nobody else sees anything of it."""
    conversation = rooms.open(seller_id=SELLER.seller_id)
    place = (conversation, begin(rooms, conversation))
    take(rooms, place, "hear", "тайна")
    with pytest.raises((NotAllowed, NotFound)):
        take(rooms, place, "clarify", by=who)
    if who is not MODERATOR:
        assert not [name for name in rooms.names(conversation, by=who) if "Complaint" in name]


@pytest.mark.parametrize("language", ["ru", "en", "zh"])
def test_the_sentences_pass_the_gate(one_gate, language):
    """As they stand: whoever takes one into the box is not stopped."""
    found = {
        code: [one.rule for one in one_gate.check(step.sentence[language], Context(lang=language)).findings]
        for code, step in PROCEDURE.items()
    }
    assert {code: rules for code, rules in found.items() if rules} == {}

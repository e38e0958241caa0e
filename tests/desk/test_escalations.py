"""Asking others and giving on: whose turn it is, tracked until answered, reminded of when late."""

import pytest

from desk.crew import hire, owner, route, sits, tick
from otvet.conversation.views import Filters
from otvet.desk.escalations import HandOver, Question
from otvet.errors import BadInput, Conflict, NotAllowed, NotFound
from rooms import AGENT, COLLEAGUE, MODERATOR, OTHER_SELLER, SELLER, SENIOR

TICKET = Question(to="external", text="Где посылка?", party="СДЭК", number="CD-77")


def ask(rooms, conversation, question, by=AGENT):
    done = rooms.do(rooms.house.escalations.ask(by, conversation, question, rooms.key()))
    rooms.settle()
    return done.answer["id"]


def answer(rooms, conversation, name, *, by=AGENT, **more):
    rooms.do(rooms.house.escalations.answer(by, conversation, name, "Нашлась, доставят завтра", **more))
    rooms.settle()


def turn(rooms, conversation):
    return rooms.state(conversation).turn


def test_an_external_ticket_is_tracked_until_answered(any_rooms):
    """Number, system, since when; the turn is theirs; their answer makes it ours, ours makes it the buyer's."""
    conversation = any_rooms.open()
    any_rooms.settle()
    assert turn(any_rooms, conversation) == "agent"
    name = ask(any_rooms, conversation, TICKET)

    state = any_rooms.state(conversation)
    kept = state.escalations[name]
    assert (kept.party, kept.number, kept.at, kept.overdue) == ("СДЭК", "CD-77", any_rooms.clock.now(), False)
    assert state.turn == "external"
    page = any_rooms.house.store.page(AGENT, "all", None, 9, filters=Filters(turn="external"))
    assert [one.conversation.id for one in page.items] == [conversation]

    answer(any_rooms, conversation, name)
    assert turn(any_rooms, conversation) == "agent"
    any_rooms.reply(conversation)
    any_rooms.settle()
    assert turn(any_rooms, conversation) == "buyer"
    assert any_rooms.verify() == []


def test_a_late_answer_is_reminded_of_once_and_asked_for_again(any_rooms):
    """At its own deadline, to who has the conversation; a new day begins anew."""
    conversation = any_rooms.open()
    any_rooms.do(any_rooms.house.conversations.assign(AGENT, conversation, AGENT.id))
    due = any_rooms.clock.now() + 3_600_000
    name = ask(any_rooms, conversation, Question(to="external", text="?", party="Склад", number="1", due=due))
    tick(any_rooms, minutes=61)
    tick(any_rooms)
    state = any_rooms.state(conversation)
    assert any_rooms.names(conversation).count("AnswerOverdue") == 1
    assert (state.escalations[name].overdue, state.mentions) == (True, {AGENT.id: True})

    again = any_rooms.clock.now() + 3_600_000
    any_rooms.do(any_rooms.house.escalations.await_until(AGENT, conversation, name, due=again, number="2"))
    assert any_rooms.state(conversation).escalations[name].number == "2"
    tick(any_rooms, minutes=61)
    assert any_rooms.names(conversation).count("AnswerOverdue") == 2
    assert any_rooms.verify() == []


def test_the_second_line_gets_it_and_gives_it_back(any_rooms):
    """Routed to a senior, with the words; the answer brings it back to who asked."""
    ilya, anna = hire(any_rooms, "ilya"), hire(any_rooms, "anna", "senior_agent")
    conversation = any_rooms.open()
    sits(any_rooms, ilya)
    route(any_rooms)
    name = ask(any_rooms, conversation, Question(to="second_line", text="Двойное списание"), by=ilya)
    assert (turn(any_rooms, conversation), owner(any_rooms, conversation)) == ("second_line", None)
    sits(any_rooms, anna)
    route(any_rooms)
    assert owner(any_rooms, conversation) == anna.id

    answer(any_rooms, conversation, name, by=anna)
    assert owner(any_rooms, conversation) == ilya.id
    assert (turn(any_rooms, conversation), any_rooms.state(conversation).queue) == ("agent", "support")
    said = [r.text for r in any_rooms.records(conversation) if r.name in ("Escalated", "EscalationAnswered")]
    assert said == ["Двойное списание", "Нашлась, доставят завтра"]


def test_a_seller_reads_the_question_and_answers_it_by_a_note(any_rooms):
    """The seller sees the words and nothing of the team's; the note makes it ours again."""
    conversation = any_rooms.open(seller_id=SELLER.seller_id)
    any_rooms.settle()
    ask(any_rooms, conversation, Question(to="seller", text="Есть ли синий?"))
    assert turn(any_rooms, conversation) == "seller"
    seen = [(r.name, r.text) for r in any_rooms.records(conversation, by=SELLER)]
    assert ("SellerNoteWritten", "Есть ли синий?") in seen
    assert "Escalated" not in [name for name, _ in seen]

    any_rooms.note(conversation, "Есть, завтра", by=SELLER, audience="seller")
    state = any_rooms.state(conversation)
    assert (state.escalations, state.owed) == ({}, True)
    assert any_rooms.verify() == []


def test_a_buyer_who_writes_meanwhile_is_not_left_alone(rooms):
    """The question stays open, the turn is ours; after our word it is theirs again."""
    conversation = rooms.open()
    ask(rooms, conversation, TICKET)
    rooms.write(conversation, "Есть новости?")
    rooms.settle()
    assert turn(rooms, conversation) == "agent"
    rooms.reply(conversation)
    rooms.settle()
    assert turn(rooms, conversation) == "external"


def test_a_hand_over_has_a_summary_and_a_new_owner(any_rooms):
    """The new one is told; the summary stands in the timeline; the buyer and the seller do not see it."""
    conversation = any_rooms.open(seller_id=SELLER.seller_id)
    given = HandOver(to_id=COLLEAGUE.id, summary="Ждёт возврата, обещали до пятницы")
    any_rooms.do(any_rooms.house.escalations.hand_over(AGENT, conversation, given, any_rooms.key()))

    state = any_rooms.state(conversation)
    assert (state.assignee_id, state.mentions) == (COLLEAGUE.id, {COLLEAGUE.id: True})
    assert "Ждёт возврата, обещали до пятницы" in [r.text for r in any_rooms.records(conversation)]
    assert "HandedOver" not in any_rooms.names(conversation, by=SELLER)
    assert any_rooms.verify() == []


def test_handed_to_a_queue_it_is_routed_there(rooms):
    """Nobody's until somebody of that queue has room."""
    anna = hire(rooms, "anna", "senior_agent")
    conversation = rooms.open()
    rooms.settle()
    given = HandOver(queue="second-line", summary="Спор о сумме")
    rooms.do(rooms.house.escalations.hand_over(AGENT, conversation, given, rooms.key()))
    sits(rooms, anna)
    route(rooms)

    assert (owner(rooms, conversation), rooms.state(conversation).queue) == (anna.id, "second-line")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (Question(to="external", text="?", party="СДЭК"), "number"),
        (Question(to="seller", text="?"), "seller"),
        (Question(to="second_line", text="  "), "asked"),
        (Question(to="second_line", text="?", due=1), "future"),
    ],
)
def test_a_question_that_cannot_be_tracked_is_refused(rooms, question, says):
    """In words that say what to add; nothing is stored."""
    conversation = rooms.open()
    rooms.settle()
    before = rooms.house.store.cursor()
    with pytest.raises(BadInput, match=says):
        rooms.do(rooms.house.escalations.ask(AGENT, conversation, question, rooms.key()))
    assert rooms.house.store.cursor() == before


def test_what_cannot_be_done_twice_is_refused(rooms):
    """The second line has it; an answered question is closed; a summary is needed."""
    conversation, front = rooms.open(), rooms.house.escalations
    name = ask(rooms, conversation, Question(to="second_line", text="?"))
    with pytest.raises(Conflict, match="second line"):
        ask(rooms, conversation, Question(to="second_line", text="?"))
    answer(rooms, conversation, name, withdrawn=True)
    with pytest.raises(Conflict, match="answered"):
        answer(rooms, conversation, name)
    with pytest.raises(BadInput, match="Sum"):
        rooms.do(front.hand_over(AGENT, conversation, HandOver(to_id=SENIOR.id, summary=" "), rooms.key()))
    with pytest.raises(BadInput, match="one of the two"):
        rooms.do(front.hand_over(AGENT, conversation, HandOver(summary="x"), rooms.key()))
    with pytest.raises(BadInput, match="queue"):
        rooms.do(front.hand_over(AGENT, conversation, HandOver(queue="moon", summary="x"), rooms.key()))


@pytest.mark.parametrize("who", [SELLER, OTHER_SELLER, MODERATOR])
def test_only_agents_ask_and_hand_over(rooms, who):
    """Sellers and moderators are refused."""
    conversation = rooms.open(seller_id=SELLER.seller_id)
    with pytest.raises((NotAllowed, NotFound)):
        rooms.do(rooms.house.escalations.ask(who, conversation, TICKET, rooms.key()))
    given = HandOver(to_id=AGENT.id, summary="x")
    with pytest.raises((NotAllowed, NotFound)):
        rooms.do(rooms.house.escalations.hand_over(who, conversation, given, rooms.key()))

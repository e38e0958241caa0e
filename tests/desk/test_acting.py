"""Rules that act by themselves: on what, when, what they do, why not; and that no two go round in a circle."""

import pytest

from otvet.desk.conditions import Condition
from otvet.desk.deeds import Deed
from otvet.desk.rehearsal import rehearse
from otvet.desk.rules import AUTOMATION, Acts, NewRule
from otvet.desk.templates import Wanted
from otvet.errors import BadInput, Conflict, NotAllowed
from rooms import AGENT, BUYER, MODERATOR, SELLER, SENIOR, SUPERVISOR

ON_IT = "Здравствуйте! Мы получили ваше обращение и уже читаем его."


def text(rooms, said=ON_IT, *, reach="team"):
    wanted = Wanted(kind="template", reach=reach, name={"ru": "Приняли"}, text={"ru": said})
    return rooms.house.at_hand.templates.add(SENIOR, wanted, rooms.key()).id


def rule(rooms, on="message", *conditions: Condition, deeds=(), write=None, enabled=True, name="Правило"):
    wanted = NewRule(
        name=name,
        on=on,
        conditions=conditions,
        actions=Acts(write=write, deeds=tuple(deeds)),
        enabled=enabled,
    )
    return rooms.house.at_hand.rules.add(SUPERVISOR, wanted, rooms.key())


def log(rooms, one):
    return [run for run, _ in rooms.house.acting.log(SUPERVISOR, one.id)]


def test_a_rule_acts_on_its_event_and_says_what_it_did(any_rooms):
    """Words of the message in any form, tags, topic; with a line in the log."""
    asks = Condition("words", ("вернуть деньги", "возврат"))
    one = rule(any_rooms, "message", asks, deeds=[Deed("tag", "деньги"), Deed("topic", "refund")])
    conversation = any_rooms.open("Хочу возврата за чайник")
    any_rooms.settle()

    state = any_rooms.state(conversation)
    (run,) = log(any_rooms, one)
    assert (state.tags, state.topic) == (("деньги",), "refund")
    assert run.ran
    assert run.why.done == ("tag", "topic")
    assert any_rooms.verify() == []


def test_a_rule_that_did_not_act_says_which_condition_failed(any_rooms):
    """The first that does not hold, with what it wanted."""
    chinese = Condition("language", ("zh",))
    one = rule(
        any_rooms, "opened", Condition("order", ("yes",), no=True), chinese, deeds=[Deed("tag", "китай")]
    )
    any_rooms.open("Где заказ?")
    any_rooms.settle()

    (run,) = log(any_rooms, one)
    assert not run.ran
    assert run.why.failed == chinese


def test_an_automatic_text_passes_the_gate_and_is_no_answer(any_rooms):
    """It leaves as a sender's who is not there; the buyer still waits for a person."""
    rule(any_rooms, "opened", write=text(any_rooms))
    conversation = any_rooms.open("Где заказ?")
    any_rooms.settle()

    state = any_rooms.state(conversation)
    names = any_rooms.names(conversation)
    assert names.index("ReplyCleared") < names.index("ReplyDelivered")
    assert (
        next(r for r in any_rooms.records(conversation) if r.name == "ReplyProposed").event.attended is False
    )
    assert state.waiting_since is not None
    assert not state.answered


def test_what_the_gate_would_only_warn_of_is_held_for_a_person(any_rooms):
    """Nobody is there to confirm."""
    one = rule(any_rooms, "opened", write=text(any_rooms, "Здравствуйте! ВАШ заказ СЕГОДНЯ у курьера."))
    conversation = any_rooms.open("Где заказ?")
    any_rooms.settle()

    (run,) = log(any_rooms, one)
    assert any_rooms.state(conversation).held == 1
    assert run.why.code == "held"


def test_a_text_with_an_empty_variable_is_not_written(any_rooms):
    """The log names the variable; nothing is done by halves."""
    one = rule(
        any_rooms,
        "opened",
        write=text(any_rooms, "Заказ {{order.number}} проверяем."),
        deeds=[Deed("resolve")],
    )
    conversation = any_rooms.open("Где заказ?")
    any_rooms.settle()

    (run,) = log(any_rooms, one)
    assert run.why.code == "empty order.number"
    assert any_rooms.state(conversation).status == "open"


def test_two_rules_never_set_each_other_off(any_rooms):
    """One resolves what the other reopens: each acts once, and the log says that a rule did it."""
    closes = rule(any_rooms, "reopened", deeds=[Deed("resolve")], name="А")
    other = rule(any_rooms, "resolved", deeds=[Deed("tag", "закрыто")], name="Б")
    conversation = any_rooms.open("Где заказ?")
    any_rooms.do(any_rooms.house.conversations.resolve(AGENT, conversation))
    any_rooms.settle()
    any_rooms.do(any_rooms.house.conversations.reopen(AGENT, conversation))
    any_rooms.settle()

    assert [run.ran for run in log(any_rooms, closes)] == [True]
    assert [(run.ran, run.why.code) for run in log(any_rooms, other)] == [(False, "by_rule"), (True, "")]
    assert any_rooms.state(conversation).status == "resolved"


def test_a_machine_that_answers_every_text_is_answered_once_a_day(any_rooms):
    """The other side's autoresponder comes to an end."""
    one = rule(any_rooms, "message", write=text(any_rooms))
    conversation = any_rooms.open("Автоответ: меня нет на месте")
    any_rooms.settle()
    for _ in range(3):
        any_rooms.write(conversation, "Автоответ: меня нет на месте")
        any_rooms.settle()
    assert any_rooms.names(conversation).count("ReplyProposed") == 1
    assert [run.why.code for run in log(any_rooms, one)] == ["lately", "lately", "lately", ""]

    any_rooms.clock.turn(hours=25)
    any_rooms.write(conversation, "А теперь?")
    any_rooms.settle()
    assert any_rooms.names(conversation).count("ReplyProposed") == 2


def test_a_job_that_comes_twice_acts_once(any_rooms):
    """After a crash the same event is worked on again."""
    one = rule(any_rooms, "message", write=text(any_rooms), deeds=[Deed("tag", "раз")])
    jobs = []
    automate = any_rooms.house.acting.automate
    any_rooms.house.dispatcher._reactions["desk.automate"] = lambda job: jobs.append(job) or automate(job)
    conversation = any_rooms.open("Где заказ?")
    any_rooms.settle()
    any_rooms.do(automate(jobs[0]))
    any_rooms.settle()

    assert any_rooms.names(conversation).count("ReplyProposed") == 1
    assert len(log(any_rooms, one)) == 1


def test_a_rule_is_tried_over_the_past_and_changes_nothing(any_rooms):
    """What it would have done, and what stopped it elsewhere, judged by the conversation as it was then."""
    first = any_rooms.open("Хочу возврат")
    any_rooms.open("Где курьер?")
    any_rooms.write(first, "Повторяю: возврат")
    any_rooms.settle()
    before = any_rooms.house.store.cursor()
    tried = NewRule(
        name="Проба",
        on="message",
        conditions=(Condition("words", ("возврат",)),),
        actions=Acts(deeds=(Deed("tag", "деньги"),)),
    )

    found = rehearse(any_rooms.house.database, SUPERVISOR, tried, 100)

    assert (found.conversations, found.events, found.runs, found.touched) == (2, 3, 2, 1)
    assert found.stopped == {"words": 1}
    assert [one.text for one in found.did_not] == ["Где курьер?"]
    assert any_rooms.house.store.cursor() == before
    with pytest.raises(NotAllowed):
        rehearse(any_rooms.house.database, AGENT, tried, 100)


def test_who_makes_rules_and_with_what(rooms):
    """Those who lead; with a text everybody may use; and to somebody, not to "me"."""
    for by in (AGENT, SELLER, MODERATOR, BUYER):
        with pytest.raises(NotAllowed):
            rooms.house.at_hand.rules.add(
                by, NewRule(name="Х", on="message", actions=Acts(deeds=(Deed("resolve"),))), rooms.key()
            )
    own = Wanted(kind="template", reach="own", name={"ru": "Моё"}, text={"ru": "Спасибо, что написали."})
    mine = rooms.house.at_hand.templates.add(SUPERVISOR, own, rooms.key()).id
    for wrong in ({"write": mine}, {"deeds": [Deed("assign", "me")]}, {}):
        with pytest.raises(BadInput):
            rule(rooms, **wrong)
    one = rule(rooms, deeds=[Deed("resolve")], enabled=False)
    rooms.house.at_hand.rules.save(SUPERVISOR, one.id, one, 1)
    with pytest.raises(Conflict):
        rooms.house.at_hand.rules.save(SUPERVISOR, one.id, one, 1)


def test_a_stopped_rule_asks_nothing(any_rooms):
    """And leaves no line."""
    one = rule(any_rooms, deeds=[Deed("resolve")], enabled=False)
    conversation = any_rooms.open()
    any_rooms.settle()

    assert any_rooms.state(conversation).status == "open"
    assert log(any_rooms, one) == []
    assert AUTOMATION.attended is False

"""The hotline: a call rings at a free desk with the caller's record, is noted, ends, is called back on time (B9)."""

import pytest
from sqlalchemy import select

from desk.crew import hire, owner, route, sits, tick
from otvet.desk.calls import Incoming, conversation_of
from otvet.desk.ringing import ONCE_MORE_MS
from otvet.desk.script import SCRIPT
from otvet.errors import BadInput, Conflict, NotAllowed, NotFound
from otvet.policy.context import Context
from otvet.storage.schema import looks
from rooms import AGENT, BUYER, MODERATOR, SELLER, SUPERVISOR

PHONE = "8 900 000-10-01"


def ring(rooms, call_id="tel-1", phone=PHONE, by=SUPERVISOR):
    call = Incoming(call_id=call_id, phone=phone, line="8 800 555-20-20")
    done = rooms.do(rooms.house.calls.ring(by, call))
    rooms.settle()
    return done.answer["conversation_id"]


def answered(rooms, call_id="tel-1", *, by=SUPERVISOR, by_id=None):
    rooms.do(rooms.house.calls.answered(by, call_id, by_id))


def ended(rooms, call_id="tel-1", *, by=SUPERVISOR):
    rooms.do(rooms.house.calls.ended(by, call_id))
    rooms.settle()


def due(rooms, ms=0):
    rooms.clock.turn(seconds=ms / 1000)
    rooms.do(rooms.house.calls.due())


def call(rooms, conversation):
    return rooms.state(conversation).call


def known(rooms):
    """A buyer who left this number."""
    who = rooms.house.people.new_guest("own", "ru").actor.id
    rooms.house.people.rename_buyer(who, phone="+79000001001")
    return who


def test_a_call_rings_at_a_free_desk_with_the_callers_record(any_rooms):
    """Found by the number however it is written, once however often it is told; the look is logged."""
    ilya, buyer = hire(any_rooms, "ilya"), known(any_rooms)
    sits(any_rooms, ilya)
    conversation = ring(any_rooms)
    assert ring(any_rooms) == conversation == conversation_of("tel-1")
    state = any_rooms.state(conversation)
    assert (state.buyer_id, state.channel, state.assignee_id) == (buyer, "telephony", ilya.id)
    assert (state.call.state, state.call.known, state.call.to_id) == ("ringing", True, ilya.id)
    assert any_rooms.do(any_rooms.house.calls.mine(ilya)).id == conversation
    answered(any_rooms, by=ilya)
    any_rooms.clock.turn(seconds=90)
    note = any_rooms.house.calls.note(ilya, conversation, ("matter", "Не пришёл заказ"), any_rooms.key())
    any_rooms.do(note)
    ended(any_rooms)

    last = next(r.event for r in any_rooms.records(conversation) if r.name == "CallEnded")
    assert (last.why, last.seconds, call(any_rooms, conversation).state) == ("finished", 90, "ended")
    assert any_rooms.do(any_rooms.house.calls.mine(ilya)) is None
    with any_rooms.house.database.reading() as connection:
        seen = connection.execute(select(looks.c.object_id).where(looks.c.action == "call.drive")).scalars()
        assert list(seen) == [buyer]
    assert any_rooms.verify() == []


def test_who_talks_is_not_free_and_who_does_not_answer_is_passed_over(any_rooms):
    """The second call rings elsewhere; after a while a ringing one goes on; with nobody free it waits ringing."""
    ilya, anna = hire(any_rooms, "ilya"), hire(any_rooms, "anna")
    sits(any_rooms, ilya)
    first = ring(any_rooms)
    answered(any_rooms)
    second = ring(any_rooms, "tel-2", "")
    assert call(any_rooms, second).to_id is None
    sits(any_rooms, anna)
    due(any_rooms)
    assert call(any_rooms, second).to_id == anna.id
    ended(any_rooms)
    due(any_rooms, ONCE_MORE_MS - 1_000)
    assert call(any_rooms, second).to_id == anna.id
    due(any_rooms, 1_000)
    assert (call(any_rooms, second).to_id, owner(any_rooms, second)) == (ilya.id, ilya.id)
    assert call(any_rooms, first).state == "ended"
    assert any_rooms.verify() == []


def test_a_missed_call_waits_in_the_queue_to_be_called_back(any_rooms):
    """Nobody was there; the next who comes gets it, and promises a time; then it comes back."""
    conversation = ring(any_rooms, phone="+7 901 000-00-00")
    ended(any_rooms)
    state = any_rooms.state(conversation)
    assert (state.call.why, state.turn, state.call.known) == ("missed", "agent", False)
    ilya = hire(any_rooms, "ilya")
    sits(any_rooms, ilya)
    route(any_rooms)
    assert owner(any_rooms, conversation) == ilya.id

    at = any_rooms.clock.now() + 3_600_000
    any_rooms.do(any_rooms.house.calls.call_back(ilya, conversation, at))
    assert any_rooms.state(conversation).turn == "buyer"
    for _ in range(2):
        tick(any_rooms, minutes=61)
    state = any_rooms.state(conversation)
    assert any_rooms.names(conversation).count("CallBackDue") == 1
    assert (state.turn, state.mentions[ilya.id], state.call_back.due) == ("agent", True, True)
    any_rooms.do(any_rooms.house.calls.called_back(ilya, conversation, (True, "Всё решено")))
    assert any_rooms.state(conversation).call_back is None
    with pytest.raises(Conflict, match="promised"):
        any_rooms.do(any_rooms.house.calls.called_back(ilya, conversation, (True, "")))
    assert any_rooms.verify() == []


def test_what_is_written_into_a_call_is_not_lost_in_silence(rooms):
    """The author is told that nobody reads it there."""
    conversation = ring(rooms)
    rooms.reply(conversation)
    rooms.settle()
    failed = next(r.event for r in rooms.records(conversation) if r.name == "DeliveryFailed")
    assert "call" in failed.reason


def test_a_call_is_driven_by_who_may(rooms):
    """The telephone system or a supervisor; an agent answers their own alone; nonsense is refused."""
    ilya, anna = hire(rooms, "ilya"), hire(rooms, "anna")
    for who in (AGENT, SELLER, BUYER, MODERATOR):
        with pytest.raises(NotAllowed):
            ring(rooms, by=who)
    sits(rooms, ilya)
    conversation = ring(rooms)
    for act in (answered, ended):
        with pytest.raises(NotAllowed, match="another colleague"):
            act(rooms, by=anna)
        with pytest.raises(NotFound):
            act(rooms, "tel-none")
    for call_id, phone in (("", PHONE), ("x\n", PHONE), ("x", "none")):
        with pytest.raises(BadInput):
            ring(rooms, call_id, phone)
    with pytest.raises(BadInput, match="no step"):
        rooms.do(rooms.house.calls.note(AGENT, conversation, ("sing", "ля"), rooms.key()))
    with pytest.raises(BadInput, match="future"):
        rooms.do(rooms.house.calls.call_back(AGENT, conversation, 1))
    chat = rooms.open()
    with pytest.raises(Conflict, match="no call"):
        rooms.do(rooms.house.calls.note(AGENT, chat, ("note", "ля"), rooms.key()))


@pytest.mark.parametrize("language", ["ru", "en", "zh"])
def test_the_sentences_of_the_script_break_no_rule(one_gate, language):
    """What is said aloud keeps to the same rules."""
    found = {
        code: [one.rule for one in one_gate.check(step.sentence[language], Context(lang=language)).findings]
        for code, step in SCRIPT.items()
    }
    assert {code: rules for code, rules in found.items() if rules} == {}

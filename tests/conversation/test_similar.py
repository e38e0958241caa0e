"""Earlier answers to nearly the same question: whose may be shown, and that nobody's data comes along."""

import pytest

from otvet.conversation.sending import checked_reply
from otvet.conversation.similar import hidden, similar
from otvet.errors import BadInput, NotAllowed
from rooms import AGENT, BUYER, MODERATOR, OTHER_SELLER, SELLER, STRANGER

ASKED = "Чайник протекает, хочу оформить возврат"
TOLD = "Оформите возврат в карточке заказа и отнесите чайник в пункт выдачи до 30 числа."


def _closed(rooms, *, by=STRANGER, text=ASKED, answer=TOLD, **fields):
    conversation = rooms.open(text, by=by, **fields)
    rooms.reply(conversation, answer)
    rooms.settle()
    rooms.do(rooms.house.conversations.resolve(AGENT, conversation))
    rooms.settle()
    return conversation


def _found(rooms, conversation, *, by=AGENT, question="Протекает чайник, как его вернуть?"):
    return similar(rooms.house.store, by, conversation, question)


def test_the_answer_to_nearly_the_same_question_is_offered(any_rooms):
    """Of a resolved conversation, in other words; its numbers are gone."""
    earlier = _closed(any_rooms)
    here = any_rooms.open("Протекает чайник, как его вернуть?")

    (one,) = _found(any_rooms, here)

    assert one.conversation_id == earlier
    assert "отнесите чайник в пункт выдачи" in one.answer
    assert "30" not in one.answer
    with pytest.raises(BadInput, match="not filled"):
        checked_reply(one.answer, 10_000)


def test_open_ones_one_s_own_and_what_is_far_are_not_offered(any_rooms):
    """Nor an answer the gate holds: it never left."""
    any_rooms.open(ASKED, by=STRANGER)
    _closed(any_rooms, text="Где мой курьер?", answer="Курьер приедет вечером, пожалуйста, подождите.")
    held = any_rooms.open(ASKED, by=STRANGER)
    any_rooms.reply(held, "Звоните мне: 8 916 123-45-67")
    any_rooms.do(any_rooms.house.conversations.resolve(AGENT, held))
    here = _closed(any_rooms, by=BUYER)

    assert _found(any_rooms, here) == []


def test_a_seller_is_shown_only_their_own(any_rooms):
    """What a person may not see, they are not offered either."""
    earlier = _closed(any_rooms, seller_id=SELLER.seller_id)
    here = any_rooms.open("Чайник", seller_id=SELLER.seller_id)

    assert [one.conversation_id for one in _found(any_rooms, here, by=SELLER)] == [earlier]
    assert _found(any_rooms, here, by=OTHER_SELLER) == []
    with pytest.raises(NotAllowed):
        _found(any_rooms, here, by=MODERATOR)


def test_nobodys_data_comes_along():
    """Names, phones, mails and every number stand as what still has to be written."""
    said = hidden(
        "Марина, заказ 48120-3391, звоните 8 916 123-45-67 или m@mail.example", ("Марина Соколова",)
    )

    assert not any(sign.isdigit() for sign in said)
    assert "Марина" not in said
    assert "mail.example" not in said
    assert said.count("{{private.") >= 4

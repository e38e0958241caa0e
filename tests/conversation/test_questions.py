"""Public questions: what is public at once, what waits, who sees what, and one vote a person (A9, A10)."""

import pytest
from sqlalchemy import update

from otvet.conversation.board import Wanted, known_as
from otvet.conversation.posts import CHANNEL
from otvet.conversation.questions import Asking
from otvet.errors import BadInput, Conflict, NotAllowed, NotFound
from otvet.people.actor import NOBODY, Actor
from otvet.storage.schema import buyers
from rooms import BUYER, FINE, MODERATOR, OTHER_SELLER, PHONE

KETTLE = "KT-170-GR"
QUESTION = "Подойдёт ли этот чайник для дачи без водопровода?"
WITH_PHONE = "Подойдёт ли чайник для дачи? Позвоните мне: +7 999 123-45-67"
RUDE = "Вы идиоты, почему чайник течёт?"


@pytest.fixture
def shop_buyers(any_rooms):
    """Two buyers the shop vouches for, by its own records."""
    rooms = any_rooms
    people = rooms.house.people
    made = []
    for name in ("Марина Соколова", "Пётр Иванов"):
        guest = people.new_guest("own", "ru").actor
        people.rename_buyer(guest.id, name=name)
        with rooms.house.database.writing() as connection:
            connection.execute(
                update(buyers).where(buyers.c.id == guest.id).values(shop_id=f"shop_{guest.id}")
            )
        made.append(Actor("buyer", guest.id, "buyer", name))
    return rooms, *made


def _ask(rooms, actor, text, product=KETTLE):
    return rooms.do(
        rooms.house.questions.ask(actor, Asking(text=text, product_id=product), rooms.key())
    ).answer


def _listed(rooms, actor=NOBODY, **wanted):
    return rooms.house.board.page(actor, Wanted(**wanted)).items


def _seller(rooms):
    """Somebody of the kettle's own seller."""
    return Actor(
        "seller", "se_9", "seller", "Приморье", seller_id=rooms.house.market.product(KETTLE).seller_id
    )


def test_a_question_is_public_at_once_and_answered_officially(shop_buyers):
    """The asker's name is short, the seller's reply passes the gate and is marked; the seller is a party from then on."""
    rooms, marina, _ = shop_buyers
    asked = _ask(rooms, marina, QUESTION)
    seller = _seller(rooms)
    held = rooms.reply(asked["conversation_id"], PHONE, by=seller)
    before = rooms.house.board.one(NOBODY, asked["reference"])
    rooms.reply(asked["conversation_id"], by=seller, replaces=held.id)
    rooms.settle()
    after = rooms.house.board.one(NOBODY, asked["reference"])

    assert asked["state"] == "public"
    assert held.state == "held"
    assert before.answers == ()
    assert (after.question.author, after.question.text) == ("Марина С.", QUESTION)
    assert [(one.sort, one.role, one.text) for one in after.answers] == [("official", "seller", FINE)]
    assert [one.reference for one in _listed(rooms, product=KETTLE)] == [asked["reference"]]
    assert _listed(rooms, product=KETTLE, unanswered=True) == ()
    assert rooms.house.store.state(asked["conversation_id"]).channel == CHANNEL
    assert rooms.verify() == []


@pytest.mark.parametrize("text", [WITH_PHONE, RUDE])
def test_what_the_rules_hold_is_nobody_elses_to_see(shop_buyers, text):
    """Neither strangers nor the seller; its author reads it with its state, the moderator decides."""
    rooms, marina, petr = shop_buyers
    asked = _ask(rooms, marina, text)
    own = rooms.house.board.one(marina, asked["reference"])

    assert asked["state"] == "waiting"
    assert (own.question.state, own.question.text) == ("waiting", text)
    for other in (NOBODY, petr, _seller(rooms), OTHER_SELLER):
        with pytest.raises(NotFound):
            rooms.house.board.one(other, asked["reference"])
    with pytest.raises(NotFound):
        rooms.do(rooms.house.conversations.seen(_seller(rooms), asked["conversation_id"]))
    assert _listed(rooms) == ()
    assert _listed(rooms, words="чайник") == ()
    with pytest.raises(Conflict):
        rooms.reply(asked["conversation_id"])
    waiting, number = rooms.house.board.waiting(MODERATOR)
    assert (number, waiting.items[0].question.text) == (1, text)
    assert rooms.verify() == []


def test_a_contact_is_never_public_whoever_publishes(shop_buyers):
    """The moderator's publication leaves it out; the seller is shown what the public is shown."""
    rooms, marina, _ = shop_buyers
    asked = _ask(rooms, marina, WITH_PHONE)
    rooms.do(rooms.house.questions.publish(MODERATOR, asked["reference"], asked["post_id"]))
    shown = rooms.house.board.one(NOBODY, asked["reference"])
    told = rooms.house.store.events(_seller(rooms), asked["conversation_id"])

    assert "999" not in shown.question.text
    assert "дачи" in shown.question.text
    assert all("999" not in (record.text or "") for record in told)
    assert rooms.house.board.waiting(MODERATOR)[1] == 0
    with pytest.raises(Conflict):
        rooms.do(rooms.house.questions.publish(MODERATOR, asked["reference"], asked["post_id"]))
    assert rooms.verify() == []


def test_a_refusal_is_told_to_its_author_alone(shop_buyers):
    """With the moderator's reason; nothing is lost, and nobody waits for an answer any more."""
    rooms, marina, petr = shop_buyers
    asked = _ask(rooms, marina, RUDE)
    rooms.do(rooms.house.questions.refuse(MODERATOR, asked["reference"], asked["post_id"], "Без оскорблений"))
    own = rooms.house.board.own(marina).items[0]

    assert (own.question.state, own.question.reason, own.question.text) == (
        "refused",
        "Без оскорблений",
        RUDE,
    )
    assert rooms.house.board.own(petr).items == ()
    assert rooms.house.store.state(asked["conversation_id"]).status == "resolved"


def test_buyers_answer_and_vote_once(shop_buyers):
    """A vote can be changed and taken back; nobody votes for themselves, and a guest has none."""
    rooms, marina, petr = shop_buyers
    asked, vote = _ask(rooms, marina, QUESTION), rooms.house.questions.vote
    given = rooms.do(
        rooms.house.questions.answer(petr, asked["reference"], "Брал, кипятит из канистры.", rooms.key())
    ).answer
    for value, expected in ((1, (1, 0, 1)), (1, (1, 0, 1)), (-1, (0, 1, -1)), (0, (0, 0, 0)), (1, (1, 0, 1))):
        rooms.do(vote(marina, asked["reference"], given["post_id"], value))
        votes = rooms.house.board.one(marina, asked["reference"]).answers[0].votes
        assert (votes.up, votes.down, votes.mine) == expected
    for nobody_else in (petr, BUYER):
        with pytest.raises(NotAllowed):
            rooms.do(vote(nobody_else, asked["reference"], given["post_id"], 1))
    with pytest.raises(NotFound):
        rooms.do(vote(petr, asked["reference"], asked["post_id"], 1))


def test_a_held_answer_of_a_stranger_is_neither_the_askers_nor_the_sellers(shop_buyers):
    """Its words are in no event they may read; published, they are."""
    rooms, marina, petr = shop_buyers
    asked = _ask(rooms, marina, QUESTION)
    text = "Берите лучше у меня дешевле: https://evil.example/kettle"
    given = rooms.do(rooms.house.questions.answer(petr, asked["reference"], text, rooms.key())).answer

    assert given["state"] == "waiting"
    for actor in (marina, _seller(rooms)):
        told = rooms.house.store.events(actor, asked["conversation_id"])
        assert all("evil" not in (record.text or "") for record in told)
        assert rooms.house.board.one(actor, asked["reference"]).answers == ()
    assert rooms.house.board.one(petr, asked["reference"]).answers[0].state == "waiting"
    assert _listed(rooms, words="дешевле") == ()


def test_hidden_is_gone_for_all_and_can_come_back(shop_buyers):
    """Also from the search and from the product."""
    rooms, marina, petr = shop_buyers
    asked = _ask(rooms, marina, QUESTION)
    decide = rooms.house.questions
    rooms.do(decide.hide(MODERATOR, asked["reference"], asked["post_id"], "Дубль"))
    assert _listed(rooms, product=KETTLE) == _listed(rooms, words="водопровода") == ()
    with pytest.raises(NotFound):
        rooms.house.board.one(petr, asked["reference"])
    rooms.do(decide.publish(MODERATOR, asked["reference"], asked["post_id"]))
    assert len(_listed(rooms, words="водопровода")) == 1
    assert rooms.verify() == []


def test_nobody_is_found_by_name(shop_buyers):
    """The words of a question find it, the name of who asked does not; colleagues find it by the reference too."""
    rooms, marina, _ = shop_buyers
    asked = _ask(rooms, marina, QUESTION)
    assert len(_listed(rooms, words="дача чайник")) == 1
    assert _listed(rooms, words="Соколова") == _listed(rooms, words="Марина чайник") == ()
    assert rooms.house.board.number(KETTLE) == 1
    assert asked["reference"]


def test_pages_follow_each_other(shop_buyers):
    """No question twice and none left out, in the list and in the search."""
    rooms, marina, _ = shop_buyers
    asked = [_ask(rooms, marina, f"Вопрос о чайнике номер {number}")["reference"] for number in range(5)]
    for words in ("", "чайнике"):
        seen, after = [], None
        for _ in range(6):
            page = rooms.house.board.page(NOBODY, Wanted(words=words, after=after, limit=2))
            seen += [one.reference for one in page.items]
            after = page.next
            if after is None:
                break
        assert sorted(seen) == sorted(asked)
        assert len(seen) == 5
    with pytest.raises(BadInput):
        rooms.house.board.page(NOBODY, Wanted(after="; drop"))


def test_a_public_question_is_no_private_conversation(shop_buyers):
    """It is not written in from the chat and not merged; the same key asks once."""
    rooms, marina, _ = shop_buyers
    key = rooms.key()
    asking = Asking(text=QUESTION, product_id=KETTLE)
    first, second = (rooms.do(rooms.house.questions.ask(marina, asking, key)).answer for _ in range(2))
    with pytest.raises(BadInput, match="/questions/"):
        rooms.do(rooms.house.conversations.write(marina, first["conversation_id"], "Ау", key=rooms.key()))

    assert first == second


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Марина Соколова", "Марина С."), ("Maria", "Maria"), ("王芳", "王**"), ("Гость 3f2a", "Гость"),
        ("Гость af12", "Гость"), ("@shop123 x", ""), ("+7999 1234567", ""), ("", ""), ("<b>Ann</b>", ""),
    ],
)  # fmt: skip
def test_strangers_are_told_half_a_name(name, shown):
    """And nothing that is no name: an address or a number set as one is not shown at all."""
    assert known_as(name) == shown

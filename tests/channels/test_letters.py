"""The answer reaches an absent buyer by e-mail: when, to whom, how often, and what stops it (mission row A6)."""

import re

import pytest

from otvet.errors import Conflict, NotAllowed, NotFound
from rooms import AGENT, PHONE

LINK = re.compile(r"https://help\.shop\.example/chat\?lang=\w\w#/k/(\S+)")


def token(box):
    return LINK.search(box.text())[1]


def test_by_default_nothing_leaves(rooms):
    """Without a mail server no letter is even planned."""
    made = rooms.house.people.new_guest("own", "ru").actor
    rooms.house.people.rename_buyer(made.id, email="guest@mail.example")
    conversation = rooms.open(by=made)
    rooms.settle()
    rooms.reply(conversation)
    rooms.settle()

    assert not [name for name in rooms.names(conversation) if name.startswith("Letter")]


def test_an_unread_answer_leaves_after_the_pause_and_not_before(post):
    """Five minutes by default; a confirmed address gets the words."""
    conversation = post.answered(post.confirmed())
    post.tick(minutes=4.9)
    early = len(post.box.letters)
    post.tick(minutes=0.2)

    assert early == 0
    assert post.box.recipients == [("buyer@mail.example",)]
    assert "> Здравствуйте! Посылка приедет завтра." in post.box.text()
    assert "Посылка приедет завтра" in post.box.html()
    assert post.state(conversation).reference in post.box.letters[0]["Subject"]
    assert post.records(conversation)[-1].event.whole
    assert post.verify() == []


def test_who_reads_it_in_time_gets_no_letter(post):
    """Read in the chat: the plan is gone, and its deadline with it."""
    who = post.confirmed()
    conversation = post.answered(who)
    post.do(post.house.conversations.read(who, conversation, post.state(conversation).last_seq))
    post.tick(minutes=30)

    assert post.box.letters == []
    assert post.state(conversation).letters == {}
    assert post.verify() == []


def test_who_follows_live_gets_it_only_when_gone(post):
    """An open stream puts it off, with growing pauses; then the tab is closed."""
    conversation = post.answered(post.confirmed())
    post.house.letters.present = lambda _buyer_id: True
    for _ in range(60):
        post.tick(minutes=1)
    put_off = post.names(conversation).count("LetterPlanned")
    post.house.letters.present = lambda _buyer_id: False
    post.tick(minutes=120)

    assert put_off < 8
    assert len(post.box.letters) == 1


def test_an_unconfirmed_address_gets_the_link_alone(post):
    """No word of the conversation goes to somebody who may be a stranger; the opened link confirms the address."""
    who = post.guest()
    conversation = post.answered(who)
    post.tick(minutes=6)
    first = post.box.text() + post.box.html() + post.box.letters[0]["Subject"]
    opened = post.open_link(token(post.box))
    post.reply(conversation, "Добавлю: курьер позвонит заранее.")
    post.settle()
    post.tick(minutes=6)

    assert "Посылка" not in first
    assert "не подтверждён" in first
    assert (opened.actor.id, opened.conversation_id) == (who.id, conversation)
    assert post.house.people.actor_of_token(opened.token).id == who.id
    assert "курьер позвонит" in post.box.text()
    assert "Посылка приедет" in post.box.text(), "what was only announced comes with its words now"


def test_words_that_went_once_do_not_go_again(post):
    """The second letter holds the second answer alone and refers to the first letter."""
    conversation = post.answered(post.confirmed())
    post.tick(minutes=6)
    post.reply(conversation, "Добавлю: курьер позвонит заранее.")
    post.settle()
    post.tick(minutes=6)

    first, second = post.box.letters
    assert "Посылка" not in post.box.text()
    assert second["In-Reply-To"] == first["Message-ID"]
    assert first["In-Reply-To"] in second["References"]
    assert first["Message-ID"] in second["References"]
    assert second["Auto-Submitted"] == "auto-generated"


def test_several_answers_leave_in_one_letter(post):
    """They wait together, and nothing held is among them."""
    conversation = post.answered(post.confirmed())
    post.reply(conversation, PHONE)
    post.reply(conversation, "Курьер позвонит заранее.")
    post.settle()
    post.tick(minutes=6)

    assert len(post.box.letters) == 1
    assert "Посылка приедет" in post.box.text()
    assert "Курьер позвонит" in post.box.text()
    assert "916" not in post.box.text()


def test_what_the_gate_would_hold_by_now_stays_in_the_chat(post):
    """An own number is none any more on the letter's departure: the link leaves without the words."""
    from otvet.people.accounts import Account

    people = post.house.people
    people.save_account(Account(id="own", name="Shop", own_phones=("8 800 555-20-20",)))
    conversation = post.answered(post.confirmed(), "Наш номер 8 800 555-20-20")
    people.save_account(Account(id="own", name="Shop"))
    post.tick(minutes=6)

    assert post.names(conversation)[-1] == "LetterSent"
    assert "555" not in post.box.text() + post.box.html()
    assert not post.records(conversation)[-1].event.whole


def test_a_guest_gets_three_letters_a_day(post):
    """The fourth waits until the day is over; so does any address that many guests name."""
    who = post.confirmed()
    conversation = post.answered(who)
    for number in range(4):
        post.reply(conversation, f"Ответ номер {number}.")
        post.settle()
        post.tick(minutes=10)
    within = len(post.box.letters)
    other = post.answered(post.guest("buyer@mail.example"))
    post.tick(minutes=10)
    for_the_address = len(post.box.letters)
    post.tick(minutes=24 * 60)

    assert (within, for_the_address) == (3, 3)
    assert "Ответ номер 3" in "".join(post.box.text(at) for at in range(len(post.box.letters)))
    assert "LetterSent" in post.names(other)


def test_a_colleague_stops_it_before_it_leaves(post):
    """Ten seconds at least, whatever the pause; afterwards it is too late and said so."""
    conversation = post.answered(post.confirmed())
    post.do(post.house.letters.stop(AGENT, conversation))
    post.tick(minutes=30)
    with pytest.raises(Conflict):
        post.do(post.house.letters.stop(AGENT, conversation))
    with pytest.raises(NotAllowed):
        post.do(post.house.letters.stop(post.guest("x@mail.example"), conversation))

    assert post.box.letters == []
    assert post.records(conversation)[-1].event.why == "withdrawn"


def test_not_now_is_asked_again_and_never_is_believed(post):
    """Greylisting is waited out under the same Message-ID; an unknown address is told to the agents at once."""
    conversation = post.answered(post.confirmed())
    post.box.says = ["451 4.7.1 try again later"]
    post.tick(minutes=6)
    post.tick(seconds=30)
    waited = len(post.box.letters)
    post.tick(minutes=1)
    post.reply(conversation, "И ещё одно.")
    post.settle()
    post.box.says = ["550 5.1.1 no buyer@mail.example here"]
    post.tick(minutes=6)

    assert (waited, len(post.box.letters)) == (0, 1)
    failed = post.records(conversation)[-1]
    assert (failed.name, failed.event.reason) == ("LetterFailed", "550")


def test_a_server_that_stays_away_is_given_up_visibly(post):
    """Six attempts over some nine hours; meanwhile the chat goes on."""
    post.box.says = ["421 busy"] * 10
    conversation = post.answered(post.confirmed())
    post.tick(minutes=6)
    post.reply(conversation, "Второй ответ уже в чате.")
    post.settle()
    delivered = post.names(conversation).count("ReplyDelivered")
    for _ in range(60):
        post.tick(minutes=15)

    assert delivered == 2
    assert post.box.letters == []
    assert "LetterFailed" in post.names(conversation)


def test_nobody_listens_and_nothing_is_lost(deaf_post):
    """No server at the address: planned again, not forgotten."""
    conversation = deaf_post.answered(deaf_post.guest())
    deaf_post.tick(minutes=6)

    planned = deaf_post.records(conversation)[-1]
    assert (planned.name, planned.event.attempt) == ("LetterPlanned", 2)


def test_a_link_ends(post):
    """After two weeks, and what is no link opens nothing."""
    who = post.guest()
    post.answered(who)
    post.tick(minutes=6)
    link = token(post.box)
    again = post.open_link(link)
    post.clock.turn(hours=15 * 24)

    assert again.actor.id == who.id
    for wrong in (link, link[:-1] + "x", "", None, again.token, "l_" + "0" * 43):
        with pytest.raises(NotFound):
            post.open_link(wrong)


def test_another_address_is_not_confirmed_by_an_old_link(post):
    """The link went to the address before; who owns that one confirms nothing of the new one."""
    who = post.guest("old@mail.example")
    post.answered(who)
    post.tick(minutes=6)
    post.house.people.rename_buyer(who.id, email="new@mail.example")
    post.open_link(token(post.box))

    assert post.house.people.buyer(who.id).email_confirmed_at is None


def test_the_buyer_asks_for_the_transcript(post):
    """As a file at a confirmed address, in the buyer's language; notes are not in it."""
    who = post.confirmed(language="en")
    conversation = post.answered(who, "Hello! The parcel comes tomorrow.", text="Where is my order?")
    post.note(conversation, "for colleagues only")
    post.do(post.house.letters.ask_for_transcript(who, conversation))
    post.tick()

    attached = next(post.box.letters[0].iter_attachments())
    text = attached.get_content()
    assert attached.get_filename() == f"{post.state(conversation).reference}.txt"
    assert text.startswith("Request number: ")
    assert "Where is my order?" in text
    assert "colleagues only" not in text


def test_a_resolved_matter_asks_how_it_went(post):
    """Once, unless it was rated meanwhile."""
    who, other = post.confirmed(), post.confirmed("other@mail.example")
    rated, unrated = post.answered(who), post.answered(other)
    for conversation, buyer in ((rated, who), (unrated, other)):
        seq = post.state(conversation).last_seq
        post.do(post.house.conversations.read(buyer, conversation, seq))
        post.do(post.house.conversations.resolve(AGENT, conversation))
        post.settle()
    from otvet.conversation.rating import Rating

    post.do(post.house.conversations.rate(who, rated, Rating(score=5), post.key()))
    post.tick(minutes=6)

    assert post.box.recipients == [("other@mail.example",)]
    assert "Оценить ответ" in post.box.text()

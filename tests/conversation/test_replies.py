"""The life of a reply, from its proposal to its departure."""

import pytest
from msgspec import structs

from otvet.conversation.replies import Proposal
from otvet.errors import BadInput, Conflict, KeyReused, Moved, NotAllowed, NotFound
from otvet.people.actor import Actor
from rooms import (
    AGENT,
    BUYER,
    COLLEAGUE,
    FINE,
    MODERATOR,
    PHONE,
    SELLER,
    SENIOR,
    SHOUT,
    STRANGER,
    SUPERVISOR,
)  # fmt: skip

PROGRAM = structs.replace(AGENT, id="t_1", attended=False)
RELEASED = "В контексте это номер заказа."


@pytest.fixture
def conversation(rooms):
    made = rooms.open(seller_id=SELLER.seller_id)
    rooms.settle()
    return made


def test_a_clean_reply_is_cleared_and_delivered(rooms, conversation):
    """Three events for the house, one for the buyer, and nobody waits any more."""
    made = rooms.reply(conversation)
    rooms.settle()

    assert (made.state, made.why, made.verdict.verdict) == ("cleared", None, "allow")
    assert rooms.names(conversation)[-3:] == ["ReplyProposed", "ReplyCleared", "ReplyDelivered"]
    last = rooms.records(conversation, by=BUYER)[-1]
    assert (last.name, last.text, last.by_id) == ("ReplyDelivered", FINE, AGENT.id)
    assert rooms.names(conversation, by=BUYER).count("ReplyDelivered") == 1
    state = rooms.state(conversation)
    assert (state.waiting_since, state.answered, state.replies) == (None, True, {})


def test_a_blocked_reply_stays_and_the_buyer_never_sees_it(rooms, conversation):
    """Held is an answer with findings, not an error; a confirmation does not help."""
    made = rooms.reply(conversation, PHONE)
    again = rooms.reply(conversation, PHONE, replaces=made.id, confirm="0" * 32)
    rooms.settle()

    assert (made.state, made.why, made.confirm) == ("held", "block", None)
    assert made.verdict.findings[0].rule == "contact-exchange"
    assert again.why == "block"
    assert rooms.state(conversation).held == 1
    assert PHONE not in [record.text for record in rooms.records(conversation, by=BUYER)]
    assert "ReplyDelivered" not in rooms.names(conversation)


def test_findings_are_kept_without_words(rooms, conversation):
    """The event has rule, severity and offsets; the words stay in `bodies`, which can be erased."""
    rooms.reply(conversation, PHONE)
    [held] = [record.event for record in rooms.records(conversation) if record.name == "ReplyHeld"]

    assert [(f.rule, f.severity, PHONE[f.start : f.end]) for f in held.findings] == [
        ("contact-exchange", "block", "Звоните мне"),
        ("contact-exchange", "block", "8 916 123-45-67"),
    ]
    assert "916" not in rooms.house.timeline.encode(held)


def test_a_warning_is_confirmed_by_a_later_post(rooms, conversation):
    """The hash comes with the hold; the second POST under a new key replaces the first."""
    held = rooms.reply(conversation, SHOUT)
    cleared = rooms.reply(conversation, SHOUT, replaces=held.id, confirm=held.confirm)
    rooms.settle()

    assert (held.state, held.why) == ("held", "warn")
    assert cleared.state == "cleared"
    assert rooms.names(conversation)[-4:] == [
        "ReplyWithdrawn",
        "ReplyProposed",
        "ReplyCleared",
        "ReplyDelivered",
    ]
    assert rooms.records(conversation, by=BUYER)[-1].text == SHOUT


def test_a_warning_is_confirmed_in_the_first_post(rooms, conversation):
    """Who has the hash already, from the check while typing or another conversation, sends it along."""
    known = rooms.reply(conversation, SHOUT).confirm
    other = rooms.open(by=STRANGER)

    assert rooms.reply(other, SHOUT, confirm=known).state == "cleared"


@pytest.mark.parametrize("other", ["Здравствуйте! ВАШ заказ ЗАВТРА у курьера.", SHOUT + " УРА"])
def test_a_confirmation_is_for_one_text(rooms, conversation, other):
    """The hash of one text clears no other."""
    held = rooms.reply(conversation, SHOUT)
    again = rooms.reply(conversation, other, replaces=held.id, confirm=held.confirm)

    assert (again.state, again.why) == ("held", "warn")
    assert again.confirm != held.confirm


def test_an_unattended_sender_cannot_confirm(rooms, conversation):
    """A program's warned reply waits for a person, hash or no hash."""
    hash_of_a_person = rooms.reply(conversation, SHOUT).confirm
    made = rooms.reply(conversation, SHOUT, by=PROGRAM, confirm=hash_of_a_person)

    assert (made.state, made.why, made.confirm) == ("held", "unattended", None)
    assert rooms.reply(conversation, FINE, by=PROGRAM).state == "cleared"


def test_a_rewrite_withdraws_the_held_one(rooms, conversation):
    """One POST: the old one is gone, the new one on its way, and the buyer gets only the new one."""
    held = rooms.reply(conversation, PHONE)
    made = rooms.reply(conversation, held.verdict.rewrite, replaces=held.id)
    rooms.settle()

    assert made.state == "cleared"
    withdrawn = next(r.event for r in rooms.records(conversation) if r.name == "ReplyWithdrawn")
    assert (withdrawn.reply_id, withdrawn.replaced_by) == (held.id, made.id)
    assert rooms.state(conversation).replies == {}
    assert made.seq == next(r.seq for r in rooms.records(conversation) if getattr(r.event, "replaces", None))


def test_only_the_author_rewrites_and_only_what_is_held(rooms, conversation):
    """Another's held reply, a delivered one and an unknown one cannot be replaced; nothing is stored."""
    held = rooms.reply(conversation, PHONE)
    gone = rooms.reply(conversation)
    rooms.settle()
    before = rooms.state(conversation).last_seq

    with pytest.raises(NotAllowed, match="author"):
        rooms.reply(conversation, FINE, by=COLLEAGUE, replaces=held.id)
    for name in (gone.id, "r_none"):
        with pytest.raises(NotFound):
            rooms.reply(conversation, FINE, replaces=name)
    assert rooms.state(conversation).last_seq == before


def _withdraw(rooms, conversation, reply_id, by):
    return rooms.do(rooms.house.replies.withdraw(by, conversation, reply_id))


def _release(rooms, conversation, reply_id, by, *, reason=RELEASED):
    return rooms.do(rooms.house.replies.release(by, conversation, reply_id, reason))


def _dispute(rooms, conversation, reply_id, by, *, reason="Это номер заказа"):
    return rooms.do(rooms.house.replies.dispute(by, conversation, reply_id, reason))


def test_withdrawing(rooms, conversation):
    """The author takes it back, or a senior agent or supervisor does; twice does not work."""
    mine, theirs = rooms.reply(conversation, PHONE), rooms.reply(conversation, PHONE, by=COLLEAGUE)

    with pytest.raises(NotAllowed):
        _withdraw(rooms, conversation, theirs.id, AGENT)
    _withdraw(rooms, conversation, mine.id, AGENT)
    _withdraw(rooms, conversation, theirs.id, SENIOR)
    with pytest.raises(NotFound):
        _withdraw(rooms, conversation, mine.id, AGENT)
    assert rooms.state(conversation).held == 0


def test_a_dispute_is_the_authors_own(rooms, conversation):
    """It keeps the reason beside the reply and changes nothing else."""
    held = rooms.reply(conversation, PHONE)

    with pytest.raises(NotAllowed):
        _dispute(rooms, conversation, held.id, COLLEAGUE)
    with pytest.raises(BadInput):
        _dispute(rooms, conversation, held.id, AGENT, reason="  ")
    _dispute(rooms, conversation, held.id, AGENT)

    last = rooms.records(conversation)[-1]
    assert (last.name, last.text) == ("ReplyDisputed", "Это номер заказа")
    assert rooms.state(conversation).held == 1


@pytest.mark.parametrize("by", [SENIOR, SUPERVISOR], ids=["senior agent", "supervisor"])
def test_a_release_by_another_lets_it_go(rooms, conversation, by):
    """With a reason, kept; only the gate makes the Cleared, and the seal says who released it."""
    held = rooms.reply(conversation, PHONE)
    _release(rooms, conversation, held.id, by)
    rooms.settle()

    released, cleared, delivered = rooms.records(conversation)[-3:]
    assert (released.name, released.text, released.by_id) == ("ReplyReleased", RELEASED, by.id)
    assert cleared.event.seal["released_by"] == by.id
    assert (delivered.name, delivered.text, delivered.by_id) == ("ReplyDelivered", PHONE, AGENT.id)


@pytest.mark.parametrize(
    "by", [AGENT, COLLEAGUE, SELLER, MODERATOR, BUYER], ids=lambda actor: f"{actor.role} {actor.id}"
)
def test_nobody_else_releases(rooms, conversation, by):
    """Agents, sellers, moderators and buyers are told who may."""
    held = rooms.reply(conversation, PHONE)

    with pytest.raises(NotAllowed, match="senior agents, supervisors"):
        _release(rooms, conversation, held.id, by)
    assert rooms.state(conversation).held == 1


def test_nobody_releases_a_reply_of_their_own(rooms, conversation):
    """Not even a supervisor; a colleague has to look."""
    held = rooms.reply(conversation, PHONE, by=SUPERVISOR)

    with pytest.raises(NotAllowed, match="of their own"):
        _release(rooms, conversation, held.id, SUPERVISOR)
    with pytest.raises(BadInput, match="why"):
        _release(rooms, conversation, held.id, SENIOR, reason=" ")
    assert rooms.state(conversation).held == 1


def test_two_releases_at_once_deliver_once(rooms, conversation):
    """The second finds nothing held any more."""
    held = rooms.reply(conversation, PHONE)
    release = rooms.house.replies.release
    outcomes = rooms.together(*(release(by, conversation, held.id, RELEASED) for by in (SENIOR, SUPERVISOR)))
    rooms.settle()

    assert sorted(type(one).__name__ for one in outcomes) == ["NotFound", "Stored"]
    assert rooms.names(conversation).count("ReplyDelivered") == 1


def test_the_same_key_ten_times_at_once_is_one_reply(rooms, conversation):
    """Ten answers, one and the same, cleared or held."""
    propose = rooms.house.replies.propose
    for text, key in ((FINE, "k1"), (PHONE, "k2"), (SHOUT, "k3")):
        made = rooms.together(*(propose(AGENT, conversation, Proposal(text=text), key) for _ in range(10)))
        assert len({(one.id, one.seq, one.state, one.why, one.confirm) for one in made}) == 1
    rooms.settle()

    assert rooms.names(conversation).count("ReplyProposed") == 3
    assert rooms.names(conversation).count("ReplyDelivered") == 1


def test_the_same_key_for_another_text_is_refused(rooms, conversation):
    """The first one stands; another author's same key is another key."""
    rooms.reply(conversation, key="k")

    with pytest.raises(KeyReused):
        rooms.reply(conversation, "Другое", key="k")
    assert rooms.reply(conversation, by=COLLEAGUE, key="k").state == "cleared"


def test_ten_tabs_of_one_agent_all_send(rooms, conversation):
    """Each with its own key, at the same moment: all are stored, in one order."""
    propose = rooms.house.replies.propose
    made = rooms.together(
        *(propose(AGENT, conversation, Proposal(text=f"Ответ номер {n}"), f"k{n}") for n in range(10))
    )
    rooms.settle()

    assert [one.state for one in made] == ["cleared"] * 10
    delivered = [r.text for r in rooms.records(conversation, by=BUYER) if r.name == "ReplyDelivered"]
    assert sorted(delivered) == sorted(f"Ответ номер {n}" for n in range(10))


def test_somebody_wrote_meanwhile(rooms, conversation):
    """With `last_seen_seq` the reply is refused once others have spoken since; one's own words do not count."""
    seen = rooms.state(conversation).last_seq
    rooms.reply(conversation, last_seen_seq=seen)
    rooms.reply(conversation, last_seen_seq=seen)
    rooms.write(conversation, "Уже не нужно")

    with pytest.raises(Moved) as refused:
        rooms.reply(conversation, last_seen_seq=seen)
    rooms.settle()
    now = rooms.state(conversation).last_seq
    assert refused.value.details["last_seq"] > seen
    assert rooms.reply(conversation, last_seen_seq=now).state == "cleared"
    with pytest.raises(Moved):
        rooms.reply(conversation, by=COLLEAGUE, last_seen_seq=now)


def test_digits_split_over_messages_are_seen_together(rooms, conversation):
    """The author's last words are the history: the number completes in the third message."""
    states = [rooms.reply(conversation, text).state for text in ("8916", "12345", "67")]

    assert states[0] == "cleared"
    assert "held" in states
    assert rooms.reply(rooms.open(by=STRANGER), "12345").state == "cleared"


def test_split_digits_sent_at_once_are_seen_together(rooms, conversation):
    """Tabs cannot race past the gate: the transaction sends back what was judged against old history."""
    propose = rooms.house.replies.propose
    made = rooms.together(
        *(propose(AGENT, conversation, Proposal(text=t), t) for t in ("8916", "12345", "67"))
    )

    assert "held" in [one.state for one in made]


def test_what_was_held_is_no_history(rooms, conversation):
    """The buyer never got it, so the next text is judged without it; delivered words of colleagues are not one's own."""
    rooms.reply(conversation, PHONE)
    assert rooms.state(conversation).recent.get(AGENT.id, ()) == ()
    assert rooms.reply(conversation, "12").state == "cleared"
    assert list(rooms.state(conversation).recent) == [AGENT.id]


def test_too_long_and_empty_are_refused(rooms, conversation):
    """More than may be stored and nothing at all are errors that say so; nothing is stored."""
    before = rooms.state(conversation).last_seq
    for text, said in (
        ("x" * 10_001, "10001"),
        ("", "empty"),
        (" \n ", "empty"),
        ("а\x00б", "NUL"),
        ("\ud800", "surrogate"),
    ):
        with pytest.raises(BadInput, match=said):
            rooms.reply(conversation, text)

    assert rooms.state(conversation).last_seq == before


@pytest.mark.parametrize("key", [None, "", "x" * 201, "a\nb"])
def test_a_reply_needs_a_key(rooms, conversation, key):
    """Without one a repeated request would be a second reply."""
    with pytest.raises(BadInput, match="Idempotency-Key"):
        rooms.do(rooms.house.replies.propose(AGENT, conversation, Proposal(text=FINE), key))


@pytest.mark.parametrize("by", [BUYER, MODERATOR], ids=lambda actor: actor.role)
def test_who_does_not_answer_is_refused(rooms, conversation, by):
    """Buyers write messages, moderators decide."""
    with pytest.raises(NotAllowed):
        rooms.reply(conversation, by=by)


def test_twenty_agents_at_once_have_one_order(rooms, conversation):
    """Everybody's view has the same sequence, and it is the ledger's."""
    agents = [Actor("staff", f"st_{n}", "agent") for n in range(20)]
    propose = rooms.house.replies.propose
    rooms.together(
        *(
            propose(by, conversation, Proposal(text=f"Ответ {n} от коллеги"), f"k{n}")
            for by in agents
            for n in range(3)
        )
    )
    rooms.settle()

    views = [
        [r.seq for r in rooms.records(conversation, by=by) if r.name == "ReplyDelivered"]
        for by in (BUYER, *agents)
    ]
    assert len(views[0]) == 60
    assert all(view == views[0] for view in views)
    positions = [r.position for r in rooms.records(conversation)]
    assert positions == sorted(positions)
    assert rooms.verify() == []


def test_a_conversation_that_never_rests_gives_up_politely(rooms, conversation, monkeypatch):
    """When another server gets in between again and again the author is asked to send again."""
    monkeypatch.setattr(rooms.house.replies, "_before", lambda *_: rooms.clock.new_id("always"))

    async def no_context(*_: object):
        return await original(rooms.state(conversation), AGENT, ())

    original = rooms.house.replies.context
    monkeypatch.setattr(rooms.house.replies, "context", no_context)
    with pytest.raises(Conflict, match="send it again"):
        rooms.reply(conversation)

"""Views, counts, tags, snoozes, changes of many at once and their undoing, drafts, replies for later."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otvet.conversation.drafts import Draft, Drafts
from otvet.conversation.replies import Proposal
from otvet.conversation.triage import Change
from otvet.conversation.views import Filters
from otvet.errors import BadInput, Conflict, NotAllowed, OtvetError
from rooms import AGENT, COLLEAGUE, FINE, MODERATOR, PHONE, SELLER, SENIOR, STRANGER

HOUR = 3_600_000


def _view(rooms, view, *, by=AGENT, **filters):
    page = rooms.house.store.page(by, view, None, 100, filters=Filters(**filters))
    return [one.conversation.id for one in page.items]


def _counts(rooms, by=AGENT):
    return rooms.house.store.counts(by)


def _change(rooms, conversation, what, value=None, *, by=AGENT):
    return rooms.do(rooms.house.triage.change(by, conversation, Change(what=what, value=value)))


def _tick(rooms, *, minutes=0, hours=0):
    rooms.clock.turn(hours=hours + minutes / 60)
    rooms.do(rooms.house.later.due())
    rooms.settle()


def _drafts(rooms):
    return Drafts(rooms.house.database, rooms.clock)


@pytest.fixture
def hired(any_rooms):
    """The made-up colleagues can stand in for themselves when a reply of theirs is due."""
    by_id = {one.id: one for one in (AGENT, COLLEAGUE, SENIOR)}
    any_rooms.house.later._author = by_id.__getitem__
    return any_rooms


def test_views_hold_what_they_say_and_counts_agree(any_rooms):
    """Every view's number is how many a fresh list of it holds, for each person."""
    first, second, third = (any_rooms.open(f"Вопрос {n}") for n in range(3))
    any_rooms.open("Вопрос продавцу", seller_id=SELLER.seller_id)
    _change(any_rooms, first, "assign", AGENT.id)
    _change(any_rooms, second, "snooze")
    any_rooms.reply(first, PHONE)
    any_rooms.do(any_rooms.house.conversations.resolve(AGENT, third))

    assert _view(any_rooms, "mine") == [first]
    assert _view(any_rooms, "snoozed") == [second]
    assert _view(any_rooms, "unassigned") == []
    assert _view(any_rooms, "all") == [first, second]
    assert _view(any_rooms, "held") == [first]
    assert _view(any_rooms, "resolved") == [third]
    for by in (AGENT, COLLEAGUE, MODERATOR, SELLER):
        counted = _counts(any_rooms, by)
        assert counted == {view: len(_view(any_rooms, view, by=by)) for view in counted}
    assert any_rooms.verify() == []


def test_what_stands_with_a_seller_is_not_in_supports_views(any_rooms):
    """Support finds it by its words and watches it by a filter; once one of us takes it, it is ours and theirs."""
    theirs, ours = any_rooms.open("Вес чайника?", seller_id=SELLER.seller_id), any_rooms.open()
    any_rooms.settle()
    assert (_view(any_rooms, "all"), _view(any_rooms, "all", by=SELLER)) == ([ours], [theirs])
    assert _view(any_rooms, "waiting", turn="seller") == _view(any_rooms, "all", queue="seller") == [theirs]
    assert _counts(any_rooms)["unassigned"] == _counts(any_rooms, SELLER)["unassigned"] == 1
    places = [any_rooms.house.store.place_in_queue(any_rooms.state(one)) for one in (theirs, ours)]
    assert places == [1, 1]

    _change(any_rooms, theirs, "assign", AGENT.id)
    assert sorted(_view(any_rooms, "all")) == sorted([theirs, ours])
    assert (_counts(any_rooms)["all"], _counts(any_rooms)["mine"], _counts(any_rooms, SELLER)["all"]) == (
        2,
        1,
        1,
    )
    assert any_rooms.verify() == []


def test_a_seller_is_announced_to_the_buyer_as_the_one_who_answers(any_rooms):
    """The first notice says who answers: the seller in a private question, else the marketplace."""
    for seller, template in ((SELLER.seller_id, "SellerAsked"), (None, "RequestReceived")):
        conversation = any_rooms.open(seller_id=seller)
        any_rooms.settle()
        told = [one.event.template for one in any_rooms.records(conversation) if one.name == "NoticeSent"]
        assert told == [template]


def test_who_waits_longest_stands_first(any_rooms):
    """The view of those who wait for us has the order of their waiting, page by page."""
    waiting = []
    for n in range(5):
        waiting.append(any_rooms.open(f"Вопрос {n}"))
        any_rooms.clock.turn(seconds=60)
    any_rooms.write(waiting[0], "Ау?")

    page = any_rooms.house.store.page(AGENT, "waiting", None, 3)
    rest = any_rooms.house.store.page(AGENT, "waiting", page.next, 3)

    assert [one.conversation.id for one in (*page.items, *rest.items)] == waiting
    assert rest.next is None


def test_filters_narrow_a_view(any_rooms):
    """Topic, tag, language and who answers, alone and together."""
    refund = any_rooms.open("Деньги", topic="refund")
    chinese = any_rooms.open("退款", topic="refund", language="zh")
    _change(any_rooms, chinese, "tag", "  VIP  клиент ")
    _change(any_rooms, refund, "assign", COLLEAGUE.id)

    found = _view(any_rooms, "all", topic="refund")
    assert sorted(found) == sorted(
        [refund, chinese]
    )  # a reaction may yet touch either: which is newer is open
    assert _view(any_rooms, "all", topic="refund", language="zh") == [chinese]
    assert _view(any_rooms, "all", tag="vip клиент") == [chinese]
    assert _view(any_rooms, "all", assignee=COLLEAGUE.id) == [refund]
    assert _view(any_rooms, "all", assignee="none") == [chinese]
    assert _view(any_rooms, "all", topic="other") == []
    assert any_rooms.house.store.tags(AGENT) == {"vip клиент": 1}
    assert any_rooms.house.store.tags(SELLER) == {}


def test_a_snooze_ends_at_its_time(any_rooms):
    """Not before, once, with a line that says so, and the deadline is gone."""
    conversation = any_rooms.open()
    _change(any_rooms, conversation, "snooze", any_rooms.clock.now() + HOUR)

    _tick(any_rooms, minutes=59)
    assert any_rooms.state(conversation).snoozed
    _tick(any_rooms, minutes=2)
    _tick(any_rooms, minutes=2)

    assert not any_rooms.state(conversation).snoozed
    assert any_rooms.names(conversation).count("Woken") == 1
    assert any_rooms.house.store.due(any_rooms.clock.now() + 100 * HOUR, "wake", "send") == []
    assert any_rooms.verify() == []


def test_a_message_ends_a_snooze(any_rooms):
    """Whatever the time was; and the old deadline does nothing later."""
    conversation = any_rooms.open()
    _change(any_rooms, conversation, "snooze", any_rooms.clock.now() + HOUR)
    any_rooms.write(conversation, "Когда же?")

    assert not any_rooms.state(conversation).snoozed
    _tick(any_rooms, hours=2)
    assert "Woken" not in any_rooms.names(conversation)


@pytest.mark.parametrize("until", [-1, 0, 500 * 24 * HOUR])
def test_a_snooze_ends_in_a_near_future(rooms, until):
    """The past and the year after next are refused with words."""
    conversation = rooms.open()
    with pytest.raises(BadInput, match="future"):
        _change(rooms, conversation, "snooze", rooms.clock.now() + until)


def test_many_are_changed_and_each_change_is_taken_back(any_rooms):
    """The undo of a bulk change brings every conversation back to what it was."""
    several = [any_rooms.open(f"Вопрос {n}") for n in range(4)]
    _change(any_rooms, several[0], "assign", COLLEAGUE.id)
    before = [any_rooms.state(one) for one in several]
    doing = [("assign", AGENT.id), ("tag", "срочно"), ("snooze", None), ("resolve", None)]
    undo = []
    for what, value in doing:
        wanted = [(one, Change(what=what, value=value)) for one in several]
        done = any_rooms.do(any_rooms.house.triage.bulk(AGENT, wanted))
        undo = [(one.conversation_id, one.undo) for one in done if one.undo] + undo
    assert _view(any_rooms, "resolved", tag="срочно") == several[::-1]

    any_rooms.do(any_rooms.house.triage.bulk(AGENT, undo))

    kept = ("status", "assignee_id", "tags", "topic")
    after = [any_rooms.state(one) for one in several]
    assert [[getattr(s, k) for k in kept] for s in after] == [[getattr(s, k) for k in kept] for s in before]
    assert any_rooms.verify() == []


def test_an_undo_leaves_alone_what_somebody_changed_since(any_rooms):
    """Olga gave it to herself meanwhile: taking back Ilya's change does not take it from her."""
    conversation = any_rooms.open()
    undo = _change(any_rooms, conversation, "assign", AGENT.id).undo
    _change(any_rooms, conversation, "assign", COLLEAGUE.id, by=COLLEAGUE)

    any_rooms.do(any_rooms.house.triage.change(AGENT, conversation, undo))

    assert any_rooms.state(conversation).assignee_id == COLLEAGUE.id


def test_one_refused_hinders_no_other(any_rooms):
    """Each says what became of it."""
    conversation = any_rooms.open()
    wanted = [("c_none", Change(what="resolve")), (conversation, Change(what="resolve"))]

    absent, done = any_rooms.do(any_rooms.house.triage.bulk(AGENT, wanted))

    assert absent.refused
    assert done.refused is None
    assert any_rooms.state(conversation).status == "resolved"


@given(
    st.lists(
        st.tuples(
            st.integers(0, 1),
            st.sampled_from(["assign", "topic", "tag", "untag", "snooze", "wake", "resolve", "reopen"]),
            st.sampled_from(["refund", "other", "st_agent", None]),
        ),
        max_size=12,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_undone_backwards_everything_is_as_it_was(rooms, steps):
    """Any changes in any order, taken back in the opposite one, and lists, counts and marks agree all the way."""
    several = [rooms.open("Вопрос"), rooms.open("Ещё")]
    facts = ("status", "assignee_id", "tags", "topic", "snoozed", "snoozed_until", "waiting_since")
    before = [[getattr(rooms.state(one), fact) for fact in facts[:4]] for one in several]
    undo = []
    for which, what, value in steps:
        try:
            back = _change(rooms, several[which], what, value).undo
        except OtvetError:
            continue
        if back is not None:
            undo.append((several[which], back))

    for one, back in reversed(undo):
        rooms.do(rooms.house.triage.change(AGENT, one, back))

    assert [[getattr(rooms.state(one), fact) for fact in facts[:4]] for one in several] == before
    assert rooms.verify() == []


def test_a_mention_is_counted_until_it_is_read(any_rooms):
    """The one mentioned sees it in a view of their own; reading takes it off the count, not out of the view."""
    conversation = any_rooms.open()
    written = any_rooms.house.conversations.note(
        AGENT, conversation, "@Ольга, посмотри", audience="team", files=(), key=any_rooms.key(), mentions=(COLLEAGUE.id,)
    )  # fmt: skip
    any_rooms.do(written)
    assert _counts(any_rooms, COLLEAGUE)["mentions"] == 1
    assert _view(any_rooms, "mentions", by=COLLEAGUE) == [conversation]
    assert _view(any_rooms, "mentions", by=AGENT) == []

    any_rooms.do(any_rooms.house.conversations.read(COLLEAGUE, conversation, 99))

    assert _counts(any_rooms, COLLEAGUE)["mentions"] == 0
    assert _view(any_rooms, "mentions", by=COLLEAGUE) == [conversation]
    assert any_rooms.verify() == []


def test_a_draft_is_kept_for_its_author_alone(any_rooms):
    """Reply and note apart; a colleague has their own; the list shows the pencil to the author only."""
    drafts, conversation = _drafts(any_rooms), any_rooms.open()
    kept = drafts.keep(AGENT, conversation, Draft(kind="reply", text="Здравствуйте, "))

    assert (kept.version, kept.text) == (1, "Здравствуйте, ")
    assert [one.text for one in drafts.of(AGENT, conversation)] == ["Здравствуйте, ", ""]
    assert [one.text for one in drafts.of(COLLEAGUE, conversation)] == ["", ""]
    assert [one.draft for one in any_rooms.house.store.page(AGENT, "all", None, 9).items] == [True]
    assert [one.draft for one in any_rooms.house.store.page(COLLEAGUE, "all", None, 9).items] == [False]


def test_a_late_save_does_not_bring_a_sent_draft_back(any_rooms):
    """The save that was under way when the reply left is answered with what is there now."""
    drafts, conversation = _drafts(any_rooms), any_rooms.open()
    drafts.keep(AGENT, conversation, Draft(kind="reply", text="Здрав"))
    drafts.keep(AGENT, conversation, Draft(kind="reply", text="", version=1))

    with pytest.raises(Conflict) as late:
        drafts.keep(AGENT, conversation, Draft(kind="reply", text="Здравствуйте", version=1))

    assert late.value.details["draft"]["text"] == ""
    assert drafts.of(AGENT, conversation)[0].text == ""


def test_a_reply_leaves_at_its_time(hired):
    """Through the gate like any other, once, though the tick comes twice."""
    conversation = hired.open()
    at = hired.clock.now() + HOUR
    hired.do(hired.house.later.schedule(AGENT, conversation, Proposal(text=FINE), at=at, key=hired.key()))
    _tick(hired, minutes=30)
    assert "ReplyProposed" not in hired.names(conversation)

    _tick(hired, minutes=31)
    _tick(hired, minutes=1)

    names = hired.names(conversation)
    assert names.count("ReplyDelivered") == 1
    assert names.count("ScheduleEnded") == 1
    assert hired.state(conversation).scheduled == {}
    assert hired.verify() == []


def test_a_reply_for_later_stops_when_the_buyer_has_written(hired):
    """Nothing leaves over a message its author had not seen; a snoozed conversation comes back for a person."""
    conversation = hired.open()
    at = hired.clock.now() + HOUR
    hired.do(hired.house.later.schedule(AGENT, conversation, Proposal(text=FINE), at=at, key=hired.key()))
    hired.write(conversation, "Уже пришло, но не то!")

    _tick(hired, hours=2)

    ended = [r.event.why for r in hired.records(conversation) if r.name == "ScheduleEnded"]
    assert ended == ["moved"]
    assert "ReplyProposed" not in hired.names(conversation)


def test_a_buyers_thanks_stop_nothing(hired):
    """Thanks written since the author looked are no reason to hold the answer back."""
    conversation = hired.open()
    seen = hired.state(conversation).last_seq
    hired.write(conversation, "спасибо")

    assert hired.reply(conversation, last_seen_seq=seen).state == "cleared"


def test_a_held_reply_for_later_waits_for_a_person(hired):
    """Nobody is there to confirm or mend: the gate holds it and it stands in the view of the held."""
    conversation = hired.open()
    at = hired.clock.now() + HOUR
    hired.do(hired.house.later.schedule(AGENT, conversation, Proposal(text=PHONE), at=at, key=hired.key()))

    _tick(hired, hours=2)

    assert _view(hired, "held") == [conversation]
    assert "ReplyDelivered" not in hired.names(conversation)


def test_a_reply_for_later_is_taken_back_by_its_author_or_a_senior(hired):
    """A colleague of the same rank is refused; once taken back it never leaves."""
    conversation, later = hired.open(), hired.house.later
    at = hired.clock.now() + HOUR
    made = hired.do(later.schedule(AGENT, conversation, Proposal(text=FINE), at=at, key=hired.key()))
    with pytest.raises(NotAllowed):
        hired.do(later.cancel(COLLEAGUE, conversation, made.answer["id"]))
    hired.do(later.cancel(SENIOR, conversation, made.answer["id"]))
    _tick(hired, hours=2)

    assert "ReplyProposed" not in hired.names(conversation)
    with pytest.raises(Conflict):
        hired.do(later.cancel(AGENT, conversation, made.answer["id"]))


def test_rows_made_anew_are_those_the_writer_kept(any_rooms):
    """After an upgrade lists, counts and search are built from the timeline and differ in nothing."""
    from otvet.conversation.searching import Question, search
    from otvet.storage.renewing import renew
    from otvet.storage.schema import ledger, searched, tallies

    conversation = any_rooms.open("Потерялась посылка")
    any_rooms.open("Другое", by=STRANGER)
    _change(any_rooms, conversation, "tag", "потеря")
    _change(any_rooms, conversation, "snooze", any_rooms.clock.now() + HOUR)
    any_rooms.settle()
    with any_rooms.house.database.writing() as connection:
        connection.execute(ledger.update().values(derived=0))
        connection.execute(tallies.delete())
        connection.execute(searched.delete())

    assert renew(any_rooms.house.database, any_rooms.house.timeline)

    assert not renew(any_rooms.house.database, any_rooms.house.timeline)
    assert any_rooms.verify() == []
    hits = search(any_rooms.house.store, AGENT, Question(words="посылка"))
    assert [one.listed.conversation.id for one in hits.items] == [conversation]

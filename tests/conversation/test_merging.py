"""Merging loses nothing, and taking it back loses nothing: pointers come and go, everything else stays."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otvet.conversation.searching import Question, search
from otvet.conversation.triage import Change
from otvet.errors import BadInput, Conflict, Merged, NotAllowed, NotFound, OtvetError
from rooms import AGENT, BUYER, FINE, PHONE, SELLER, STRANGER

FACTS = ("status", "assignee_id", "topic", "tags", "waiting_since", "took", "merged_into", "held")


def _merge(rooms, source, into, *, what="merge", by=AGENT):
    return rooms.do(rooms.house.triage.change(by, source, Change(what=what, value=into)))


def _facts(rooms, conversation):
    return {fact: getattr(rooms.state(conversation), fact) for fact in FACTS}


def _told(rooms, conversation):
    return [(r.seq, r.name, r.by_id, r.text) for r in rooms.records(conversation)]


def test_merged_it_leaves_the_views_and_the_other_one_waits_since_its_first_message(any_rooms):
    """One row instead of two, with the longer wait; search still finds every word."""
    first = any_rooms.open("Где чайник?")
    any_rooms.clock.turn(hours=1)
    second = any_rooms.open("Где лампа?")
    since = any_rooms.state(first).waiting_since

    _merge(any_rooms, first, second)

    assert any_rooms.state(second).waiting_since == since
    listed = any_rooms.house.store.page(AGENT, "all", None, 10).items
    assert [one.conversation.id for one in listed] == [second]
    assert any_rooms.house.store.counts(AGENT)["all"] == 1
    found = search(any_rooms.house.store, AGENT, Question(words="чайник")).items
    assert [one.listed.conversation.id for one in found] == [first]
    assert any_rooms.verify() == []


def _said(rooms, conversation):
    """What happened, without what the desk does beside it in its own time."""
    return [name for name in rooms.names(conversation) if name not in {"ClocksSet", "Routed"}]


def test_undone_both_are_as_they_were(any_rooms):
    """Every line is where it was, with two pointers each more; facts are the same again."""
    first, second = any_rooms.open("Где чайник?"), any_rooms.open("Где лампа?")
    any_rooms.note(first, "Заметка")
    before = [(_facts(any_rooms, one), _told(any_rooms, one)) for one in (first, second)]

    undo = _merge(any_rooms, first, second).undo
    any_rooms.do(any_rooms.house.triage.change(AGENT, first, undo))

    for one, (facts, told) in zip((first, second), before, strict=True):
        assert _facts(any_rooms, one) == facts
        assert _told(any_rooms, one)[: len(told)] == told
    assert _said(any_rooms, first)[-2:] == ["MergedInto", "Unmerged"]
    assert _said(any_rooms, second)[-2:] == ["TookIn", "GaveBack"]
    assert any_rooms.verify() == []


def test_what_the_buyer_writes_goes_where_it_goes_on(any_rooms):
    """The old one refuses with the way on, nothing is stored there; answers leave from the new one alone."""
    first, second = any_rooms.open("Где чайник?"), any_rooms.open("Где лампа?")
    _merge(any_rooms, first, second)
    told = _told(any_rooms, first)

    with pytest.raises(Merged) as pointed:
        any_rooms.write(first, "Ау")
    with pytest.raises(Merged):
        any_rooms.reply(first, FINE)
    any_rooms.write(pointed.value.details["into"], "Ау")

    assert pointed.value.details == {"into": second}
    assert _told(any_rooms, first) == told
    assert [text for *_, text in _told(any_rooms, second) if text][-1] == "Ау"


def test_only_one_buyers_conversations_are_merged(any_rooms):
    """Nobody sees after a merge what they did not see before: buyer, shop and seller are the same, or it is refused."""
    mine, foreign = any_rooms.open(), any_rooms.open(by=STRANGER)
    sellers = any_rooms.open(seller_id=SELLER.seller_id)
    for source, into, error in (
        (mine, foreign, BadInput), (mine, sellers, BadInput), (mine, mine, BadInput), (mine, "c_none", NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            _merge(any_rooms, source, into)
    for by in (SELLER, BUYER):
        with pytest.raises(NotAllowed):
            _merge(any_rooms, mine, foreign, by=by)


def test_a_reply_that_has_not_left_holds_a_merge_back(any_rooms):
    """What the gate holds would be lost from sight."""
    first, second = any_rooms.open(), any_rooms.open()
    any_rooms.reply(first, PHONE)

    with pytest.raises(Conflict, match="not left"):
        _merge(any_rooms, first, second)


def test_a_message_since_keeps_somebody_waiting(any_rooms):
    """Taking the merge back does not make the buyer answered who wrote in between."""
    first, second = any_rooms.open("Первый"), any_rooms.open("Второй")
    any_rooms.reply(second)
    any_rooms.settle()
    _merge(any_rooms, first, second)
    any_rooms.write(second, "Ну что?")

    _merge(any_rooms, first, second, what="unmerge")

    assert any_rooms.state(second).waiting_since is not None
    assert any_rooms.state(first).waiting_since is not None


steps = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "unmerge", "write", "note", "reply", "resolve", "assign"]),
        st.integers(0, 2), st.integers(0, 2),
    ),
    max_size=14,
)  # fmt: skip


@given(steps)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_merges_and_their_undoing_lose_nothing(rooms, steps):
    """Whatever is merged, written and taken apart: no line is ever gone or moved, and all is apart in the end."""
    several = [rooms.open(f"Вопрос {n}") for n in range(3)]
    told = {one: _told(rooms, one) for one in several}
    for what, at, other in steps:
        with contextlib.suppress(OtvetError):
            _act(rooms, what, several[at], several[other])
        rooms.settle()
        for one in several:
            now = _told(rooms, one)
            assert now[: len(told[one])] == told[one]
            told[one] = now
    for one in several:
        into = rooms.state(one).merged_into
        if into:
            _merge(rooms, one, into, what="unmerge")

    assert all(rooms.state(one).took == {} and rooms.state(one).status != "merged" for one in several)
    assert rooms.verify() == []


def _act(rooms, what, one, other):
    if what in ("merge", "unmerge"):
        _merge(rooms, one, other, what=what)
    elif what in ("resolve", "assign"):
        value = AGENT.id if what == "assign" else None
        rooms.do(rooms.house.triage.change(AGENT, one, Change(what=what, value=value)))
    else:
        {"write": rooms.write, "note": rooms.note, "reply": rooms.reply}[what](one)

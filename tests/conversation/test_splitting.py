"""Splitting loses nothing, and taking it back loses nothing: lines stay where they are, words stand in both."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otvet.conversation.searching import Question, search
from otvet.conversation.splitting import Wanted
from otvet.conversation.transcript import transcript
from otvet.conversation.triage import Change
from otvet.errors import BadInput, Conflict, KeyReused, Merged, NotAllowed, NotFound, OtvetError
from rooms import AGENT, BUYER, FINE, MODERATOR, PHONE, SELLER, STRANGER

FACTS = ("status", "assignee_id", "topic", "tags", "waiting_since", "parted", "merged_into", "held", "turn")
DESK = {"ClocksSet", "Routed", "PriorityChanged"}


def _split(rooms, source, seqs, *, topic="refund", by=AGENT, key=None):
    wanted = Wanted(seqs=tuple(seqs), topic=topic)
    return rooms.do(rooms.house.splitting.split(by, source, wanted, key or rooms.key())).answer[
        "conversation_id"
    ]


def _unsplit(rooms, split, source, *, by=AGENT):
    return rooms.do(rooms.house.triage.change(by, split, Change(what="unsplit", value=source)))


def _facts(rooms, conversation):
    return {fact: getattr(rooms.state(conversation), fact) for fact in FACTS}


def _told(rooms, conversation):
    return [(r.seq, r.name, r.by_id, r.text) for r in rooms.records(conversation)]


def _seqs(rooms, conversation, names):
    return [r.seq for r in rooms.records(conversation) if r.name in names.split()]


def test_each_waits_for_what_is_its_own(any_rooms):
    """Two questions in one chat: both wait since they were asked, and an answer to one is none to the other."""
    source = any_rooms.open("Где чайник?", topic="order-not-received", order_id=None)
    first = any_rooms.state(source).waiting_since
    any_rooms.clock.turn(hours=1)
    second = any_rooms.clock.now()
    any_rooms.write(source, "И верните деньги за лампу")
    any_rooms.settle()

    into = _split(any_rooms, source, _seqs(any_rooms, source, "MessageReceived")[1:])

    made = any_rooms.state(into)
    assert (made.topic, made.buyer_id, made.waiting_since) == ("refund", BUYER.id, second)
    assert any_rooms.state(source).waiting_since == first
    any_rooms.settle()
    assert any_rooms.state(into).queue == "support"
    any_rooms.reply(source)
    any_rooms.settle()
    assert any_rooms.state(source).waiting_since is None
    assert any_rooms.state(into).waiting_since == second
    assert any_rooms.verify() == []


def test_the_links_go_both_ways_and_the_buyer_sees_them(any_rooms):
    """Each names the other's number; the buyer gets the new number as after any first message."""
    source = any_rooms.open("Где чайник?")
    any_rooms.write(source, "Ещё: верните деньги")
    into = _split(any_rooms, source, _seqs(any_rooms, source, "MessageReceived")[1:])
    any_rooms.settle()

    seen = {r.name: r.event for r in any_rooms.records(source, by=BUYER)}
    came = {r.name: r.event for r in any_rooms.records(into, by=BUYER)}
    assert (seen["SplitOff"].into, seen["SplitOff"].reference) == (into, any_rooms.state(into).reference)
    assert (came["SplitFrom"].source, came["SplitFrom"].reference) == (
        source,
        any_rooms.state(source).reference,
    )
    assert came["NoticeSent"].fields == {"reference": any_rooms.state(into).reference}
    with pytest.raises(NotFound):
        any_rooms.do(any_rooms.house.conversations.seen(STRANGER, into))


def test_words_are_found_and_read_in_the_new_one(any_rooms):
    """Search, list and transcript show what was carried, with who wrote it and when."""
    source = any_rooms.open("Где чайник?")
    any_rooms.reply(source, FINE)
    any_rooms.settle()
    any_rooms.write(source, "Лампа разбита")
    any_rooms.note(source, "Похоже на брак партии")
    chosen = _seqs(any_rooms, source, "MessageReceived NoteWritten ReplyDelivered")[1:]
    any_rooms.clock.turn(hours=3)
    into = _split(any_rooms, source, chosen)
    any_rooms.settle()

    for words in ("лампа", "партии"):
        found = search(any_rooms.house.store, AGENT, Question(words=words)).items
        assert {one.listed.conversation.id for one in found} == {source, into}
    assert any_rooms.house.store.one(AGENT, any_rooms.state(into)).preview == "Лампа разбита"
    said = transcript(any_rooms.state(into), any_rooms.records(into), called={}, files={}, language="ru")
    original = transcript(
        any_rooms.state(source), any_rooms.records(source), called={}, files={}, language="ru"
    )
    line = next(line for line in original.splitlines() if line.startswith("[") and "Поддержка" in line)
    assert line in said
    assert "Лампа разбита" in said
    assert "партии" not in said


def test_undone_both_are_as_they_were(any_rooms):
    """Facts are the same again, no line is gone, and the new one leads back."""
    source = any_rooms.open("Где чайник?")
    any_rooms.write(source, "И верните деньги")
    any_rooms.do(any_rooms.house.conversations.assign(AGENT, source, AGENT.id))
    any_rooms.settle()
    facts, told = _facts(any_rooms, source), _told(any_rooms, source)
    into = _split(any_rooms, source, _seqs(any_rooms, source, "MessageReceived")[1:])
    any_rooms.settle()
    assert any_rooms.state(into).assignee_id == AGENT.id

    assert _unsplit(any_rooms, into, source).undo is None
    any_rooms.settle()

    assert _facts(any_rooms, source) == facts
    assert _told(any_rooms, source)[: len(told)] == told
    assert [name for name in any_rooms.names(source) if name not in DESK][-2:] == ["SplitOff", "CameBack"]
    assert any_rooms.state(into).status == "merged"
    with pytest.raises(Merged) as pointed:
        any_rooms.write(into, "Ау")
    assert pointed.value.details == {"into": source}
    with pytest.raises(Conflict):
        any_rooms.do(any_rooms.house.triage.change(AGENT, into, Change(what="unmerge", value=source)))
    assert any_rooms.verify() == []


@pytest.mark.parametrize("how", ["write", "note", "reply"])
def test_used_since_it_is_merged_and_not_put_back(rooms, how):
    """What was said in the new one would be out of sight; merging shows it."""
    source = rooms.open("Где чайник?")
    rooms.write(source, "И верните деньги")
    into = _split(rooms, source, _seqs(rooms, source, "MessageReceived")[1:])
    rooms.settle()
    {"write": rooms.write, "note": rooms.note, "reply": rooms.reply}[how](into)
    rooms.settle()

    with pytest.raises(Conflict, match="merge"):
        _unsplit(rooms, into, source)
    rooms.do(rooms.house.triage.change(AGENT, into, Change(what="merge", value=source)))
    assert into in rooms.state(source).took


def test_what_cannot_go_is_refused_and_nothing_is_written(any_rooms):
    """Lines that are no words, all of it, none of the buyer's, twice, a public one, others' conversations."""
    source = any_rooms.open("Где чайник?")
    any_rooms.write(source, "И верните деньги")
    any_rooms.note(source, "Заметка")
    any_rooms.reply(source, PHONE)  # held: not the buyer's to see yet
    any_rooms.settle()
    one, two = _seqs(any_rooms, source, "MessageReceived")
    told = _told(any_rooms, source)
    for seqs, error in (
        ([1], BadInput), ([one, two], BadInput), (_seqs(any_rooms, source, "NoteWritten"), BadInput), ([], BadInput),
        ([two, 999], BadInput), (_seqs(any_rooms, source, "ReplyProposed MessageReceived")[1:], BadInput),
    ):  # fmt: skip
        with pytest.raises(error):
            _split(any_rooms, source, seqs)
    for by, error in ((SELLER, NotAllowed), (BUYER, NotAllowed), (MODERATOR, NotAllowed)):
        with pytest.raises(error):
            _split(any_rooms, source, [two], by=by)
    with pytest.raises(NotFound):
        _split(any_rooms, "c_none", [two])
    with pytest.raises(BadInput):
        _split(any_rooms, source, [two], topic="nonsense")
    assert _told(any_rooms, source) == told
    _split(any_rooms, source, [two])
    any_rooms.write(source, "Третье")
    with pytest.raises(Conflict):
        _split(any_rooms, source, [two])


def test_the_same_key_splits_once(any_rooms):
    """Sent again after a lost answer it is the same conversation; with other lines it is refused."""
    source = any_rooms.open("Где чайник?")
    any_rooms.write(source, "Второе")
    any_rooms.write(source, "Третье")
    _, two, three = _seqs(any_rooms, source, "MessageReceived")
    first = _split(any_rooms, source, [two], key="once")
    assert _split(any_rooms, source, [two], key="once") == first
    with pytest.raises(KeyReused):
        _split(any_rooms, source, [three], key="once")
    assert any_rooms.names(source).count("SplitOff") == 1


steps = st.lists(
    st.tuples(
        st.sampled_from(["split", "split", "unsplit", "merge", "unmerge", "write", "note", "reply", "thanks", "wait"]),
        st.integers(0, 7), st.integers(0, 2**12 - 1),
    ),
    max_size=14,
)  # fmt: skip


@given(steps)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_splits_merges_and_their_undoing_lose_nothing(rooms, steps):
    """Whatever is split, merged, written and put back: no line is gone or changed, every word is read in both (property)."""
    several = [rooms.open("Вопрос 0")]
    told = {}
    for what, at, mask in steps:
        with contextlib.suppress(OtvetError):
            _act(rooms, several, (what, at, mask))
        rooms.settle()
        for one in several:
            now = _told(rooms, one)
            assert now[: len(told.get(one, ()))] == told.get(one, [])
            told[one] = now
    for one in several:
        _assert_carried(rooms, one)
    assert rooms.verify() == []


def _act(rooms, several, step):
    what, at, mask = step
    one = several[at % len(several)]
    if what == "split":
        seqs = [r.seq for n, r in enumerate(rooms.records(one)) if mask >> (n % 12) & 1]
        could = _seqs(rooms, one, "MessageReceived MessageCarried ReplyDelivered NoteWritten NoteCarried")
        chosen = [seq for seq in seqs if seq in could]
        before = rooms.state(one).waiting_since
        into = _split(rooms, one, chosen)
        several.append(into)
        waits = [rooms.state(name).waiting_since for name in (one, into)]
        assert min((since for since in waits if since is not None), default=None) == before
    elif what == "unsplit":
        origin = rooms.state(one).origin
        assert _unsplit(rooms, one, origin.source if origin else "c_none").refused is None
    elif what in ("merge", "unmerge"):
        other = several[mask % len(several)]
        rooms.do(rooms.house.triage.change(AGENT, one, Change(what=what, value=other)))
    elif what == "wait":
        rooms.clock.turn(seconds=60)
    elif what == "thanks":
        rooms.write(one, "спасибо")
    else:
        {"write": rooms.write, "note": rooms.note, "reply": rooms.reply}[what](one)


def _assert_carried(rooms, split):
    """Every carried line has the words, the author and the moment of the line it names."""
    origin = rooms.state(split).origin
    there = {r.seq: r for r in rooms.records(origin.source)} if origin else {}
    for one in rooms.records(split):
        if one.name in ("MessageCarried", "ReplyCarried", "NoteCarried"):
            source = there[one.event.seq]
            assert (one.text, one.by_kind, one.by_id) == (source.text, source.by_kind, source.by_id)
            assert one.event.at == getattr(source.event, "at", source.at)
            assert one.audience == source.audience

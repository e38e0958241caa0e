"""The hub: who gets what, what a slow reader loses, and that nothing falls between a join and what was missed."""

import pytest

from otvet.conversation import events as e
from otvet.conversation.live import MOST_WAITING, Hub
from otvet.people.actor import Parties
from otvet.storage.record import Record
from rooms import AGENT, BUYER, EVERYBODY, MODERATOR, OTHER_SELLER, SELLER, STRANGER

PARTIES = Parties(BUYER.id, SELLER.seller_id)


def _record(position, event):
    return Record(
        position, "c_1", position, type(event).__name__, event.audience, 0, "staff", "st_1", None, event
    )


@pytest.fixture
def hub():
    return Hub(lambda record: b"%d " % record.position)


@pytest.mark.parametrize(
    ("event", "who"),
    [
        (e.Resolved(), {BUYER.id, AGENT.id, SELLER.id, MODERATOR.id}),
        (e.SellerNoteWritten(note_id="n"), {AGENT.id, SELLER.id, MODERATOR.id}),
        (e.NoteWritten(note_id="n"), {AGENT.id, MODERATOR.id}),
    ],
    ids=["public", "seller", "team"],
)
def test_only_those_who_may_see_it_get_it(hub, event, who):
    """Strangers and other sellers get nothing, whatever the audience."""
    streams = {
        actor.id: hub.join(actor) for actor in (BUYER, STRANGER, AGENT, SELLER, OTHER_SELLER, MODERATOR)
    }
    hub.publish([_record(1, event)], lambda _: PARTIES)

    assert {name for name, stream in streams.items() if stream.pending} == who


def test_each_event_is_drawn_once_whoever_listens():
    """Fifty readers cost one drawing."""
    drawn = []
    hub = Hub(lambda record: drawn.append(record) or b"x")
    streams = [hub.join(AGENT) for _ in range(50)]
    hub.publish([_record(1, e.Resolved())], lambda _: PARTIES)

    assert len(drawn) == 1
    assert all(stream.take() == b"x" for stream in streams)


def test_typing_is_told_to_the_others_only(hub):
    """Not to its author, not to strangers, and kept nowhere."""
    streams = {actor.id: hub.join(actor) for actor in EVERYBODY}
    hub.tell(PARTIES, "public", b"typing", but=AGENT.id)

    told = {name for name, stream in streams.items() if stream.pending}
    assert {BUYER.id, SELLER.id} <= told
    assert not told & {AGENT.id, STRANGER.id, OTHER_SELLER.id}


def test_a_slow_reader_has_to_load_again(hub):
    """Memory for one reader is bounded; what it lost is not patched over; the others go on."""
    slow, quick = hub.join(AGENT), hub.join(AGENT)
    for n in range(1, MOST_WAITING + 2):
        hub.publish([_record(n, e.Resolved())], lambda _: PARTIES)
        quick.take()

    assert slow.lost
    assert slow.pending == []
    assert not quick.lost
    hub.publish([_record(9_999, e.Resolved())], lambda _: PARTIES)
    assert slow.pending == []


def test_a_restore_resets_everybody(hub):
    """The past is another one: all streams are lost and awake."""
    streams = [hub.join(actor) for actor in (BUYER, AGENT)]
    hub.reset()

    assert all(stream.lost and stream.ready.is_set() for stream in streams)


def test_who_left_gets_nothing_and_is_not_counted(hub):
    """Leaving twice does no harm."""
    one, other = hub.join(BUYER), hub.join(BUYER)
    hub.leave(one)
    hub.leave(one)
    hub.publish([_record(1, e.Resolved())], lambda _: PARTIES)

    assert (len(hub), one.pending, other.pending) == (1, [], [b"1 "])
    hub.leave(other)
    assert len(hub) == 0


def test_a_conversation_without_parties_is_shown_to_nobody(hub):
    """Unknown is not everybody's."""
    stream = hub.join(AGENT)
    hub.publish([_record(1, e.Resolved())], lambda _: None)

    assert stream.pending == []

"""How it went: once per resolution, changed once within a day, seen by staff and never by strangers (mission row A8)."""

import pytest

from otvet.conversation.rating import CHANGEABLE_MS, REASONS, Rating
from otvet.errors import BadInput, Conflict, NotAllowed, NotFound
from rooms import AGENT, BUYER, STRANGER


@pytest.fixture
def resolved(rooms):
    conversation = rooms.open()
    rooms.settle()
    rooms.do(rooms.house.conversations.resolve(AGENT, conversation))
    return conversation


def rate(rooms, conversation, score=5, *reasons: str, text="", by=BUYER, key=None):
    rating = Rating(score=score, reasons=reasons, text=text)
    return rooms.do(rooms.house.conversations.rate(by, conversation, rating, key or rooms.key()))


def test_one_tap_then_reasons_and_words(rooms, resolved):
    """The last one counts; the words lie beside the event, where erasure finds them."""
    rate(rooms, resolved, 2)
    rate(rooms, resolved, 4, "polite", "fast", "fast", text=" Спасибо ")
    state = rooms.state(resolved)
    last = rooms.records(resolved)[-1]

    assert (state.score, state.reasons) == (4, ("fast", "polite"))
    assert (last.name, last.text, last.audience) == ("Rated", "Спасибо", "public")
    assert "Спасибо" not in str(last.event)
    rooms.verify()


def test_the_same_key_rates_once(rooms, resolved):
    """A tap that was sent twice is one event."""
    rate(rooms, resolved, 5, key="k")
    rate(rooms, resolved, 5, key="k")

    assert rooms.names(resolved).count("Rated") == 1


def test_after_a_day_a_rating_stands(rooms, resolved):
    """Counted from the first one, so that completing it does not prolong it; a late first rating is welcome."""
    rooms.clock.turn(hours=10 * 72)
    rate(rooms, resolved, 1)
    rooms.clock.turn(seconds=CHANGEABLE_MS / 1000 - 1)
    rate(rooms, resolved, 1, "slow")
    rooms.clock.turn(seconds=2)
    with pytest.raises(Conflict):
        rate(rooms, resolved, 3)

    assert (rooms.state(resolved).score, rooms.state(resolved).reasons) == (1, ("slow",))


def test_a_score_is_changed_once(rooms, resolved):
    """One change; reasons and words may still complete it, a third score may not come."""
    rate(rooms, resolved, 1)
    rate(rooms, resolved, 4)
    rate(rooms, resolved, 4, "polite", text="Разобрались")
    with pytest.raises(Conflict):
        rate(rooms, resolved, 5)

    assert (rooms.state(resolved).score, rooms.state(resolved).rating_stands) == (4, True)
    rooms.verify()


def test_a_new_resolution_is_rated_anew(rooms, resolved):
    """Reopening ends the old one and keeps it; nothing can be rated while it is open."""
    rate(rooms, resolved, 5, "fast")
    rooms.do(rooms.house.conversations.reopen(BUYER, resolved))
    state = rooms.state(resolved)
    assert (state.score, [(o.score, o.reasons) for o in state.rated_before]) == (None, [(5, ("fast",))])
    with pytest.raises(Conflict):
        rate(rooms, resolved, 5)
    rooms.do(rooms.house.conversations.resolve(AGENT, resolved))
    rate(rooms, resolved, 1, "repeated")

    state = rooms.state(resolved)
    assert (state.score, [one.score for one in state.rated_before]) == (1, [5])
    rooms.verify()


def test_a_buyer_who_reopens_waits_for_an_answer(rooms, resolved):
    """Without a word: the desk sees somebody waiting. A colleague who reopens waits for nobody."""
    rooms.do(rooms.house.conversations.reopen(BUYER, resolved))
    assert rooms.state(resolved).waiting_since == rooms.clock.now()
    rooms.do(rooms.house.conversations.resolve(AGENT, resolved))
    rooms.do(rooms.house.conversations.reopen(AGENT, resolved))
    assert rooms.state(resolved).waiting_since is None


@pytest.mark.parametrize(
    "rating",
    [
        Rating(score=0),
        Rating(score=6),
        Rating(score=3, reasons=("bribed",)),
        Rating(score=3, text="я" * 2001),
        Rating(score=3, text="\x00"),
    ],
)
def test_a_rating_that_is_none_is_refused(rooms, resolved, rating):
    """And nothing is stored."""
    with pytest.raises(BadInput):
        rooms.do(rooms.house.conversations.rate(BUYER, resolved, rating, rooms.key()))

    assert "Rated" not in rooms.names(resolved)


def test_only_its_buyer_rates(rooms, resolved):
    """Staff cannot, and a stranger does not learn that it exists."""
    with pytest.raises(NotAllowed):
        rate(rooms, resolved, 5, by=AGENT)
    with pytest.raises(NotFound):
        rate(rooms, resolved, 5, by=STRANGER)


def test_every_reason_is_worded_on_the_screen():
    """A code without words would be shown as a code."""
    from otvet.web.pages.statics import STATIC

    source = (STATIC / "js" / "chat" / "rating.js").read_text("utf-8")
    assert all(f"  {reason}: () => t(" in source for reason in REASONS)

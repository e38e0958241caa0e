"""The made-up past: the same for the same seed, with clocks as in service, and public questions in three languages."""

from sqlalchemy import select

from otvet.demo.past import Past, Wanted
from otvet.demo.words import NAMES, called
from otvet.desk.deadlines import KINDS
from otvet.storage.schema import conversations
from rooms import AGENT

MANY = 1_000


def _filled(rooms, *, seed=3, number=120):
    wanted = Wanted(seed=seed, conversations=number, messages=number * 6, until=rooms.clock.now())
    Past(rooms.house.database, wanted).make(lambda _: None)
    with rooms.house.database.reading() as connection:
        states = connection.execute(select(conversations.c.state)).scalars()
        return [rooms.house.timeline.load(state) for state in states]


def test_what_is_open_has_the_clocks_it_would_have_and_nothing_is_left_due(rooms):
    """Who waits has a deadline, passed ones are marked, the list stands by what is due, and the desk has nothing to catch up on."""
    states = _filled(rooms)
    waits = [c for c in states if c.status == "open" and c.waiting_since is not None]
    assert len(waits) > len(("one", "two", "three"))
    assert all(c.clocks.keys() & {"first", "next"} and c.queue for c in waits)
    assert all(c.clocks == {} for c in states if c.status == "resolved")
    assert list(rooms.house.store.due(rooms.clock.now(), *KINDS)) == []
    page = rooms.house.store.page(AGENT, "all", None, MANY, sort="due").items
    assert [one.conversation.due_at for one in page] == sorted(one.conversation.due_at for one in page)
    assert rooms.house.store.counts(AGENT)["late"] > 0
    assert rooms.verify() == []


def test_buyers_have_asked_in_public_and_not_all_are_answered(rooms):
    """In the buyer's language, with official answers, with neighbours' ones, and with none yet."""
    asked = [c for c in _filled(rooms, number=600) if c.question is not None]
    assert {c.language for c in asked} == {"ru", "en", "zh"}
    sorts = [{post.sort for post in c.question.posts.values()} for c in asked]
    assert {"question"} in sorts
    assert any("official" in one for one in sorts)
    assert any("answer" in one for one in sorts)
    assert all(c.seller_id and c.product_id for c in asked)
    assert rooms.verify() == []


def test_the_same_seed_makes_the_same_past(rooms, tmp_path):
    """Nothing hangs on the day's chance."""
    from rooms import Rooms

    first = {c.id: (c.topic, c.last_seq, c.status, c.due_at) for c in _filled(rooms, number=40)}
    other = Rooms(tmp_path / "other", rooms.clock)
    try:
        assert {c.id: (c.topic, c.last_seq, c.status, c.due_at) for c in _filled(other, number=40)} == first
    finally:
        other.close()


def test_people_are_called_as_their_language_does():
    """A woman's surname has its ending, a man's has none; families come first in Chinese."""
    assert called("ru", "Полина", "Смирнов") == "Полина Смирнова"
    assert called("ru", "Олег", "Абрамов") == "Олег Абрамов"
    assert called("ru", "Юлия", "Ким") == "Юлия Ким"
    assert called("zh", "伟", "王") == "王伟"
    assert called("en", "Kate", "Evans") == "Kate Evans"
    assert not [last for last in NAMES["ru"][1] if last.endswith("а")]

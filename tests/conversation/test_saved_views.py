"""Saved views: kept, counted as the list counts, shared by those who lead, nobody else's to see."""

import msgspec
import pytest

from otvet.conversation.saved_views import COUNTED, Asks, SavedViews, WantedView
from otvet.conversation.triage import Change
from otvet.conversation.views import Filters
from otvet.errors import BadInput, Conflict, KeyReused, NotAllowed, NotFound
from rooms import AGENT, BUYER, COLLEAGUE, SELLER, SUPERVISOR


@pytest.fixture
def kept(any_rooms):
    return SavedViews(any_rooms.house.database, any_rooms.clock)


def wanted(name="Возвраты", *, shared=False, view="all", **filters):
    return WantedView(name=name, shared=shared, asks=Asks(view=view, filters=Filters(**filters)))


def names(kept, actor):
    return [one.name for one, _ in kept.of(actor)]


def test_an_own_view_is_ones_own_and_a_shared_one_everybodys(kept):
    """The owner has both; a colleague and a seller do not see the own one, a seller no shared one of the operator."""
    mine = kept.add(AGENT, wanted("Моё"), "a")
    shared = kept.add(SUPERVISOR, wanted("Для всех", shared=True), "b")
    assert names(kept, AGENT) == ["Для всех", "Моё"]
    assert names(kept, COLLEAGUE) == ["Для всех"]
    assert names(kept, SELLER) == []
    for who, one, error in (
        (COLLEAGUE, mine, NotFound),
        (SELLER, shared, NotFound),
        (AGENT, shared, NotAllowed),
    ):
        with pytest.raises(error):
            kept.remove(who, one.id)
        with pytest.raises(error):
            kept.save(who, one.id, wanted(), 1)
    with pytest.raises(NotAllowed):
        kept.add(AGENT, wanted(shared=True), "c")
    with pytest.raises(NotAllowed):
        kept.of(BUYER)


def test_it_counts_what_the_list_holds(any_rooms, kept):
    """By topic and by unread; reading one takes it out, a new message brings it back."""
    refund = any_rooms.open("Верните деньги", topic="refund")
    any_rooms.open("Где заказ?", topic="order-not-received")
    kept.add(AGENT, wanted("Возвраты", topic="refund"), "a")
    kept.add(AGENT, wanted("Новое", unread=True), "b")
    assert [count for _, count in kept.of(AGENT)] == [1, 2]

    any_rooms.do(any_rooms.house.conversations.read(AGENT, refund, any_rooms.state(refund).last_seq))
    assert [count for _, count in kept.of(AGENT)] == [1, 1]
    any_rooms.write(refund, "Ау?")
    assert [count for _, count in kept.of(AGENT)] == [1, 2]
    page = any_rooms.house.store.page(AGENT, "all", None, 9, filters=Filters(unread=True, topic="refund"))
    assert [(one.conversation.id, one.unread) for one in page.items] == [(refund, 1)]
    assert any_rooms.verify() == []


def test_the_list_of_unread_and_the_number_on_the_row_agree(any_rooms):
    """Whoever has no read mark has everything unread; another's mark changes nothing."""
    first, second = any_rooms.open("Первый"), any_rooms.open("Второй")
    any_rooms.do(any_rooms.house.conversations.read(COLLEAGUE, first, 99))
    any_rooms.do(any_rooms.house.conversations.read(AGENT, second, 99))
    for who, unread in ((AGENT, {first}), (COLLEAGUE, {second})):
        everything = any_rooms.house.store.page(who, "all", None, 9).items
        assert {one.conversation.id for one in everything if one.unread} == unread
        narrowed = any_rooms.house.store.page(who, "all", None, 9, filters=Filters(unread=True)).items
        assert {one.conversation.id for one in narrowed} == unread


def test_changed_over_the_version_one_knows(kept):
    """A late save is told so; the same key keeps once; an own one may be shared by who leads."""
    made = kept.add(SUPERVISOR, wanted(), "a")
    assert kept.add(SUPERVISOR, wanted(), "a") == made
    with pytest.raises(KeyReused):
        kept.add(SUPERVISOR, wanted("Другое"), "a")
    again = kept.save(SUPERVISOR, made.id, wanted("Возвраты и обмены", shared=True, topic="refund"), 1)
    assert (again.version, again.asks.filters.topic) == (2, "refund")
    with pytest.raises(Conflict):
        kept.save(SUPERVISOR, made.id, wanted("Поздно"), 1)
    assert names(kept, AGENT) == ["Возвраты и обмены"]


def test_they_stand_in_the_order_somebody_gave_them(kept):
    """New ones last; only what one may change is moved."""
    ids = [kept.add(AGENT, wanted(name), name).id for name in ("Один", "Два", "Три")]
    kept.order(AGENT, (ids[2], ids[0], ids[1]))
    assert names(kept, AGENT) == ["Три", "Один", "Два"]
    with pytest.raises(NotFound):
        kept.order(COLLEAGUE, (ids[0],))


@pytest.mark.parametrize("one", [wanted(""), wanted("x" * 41), wanted("а\u0000б"), wanted(view="nonsense")])
def test_what_makes_no_view_is_refused(kept, one):
    """With words that say what to do."""
    with pytest.raises(BadInput):
        kept.add(AGENT, one, "a")
    assert names(kept, AGENT) == []


def test_a_seller_keeps_views_of_their_own_conversations(any_rooms, kept):
    """The number is that of the seller's own, whatever the filter asks for."""
    any_rooms.open("Поддержке", topic="refund")
    mine = any_rooms.open("Продавцу", topic="refund", seller_id=SELLER.seller_id)
    kept.add(SELLER, wanted(topic="refund"), "a")
    assert [count for _, count in kept.of(SELLER)] == [1]
    any_rooms.do(any_rooms.house.triage.change(AGENT, mine, Change(what="resolve")))
    assert [count for _, count in kept.of(SELLER)] == [0]
    assert COUNTED == 100
    assert (
        msgspec.json.decode(msgspec.json.encode(kept.of(SELLER)[0][0]))["asks"]["filters"]["topic"]
        == "refund"
    )

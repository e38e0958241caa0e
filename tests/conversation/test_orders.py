"""What is asked of the shop beside a conversation: once, whatever is lost on the way."""

import pytest

from otvet.errors import Conflict, NotAllowed
from otvet.market import wishes as w
from otvet.market.demo_shop import LATE_LAPTOP, MARINA
from rooms import AGENT, BUYER, OTHER_SELLER, SELLER, SENIOR, SUPERVISOR

CANCEL = w.CancelOrder(order=LATE_LAPTOP, reason="late")
REFUND = w.MakeRefund(order=LATE_LAPTOP, amount=60_000, reason="late")


class Deaf:
    """A shop that does what it is asked, but whose answer is lost as often as told."""

    def __init__(self, market, lost):
        self._market = market
        self.lost = lost
        self.keys = []

    def __getattr__(self, name):
        return getattr(self._market, name)

    def do(self, wish, *, shop_buyer_id, key):
        self.keys.append(key)
        outcome = self._market.do(wish, shop_buyer_id=shop_buyer_id, key=key)
        if self.lost:
            self.lost -= 1
            return w.Unheard("late")
        return outcome


@pytest.fixture
def shop(any_rooms):
    """The demo shop with its ledger; the buyer of the rooms is its Марина."""
    house = any_rooms.house
    house.market.move_in(house.database, house.clock)
    house.orders._shop_id = {BUYER.id: MARINA}.get
    return house.market


def ask(rooms, conversation, wish=CANCEL, *, by=AGENT, key=None):
    return rooms.do(rooms.house.orders.ask(by, conversation, wish, key or rooms.key()))


def names(rooms, conversation):
    return [one.name for one in rooms.records(conversation) if one.name.startswith("Shop")]


def test_a_wish_is_asked_and_done(any_rooms, shop):
    """Both stand in the timeline, with the shop's own number and facts; the buyer sees neither."""
    conversation = any_rooms.open(order_id=LATE_LAPTOP)
    wish_id, wished = ask(any_rooms, conversation)
    did = next(one.event for one in any_rooms.records(conversation) if one.name == "ShopDid")

    assert names(any_rooms, conversation) == ["ShopAsked", "ShopDid"]
    assert (wished.state, wished.record_id) == ("made", shop.affairs(MARINA).refunds[0].id)
    assert (did.wish_id, did.facts["amount"]) == (wish_id, shop.order(LATE_LAPTOP).total)
    assert not [one for one in any_rooms.records(conversation, by=BUYER) if one.name.startswith("Shop")]
    assert any_rooms.verify() == []


def test_the_same_key_asks_once(any_rooms, shop):
    """Pressed twice, answered twice, done once."""
    conversation, key = any_rooms.open(), any_rooms.key()
    first = ask(any_rooms, conversation, key=key)

    assert ask(any_rooms, conversation, key=key) == first
    assert names(any_rooms, conversation) == ["ShopAsked", "ShopDid"]
    assert len(shop.affairs(MARINA).refunds) == 1


def test_both_at_once_ask_once(any_rooms, shop):
    """Two requests with one key, side by side."""
    conversation, key = any_rooms.open(), any_rooms.key()
    orders = any_rooms.house.orders
    both = any_rooms.together(*(orders.ask(AGENT, conversation, CANCEL, key) for _ in range(2)))

    assert {wished.record_id for _, wished in both} <= {"", shop.affairs(MARINA).refunds[0].id}
    assert names(any_rooms, conversation) == ["ShopAsked", "ShopDid"]


@pytest.mark.usefixtures("shop")
def test_a_refusal_is_told_with_its_reason(any_rooms):
    """And nothing is asked again."""
    conversation = any_rooms.open()
    ask(any_rooms, conversation)
    _, wished = ask(any_rooms, conversation)
    any_rooms.clock.turn(hours=1)
    any_rooms.do(any_rooms.house.orders.due())

    assert (wished.state, wished.code, wished.again_at) == ("refused", "cancelled", None)
    assert names(any_rooms, conversation) == ["ShopAsked", "ShopDid", "ShopAsked", "ShopRefused"]


def test_a_lost_answer_is_asked_for_again(any_rooms, shop):
    """By the clock, under the same key, so that what was done is not done again."""
    deaf = any_rooms.house.orders._market = Deaf(shop, lost=2)
    conversation = any_rooms.open()
    wish_id, wished = ask(any_rooms, conversation)
    told = (wished.state, wished.attempt, wished.again_at - any_rooms.clock.now())
    for seconds in (10, 20, 130, 1_000):
        any_rooms.clock.turn(seconds=seconds)
        any_rooms.do(any_rooms.house.orders.due())

    assert told == ("unheard", 1, 30_000)
    assert deaf.keys == [wish_id] * 3
    assert names(any_rooms, conversation) == ["ShopAsked", "ShopUnheard", "ShopUnheard", "ShopDid"]
    assert len(shop.affairs(MARINA).refunds) == 1
    assert any_rooms.verify() == []


def test_after_a_day_of_silence_a_person_says_when(any_rooms, shop):
    """Nothing is due any more; asking by hand still goes under the same key."""
    deaf = any_rooms.house.orders._market = Deaf(shop, lost=9)
    conversation = any_rooms.open()
    wish_id, _ = ask(any_rooms, conversation)
    for _ in range(12):
        any_rooms.clock.turn(hours=13)
        any_rooms.do(any_rooms.house.orders.due())
    stopped = any_rooms.state(conversation).wishes[wish_id]
    wished = any_rooms.do(any_rooms.house.orders.again(AGENT, conversation, wish_id))

    assert (stopped.state, stopped.again_at, len(deaf.keys)) == ("unheard", None, 10)
    assert wished.state == "made"
    assert set(deaf.keys) == {wish_id}


def test_a_server_that_dies_before_the_shop_is_asked_loses_nothing(any_rooms, shop):
    """The wish is in the timeline first; a minute later it is due, on any server."""

    class Dying(Deaf):
        def do(self, wish, *, shop_buyer_id, key):
            raise KeyboardInterrupt(wish, shop_buyer_id, key)

    any_rooms.house.orders._market = Dying(shop, lost=0)
    conversation = any_rooms.open()
    with pytest.raises(KeyboardInterrupt):
        ask(any_rooms, conversation)
    any_rooms.house.orders._market = shop
    any_rooms.clock.turn(seconds=61)
    any_rooms.do(any_rooms.house.orders.due())

    assert names(any_rooms, conversation) == ["ShopAsked", "ShopDid"]


def test_what_is_given_away_has_its_limit(any_rooms, shop):
    """All of a conversation together; a senior agent may give more, a supervisor anything."""
    conversation = any_rooms.open()
    ask(any_rooms, conversation, REFUND)
    for wish in (REFUND, w.GiveBonus(points=500), w.GivePromo(percent=15)):
        with pytest.raises(NotAllowed, match="up to"):
            ask(any_rooms, conversation, wish)
    ask(any_rooms, conversation, w.GivePromo(percent=15), by=SENIOR)
    ask(any_rooms, conversation, w.GiveBonus(points=90_000), by=SUPERVISOR)

    assert shop.affairs(MARINA).points == 90_000
    assert names(any_rooms, conversation).count("ShopAsked") == 3


@pytest.mark.usefixtures("shop")
def test_nothing_is_asked_for_a_guest(any_rooms):
    """The shop does not know them."""
    any_rooms.house.orders._shop_id = {}.get
    with pytest.raises(Conflict, match="guest"):
        ask(any_rooms, any_rooms.open())


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("who", [BUYER, SELLER, OTHER_SELLER], ids=["buyer", "seller", "other seller"])
def test_only_agents_ask(any_rooms, who):
    """Neither buyers nor sellers reach the shop through us."""
    with pytest.raises(NotAllowed):
        ask(any_rooms, any_rooms.open(seller_id="sel_1"), by=who)


@pytest.mark.usefixtures("shop")
def test_a_wish_of_another_conversation_is_absent(any_rooms):
    """It is found under its own conversation alone."""
    wish_id, _ = ask(any_rooms, any_rooms.open())
    with pytest.raises(Conflict):
        any_rooms.do(any_rooms.house.orders.again(AGENT, any_rooms.open(), wish_id))


@pytest.mark.usefixtures("shop")
def test_the_gate_knows_what_the_panel_shows(any_rooms):
    """After a cancellation the order's facts say so, with the money and its day."""
    conversation = any_rooms.open(order_id=LATE_LAPTOP)
    ask(any_rooms, conversation)
    context = any_rooms.do(any_rooms.house.gathering.context(any_rooms.state(conversation), (), "ru"))

    assert context.facts.order["status"] == "cancelled"
    assert context.facts.order["refund_state"] == "under_way"
    assert context.facts.order["refund_date"]

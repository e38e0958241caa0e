"""VIP buyers: a tier from the order history, before all others and to their own manager, told of terms by template (B8)."""

from datetime import date, timedelta

import msgspec
import pytest

from desk.crew import hire, owner, plans, route, sits
from otvet.desk.tiers import Tier, tier_of
from otvet.errors import BadInput, Conflict, NotAllowed, ShopSilent
from otvet.market import wishes as w
from otvet.market.demo_shop import LATE_LAPTOP, MARINA, DemoShop
from rooms import AGENT, BUYER, SELLER, SENIOR, STRANGER, SUPERVISOR

TODAY = date(2026, 11, 22)
NAME = {"ru": "VIP", "en": "VIP", "zh": "VIP"}


@pytest.fixture
def shop(any_rooms):
    """The demo shop with its ledger; the buyer of the rooms is its Марина, who bought for 100,000 roubles."""
    house = any_rooms.house
    house.market.move_in(house.database, house.clock)
    house.orders._shop_id = house.vips._shop_id = {BUYER.id: MARINA}.get
    return house.market


def name_manager(rooms, who, by=SUPERVISOR):
    return rooms.do(rooms.house.vips.look_after(by, BUYER.id, who))


def opened(rooms, **fields):
    conversation = rooms.open(**fields)
    rooms.settle()
    return conversation


def test_the_highest_tier_reached_counts_and_lapses_with_time():
    """Neither called-off nor old orders count; the same orders give the same tier."""
    orders = DemoShop(1, TODAY).orders_of(MARINA)
    tiers = {
        "much": Tier(name=NAME, spent=10**9), "some": Tier(name=NAME, orders=3, spent=100_000), "any": Tier(name=NAME),
    }  # fmt: skip
    off = [msgspec.structs.replace(one, status="cancelled") for one in orders]

    assert tier_of(tiers, orders, TODAY)[0] == "some"
    assert tier_of(tiers, orders, TODAY)[1].spent == sum(one.total for one in orders)
    assert tier_of(tiers, off, TODAY)[0] is None
    assert tier_of(tiers, orders, TODAY + timedelta(days=400))[0] is None
    assert tier_of({}, orders, TODAY)[0] is None


@pytest.mark.usefixtures("shop")
def test_a_vip_goes_first_and_to_the_personal_manager(any_rooms):
    """Before those who came earlier, though a colleague is idler; without the manager to whoever is there."""
    ilya, anna = hire(any_rooms, "ilya"), hire(any_rooms, "anna")
    opened(any_rooms, by=STRANGER)
    first = opened(any_rooms)
    name_manager(any_rooms, anna.id)
    state = any_rooms.state(first)
    assert (state.vip.tier, state.vip.manager_id) == ("gold", anna.id)
    assert (state.priority, state.priority_why) == (1, "vip")

    sits(any_rooms, anna)
    sits(any_rooms, ilya)
    plans(any_rooms, "members", anna.id, {"capacity": 1})
    route(any_rooms)
    assert owner(any_rooms, first) == anna.id
    second = opened(any_rooms)
    route(any_rooms)
    assert any_rooms.state(second).vip.manager_id == anna.id
    assert owner(any_rooms, second) == ilya.id
    assert any_rooms.verify() == []


@pytest.mark.usefixtures("shop")
def test_thresholds_are_tuned_and_managers_are_given_out_by_themselves(any_rooms):
    """Another page of the plan, another tier at the next conversation; the tier's own managers share its buyers."""
    ilya = hire(any_rooms, "ilya")
    page = {"name": NAME, "orders": 1, "spent": 0, "priority": 2, "managers": ["st_gone", ilya.id]}
    plans(any_rooms, "tiers", "gold", {**page, "spent": 10**9})
    plans(any_rooms, "tiers", "silver", page)
    state = any_rooms.state(opened(any_rooms))
    assert (state.vip.tier, state.vip.manager_id, state.priority) == ("silver", ilya.id, 2)


def test_a_silent_shop_leaves_the_tier_as_it_was_known(any_rooms, shop, monkeypatch):
    """And an unknown one unknown: the conversation is routed all the same."""

    def silent(_):
        raise ShopSilent("away")

    affairs = shop.affairs
    monkeypatch.setattr(shop, "affairs", silent)
    first = opened(any_rooms)
    assert any_rooms.state(first).vip is None
    assert any_rooms.state(first).queue == "support"
    monkeypatch.setattr(shop, "affairs", affairs)
    opened(any_rooms)
    monkeypatch.setattr(shop, "affairs", silent)
    assert any_rooms.state(opened(any_rooms)).vip.tier == "gold"


@pytest.mark.usefixtures("shop")
def test_who_calls_everything_off_is_no_vip_any_more(any_rooms):
    """Recognised anew when it goes on; the priority is the topic's again."""
    conversation = opened(any_rooms, topic="promo")
    page = {"name": NAME, "spent": 10**10}
    for tier in ("gold", "silver"):
        plans(any_rooms, "tiers", tier, page)
    any_rooms.do(any_rooms.house.conversations.resolve(AGENT, conversation))
    any_rooms.write(conversation)
    any_rooms.settle()

    state = any_rooms.state(conversation)
    assert (state.vip, state.priority, state.priority_why) == (None, 4, "topic")


@pytest.mark.usefixtures("shop")
def test_only_who_leads_names_managers_and_only_for_vips(any_rooms):
    """An agent may not; a guest has no tier; a moderator or nobody looks after no one."""
    opened(any_rooms)
    for who in (AGENT, SENIOR, SELLER, BUYER):
        with pytest.raises(NotAllowed):
            name_manager(any_rooms, None, by=who)
    with pytest.raises(BadInput, match="no colleague"):
        name_manager(any_rooms, "st_nobody")
    with pytest.raises(Conflict, match="no tier"):
        any_rooms.do(any_rooms.house.vips.look_after(SUPERVISOR, STRANGER.id, None))
    assert [one.buyer_id for one in any_rooms.house.vips.everybody(SUPERVISOR)] == [BUYER.id]


@pytest.mark.usefixtures("shop")
def test_terms_and_offers_are_told_by_template_alone(any_rooms):
    """What the shop gave stands in it; a wish that was not done, another one's or a guest's are refused."""
    house, conversation = any_rooms.house, opened(any_rooms, order_id=LATE_LAPTOP)
    promo, _ = any_rooms.do(house.orders.ask(AGENT, conversation, w.GivePromo(percent=10), any_rooms.key()))
    refund = w.MakeRefund(order=LATE_LAPTOP, amount=10_000, reason="late")
    money, _ = any_rooms.do(house.orders.ask(AGENT, conversation, refund, any_rooms.key()))
    for wish in (None, promo):
        any_rooms.do(house.vips.tell(AGENT, conversation, wish, any_rooms.key()))
    for wish in (money, "w_none"):
        with pytest.raises(Conflict, match="offer"):
            any_rooms.do(house.vips.tell(AGENT, conversation, wish, any_rooms.key()))
    guest = opened(any_rooms, by=STRANGER)
    with pytest.raises(Conflict, match="tier"):
        any_rooms.do(house.vips.tell(AGENT, guest, None, any_rooms.key()))

    told = [one.event for one in any_rooms.records(conversation, by=BUYER) if one.name == "NoticeSent"]
    assert [one.template for one in told] == ["RequestReceived", "SpecialTerms", "PersonalOffer"]
    assert told[1].fields["tier"] == "Золотой VIP"
    assert (told[2].fields["percent"], told[2].fields["what"]) == ("10", "promo")
    assert not [one for one in any_rooms.names(conversation, by=BUYER) if one.startswith("Vip")]

"""The shop that comes with the house."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from market_days import DELIVERED, TODAY, KeepsTheContract, at
from otvet.market import wishes as w
from otvet.market.demo_shop import LATE_LAPTOP, MARINA, DemoShop


@pytest.fixture(scope="module")
def market():
    return DemoShop(seed=1, today=TODAY)


@pytest.fixture
def on_postgres(request):
    """A database of the other kind, of the newest schema."""
    from otvet.storage.database import open_database

    made = open_database(request.getfixturevalue("postgres_url"))
    yield made
    made.close()


@pytest.fixture
def opened(database, clock):
    """Opens the shop over one database, as often as one likes."""
    clock.at = at(TODAY)

    def open_shop():
        shop = DemoShop(seed=1, today=TODAY)
        shop.move_in(database, clock)
        return shop

    return open_shop


class TestDemoShop(KeepsTheContract):
    """The demo shop keeps the market's contract."""


def _return(sku="KT-170-GR", order=DELIVERED):
    return w.MakeReturn(order=order, items=(w.Piece(sku),), reason="defect")


def test_a_return_goes_its_way(opened, clock):
    """Registered, handed in, received, closed; then the money is on its way and arrives, and the order is returned."""
    shop = opened()
    made = shop.do(_return(), shop_buyer_id=MARINA, key="k").record
    shop.hand_in(made.id, shop_buyer_id=MARINA)
    seen = []
    for _ in range(8):
        affairs = shop.affairs(MARINA)
        seen.append((affairs.returns[0].state, affairs.refunds[0].state))
        clock.turn(hours=24)

    assert list(dict.fromkeys(seen)) == [
        ("handed_in", "waits_for_goods"),
        ("received", "waits_for_goods"),
        ("closed", "under_way"),
        ("closed", "paid"),
    ]
    assert shop.order(DELIVERED).status == "returned"
    assert shop.affairs(MARINA).refunds[0].due_on - affairs.refunds[0].asked_on == timedelta(days=6)


def test_a_label_lapses_and_the_goods_may_go_back_again(opened, clock):
    """After two weeks nobody waits for the parcel; within the window of the terms a new return is made."""
    shop = opened()
    order = "48915-6915"  # got on 17 November
    shop.do(_return("TH-100", order), shop_buyer_id=MARINA, key="k-1")
    clock.turn(hours=24 * 15)
    again = shop.do(_return("TH-100", order), shop_buyer_id=MARINA, key="k-2")

    assert [one.state for one in shop.affairs(MARINA).returns] == ["lapsed", "registered"]
    assert isinstance(again, w.Made)


def test_the_window_of_the_terms_ends(opened, clock):
    """Thirty days after it was handed over."""
    shop = opened()
    clock.turn(hours=24 * 3)

    assert shop.do(_return(), shop_buyer_id=MARINA, key="k") == w.Refused("too_late")


def test_an_exchange_is_for_goods_of_the_same_seller_and_price(opened):
    """Anything else is another order."""
    shop = opened()
    outcomes = [
        shop.do(
            w.MakeExchange(order=DELIVERED, sku="KT-170-GR", wanted=wanted, reason="defect"), shop_buyer_id=MARINA, key=wanted
        )
        for wanted in ("LM-040", "HP-220", "no-such", "KT-170-WH")
    ]  # fmt: skip

    assert outcomes[:3] == [
        w.Refused("price_differs"),
        w.Refused("unknown_product"),
        w.Refused("unknown_product"),
    ]
    assert outcomes[3].record.wanted_sku == "KT-170-WH"


def test_a_parcel_is_handed_in_once_and_by_its_buyer(opened):
    """Twice is once; a stranger's return is unknown."""
    shop = opened()
    made = shop.do(_return(), shop_buyer_id=MARINA, key="k").record
    stranger = shop.hand_in(made.id, shop_buyer_id="shop_1002")
    first, again = (shop.hand_in(made.id, shop_buyer_id=MARINA) for _ in range(2))

    assert stranger == w.Refused("unknown_order")
    assert first == again
    assert first.record.state == "handed_in"


@pytest.mark.parametrize("where", ["database", pytest.param("on_postgres", marks=pytest.mark.normal)])
def test_a_hundred_at_once_make_one_return(request, clock, where):
    """Whether they carry one key or ten; on either database."""
    clock.at = at(TODAY)
    shops = [DemoShop(seed=1, today=TODAY) for _ in range(4)]
    for shop in shops:
        shop.move_in(request.getfixturevalue(where), clock)

    def ask(number):
        return shops[number % 4].do(_return(), shop_buyer_id=MARINA, key=f"k-{number % 10}")

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(ask, range(100)))

    made = {one.record.id for one in outcomes if isinstance(one, w.Made)}
    assert len(made) == 1
    assert len(shops[0].affairs(MARINA).returns) == 1


def test_a_shop_without_a_database_does_nothing(market):
    """It says so; nothing is lost because nothing was promised."""
    assert market.do(_return(), shop_buyer_id=MARINA, key="k") == w.Refused("not_offered")


def test_bonuses_lapse(opened, clock):
    """They count while the terms say so."""
    shop = opened()
    shop.do(w.GiveBonus(points=300), shop_buyer_id=MARINA, key="k")
    before = shop.affairs(MARINA).points
    clock.turn(hours=24 * 181)

    assert (before, shop.affairs(MARINA).points) == (300, 0)


def test_the_same_seed_is_the_same_shop(market):
    """Deterministic: orders of one seed agree, of another differ."""
    same, other = DemoShop(1, TODAY), DemoShop(2, TODAY)

    assert same._orders == market._orders
    assert other._orders != market._orders
    assert len({same.version, other.version, DemoShop(1, TODAY + timedelta(days=1)).version}) == 3


def test_the_laptop_stands_in_kazan(market):
    """The first case everybody meets: promised three days ago, expected in four, the reason given."""
    order = market.order(LATE_LAPTOP)

    assert market.orders_of(MARINA)[0] == order
    assert (order.shop_buyer_id, order.seller_id, order.status) == (MARINA, "sel_qiming", "in_transit")
    assert order.delivery.state == "delayed"
    assert order.delivery.promised == TODAY - timedelta(days=3)
    assert order.delivery.expected == TODAY + timedelta(days=4)
    assert "Казань" in next(step.place["ru"] for step in order.delivery.steps if step.state == "now")


def test_there_is_enough_to_show(market):
    """About two dozen products, about forty orders, several late, a Chinese seller, three languages of buyers."""
    orders = list(market._orders.values())

    assert len(market.products()) == 24
    assert 35 <= len(orders) <= 45
    assert sum(order.delivery.state == "delayed" for order in orders) >= 5
    assert {seller.language for seller in market.sellers} == {"ru", "zh"}
    assert {buyer.language for buyer in market.buyers} == {"ru", "en", "zh"}
    assert {order.status for order in orders} >= {"placed", "in_transit", "at_pickup", "delivered"}


@pytest.mark.parametrize(
    ("query", "sku"), [("чайник белый", "KT-170-WH"), ("kettle WHITE", "KT-170-WH"), ("笔记本", "NB-14-512")]
)
def test_goods_are_found_in_three_languages(market, query, sku):
    """By the words of one language together."""
    assert [product.sku for product in market.products(query)] == [sku]


def test_every_seller_of_a_product_exists(market):
    """And every picture is named as a file."""
    sellers = {seller.id for seller in market.sellers}

    assert {product.seller_id for product in market.products()} <= sellers
    assert all(Path(product.picture).suffix == ".svg" for product in market.products())

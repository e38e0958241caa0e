"""The shop that comes with the house."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.market_contract import Known, MarketContract
from otvet.market.demo_shop import LATE_LAPTOP, MARINA, DemoShop

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def market():
    return DemoShop(seed=1, today=TODAY)


class TestDemoShop(MarketContract):
    """The demo shop keeps the market's contract."""

    @pytest.fixture
    def known(self):
        return Known(sku="KT-170-GR", word="Ладога", order=LATE_LAPTOP, buyer=MARINA)


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

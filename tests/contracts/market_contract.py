"""What every market keeps, the demo shop and each adapter of a real marketplace alike.

A test class inherits `MarketContract` and gives two fixtures: `market`, and `known`,
a `Known` that names what is there.
"""

from datetime import date
from typing import NamedTuple

import pytest

LANGUAGES = {"ru", "en", "zh"}
NONSENSE = ["", " ", "no-such-thing", "' OR 1=1 --", "\x00", "ж" * 500, "../../etc/passwd", "%"]


class Known(NamedTuple):
    """A product, a word found in its name, an order and its buyer."""

    sku: str
    word: str
    order: str
    buyer: str


class MarketContract:
    def test_a_known_product_is_whole(self, market, known):
        """Name, category and description in three languages, a price, facts for the gate."""
        product = market.product(known.sku)

        assert product.sku == known.sku
        assert LANGUAGES == set(product.name) == set(product.category) == set(product.description)
        assert product.price > 0
        assert len(product.currency) == 3
        assert all(isinstance(key, str) for key in product.card)

    def test_a_word_finds_its_product(self, market, known):
        """In whatever case it is typed."""
        assert known.sku in [product.sku for product in market.products(known.word.upper())]

    def test_an_empty_query_lists_and_the_limit_holds(self, market):
        """Never more than asked for, none when none is asked for."""
        assert len(market.products()) > 1
        assert len(market.products(limit=1)) == 1
        assert market.products(limit=0) == []

    def test_words_narrow_down(self, market, known):
        """All words have to be there."""
        both = market.products(f"{known.word} nonexistentword")

        assert both == []

    def test_a_known_order_is_whole(self, market, known):
        """Lines that add up, products that exist, one seller, a delivery in order."""
        order = market.order(known.order)

        assert (order.number, order.shop_buyer_id) == (known.order, known.buyer)
        assert order.total == sum(line.price * line.quantity for line in order.items)
        assert {market.product(line.sku).seller_id for line in order.items} == {order.seller_id}
        assert order.placed_at <= order.delivery.promised

    def test_the_way_of_a_parcel_is_in_order(self, market, known):
        """Steps never go back in time; behind is done, one is now, the rest is ahead."""
        for order in market.orders_of(known.buyer):
            steps = order.delivery.steps
            states = [step.state for step in steps]

            assert [step.at for step in steps] == sorted(step.at for step in steps)
            assert states == sorted(states, key=["done", "now", "ahead"].index)
            assert states.count("now") == 1

    def test_a_delay_is_told_whole(self, market, known):
        """So many days, and the reason in three languages while it lasts."""
        for order in market.orders_of(known.buyer):
            delivery = order.delivery

            assert delivery.delay_days == max((delivery.expected - delivery.promised).days, 0)
            if delivery.state == "delayed":
                assert set(delivery.reason) == LANGUAGES

    def test_a_buyer_sees_their_own_orders_the_newest_first(self, market, known):
        """And nobody else's."""
        orders = market.orders_of(known.buyer)

        assert known.order in [order.number for order in orders]
        assert {order.shop_buyer_id for order in orders} == {known.buyer}
        assert [order.placed_at for order in orders] == sorted((o.placed_at for o in orders), reverse=True)

    def test_the_gate_gets_dates_and_a_status(self, market, known):
        """ISO dates and plain words: what `facts.order` is made of."""
        facts = market.order(known.order).facts()

        assert {"status", "delivery_date", "promised_date"} <= set(facts)
        assert date.fromisoformat(facts["delivery_date"])

    @pytest.mark.parametrize("nonsense", NONSENSE, ids=repr)
    def test_what_is_not_there_is_none(self, market, nonsense):
        """Never an error, whatever is asked."""
        assert market.product(nonsense) is None
        assert market.order(nonsense) is None
        assert market.orders_of(nonsense) == []
        assert isinstance(market.products(nonsense), list)

    def test_the_version_stands_while_nothing_changes(self, market):
        """Others keep what they gathered under it."""
        assert market.version == market.version != ""

"""What every market keeps, the demo shop and each adapter of a real marketplace alike.

A test class inherits `MarketContract` and gives four fixtures: `market`, `known`, a `Known` that names what is there,
`anew`, which opens the same shop once more as after a restart, and `turn`, which lets days pass.
"""

from datetime import date
from typing import NamedTuple

import pytest

from otvet.market import wishes as w

LANGUAGES = {"ru", "en", "zh"}
NONSENSE = ["", " ", "no-such-thing", "' OR 1=1 --", "\x00", "ж" * 500, "../../etc/passwd", "%"]


class Known(NamedTuple):
    """A product, a word found in its name, an order under way and its buyer.

    `delivered` is an order of one piece of `sku` that the same buyer has got and may give back, `like` a product that it
    may be exchanged for, `stranger` another buyer.
    """

    sku: str
    word: str
    order: str
    buyer: str
    delivered: str = ""
    like: str = ""
    stranger: str = ""


def wishes(known):
    """One of each sort that the shop grants."""
    return [
        w.MakeReturn(order=known.delivered, items=(w.Piece(known.sku),), reason="defect"),
        w.MakeExchange(order=known.delivered, sku=known.sku, wanted=known.like, reason="wrong_item"),
        w.CancelOrder(order=known.order, reason="late"),
        w.MakeRefund(order=known.delivered, amount=50_000, reason="damaged"),
        w.GivePromo(percent=10, order=known.order),
        w.GiveBonus(points=300),
        w.ComplainOfCourier(order=known.delivered, about="rude"),
    ]


SORTS = ("return", "exchange", "cancel", "refund", "promo", "bonus", "complain", "move")


def wish_of(market, known, sort):
    if sort == "move":
        return w.MoveDelivery(order=known.order, slot=market.slots(known.order)[-1].id)
    return next(one for one in wishes(known) if one.__struct_config__.tag == sort)


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

    def test_the_affairs_of_a_buyer_hold_their_orders(self, market, known):
        """The same orders, in the same order; a stranger to the shop has none."""
        affairs = market.affairs(known.buyer)

        assert affairs.orders == market.orders_of(known.buyer)
        assert market.affairs("no-such-buyer") is None

    @pytest.mark.parametrize("sort", SORTS)
    def test_the_same_key_is_the_same_wish(self, market, known, anew, sort):
        """Done once, answered alike, also after a restart; another body under the key is refused."""
        wish = wish_of(market, known, sort)
        first = market.do(wish, shop_buyer_id=known.buyer, key="k-1")
        again = market.do(wish, shop_buyer_id=known.buyer, key="k-1")
        later = anew().do(wish, shop_buyer_id=known.buyer, key="k-1")
        other = market.do(w.GiveBonus(points=7), shop_buyer_id=known.buyer, key="k-1")

        assert isinstance(first, w.Made)
        assert first == again == later
        assert isinstance(first.record, w.MAKES[type(wish)])
        assert other == w.Refused("key_reused")

    @pytest.mark.parametrize("sort", [one for one in SORTS if one != "move"])
    def test_what_was_made_stands_among_the_affairs(self, market, known, anew, sort):
        """Once, with the same record, in a shop opened anew as well."""
        made = market.do(wish_of(market, known, sort), shop_buyer_id=known.buyer, key="k-1").record
        affairs = anew().affairs(known.buyer)
        kept = [*affairs.returns, *affairs.refunds, *affairs.bonuses, *affairs.promos, *affairs.complaints]

        assert kept.count(made) == 1

    @pytest.mark.parametrize("sort", ["return", "exchange", "cancel", "refund", "move", "complain"])
    def test_nobody_asks_about_an_order_of_somebody_else(self, market, known, sort):
        """It is unknown to them, and nothing is done."""
        before = market.affairs(known.buyer)
        outcome = market.do(wish_of(market, known, sort), shop_buyer_id=known.stranger, key="k-1")

        assert outcome == w.Refused("unknown_order")
        assert market.affairs(known.buyer) == before

    def test_goods_go_back_once(self, market, known):
        """A second return of the same piece is refused, whatever its key."""
        wish = wish_of(market, known, "return")
        market.do(wish, shop_buyer_id=known.buyer, key="k-1")

        assert market.do(wish, shop_buyer_id=known.buyer, key="k-2") == w.Refused("already")
        assert len(market.affairs(known.buyer).returns) == 1

    def test_what_is_not_here_yet_cannot_go_back(self, market, known):
        """Nor can more than was bought, nor what was not."""
        early = w.MakeReturn(order=known.order, items=(w.Piece(known.sku),), reason="defect")
        many = w.MakeReturn(order=known.delivered, items=(w.Piece(known.sku, 9),), reason="defect")
        foreign = w.MakeReturn(order=known.delivered, items=(w.Piece("no-such"),), reason="defect")
        outcomes = [
            market.do(one, shop_buyer_id=known.buyer, key=f"k-{n}")
            for n, one in enumerate((early, many, foreign))
        ]

        assert outcomes == [w.Refused("not_delivered"), w.Refused("not_in_order"), w.Refused("not_in_order")]

    def test_no_more_goes_back_than_was_paid(self, market, known):
        """Two refunds together as well."""
        total = market.order(known.delivered).total
        most = w.MakeRefund(order=known.delivered, amount=total, reason="damaged")
        more = w.MakeRefund(order=known.delivered, amount=100, reason="damaged")

        assert isinstance(market.do(most, shop_buyer_id=known.buyer, key="k-1"), w.Made)
        assert market.do(more, shop_buyer_id=known.buyer, key="k-2") == w.Refused("too_much")

    def test_a_cancelled_order_is_cancelled(self, market, known):
        """Its delivery is called off, its slots are gone, and it is not cancelled twice; all the money goes back."""
        wish = wish_of(market, known, "cancel")
        made = market.do(wish, shop_buyer_id=known.buyer, key="k-1").record
        order = market.order(known.order)

        assert (order.status, order.delivery.state) == ("cancelled", "called_off")
        assert made.amount == order.total
        assert market.slots(known.order) == []
        assert market.do(wish, shop_buyer_id=known.buyer, key="k-2") == w.Refused("cancelled")

    def test_money_takes_days(self, market, known, turn):
        """Under way first, then paid, by the day the terms allow."""
        market.do(wish_of(market, known, "refund"), shop_buyer_id=known.buyer, key="k-1")
        (asked,) = market.affairs(known.buyer).refunds
        turn(days=5)
        (paid,) = market.affairs(known.buyer).refunds

        assert (asked.state, asked.paid_on) == ("under_way", None)
        assert paid.state == "paid"
        assert asked.asked_on < paid.paid_on <= asked.due_on

    def test_the_money_of_a_return_waits_for_the_goods(self, market, known):
        """With a label to hand them in, and the amount of what goes back."""
        made = market.do(wish_of(market, known, "return"), shop_buyer_id=known.buyer, key="k-1").record
        (money,) = market.affairs(known.buyer).refunds

        assert made.state == "registered"
        assert made.label.code
        assert set(made.label.place) == LANGUAGES
        assert (money.id, money.return_id, money.state) == (made.refund_id, made.id, "waits_for_goods")
        assert money.amount == sum(line.price * line.quantity for line in made.items)

    def test_an_order_comes_in_the_slot_that_was_chosen(self, market, known):
        """The promise stands, what is expected is the slot; a slot nobody offered is refused."""
        slot = market.slots(known.order)[-1]
        market.do(w.MoveDelivery(order=known.order, slot=slot.id), shop_buyer_id=known.buyer, key="k-1")
        none = market.do(
            w.MoveDelivery(order=known.order, slot="1999-01-01-10"), shop_buyer_id=known.buyer, key="k-2"
        )
        delivery = market.order(known.order).delivery

        assert (delivery.slot, delivery.expected) == (slot, slot.day)
        assert none == w.Refused("slot_taken")
        self.test_the_way_of_a_parcel_is_in_order(market, known)
        self.test_a_delay_is_told_whole(market, known)

    def test_a_changed_shop_has_a_new_version(self, market, known):
        """What others gathered before is not used any more."""
        before = market.version
        market.do(wish_of(market, known, "cancel"), shop_buyer_id=known.buyer, key="k-1")

        assert market.version != before

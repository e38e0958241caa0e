"""The order beside the thread over HTTP: what an agent sees, what a seller sees, what a silent shop leaves."""

import uuid

import pytest

from otvet.errors import ShopSilent
from otvet.market.demo_shop import LATE_LAPTOP, MARINA


@pytest.fixture
def marina(world):
    """A buyer the shop vouches for; the id of her conversation about the laptop."""
    token = world.house.identity_token(MARINA)
    told = world.ask("POST", "/api/v1/identify", {"identity": token}).json()
    world.headers["marina"] = {"Authorization": f"Bearer {told['token']}"}
    opened = world.ask(
        "POST", "/api/v1/conversations", {"text": "Где ноутбук?", "order_id": LATE_LAPTOP}, who="marina"
    )
    return opened.json()["conversation"]["id"]


def _ask(world, conversation, wish, *, who="agent", key=None):
    return world.ask("POST", f"/api/v1/conversations/{conversation}/wishes", {"wish": wish}, who=who, key=key)


def test_what_was_asked_stands_in_the_panel(world, marina):
    """Made once for one key; then refund, order and wish are beside the thread, with terms that say from when they hold."""
    wish, key = {"what": "cancel", "order": LATE_LAPTOP, "reason": "late"}, str(uuid.uuid4())
    first, again = (_ask(world, marina, wish, key=key).json() for _ in range(2))
    other = _ask(world, marina, {"what": "bonus", "points": 5}, key=key)
    around = world.ask("GET", f"/api/v1/conversations/{marina}/context", who="agent").json()

    assert first == again
    assert first["state"] == "made"
    assert other.status_code == 409
    assert other.json()["error"]["code"] == "key_reused"
    assert around["order"]["status"] == "cancelled"
    assert (
        [one["id"] for one in around["refunds"]]
        == [first["record_id"]]
        == [w["record_id"] for w in around["wishes"]]
    )
    assert around["terms_of"] == around["order"]["placed_at"]
    assert all(one["valid_from"] and one["cited"]["zh"] for one in around["terms"])


def test_more_than_one_may_give_is_refused_with_the_limit(world, marina):
    """So that the screen can say it in words; a supervisor may."""
    wish = {"what": "bonus", "points": 5_000}
    refused = _ask(world, marina, wish)

    assert refused.status_code == 403
    assert refused.json()["error"]["details"] == {"limit": 1_000, "wanted": 5_000}
    assert _ask(world, marina, wish, who="supervisor").json()["state"] == "made"


def test_a_silent_shop_leaves_its_part_out(world, marina, monkeypatch):
    """Customer, terms and earlier talks are there, and that the shop is silent; replies still leave."""

    def silent(_):
        raise ShopSilent("away")

    for name in ("affairs", "order", "product"):
        monkeypatch.setattr(world.house.market, name, silent)
    around = world.ask("GET", f"/api/v1/conversations/{marina}/context", who="agent")
    path = f"/api/v1/conversations/{marina}/replies"
    reply = world.ask("POST", path, {"text": "Здравствуйте, уже проверяю."}, who="agent")

    assert around.status_code == 200
    assert around.json()["silent"]
    assert around.json()["customer"]["verified"]
    assert around.json()["terms"]
    assert reply.json().get("state") == "cleared", reply.text


def test_a_private_question_goes_to_the_seller_of_the_product(world, marina):
    """Who sees product and terms and no customer; a foreign order and an unnamed seller are refused."""
    body = {"text": "Есть русская клавиатура?", "to": "seller", "product_id": "NB-14-512"}
    opened = world.ask("POST", "/api/v1/conversations", body, who="marina").json()["conversation"]
    goods = world.ask("GET", f"/api/v1/conversations/{opened['id']}/goods", who="seller").json()
    nobody = world.ask("POST", "/api/v1/conversations", {"text": "?", "to": "seller"}, who="marina")

    assert opened["seller_id"] == "sel_qiming"
    assert goods["product"]["sku"] == "NB-14-512"
    assert "customer" not in goods
    assert nobody.status_code == 400
    for path in ("", "/goods", "/events"):
        assert (
            world.ask("GET", f"/api/v1/conversations/{opened['id']}{path}", who="other seller").status_code
            == 404
        )
        assert world.ask("GET", f"/api/v1/conversations/{marina}{path}", who="seller").status_code == 404


def test_a_seller_sees_an_order_without_its_buyer(world, marina):
    """Named by the buyer in a private question, and only of the seller's own goods."""
    del marina
    body = {"text": "Где он?", "to": "seller", "order_id": LATE_LAPTOP}
    opened = world.ask("POST", "/api/v1/conversations", body, who="marina").json()["conversation"]
    order = world.ask("GET", f"/api/v1/conversations/{opened['id']}/goods", who="seller").json()["order"]

    assert order["number"] == LATE_LAPTOP
    assert "shop_buyer_id" not in order


def test_the_shops_pages_are_the_buyers_own(world):
    """Another's order or return is not there; nor is an order for a guest."""
    pages = {
        path: world.ask("GET", path, Accept="text/html").status_code
        for path in (
            "/orders?as=shop_1001", f"/orders/{LATE_LAPTOP}?as=shop_1001", f"/orders/{LATE_LAPTOP}?as=shop_1002",
            f"/orders/{LATE_LAPTOP}?as=guest", "/returns/R-1?as=shop_1001",
        )
    }  # fmt: skip

    assert list(pages.values()) == [200, 200, 404, 404, 404]


@pytest.mark.parametrize("language", ["ru", "en", "zh"])
def test_a_guest_reads_how_to_see_orders(world, language):
    """No dead end: who to sign in as, and how an order is found without; nobody's order stands there."""
    told = world.ask("GET", "/orders?as=guest", Accept="text/html", **{"Accept-Language": language})

    assert told.status_code == 200
    assert f'href="/orders?as={MARINA}"' in told.text
    assert "/chat#/new?topic=order-not-received" in told.text
    assert LATE_LAPTOP not in told.text

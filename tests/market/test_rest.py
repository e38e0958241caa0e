"""Somebody else's shop over HTTP: the market's contract, whatever the shop does, and the command its developer runs."""

import time

import pytest
from typer.testing import CliRunner

from market_days import TODAY, KeepsTheContract, at
from otvet.clock import SystemClock
from otvet.errors import ShopSilent
from otvet.market import wishes as w
from otvet.market.demo_shop import LATE_LAPTOP, MARINA, DemoShop
from otvet.market.rest import RestShop
from shop_server import KEY, ShopServer, waited

BONUS = w.GiveBonus(points=300)


@pytest.fixture
def server(database, clock):
    """A shop of somebody else's, with the demo's goods."""
    clock.at = at(TODAY)
    behind = DemoShop(seed=1, today=TODAY)
    behind.move_in(database, clock)
    made = ShopServer(behind)
    yield made
    made.close()


@pytest.fixture
def opened(server):
    """Opens the adapter, as often as one likes."""
    made = []

    def open_shop(seconds=2.0, clock=None):
        made.append(RestShop(server.url, KEY, clock or SystemClock(), seconds=seconds))
        return made[-1]

    yield open_shop
    for one in made:
        one.close()


class TestRestShop(KeepsTheContract):
    """The adapter keeps the market's contract."""


def _answers(server):
    """What a shop may do wrong, by its name."""
    return {
        "500": server.says({"error": "broken"}, status=500),
        "redirect": server.says({}, status=302),
        "no json": server.says(b"<html>"),
        "no utf-8": server.says(b'{"items": "\xff"}'),
        "wrong types": server.says({"number": 1, "items": "x", "made": {"id": 5}}),
        "a list": server.says([1]),
        "nested": server.says(b"[" * 100_000),
        "another 404": server.says({"error": "no route"}, status=404),
        "too large": server.says(b" " * (5 * 1024 * 1024)),
        "hangs up": server.hangs_up(),
        "drips": server.drips(),
        "slow": server.slow(5),
    }


@pytest.mark.parametrize(
    "fault",
    ["500", "redirect", "no json", "no utf-8", "wrong types", "a list", "nested", "another 404", "too large",
     "hangs up", "drips", "slow"],
)  # fmt: skip
def test_a_shop_that_answers_wrong_is_silent(server, opened, fault):
    """Reading says so, a wish is unheard, within the time; when the shop is well again the same key settles the wish."""
    shop = opened(seconds=0.4)
    server.behave = _answers(server)[fault]
    started = time.monotonic()
    with pytest.raises(ShopSilent):
        shop.order(LATE_LAPTOP)
    outcome = shop.do(BONUS, shop_buyer_id=MARINA, key="k-1")
    took = waited(started)
    server.behave = None
    settled = shop.do(BONUS, shop_buyer_id=MARINA, key="k-1")

    assert isinstance(outcome, w.Unheard)
    assert took < 4 * 0.4 + 3
    assert isinstance(settled, w.Made)
    assert len(server.market.affairs(MARINA).bonuses) == 1


def test_a_shop_that_stumbles_once_is_asked_twice(server, opened):
    """The second try goes under the same key."""
    stumbled = []

    def once(request, body):
        if stumbled:
            return server.answer(request, body)
        stumbled.append(request.path)
        return server.hangs_up()(request, body)

    server.behave = once
    made = opened().do(BONUS, shop_buyer_id=MARINA, key="k-1")

    assert isinstance(made, w.Made)
    assert [key for _, _, key in server.asked] == ["k-1", "k-1"]
    assert len(server.market.affairs(MARINA).bonuses) == 1


def test_after_a_silence_nobody_waits_for_a_while(server, opened, clock):
    """Reads fail at once, the shop is left alone; a few seconds later it is asked again."""
    shop = opened(clock=clock)
    server.behave = server.says({}, status=503)
    with pytest.raises(ShopSilent):
        shop.affairs(MARINA)
    server.behave, asked = None, len(server.asked)
    with pytest.raises(ShopSilent, match="a moment ago"):
        shop.affairs(MARINA)
    untouched = len(server.asked) == asked
    clock.turn(seconds=6)

    assert untouched
    assert shop.affairs(MARINA).orders


def test_nobody_there_is_silence(opened, server):
    """A refused connection as well."""
    shop = opened()
    server.close()
    with pytest.raises(ShopSilent):
        shop.product("KT-170-GR")

    assert shop.do(BONUS, shop_buyer_id=MARINA, key="k") == w.Unheard("broken")


def test_a_shop_of_one_language_is_understood(server, opened):
    """The others get its words."""

    def only_russian(status, told):
        told["name"] = {"ru": told["name"]["ru"]}
        return status, told

    server.behave = server.changed(only_russian)
    name = opened().product("KT-170-GR").name

    assert set(name) == {"ru", "en", "zh"}
    assert name["zh"] == name["ru"]


def test_the_key_is_in_no_text(opened):
    """Whatever prints the adapter."""
    assert KEY not in repr(opened())


def _check(server, *more: str, key=KEY):
    from otvet.cli.shop import shop

    arguments = ["check", "--url", server.url, "--key", key, "--buyer", MARINA, "--order", LATE_LAPTOP]
    return CliRunner().invoke(shop, [*arguments, *more])


def test_a_shop_that_keeps_the_protocol_passes(server):
    """Status 0 and every point named; without --write nothing is changed."""
    reading, writing = _check(server), _check(server, "--write")

    assert (reading.exit_code, writing.exit_code) == (0, 0), writing.output
    assert "9 of 9 pass" in reading.output
    assert "13 of 13 pass" in writing.output
    assert len(server.market.affairs(MARINA).bonuses) == 1


BREAKS = {
    "total": lambda status, told: (status, told | ({"total": 1} if "total" in told else {})),
    "`$.number`": lambda status, told: (status, told | ({"number": 7} if "number" in told else {})),
    "found": lambda status, told: (200 if status == 404 else status, told),
    "newest first": lambda status, told: (
        status,
        told | ({"orders": told["orders"][::-1]} if "points" in told else {}),
    ),
}


@pytest.mark.parametrize("word", BREAKS)
def test_what_is_wrong_is_said(server, word):
    """Status 1, and the point with what came instead."""
    server.behave = server.changed(BREAKS[word])
    told = _check(server)

    assert told.exit_code == 1
    assert "FAILS" in told.output
    assert word in told.output


def test_a_shop_that_does_twice_what_it_was_asked_once_fails(server):
    """The point about keys finds it."""

    def forgetful(request, body):
        request.headers.replace_header("Idempotency-Key", f"{time.monotonic_ns()}") if body else None
        server.answer(request, body)

    server.behave = forgetful
    told = _check(server, "--write")

    assert told.exit_code == 1
    assert "the same key gave" in told.output


def test_a_wrong_key_and_a_missing_address_are_told(server, monkeypatch):
    """Points fail by the reason; without an address the call is a mistake, status 2."""
    monkeypatch.delenv("OTVET_SHOP_URL", raising=False)
    from otvet.cli.shop import shop

    wrong = _check(server, key="wrong")
    missing = CliRunner().invoke(shop, ["check", "--buyer", "b", "--order", "o"])

    assert wrong.exit_code == 1
    assert "status 401" in wrong.output
    assert missing.exit_code == 2

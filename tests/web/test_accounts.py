"""The shop as an account: its pages, its domains and phones, its keys; what an administrator sets holds at once."""

import pytest

from otvet.errors import BadInput
from otvet.people.accounts import clean_domain, clean_origin
from otvet.people.identity import sign_identity

OWN = "/api/v1/accounts/own"


def _set(world, path, body):
    return world.ask("PUT", path, body, who="administrator")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("https://Shop.Example.com/", "https://shop.example.com"), ("https://shop.example:8443", "https://shop.example:8443"),
        ("http://localhost:3000", "http://localhost:3000"), ("http://127.0.0.1:*", "http://127.0.0.1:*"), ("https://магазин.рф", "https://xn--80aairftm.xn--p1ai"),
    ],
)  # fmt: skip
def test_an_origin_has_one_form(text, clean):
    """The one browsers send."""
    assert clean_origin(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "", "shop.example", "http://shop.example", "https://", "https://a b", "https://shop.example/page", "javascript:alert(1)",
        "https://shop.example; script-src *", "https://u:p@shop.example", "https://shop.example:99999", "https://*.example",
        "https://shop.example?x", "'self'", "https://shop.example\nx", "https://-a.example",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused_by_name(text):
    """It would stand in a header."""
    with pytest.raises(BadInput, match="origin"):
        clean_origin(text)


@pytest.mark.parametrize(
    "text", ["", "shop", "a b.example", "https://shop.example", "shop..example", "x" * 300 + ".example"]
)
def test_what_is_no_domain_is_refused(text):
    """With what one looks like."""
    with pytest.raises(BadInput, match=r"shop\.example\.com"):
        clean_domain(text)


def test_a_page_that_is_named_may_hold_the_chat(world):
    """Before, it may not."""

    def ancestors():
        return (
            world.client.get("/chat?frame=1")
            .headers["content-security-policy"]
            .partition("frame-ancestors")[2]
        )

    assert "store.example" not in ancestors()
    told = _set(
        world, OWN, {"name": "Лавка", "widget_origins": ["https://store.example", "https://STORE.example/"]}
    )
    assert told.status_code == 200, told.text
    assert told.json()["widget_origins"] == ["https://store.example"]
    assert "https://store.example" in ancestors()


def test_the_shops_own_domain_and_phone_pass_the_gate(world):
    """And what is taken off the list is held again."""
    path = f"/api/v1/conversations/{world.own['conversation_id']}/replies"
    text = {"text": "Позвоните на горячую линию 8 800 555-20-20 или откройте https://store.example/help."}
    lists = {"own_domains": ["www.Store.example"], "own_phones": ["8 800 555-20-20"]}
    states = []
    for change in ({}, lists, {}):
        assert _set(world, OWN, {"name": "Лавка", **change}).status_code == 200
        states.append(world.ask("POST", path, text, who="agent").json()["state"])
    assert states[0] == states[2] == "held"
    assert states[1] != "held"


def test_one_wrong_line_changes_nothing(world):
    """The answer names it."""
    before = world.ask("GET", OWN, who="administrator").json()
    told = _set(world, OWN, {"name": "Другая", "own_domains": ["store.example", "not a domain"]})
    assert told.status_code == 400
    assert "not a domain" in told.json()["error"]["message"]
    assert world.ask("GET", OWN, who="administrator").json() == before


def test_a_key_made_here_is_told_once_and_signs_buyers_in(world):
    """Replaced, what the old one signed is void; taken away, the new one too."""

    def identified(secret):
        claims = {"sub": "b-77", "name": "Марина"}
        token = sign_identity(claims, kid="site", key=secret, algorithm="HS256", now=world.house.clock.now())
        return world.ask("POST", "/api/v1/identify", {"identity": token}).status_code

    first = _set(world, f"{OWN}/identity-keys/site", {"algorithm": "HS256"}).json()["secret"]
    assert first not in world.ask("GET", OWN, who="administrator").text
    assert identified(first) == 200
    second = _set(world, f"{OWN}/identity-keys/site", {"algorithm": "HS256"}).json()["secret"]
    assert (identified(first), identified(second)) == (401, 200)
    gone = world.ask("DELETE", f"{OWN}/identity-keys/site", who="administrator")
    assert gone.status_code == 204
    assert identified(second) == 401
    assert world.ask("DELETE", f"{OWN}/identity-keys/site", who="administrator").status_code == 404


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("site", {"algorithm": "HS256", "key": "short"}), ("site", {"algorithm": "RS256"}), ("site", {"algorithm": "none"}),
        ("site", {"algorithm": "ES256", "key": "-----BEGIN PRIVATE KEY-----"}), ("a%20b", {"algorithm": "HS256"}),
    ],
)  # fmt: skip
def test_a_key_that_could_not_be_trusted_is_refused(world, name, body):
    """And none is kept."""
    before = world.ask("GET", OWN, who="administrator").json()
    assert _set(world, f"{OWN}/identity-keys/{name}", body).status_code == 400
    assert world.ask("GET", OWN, who="administrator").json() == before

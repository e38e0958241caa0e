"""Addresses, links and letters over HTTP, with the demo's own mail server (mission rows A6, A7)."""

import re

import pytest


def conversation(world):
    return f"/api/v1/conversations/{world.own['conversation_id']}"


@pytest.fixture
def at_hand(world):
    """Due at once: what a test waits for is the mail server's word alone."""
    from msgspec import structs

    world.house.letters.post = structs.replace(world.house.letters.post, after=0)
    return world


def test_a_guest_leaves_an_address_and_sees_it_masked(world):
    """It is kept in one form, shown masked to its owner and to agents, and can be taken back."""
    left = world.ask(
        "PUT",
        "/api/v1/me/contact",
        {"email": " Guest@Mail.Example ", "phone": "8 (916) 123-45-67"},
        who="buyer",
    )
    seen = world.ask("GET", f"{conversation(world)}/context", who="agent").text
    back = world.ask("PUT", "/api/v1/me/contact", {"email": ""}, who="buyer")

    assert left.json() == {
        "email": "g•••@mail.example", "phone": "+7 ••• ••-67", "confirmed": False, "known": False, "mail": True,
    }  # fmt: skip
    assert "guest@" not in seen
    assert "9161234567" not in seen
    assert (back.json()["email"], back.json()["phone"]) == (None, "+7 ••• ••-67")


@pytest.mark.parametrize("wrong", [
    {"email": "nobody"}, {"email": "a@b.c\r\nBcc: d@e.f"}, {"email": "a@x.y, b@x.y"}, {"phone": "12"}, {"phone": "x" * 200},
    {"email": 5}, {"address": "a@b.example"},
])  # fmt: skip
def test_what_is_no_address_is_refused_with_advice(world, wrong):
    """400 says how it should look; nothing is kept."""
    answer = world.ask("PUT", "/api/v1/me/contact", wrong, who="buyer")

    assert answer.status_code == 400
    assert world.ask("GET", "/api/v1/me/contact", who="buyer").json()["email"] is None


def test_a_signed_in_buyer_keeps_the_shops_address(world):
    """The shop says where they are reached; typing another one here is refused with the reason."""
    identity = world.house.identity_token(world.house.market.buyers[0].id)
    made = world.ask("POST", "/api/v1/identify", {"identity": identity}).json()
    world.headers["marina"] = {"Authorization": f"Bearer {made['token']}"}
    told = world.ask("GET", "/api/v1/me/contact", who="marina").json()
    changed = world.ask("PUT", "/api/v1/me/contact", {"email": "evil@mail.example"}, who="marina")

    assert told == {
        "email": "m•••@example.org",
        "phone": "+7 ••• ••-01",
        "confirmed": True,
        "known": True,
        "mail": True,
    }
    assert changed.status_code == 409


def test_the_answer_comes_by_mail_and_its_link_leads_back(at_hand):
    """Asked, answered, mailed to the demo's catcher, opened on another device: the conversation is there."""
    world = at_hand
    world.ask("PUT", "/api/v1/me/contact", {"email": "guest@mail.example"}, who="buyer")
    world.ask(
        "POST",
        f"{conversation(world)}/replies",
        {"text": "Здравствуйте. Посылка приедет завтра."},
        who="agent",
    )
    letter = world.until(world.house.demo_letters)[0]
    page = world.client.get("/demo/letters").text
    inside = world.client.get(f"/demo/letters/{letter.id}/html")
    link = re.search(r"#/k/(\S+)", letter.text)[1]
    opened = world.ask("POST", "/api/v1/letters/open", {"token": link})
    wrong = world.ask("POST", "/api/v1/letters/open", {"token": link[:-1] + "-"})
    world.headers["elsewhere"] = {"Authorization": f"Bearer {opened.json()['token']}"}
    thread = world.ask("GET", f"/api/v1/conversations/{opened.json()['conversation_id']}", who="elsewhere")
    foreign = world.ask("GET", f"/api/v1/conversations/{world.foreign['conversation_id']}", who="elsewhere")

    assert letter.to == "guest@mail.example"
    assert "Посылка" not in letter.text, "the address was not confirmed yet"
    assert "Поддержка ответила" in page
    assert "sandbox" in inside.headers["content-security-policy"]
    assert "Посылка приедет завтра" in thread.text
    assert (wrong.status_code, foreign.status_code) == (404, 404)
    assert world.ask("GET", "/api/v1/me/contact", who="buyer").json()["confirmed"]


def test_the_transcript_is_mailed_on_request(at_hand):
    """To a confirmed address with the text, never to somebody else's; without an address the reason is said."""
    world = at_hand
    bare = world.ask("POST", f"{conversation(world)}/transcript/letter", who="buyer")
    identity = world.house.identity_token(world.house.market.buyers[0].id)
    made = world.ask("POST", "/api/v1/identify", {"identity": identity}).json()
    world.headers["marina"] = {"Authorization": f"Bearer {made['token']}"}
    began = world.ask("POST", "/api/v1/conversations", {"text": "Где заказ?"}, who="marina").json()
    at = f"/api/v1/conversations/{began['conversation']['id']}"
    foreign = world.ask("POST", f"{at}/transcript/letter", who="buyer")
    asked = world.ask("POST", f"{at}/transcript/letter", who="marina")
    letter = world.until(world.house.demo_letters)[0]

    assert (bare.status_code, foreign.status_code, asked.status_code) == (400, 404, 202)
    assert letter.to == "marina@example.org"
    assert "Где заказ?" in letter.files[0][1]


def test_an_agent_stops_a_letter(world):
    """Within its pause; then nothing waits any more."""
    world.ask("PUT", "/api/v1/me/contact", {"email": "guest@mail.example"}, who="buyer")
    world.ask(
        "POST",
        f"{conversation(world)}/replies",
        {"text": "Здравствуйте. Посылка приедет завтра."},
        who="agent",
    )
    world.until(lambda: "LetterPlanned" in world.ask("GET", conversation(world), who="agent").text)
    stopped = world.ask("POST", f"{conversation(world)}/letters/stop", who="agent")
    again = world.ask("POST", f"{conversation(world)}/letters/stop", who="agent")

    assert (stopped.status_code, again.status_code) == (200, 409)
    assert world.house.demo_letters() == ()
    assert "Letter" not in world.ask("GET", conversation(world), who="buyer").text

"""What a visitor may know before writing."""

import pytest


@pytest.mark.parametrize("language", ["ru", "en", "zh"])
def test_a_stranger_sees_hours_wait_and_topics(world, language):
    """No sign-in: the wait in words, the hours, what each topic asks for."""
    world.open("other buyer")
    told = world.ask("GET", f"/api/v1/wait?lang={language}&topic=refund").json()
    topics = world.ask("GET", "/api/v1/topics").json()["items"]

    assert told["zone"] == "Europe/Moscow"
    assert told["hours"]
    assert told["text"]
    assert told["place"] == 2  # those that wait for a seller stand in no way
    assert {"code": "promo", "name": topics[6]["name"], "ask": ["order", "contact"]} == topics[6]


def test_a_buyer_sees_the_own_place_and_nobody_elses(world):
    """Of one's own conversation; somebody else's reads as absent, to visitors too."""
    own, foreign = world.own["conversation_id"], world.foreign["conversation_id"]

    mine = world.ask("GET", f"/api/v1/wait?conversation={own}", who="buyer")
    assert mine.json()["place"] == 1
    assert world.ask("GET", f"/api/v1/wait?conversation={foreign}", who="buyer").status_code == 404
    assert world.ask("GET", f"/api/v1/wait?conversation={own}").status_code == 404

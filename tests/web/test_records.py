"""What a buyer keeps of a conversation and says about it, over HTTP (mission rows A7, A8)."""

import asyncio
import uuid

import pytest


def conversation(world):
    return f"/api/v1/conversations/{world.own['conversation_id']}"


@pytest.fixture
def answered(world):
    """A conversation with a note, an answer that left, and one that is held."""
    at = conversation(world)
    world.ask("POST", f"{at}/notes", {"text": "Только для своих"}, who="agent")
    world.ask("POST", f"{at}/replies", {"text": "Здравствуйте. Посылка приедет завтра."}, who="agent")
    world.ask("POST", f"{at}/replies", {"text": "Пишите мне в телеграм @shop123"}, who="agent")
    for _ in range(200):
        text = world.ask("GET", f"{at}/transcript", who="buyer").text
        if "Посылка" in text:
            return text
        world.client.blocking_portal.call(asyncio.sleep, 0.05)
    raise AssertionError("the answer never left")


def test_the_transcript_holds_what_was_said_and_nothing_else(answered):
    """Both sides with names and times; neither notes nor what the gate holds."""
    assert "Где мой заказ?" in answered
    assert "Илья" in answered
    assert "Только для своих" not in answered
    assert "@shop123" not in answered
    assert answered.startswith("Номер обращения: ")


@pytest.mark.parametrize(
    ("lang", "label"), [("ru", "Номер обращения"), ("en", "Request number"), ("zh", "受理编号")]
)
def test_the_transcript_is_a_text_file_that_cannot_run(world, lang, label):
    """Saved under its reference number, in the language asked for."""
    answer = world.ask("GET", f"{conversation(world)}/transcript?lang={lang}", who="buyer")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.text.startswith(label)


@pytest.mark.usefixtures("answered")
def test_colleagues_get_the_same_public_text(world):
    """An agent who downloads it for the buyer does not hand out notes."""
    text = world.ask("GET", f"{conversation(world)}/transcript", who="agent").text

    assert "Только для своих" not in text
    assert "@shop123" not in text


def test_a_rating_comes_back_with_its_end(world):
    """Resolve, rate, look: buyer and agent see it."""
    at = conversation(world)
    early = world.ask("PUT", f"{at}/rating", {"score": 5}, who="buyer", **{"Idempotency-Key": "early"})
    world.ask("POST", f"{at}/resolve", who="agent")
    body = {"score": 4, "reasons": ["fast"], "text": "Хорошо"}
    rated = world.ask("PUT", f"{at}/rating", body, who="buyer", **{"Idempotency-Key": str(uuid.uuid4())})

    assert early.status_code == 409
    assert rated.status_code == 200, rated.text
    seen = world.ask("GET", at, who="agent").json()
    assert seen["conversation"]["rating"]["score"] == 4
    assert seen["conversation"]["rating"]["changeable_until"] > seen["conversation"]["updated_at"]
    assert [one["text"] for one in seen["events"] if one["name"] == "Rated"] == ["Хорошо"]


def test_a_buyer_opens_again_without_a_word(world):
    """The conversation is open and waits for an answer."""
    at = conversation(world)
    world.ask("POST", f"{at}/resolve", who="agent")
    again = world.ask("POST", f"{at}/reopen", who="buyer").json()["conversation"]

    assert again["status"] == "open"
    assert again["waiting_since"]
    assert world.ask("GET", "/requests").status_code == 200

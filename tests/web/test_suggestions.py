"""What may answer, beside the thread: by everything the buyer wrote since the last reply, and by the topic (mission row B7)."""

import pytest


@pytest.fixture
def talk(world):
    """A guest's conversation on a topic; its id."""

    def opened(text, topic="other"):
        told = world.ask("POST", "/api/v1/conversations", {"text": text, "topic": topic}, who="buyer")
        assert told.status_code == 201, told.text
        return told.json()["conversation"]["id"]

    return opened


def _says(world, conversation, text):
    told = world.ask("POST", f"/api/v1/conversations/{conversation}/messages", {"text": text}, who="buyer")
    assert told.status_code == 201, told.text


def _offered(world, conversation):
    told = world.ask("GET", f"/api/v1/conversations/{conversation}/suggestions", who="agent")
    return [one["slug"] for one in told.json()["articles"]]


def test_messages_since_the_last_reply_are_one_question(world, talk):
    """A question that comes in three messages is read whole: the last of them alone asks nothing."""
    conversation = talk("Здравствуйте")
    _says(world, conversation, "Промокод не работает")
    _says(world, conversation, "пробовала с утра уже два раза")
    _says(world, conversation, "ок?")

    assert _offered(world, conversation)[0] == "promo-codes"


def test_the_topic_decides_between_articles_that_are_nearly_as_good(world, talk):
    """The same words on another topic bring that topic's article up."""
    words = "Что делать дальше, товар не подошёл?"

    first = {topic: _offered(world, talk(words, topic)) for topic in ("return", "product")}

    assert first["return"][0] != first["product"][0]


def test_what_was_answered_is_no_longer_asked(world, talk):
    """After a reply only what came later counts; a thank-you alone leaves what was asked before."""
    conversation = talk("Промокод не работает, что делать?")
    sent = world.ask(
        "POST",
        f"/api/v1/conversations/{conversation}/replies",
        {"text": "Здравствуйте! Проверьте срок действия промокода."},
        who="agent",
    )
    assert sent.status_code == 201, sent.text
    thread = f"/api/v1/conversations/{conversation}/events?limit=100"
    world.until(lambda: "ReplyDelivered" in world.ask("GET", thread, who="agent").text)
    _says(world, conversation, "спасибо")
    assert _offered(world, conversation)[0] == "promo-codes"

    _says(world, conversation, "А как вернуть товар, который не подошёл по размеру?")
    assert "promo-codes" not in _offered(world, conversation)

"""What is asked before the chat is kept beside the first message, and a contact never is (mission row A2)."""

import pytest

from otvet.errors import BadInput
from rooms import BUYER


def test_answers_stand_beside_the_first_message(rooms):
    """One line for each question that was answered; the words lie where erasure finds them and search too."""
    conversation = rooms.open(details={"device": " Chrome 156,\n Linux ", "day": "вчера", "order": ""})
    rooms.settle()
    records = rooms.records(conversation, by=BUYER)
    told = next(one for one in records if one.name == "DetailsGiven")

    assert [one.name for one in records][:3] == ["ConversationOpened", "MessageReceived", "DetailsGiven"]
    assert told.event.fields == ("day", "device")
    assert told.text == "вчера\nChrome 156, Linux"
    assert "Chrome" not in str(told.event)
    assert rooms.verify() == []


def test_nothing_answered_leaves_nothing(rooms):
    """Every question may be left open."""
    conversation = rooms.open(details={"device": "  "})

    assert "DetailsGiven" not in rooms.names(conversation)


@pytest.mark.parametrize(
    "details", [{"phone": "+79161234567"}, {"email": "a@b.example"}, {"day": "я" * 201}, {"day": "\x00"}]
)
def test_what_was_not_asked_is_refused(rooms, details):
    """An address or number is no part of a conversation; nothing is opened."""
    with pytest.raises(BadInput):
        rooms.open(details=details)


def test_the_transcript_names_the_answers(rooms):
    """As the buyer gave them, with a label in the reader's language."""
    from otvet.conversation.transcript import transcript

    conversation = rooms.open(details={"order": "48123-0001"})
    records = rooms.records(conversation, by=BUYER)
    text = transcript(rooms.state(conversation), records, called={}, files={}, language="en")

    assert "Order number: 48123-0001" in text

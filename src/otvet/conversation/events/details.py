"""What a buyer told before the first message, field by field (mission row A2)."""

from typing import ClassVar

from otvet.conversation.events.event import Audience, Event


class DetailsGiven(Event, frozen=True, tag="DetailsGiven"):
    """Answers to the questions before the chat: the body has one line for each of `fields`, in their order."""

    audience: ClassVar[Audience] = "public"
    words: ClassVar[bool] = True

    fields: tuple[str, ...]

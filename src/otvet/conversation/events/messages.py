"""What buyers do: they open a conversation, write, read."""

from typing import ClassVar

from otvet.conversation.events.event import Audience, Event, Kind


class ConversationOpened(Event, frozen=True, tag="ConversationOpened"):
    """A buyer, or somebody for them, began a conversation; always its first event."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("repeat-contacts", "contacts")

    reference: str
    account_id: str
    channel: str
    buyer_id: str
    topic: str
    language: str
    seller_id: str | None = None
    order_id: str | None = None
    product_id: str | None = None


class MessageReceived(Event, frozen=True, tag="MessageReceived"):
    """A buyer wrote. `needs_reply` is judged once and can be corrected."""

    audience: ClassVar[Audience] = "public"
    kind: ClassVar[Kind] = "message"
    figures: ClassVar[tuple[str, ...]] = ("wait", "first-contact", "repeat-contacts")
    words: ClassVar[bool] = True

    message_id: str
    files: tuple[str, ...] = ()
    needs_reply: bool = True


class NeedsReplyCorrected(Event, frozen=True, tag="NeedsReplyCorrected"):
    """A person said that a message does, or does not, need an answer."""

    figures: ClassVar[tuple[str, ...]] = ("wait",)

    message_id: str
    needs_reply: bool


class ReadUpTo(Event, frozen=True, tag="ReadUpTo"):
    """The buyer, or the answering side, has seen everything up to this `seq`."""

    audience: ClassVar[Audience] = "public"
    kind: ClassVar[Kind] = "mark"

    seq: int

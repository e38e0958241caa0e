"""Fields of the operator's own: what colleagues noted of a conversation or of its customer. An empty `value` takes it away.

The value of a text stands in `bodies` like all words; of a number, choice, date, or yes and no it stands here.
"""

from typing import ClassVar

from otvet.conversation.events.event import Audience, Event


class FieldSet(Event, frozen=True, tag="FieldSet"):
    """A field of the conversation has this value now; for the operator's people."""

    words: ClassVar[bool] = True

    field: str
    value: str = ""


class SellerFieldSet(Event, frozen=True, tag="SellerFieldSet"):
    """The same of a field that the seller sees too."""

    audience: ClassVar[Audience] = "seller"
    words: ClassVar[bool] = True

    field: str
    value: str = ""


class CustomerFieldSet(Event, frozen=True, tag="CustomerFieldSet"):
    """A field of the customer has this value now, in all their conversations."""

    words: ClassVar[bool] = True

    field: str
    value: str = ""

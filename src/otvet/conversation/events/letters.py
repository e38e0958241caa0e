"""Letters: what goes by e-mail to a buyer who is away, from plan to departure (mission row A6)."""

from typing import ClassVar, Literal

from otvet.conversation.events.event import Audience, Event, Kind

Sort = Literal["answer", "transcript", "rating"]
Stopped = Literal["read", "withdrawn", "no_address", "settled"]


class LetterPlanned(Event, frozen=True, tag="LetterPlanned"):
    """A letter shall leave at `at` in ms; the same `letter_id` again moves it. An answer that is read before needs none."""

    audience: ClassVar[Audience] = "seller"
    kind: ClassVar[Kind] = "mark"

    letter_id: str
    sort: Sort
    at: int
    upto: int = 0  # seq of the newest reply it is about
    attempt: int = 1


class LetterDue(Event, frozen=True, tag="LetterDue"):
    """Its time has come and nobody has read the answer: it is handed to the mail server."""

    audience: ClassVar[Audience] = "seller"
    kind: ClassVar[Kind] = "mark"

    letter_id: str
    sort: Sort


class LetterSent(Event, frozen=True, tag="LetterSent"):
    """The mail server took it; `whole`: with the words of replies up to `upto`, not with the link alone."""

    audience: ClassVar[Audience] = "seller"

    letter_id: str
    sort: Sort
    whole: bool
    upto: int = 0


class LetterStopped(Event, frozen=True, tag="LetterStopped"):
    """It will not leave: read meanwhile, taken back by a colleague, no address any more, or settled by itself."""

    audience: ClassVar[Audience] = "seller"
    kind: ClassVar[Kind] = "mark"

    letter_id: str
    sort: Sort
    why: Stopped


class LetterFailed(Event, frozen=True, tag="LetterFailed"):
    """The mail server refused it for good, or never took it; `reason` is its code, without words or addresses."""

    audience: ClassVar[Audience] = "seller"

    letter_id: str
    sort: Sort
    reason: str

"""What letters say beside what the gate has cleared: notices, with typed fields and no free text.

A notice about answers holds no word of them; where the address is confirmed, the cleared replies stand in the letter beside it.
"""

from otvet.conversation.notices import Notice


class AnswerWaits(Notice, frozen=True, tag="AnswerWaits"):
    """An answer lies in the chat; `link` opens the conversation until `until` (a day, in words)."""

    reference: str
    shop: str
    link: str
    until: str


class TranscriptReady(Notice, frozen=True, tag="TranscriptReady"):
    """The conversation as a text, asked for by the buyer: own words and cleared replies."""

    reference: str
    shop: str
    link: str
    until: str
    transcript: str = ""  # nothing for an address that nobody has confirmed


class RatingAsked(Notice, frozen=True, tag="RatingAsked"):
    """The matter is resolved, and the buyer is asked how it went."""

    reference: str
    shop: str
    link: str
    until: str

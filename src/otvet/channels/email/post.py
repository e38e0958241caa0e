"""What letters need to know of the settings, and the few questions planning and sending share."""

import asyncio

from msgspec import Struct

from otvet.conversation import events as e
from otvet.conversation.letters import Letter
from otvet.conversation.state import Conversation
from otvet.outside.smtp import Server
from otvet.people.buyers import Buyer
from otvet.people.people import People


class Post(Struct, frozen=True, kw_only=True):
    """No `server`: nothing leaves. `sender` is our address, `pages` where links lead; times in ms."""

    server: Server | None = None
    sender: str = ""
    pages: str = ""
    after: int = 300_000
    link: int = 14 * 24 * 3600 * 1000
    most_a_day: int = 3


async def reachable(post: Post, people: People, state: Conversation) -> Buyer | None:
    """The buyer, where letters can leave and there is an address to send one to."""
    if post.server is None:
        return None
    buyer = await asyncio.to_thread(people.buyer, state.buyer_id)
    return buyer if buyer is not None and buyer.email else None


def to_rate(c: Conversation) -> bool:
    """Whether there is something to ask about: answered, resolved, not rated."""
    return c.status == "resolved" and c.score is None and c.answered and c.question is None


def again(letter_id: str, letter: Letter, at: int, attempt: int) -> e.LetterPlanned:
    """The same letter for another time, in ms."""
    return e.LetterPlanned(
        letter_id=letter_id, sort=letter.sort, at=at, upto=letter.upto, attempt=attempt  # type: ignore[arg-type]
    )  # fmt: skip

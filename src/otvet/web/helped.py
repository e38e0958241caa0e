"""A reader's answer to "did this help?", as page and API both take it (mission row A1)."""

from typing import Any, Final

from otvet.conversation.sending import checked_text
from otvet.errors import NotFound
from otvet.knowledge import votes

LONGEST: Final = 1000  # characters a reader may write about an article


def cast(house: Any, address: str, vote: votes.Vote) -> None:
    """Keep a vote on an article that exists; raises `TooMany` for an `address` that hurries, `NotFound`, `BadInput`."""
    house.pace.vote(address)
    if house.knowledge.article(vote.slug, vote.language) is None:
        raise NotFound("There is no such article; GET /api/v1/articles lists them.")
    checked_text(vote.text, LONGEST, "The comment")
    votes.keep(house.database, vote)

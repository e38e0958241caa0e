"""Evidence on file: a claim may be made while a piece of third-party research says so and is in date."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from otvet.language.analyser import tokens
from otvet.policy.context import Context

_LEAST_SHARE = 0.5  # of the claim's words; a piece on sleep does not speak for joints


def backed(context: Context, said: str, sentence: str) -> bool:
    """Whether evidence speaks for the words said: it shares one of them, and half its words with their sentence."""
    facts = context.facts
    if facts is None or not facts.evidence:
        return False
    words, around = set(tokens(said)), set(tokens(sentence))
    for piece in facts.evidence:
        claim = set(tokens(piece["claim"]))
        if (
            claim & words
            and len(claim & around) >= _LEAST_SHARE * len(claim)
            and _in_date(piece, context.date)
        ):
            return True
    return False


def _in_date(piece: Mapping[str, Any], today: dt.date | None) -> bool:
    """A piece without an end is always valid; one with an end only on a day that is known and not past it."""
    until = piece.get("valid_until")
    if not until:
        return True
    try:
        return today is not None and today <= dt.date.fromisoformat(until)
    except ValueError:
        return False

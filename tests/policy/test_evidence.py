"""Evidence on file lets a claim pass while it is in date and speaks of the same thing."""

import datetime as dt

import pytest

from otvet.policy import Context, Facts
from otvet.policy.claims.evidence import backed

TODAY = dt.date(2026, 11, 25)
SAID = "The pillow relieves neck pain at night."


def _context(claim="pillow relieves neck pain", until="2027-01-01", date=TODAY):
    piece = {"claim": claim, "document": "report 14", "issuer": "Institute", "valid_until": until}
    return Context(facts=Facts(evidence=[piece]), date=date)


def test_a_piece_that_shares_the_words_speaks_for_the_claim():
    """The words said and half the claim are in the sentence."""
    assert backed(_context(), "relieves neck pain", SAID)


@pytest.mark.parametrize(
    ("context", "why"),
    [
        (Context(), "no facts"),
        (_context(until="2026-11-24"), "expired yesterday"),
        (_context(until="next year"), "no date that can be read"),
        (_context(date=None), "the day is not known"),
        (_context(claim="filter holds fine dust"), "speaks of something else"),
        (_context(claim="neck brace is recommended after surgery of the spine"), "one word in common"),
    ],
)
def test_other_pieces_do_not(context, why):
    """Whatever is missing, the claim is judged as if nothing were on file."""
    assert not backed(context, "relieves neck pain", SAID), why


def test_a_piece_without_an_end_is_always_valid():
    """Also when the day is not known."""
    assert backed(_context(until=None, date=None), "relieves neck pain", SAID)


def test_the_last_day_still_counts():
    """Valid until means through that day."""
    assert backed(_context(until="2026-11-25"), "relieves neck pain", SAID)

"""Terms in force: the offer's where it gives at least what the law gives."""

from datetime import date

import pytest

from otvet.knowledge.terms import PolicyTerm, all_terms, in_force, terms_in_force, weaker, weaker_offers

DAY = date(2026, 11, 22)
WORDS = {"ru": "", "en": "", "zh": ""}


def term(rank, value, *, better=None, start=date(2026, 1, 1), end=None, key="return_days"):
    return PolicyTerm(
        key=key,
        value=value,
        rank=rank,
        better=better,
        source=rank,
        clause="1",
        valid_from=start,
        valid_to=end,
        text=WORDS,
        cited=WORDS,
    )


@pytest.mark.parametrize(
    ("law", "better", "offer", "wins"),
    [
        (7, "more", 30, "offer"),
        (7, "more", 7, "offer"),
        (7, "more", 5, "law"),
        (10, "less", 3, "offer"),
        (10, "less", 14, "law"),
        ("paid", "free", "free", "offer"),
        ("paid", "free", "paid", "offer"),
        ("free", "free", "paid", "law"),
        (False, False, True, "law"),
        (7, "more", "a month", "law"),
    ],
)
def test_the_kinder_term_is_in_force(law, better, offer, wins):
    """And where the offer gives less the law's term says that it took its place."""
    terms = [term("law", law, better=better), term("offer", offer)]
    found = in_force(terms, DAY)["return_days"]

    assert found.rank == wins
    assert found.weaker is (wins == "law")
    assert [one.offered.value for one in weaker(terms, DAY)] == ([offer] if wins == "law" else [])


def test_of_offer_and_contract_the_kinder_wins():
    """Whichever stands first on the page."""
    law, offer, contract = term("law", 7, better="more"), term("offer", 30), term("contract", 60)
    for own in ((offer, contract), (contract, offer)):
        assert in_force([law, *own], DAY)["return_days"].value == 60


def test_one_weaker_promise_does_not_spoil_a_kinder_one():
    """The contract gives less than the law, the offer more: the offer holds, the operator is told all the same."""
    terms = [term("law", 7, better="more"), term("contract", 3), term("offer", 30)]

    assert in_force(terms, DAY)["return_days"].value == 30
    assert not in_force(terms, DAY)["return_days"].weaker
    assert [one.offered.rank for one in weaker(terms, DAY)] == ["contract"]


def test_a_term_without_a_law_is_the_offers():
    """What the law says nothing about is the shop's to promise."""
    assert in_force([term("offer", 14, key="pickup_days")], DAY)["pickup_days"].value == 14


def test_terms_hold_from_their_day_to_their_day():
    """Both days included; an order is judged by the terms of its own day."""
    terms = [term("offer", 10, end=date(2026, 8, 31)), term("offer", 3, start=date(2026, 9, 1))]

    assert in_force(terms, date(2026, 8, 31))["return_days"].value == 10
    assert in_force(terms, date(2026, 9, 1))["return_days"].value == 3
    assert in_force(terms, date(2025, 12, 31)) == {}


def test_the_demo_offer_beats_the_law_and_is_cited():
    """Thirty days instead of seven, three instead of ten; the law's half per cent a day stands."""
    terms = terms_in_force(DAY)

    assert (terms["return_days"].value, terms["return_days"].rank, terms["return_days"].clause) == (
        30,
        "offer",
        "п. 6.2",
    )
    assert (terms["refund_days"].value, terms["return_shipping"].value) == (3, "free for the client")
    assert (terms["delay_percent_per_day"].value, terms["delay_percent_per_day"].rank) == (0.5, "law")
    assert terms["delay_percent_per_day"].cited["en"] == "Consumer Protection Act, art. 23.1 cl. 3"
    assert weaker_offers(DAY) == []


def test_before_september_the_refund_took_longer():
    """The past is kept: an August order keeps its August term."""
    assert terms_in_force(date(2026, 8, 31))["refund_days"].value == 10


def test_every_term_speaks_three_languages_without_gaps():
    """Text and citation; no place left unfilled; the law says which way is kinder; no two of a rank overlap."""
    seen = set()
    for one in all_terms():
        assert set(one.text) == set(one.cited) == {"ru", "en", "zh"}
        assert "{" not in "".join(one.text.values()) + "".join(one.cited.values())
        assert (one.better is not None) == (one.rank == "law")
        assert (one.rank, one.key, one.valid_from) not in seen
        seen.add((one.rank, one.key, one.valid_from))

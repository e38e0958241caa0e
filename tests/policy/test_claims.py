"""What is said of goods, orders and terms in other words than the card's, and what only looks like it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from otvet.policy import Context, Facts, Gate

TODAY = dt.date(2026, 11, 27)
JUDGED = {"false-information", "off-policy"}
LINES = Path(__file__).with_name("claims.jsonl").read_text("utf-8").splitlines()
CASES = [
    (case.get("context", "chat"), case["facts"], text, rule)
    for case in map(json.loads, LINES)
    for text, rule in case["said"]
]


@pytest.fixture(scope="module")
def gate():
    return Gate.load()


@pytest.mark.parametrize(("where", "facts", "text", "rule"), CASES)
def test_what_is_said_is_held_against_what_is_known(gate, where, facts, text, rule):
    """By its meaning: cover, water, load, stock, age, days, care, things in the box, costs and conditions."""
    verdict = gate.check(text, Context(surface=where, facts=Facts.parse(facts), date=TODAY))

    assert {f.rule for f in verdict.findings} & JUDGED == ({rule} if rule else set())

"""What a host may say when the facts bear it out: stock that is low, research on file, forms that only look superlative."""

import datetime as dt

import pytest

from otvet.policy import Gate
from otvet.policy.context import Context, Facts

GATE = Gate.load()


def _codes(text, facts=None, date=None):
    context = Context(surface="broadcast", facts=Facts.parse(facts) if facts else None, date=date)
    return {f.rule for f in GATE.check(text, context).findings}


@pytest.mark.parametrize(
    ("text", "facts", "presses"),
    [
        ("Осталось буквально две штуки.", None, True),
        ("Осталось буквально две штуки.", {"product": {"stock": 2}}, False),
        ("Осталось буквально 40 штук.", {"product": {"stock": 40}}, False),
        ("Осталось буквально две штуки.", {"product": {"stock": 900}}, True),
        ("There are barely any left.", {"product": {"colour": "red"}}, True),
        ("It is almost sold out.", {"policy": {"offer_ends": "2025-05-12"}}, False),
        ("It is almost sold out.", {"policy": {"offer_ends": "2025-06-01"}}, True),
        ("It is almost sold out.", {"policy": {"offer_ends": "in spring"}}, True),
        ("现在所剩无几。", {"order": {"stock_left": 4}}, False),
    ],
)
def test_scarcity_that_is_true_passes(text, facts, presses):
    """The last ones may be called so when the card says it, the last day when it is the last."""
    assert ("pressure" in _codes(text, facts, dt.date(2025, 5, 12))) is presses


def test_urging_is_held_whatever_the_facts():
    """A small stock is no leave to hurry anybody."""
    assert "pressure" in _codes("Торопитесь, осталось две штуки.", {"product": {"stock": 2}})


@pytest.mark.parametrize(
    ("text", "superlative"),
    [
        ("This is the most powerful blender.", True),
        ("Most of the most common questions are about size.", False),
        ("The rest is in the chest.", False),
        ("Это самый мощный блендер.", True),
        ("Это самый длинный провод в наборе.", False),
        ("Our kettle is #1.", True),
        ("Lot № 1 is a lamp.", False),
        ("According to a 2024 test by Stiftung Warentest it is the most powerful blender.", False),
    ],
)
def test_superlative_forms(text, superlative):
    """Forms are told from words that look like them, from measures and from named research."""
    assert ("superlative" in _codes(text)) is superlative


def test_evidence_on_file_bears_a_superlative_out():
    """While a piece of research is in date the words pass."""
    evidence = {
        "evidence": [{"claim": "самый тихий пылесос", "issuer": "Роскачество", "valid_until": "2025-12-31"}]
    }

    assert "superlative" in _codes("Это самый тихий пылесос.")
    assert "superlative" not in _codes("Это самый тихий пылесос.", evidence, dt.date(2025, 5, 12))
    assert "superlative" in _codes("Это самый тихий пылесос.", evidence, dt.date(2026, 5, 12))


@pytest.mark.parametrize(("surface", "decision"), [("chat", "advise"), ("broadcast", "warn")])
def test_categorical_speech_is_advice_in_chat(surface, decision):
    """In the chat it is shown as advice, on air it warns."""
    findings = GATE.check("Возражений не принимаю.", Context(surface=surface)).findings

    assert {f.severity for f in findings if f.rule == "categorical-speech"} == {decision}

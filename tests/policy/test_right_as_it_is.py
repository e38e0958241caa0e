"""Sentences that are right and look as if they were not: “Please note that orders are packed”, “a few photos”, “Что бы вы ни выбрали”.

Each line of `right/` was written as the innocent neighbour of a slip that the words of literacy know.
"""

from pathlib import Path

import pytest

from otvet.policy import Context, Gate

HERE = Path(__file__).parent / "right"


@pytest.fixture(scope="module")
def gate():
    return Gate.load(models=False)


@pytest.mark.parametrize("lang", ["en", "ru", "zh"])
def test_what_is_right_is_no_slip(gate, lang):
    """No line is told to be written wrongly."""
    lines = (HERE / f"{lang}.txt").read_text("utf-8").splitlines()

    told = [
        (line, f.text) for line in lines for f in gate.check(line, Context()).findings if f.rule == "literacy"
    ]

    assert len(lines) > 100
    assert told == []

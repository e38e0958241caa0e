"""Sentences that are right and look as if they were not.

`right/LANG.txt`: the innocent neighbours of slips, “Please note that orders are packed”, “a few photos”, “Что бы вы ни выбрали”.
`right/trade.LANG.txt`: talk of goods in words that mean something else elsewhere, “Чайник кипит”, “at 5 pm”, “您会看到一个红灯”.
`right/conduct.txt`: what is refused, asked, compared without a judgement or said of both alike, with the surface it is said on.
Each was written to be flagged wrongly; what was, has been mended by its kind.
"""

from pathlib import Path

import pytest

from otvet.policy import Context, Gate

HERE = Path(__file__).parent / "right"


@pytest.fixture(scope="module")
def gate():
    return Gate.load(models=False)


def _told(gate, name):
    lines = (HERE / f"{name}.txt").read_text("utf-8").splitlines()
    assert len(lines) > 100
    return [(f.rule, f.text, line) for line in lines for f in gate.check(line, Context()).findings]


@pytest.mark.parametrize("lang", ["en", "ru", "zh"])
def test_what_is_right_is_no_slip(gate, lang):
    """No line is told to be written wrongly."""
    assert [one for one in _told(gate, lang) if one[0] == "literacy"] == []


@pytest.mark.parametrize("lang", ["en", "ru", "zh"])
def test_talk_of_goods_is_left_alone(gate, lang):
    """Not a word about any line."""
    assert _told(gate, f"trade.{lang}") == []


def test_what_is_refused_asked_or_compared_calmly_is_left_alone(gate):
    """Not a word about any line where it is said: in a chat, on the air, by a buyer."""
    lines = [line.partition("|") for line in (HERE / "conduct.txt").read_text("utf-8").splitlines()]
    found = [
        (t, [f.rule for f in gate.check(t, Context(surface=surface)).findings]) for surface, _, t in lines
    ]

    assert len(found) > 30
    assert [one for one in found if one[1]] == []

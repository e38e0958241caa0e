"""One side of a talk on air, and a host who thinks aloud."""

import pytest

from otvet.policy import Context, Gate

TALK = (
    "Да... нет, во вторник... ага, тогда позже... Итак, плед двойной.",
    "Hello... no, not yet... okay, after five... So, this towel is cotton.",
    "喂……不是……好的……毛巾是纯棉的。",
)
ALOUD = (
    "Так... сейчас покажу подкладку... вот она.",
    "Let me see... the label says cotton... yes.",
    "我看看……这里写着……纯棉。",
)


@pytest.fixture(scope="module")
def gate():
    return Gate.load()


@pytest.mark.parametrize("text", TALK)
def test_half_a_telephone_talk_is_a_distraction(gate, text):
    """Two answers to somebody nobody hears are enough."""
    found = gate.check(text, Context(surface="broadcast")).findings
    assert "distraction" in {one.rule for one in found}


@pytest.mark.parametrize("text", ALOUD)
def test_a_host_may_think_aloud(gate, text):
    """Pauses alone are no talk with somebody else."""
    assert not gate.check(text, Context(surface="broadcast")).findings

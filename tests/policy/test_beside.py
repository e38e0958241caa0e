"""Beside another fault a head takes one for two: how each speaks there is said on its page."""

import numpy as np
import pytest

from otvet.policy import Context, Gate
from otvet.policy.meaning import heads as shape
from otvet.policy.reading import Reading


@pytest.fixture(scope="module")
def gate():
    return Gate.load(models=True)


def test_beside_another_fault_a_head_speaks_as_its_page_says(gate, monkeypatch):
    """The louder of two heads speaks, the other only where it is surer, `free` as ever, `silent` not at all; so beside words."""
    meaning, reading = (
        gate._meaning,
        Reading("Any text at all.", Context(), gate._pack.lexicons, gate._meaning),
    )
    window = shape.Window(
        0, len(reading.text), part=False, logits=np.zeros(len(meaning.heads.codes)), read=True
    )
    above = {"spam": 0.5, "rudeness": 1.5}
    monkeypatch.setattr(
        meaning, "_speaking", lambda _: {meaning._place[c]: [(window, far)] for c, far in above.items()}
    )

    def speaks(code):
        return [how for how in ("surer", "free", "silent") if meaning.found(reading, code, how)]

    assert (speaks("spam"), speaks("rudeness")) == (["free"], ["surer", "free"])
    reading.kept.clear()
    above.pop("rudeness")
    assert speaks("spam") == ["surer", "free", "silent"]
    reading.faulty = True
    assert speaks("spam") == ["free"]


def test_what_words_find_of_style_is_no_fault_beside_which_heads_are_surer(gate):
    """Capitals say nothing about what else is in a text; an insult does."""
    told = {}
    for text in ("СРОЧНО отправим завтра!!!", "Ты тупой кретин."):
        _, _, reading = gate._looked(text, Context())
        told[text] = reading.faulty
    assert list(told.values()) == [False, True]

"""Variables in a text: filled, left standing, and findings brought back to where they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otvet.desk import wording
from otvet.errors import BadInput

TEXT = "Здравствуйте, {{customer.first_name}}! Заказ {{ order.number }} приедет {{order.expected}}."


def test_what_is_known_is_filled_and_what_is_not_stays_and_is_named():
    """An empty variable stands in the text as it was written, so that the box can show it."""
    values = {"customer.first_name": "Ия", "order.number": "48120-3391", "order.expected": ""}

    filled = wording.fill(TEXT, values, "ru")

    assert filled.text == "Здравствуйте, Ия! Заказ 48120-3391 приедет {{order.expected}}."
    assert filled.empty == ("order.expected",)


def test_a_term_is_written_with_its_word():
    """Numbers of terms take the form their language wants."""
    for lang, said in {"ru": "3 дня", "en": "3 days", "zh": "3 天"}.items():
        assert wording.fill("{{term.refund_days|days}}", {"term.refund_days": 3}, lang).text == said


@pytest.mark.parametrize(
    "text", ["{{order.colour}}", "{{phone}}", "{{term.nothing}}", "{{term.refund_days|moons}}"]
)
def test_a_variable_nobody_could_fill_is_refused(text):
    """When it is saved, not when a buyer waits."""
    with pytest.raises(BadInput, match="is no variable"):
        wording.refuse_unknown(text)


def test_every_variable_has_a_sample_in_three_languages():
    """The gate reads them in each."""
    assert all(set(sample) == {"ru", "en", "zh"} for sample in wording.SAMPLES.values())


@given(
    st.lists(st.sampled_from(["{{order.number}}", "{{customer.name}}", "слово ", "А", "!"]), max_size=12),
    st.data(),
)
def test_a_span_of_the_sample_comes_back_whole(pieces, data):
    """Outside variables the very same signs; a touched variable always whole."""
    text = "".join(pieces)
    sample = wording.sampled(text, {}, "ru")
    start = data.draw(st.integers(0, len(sample.text)))
    end = data.draw(st.integers(start, len(sample.text)))

    back = text[slice(*sample.back(start, end))]

    assert wording.sampled(back, {}, "ru").text.find(sample.text[start:end]) >= 0 or start == end
    if not sample.touches(start, end):
        assert back == sample.text[start:end]

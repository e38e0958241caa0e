"""The one analyser for search."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otvet.language.analyser import _stem, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("заказы", "заказ"),
        ("Возвращённый", "возвращенные"),
        ("returns", "RETURN"),
        ("ＡＢＣ１２", "abc12"),
        ("café", "cafe\u0301"),
    ],
)
def test_forms_of_a_word_are_one_token(one, other):
    """Case, endings, ё, full width and composed letters make no difference."""
    assert tokens(one) == tokens(other) != []


def test_chinese_becomes_pairs():
    """Overlapping pairs of a run; a lone character stays alone; other scripts cut the run."""
    assert tokens("没有收到") == ["没有", "有收", "收到"]
    assert tokens("我买了iPhone手机") == ["我买", "买了", "iphon", "手机"]
    assert tokens("好") == ["好"]


def test_numbers_and_codes_stay_whole():
    """An order number is found by its parts."""
    assert tokens("заказ 48120-3391, SKU KT-170") == ["заказ", "48120", "3391", "sku", "kt", "170"]


def test_words_that_tell_nothing_are_left_out():
    """A question of stop words alone has no tokens."""
    assert tokens("а где и как же the of") == []


@given(st.text(max_size=200))
def test_any_text_has_tokens_or_none(text):
    """Never an error, never an empty token, and the same twice."""
    found = tokens(text)

    assert all(found)
    assert found == tokens(text)


def test_threads_do_not_garble_each_others_words():
    """A stemmer keeps state while it works."""
    words = [f"возвращени{ending}" for ending in ("е", "я", "ю", "ями", "ях", "ем")] * 50
    alone = [tokens(word) for word in words]
    _stem.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(tokens, words))

    assert together == alone

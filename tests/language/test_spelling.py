"""Words that are none, and the word that was meant."""

import pytest

from otvet.language.spelling import meant, surely_meant
from otvet.language.words_zh import cuts_a_word


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("упокован", "упакован"), ("бракованый", "бракованный"), ("коллличество", "количество"), ("отличнова", "отличного"),
        ("tommorow", "tomorrow"), ("recieve", "receive"), ("shiping", "shipping"), ("refered", "referred"),
    ],
)  # fmt: skip
def test_what_was_meant(word, right):
    """A letter away from a frequent word or one of the trade; doubled letters in any number; as it is heard."""
    assert meant(word) == right


@pytest.mark.parametrize(
    "word", ["маломерит", "промокод", "colour", "cancelled", "shipped", "самовывоз", "xiaomi", "refunded"]
)
def test_words_are_left_alone(word):
    """Words of the trade, both spellings of English, brands."""
    assert meant(word) is None


def test_a_name_at_the_beginning_is_no_slip():
    """A long word one letter away from a frequent one is; a short one may be a name."""
    assert surely_meant("здраствуйте") == "здравствуйте"
    assert surely_meant("петр") is None


@pytest.mark.parametrize(
    ("text", "wrong", "cut"),
    [("麻烦您提共一下订单号", "提共", False), ("自己经常用", "己经", True), ("请放心够买", "够买", False)],
)
def test_a_chinese_slip_is_no_part_of_other_words(text, wrong, cut):
    """The dictionary decides where words begin; a polite 您 before a verb is a word of its own."""
    at = text.index(wrong)
    assert cuts_a_word(text, at, at + len(wrong)) is cut

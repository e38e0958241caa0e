"""Words out of tone are found with their plain word, and neither names nor parts of words are."""

import pytest

from otvet.policy import Context, Gate

GATE = Gate.load()


def _found(text, rule="informal-style", surface="chat"):
    return [f.text for f in GATE.check(text, Context(surface=surface)).findings if f.rule == rule]


@pytest.mark.parametrize(
    ("text", "rewrite"),
    [
        ("Щас отправим, спс за заказ.", "Сейчас отправим, спасибо за заказ."),
        ("Thx, we will send u the lid.", "Thanks, we will send you the lid."),
        ("Pls check the label.", "Please check the label."),
    ],
)
def test_a_plain_word_stands_instead(text, rewrite):
    """The case of the first letter is kept."""
    assert GATE.check(text, Context()).rewrite == rewrite


@pytest.mark.parametrize("text", ["Набор «Бро» в пути.", "The Dude backpack is grey.", "“老铁”牌炒锅有货。"])
def test_names_pass(text):
    """What is quoted, or begins with a capital within a sentence, is a name."""
    assert _found(text) == []


@pytest.mark.parametrize("text", ["Доставим 1-го числа.", "The v.i.r.u.s filter.", "这是U型枕。"])
def test_short_words_are_words_of_their_own(text):
    """A letter or two inside something longer is no chat word."""
    assert _found(text) == []


@pytest.mark.parametrize("text", ["лампа " * 5, "lamp, lamp, lamp, lamp, lamp!", "台灯台灯台灯台灯台灯"])
def test_the_same_five_times_is_a_flood(text):
    """With or without marks between."""
    assert _found(text, "spam", "buyer")


@pytest.mark.parametrize("text", ["лампа лампа лампа", "Да, да, да, да, всё пришло.", "谢谢谢谢谢谢"])
def test_a_few_times_is_none(text):
    """People repeat themselves."""
    assert _found(text, "spam", "buyer") == []

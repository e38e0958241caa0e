"""Phrases are found by their rarest word, and by an everyday one where they have no other."""

from otvet.language.views import Views
from otvet.policy.entries import parse, words_of, written
from otvet.policy.lexicon import Lexicons, confirmed


def _literals(line):
    return [literal for _, found in parse("x", "x.txt", line) for literal in found]


def test_a_phrase_is_found_by_the_word_that_few_texts_have():
    """Not by the longest: the trade's own words stand in every second message."""
    assert _literals("cancel your delivery yourself") == ["yourself"]
    assert _literals("заказ мимо кассы") == ["кассы"]
    assert _literals("{your,our} order … haggle*") == ["haggle"]
    assert _literals("the order") == ["order"]


def test_everyday_words_alone_are_found_all_the_same():
    """A list that says what is frequent says nothing about what is found."""
    for line, text in (
        ("the order", "Is this the order?"),
        ("ваш заказ", "Вот ваш заказ."),
        ("您的订单", "您的订单在路上"),
    ):
        lexicons = Lexicons(written([("x", "x.txt", line)]))
        places = {"x": []}
        lexicons.search(Views(text).surface, places)
        hits, _ = confirmed(places["x"])
        assert [hit.entry for hit in hits] == [line], text


def test_the_words_of_a_lexicon_are_told_without_stars_and_braces():
    """As the script that writes the list counts them."""
    assert words_of("{на,по}шёл* прочь\n- два … слова # note") == {"нашёл", "пошёл", "прочь", "два", "слова"}

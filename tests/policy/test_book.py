"""Searching the rule book in three languages."""

import pytest

from otvet.policy import Gate
from otvet.policy.book import Book

BOOK = Book(Gate.load().pack)


@pytest.mark.parametrize(
    ("query", "code", "where"),
    [
        ("uppercase", "uppercase", "code"),
        ("Заглавными", "uppercase", "title"),
        ("заглавн", "uppercase", "title"),
        ("capitals", "uppercase", "title"),
        ("全大写", "uppercase", "title"),
        ("取消订单", "cancel-request", "title"),
        ("фото паспорта", "personal-data", "prose"),
        ("паспорт", "personal-data", "prose"),
        ("позвоните мне", "contact-exchange", "example"),
        ("telegram", "contact-exchange", "example"),
        ("😊", "emoji", "example"),
        ("!!!", "excess-punctuation", "example"),
        ("contact-ex", "contact-exchange", "code"),
    ],
)
def test_what_is_asked_for_comes_first(query, code, where):
    """By code, title, clause, prose, example; words in any of their forms, the last one unfinished."""
    hits = BOOK.search(query)

    assert (hits[0].code, hits[0].where) == (code, where)


def test_clauses_are_found():
    """By the document they come from."""
    assert {hit.where for hit in BOOK.search("S4")} == {"clause"}


def test_words_of_lexicons_are_found():
    """Also those that stand nowhere else on the page."""
    assert any(hit.where == "word" for hit in BOOK.search("вотсап"))


def test_every_word_has_to_be_there():
    """More words, fewer rules."""
    one, two = BOOK.search("заказ"), BOOK.search("заказ паспорт")

    assert {hit.code for hit in two} < {hit.code for hit in one}
    assert BOOK.search("xyzzy заказ") == []


@pytest.mark.parametrize("query", ["", " ", "\n", "xyzzy", "𓀀", "a" * 5_000, "'; xdrop tablex"])
def test_what_is_nowhere_finds_nothing(query):
    """Hostile and empty questions too."""
    assert BOOK.search(query) == []


def test_what_stands_around_the_words_is_shown_short():
    """Enough to recognise the place."""
    hits = [hit for hit in BOOK.search("Ozon") if hit.where in {"example", "prose", "clause"}]

    assert hits
    assert all("ozon" in hit.text.casefold() and len(hit.text) <= 130 for hit in hits)

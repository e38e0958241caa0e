"""Why an article was found is seen: the words of the question stand out, the right sentence is shown."""

from datetime import date

import pytest

from otvet import knowledge
from otvet.knowledge.marking import excerpt, marked

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Как вернуть товар", "вернуть товары", ["вернуть", "товар"]),
        ("Промокоды и бонусы", "промок", ["Промокоды"]),
        ("The delivery is late", "late deliveries", ["delivery", "late"]),
        ("如何退货", "退货", ["退货"]),
        ("退货送到哪里", "退货送到", ["退货送到"]),
        ("Как вернуть товар", "верните", ["вернуть"]),
        ("Как вернуть товар", "и в не", []),
        ("Как вернуть товар", "", []),
        ("<b>", "b", ["b"]),
    ],
)
def test_words_of_the_question_stand_out(text, query, found):
    """Other forms of a word, half-typed words, pairs of Chinese; the pieces together are the text."""
    pieces = marked(text, query)

    assert [piece.text for piece in pieces if piece.found] == found
    assert "".join(piece.text for piece in pieces) == text


def test_the_sentence_that_answers_is_shown():
    """Where title and summary have none of the words the best sentence of the text stands in its place."""
    article = knowledge.article("pick-up-point", "ru", DAY)

    assert "примерочная" in excerpt(article, "примерочная")
    assert "пункт" in excerpt(article, "постамат")
    assert excerpt(article, "сколько хранится") == article.summary
    assert excerpt(article, "qwzx") == article.summary
    assert excerpt(article, "") == article.summary

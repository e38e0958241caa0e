"""The place to try a text: it is held against the terms in force, as a reply about no order is."""

import pytest


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Товар обмену и возврату не подлежит.", "off-policy"),
        ("Returns only within 3 days.", "off-policy"),
        ("本店概不退换。", "off-policy"),
        ("Вернуть товар можно в течение 30 дней.", None),
        ("You can return it within 30 days.", None),
    ],
)
def test_terms_in_force_are_known(world, text, rule):
    """Nobody has to say what the offer says."""
    told = world.ask("POST", "/api/v1/check", {"text": text}).json()

    assert [one["rule"] for one in told["findings"]] == ([rule] if rule else [])


def test_facts_that_are_given_are_the_only_ones(world):
    """Somebody who names facts tries just these."""
    given = {"text": "Returns only within 3 days.", "facts": {"policy": {"return_days": 3}}}

    assert world.ask("POST", "/api/v1/check", given).json()["findings"] == []


def test_the_rule_books_box_knows_them_too(world):
    """The page draws what the endpoint says."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
    asked = "text=%D0%92%D0%BE%D0%B7%D0%B2%D1%80%D0%B0%D1%82%D1%83+%D0%BD%D0%B5+%D0%BF%D0%BE%D0%B4%D0%BB%D0%B5%D0%B6%D0%B8%D1%82.&reasons=ru"

    drawn = world.ask("POST", "/rules/try", asked.encode(), **headers)

    assert drawn.status_code == 200, drawn.text
    assert "off-policy" in drawn.text

"""Rewrites of conduct lose no number, date, name or form of address, and where that cannot be they are not offered."""

import pytest

from otvet.policy import Context, Gate


@pytest.fixture(scope="module")
def gate():
    return Gate.load()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Вы идиот, посылка весит 3 кг.", "Посылка весит 3 кг."),
        (
            "Здравствуйте, ваш склад просто бардак, но заказ № 4412 мы отправили 3 мая.",
            "№ 4412 мы отправили 3 мая.",
        ),
        ("You are a moron, your order 4432 ships on 25 November.", "Your order 4432 ships on 25 November."),
        ("您就是个白痴，订单5512明天发货。", "订单5512明天发货。"),
        ("Анна, вы дура, в наборе «Утро» 12 чашек.", "В наборе «Утро» 12 чашек."),
    ],
)
def test_facts_beside_an_insult_stay(gate, text, kept):
    """The clause that hurts is said differently, the clause with the fact stays as it was."""
    rewrite = gate.check(text, Context()).rewrite

    assert kept in rewrite
    assert gate.check(rewrite, Context()).verdict == "allow"


@pytest.mark.parametrize(
    "text",
    [
        "Только идиот не поймёт, что срок 14 дней.",
        "Only a moron pays 500 roubles for that.",
        "白痴才会花500卢布。",
    ],
)
def test_a_fact_inside_the_insult_is_left_to_the_author(gate, text):
    """No rewrite that would drop the number; the finding still says how to say it."""
    verdict = gate.check(text, Context())

    assert verdict.rewrite is None
    assert all(f.suggestion for f in verdict.findings)
    assert verdict.findings


def test_greeting_name_and_address_stay(gate):
    """Who was greeted by name still is; a Chinese author who says 你 goes on so."""
    assert gate.check("Анна, вы дура.", Context()).rewrite.startswith("Анна, ")
    assert gate.check("Здравствуйте, Ольга, вы просто дура.", Context()).rewrite.startswith(
        "Здравствуйте, Ольга, "
    )
    assert "您" not in gate.check("你就是个白痴。", Context()).rewrite
    assert "你" not in gate.check("您就是个白痴。", Context()).rewrite

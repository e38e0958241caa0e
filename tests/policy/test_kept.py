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


@pytest.mark.parametrize(
    ("text", "rewrite"),
    [
        (
            "Позвоните мне 8 916 555-01-42, цена набора 2500 рублей, доставка завтра",
            "Пишите, пожалуйста, в этот чат. Цена набора 2500 рублей.",
        ),
        (
            "Call me at 8 916 555 01 42, the set costs 2500 roubles and comes on 12 May",
            "Please write to us in this chat. The set costs 2500 roubles and comes on 12 May.",
        ),
        ("请打电话13800138000，套装价格2500卢布", "请在本聊天中给我们留言。套装价格2500卢布。"),
        ("Пишите на почту shop@mail.ru, заказ № 12345 собран.", "Пишите, пожалуйста, в этот чат. Заказ № 12345 собран."),
    ],
)  # fmt: skip
def test_facts_beside_a_contact_stay(gate, text, rewrite):
    """A price, a date, an order number that stands by itself is nobody's contact."""
    assert gate.check(text, Context()).rewrite == rewrite


@pytest.mark.parametrize(
    "text",
    [
        "Мой номер 8 916, потом 555, а в конце 01 42",
        "Напишите мне в телеграм, там пришлю скидку 10 %",
        "加我绿泡泡，号是店名加88。",
    ],
)
def test_nothing_of_a_contact_stays(gate, text):
    """A number that counts nothing known may be the rest of it, and "there" is where nobody should go."""
    rewrite = gate.check(text, Context()).rewrite

    assert rewrite in {"Пишите, пожалуйста, в этот чат.", "请在本聊天中给我们留言。"}

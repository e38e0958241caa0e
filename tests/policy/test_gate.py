"""What holds for the gate whatever it is given."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otvet.errors import BadInput
from otvet.policy import Context, Facts, Gate

GATE = Gate.load()
FACTS = Facts.parse(
    {
        "product": {"name": "Лампа", "warranty_months": 12, "country": "Китай", "material": "шерсть 30%, акрил 70%", "power_w": 40, "waterproof": False},
        "order": {"status": "in_transit", "delivery_date": "2026-11-27"},
    }
)  # fmt: skip
PIECES = st.sampled_from(
    [
        "8 916", "555", "ноль один", "телеграм", "пишите", "х", "у", "й", "!", "?", "…", "😊", ")", "(", "ВАЖНО", "вАжНо", "@shop", "mail", "точка",
        "собака", "ru", "加", "微信", "一三八", "гарантия", "три года", "25 ноября", "made in", "Germany", "100%", "wool", "\u200b", "\u0301", "\ud83d",
        "\x00", "ﷺ", "İ", "ß", "²", "½", "①", "Ⓦ", "\n", " ", ".", "*", "-", "t.me/", "sh1t", "ｆ", "亲", "к", "3,14", "年", "半",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=30).map("".join),
    st.lists(PIECES, max_size=30).map(" ".join),
)
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(text=TEXTS, facts=st.booleans(), history=st.lists(TEXTS, max_size=3))
def test_no_text_breaks_the_gate(text, facts, history):
    """Any text gets a verdict; findings lie inside it and quote it exactly, in order."""
    context = Context(facts=FACTS if facts else None, history=tuple(history), date=dt.date(2026, 11, 22))

    verdict = GATE.check(text, context)

    for finding in verdict.findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.text == text[finding.start : finding.end]
        assert finding.message
    assert [f.start for f in verdict.findings] == sorted(f.start for f in verdict.findings)


@CALM
@given(text=TEXTS)
def test_a_rewrite_is_always_clean(text):
    """Safe or suggested, what is offered would pass."""
    verdict = GATE.check(text, Context())
    if verdict.rewrite is not None:
        assert not GATE.check(verdict.rewrite, Context()).holds
    safe = GATE.rewrite(text, Context(), safe=True)
    if safe is not None:
        assert not any(p.rule.fix == "safe" for p in GATE.places(safe, Context())[0])


@CALM
@given(text=TEXTS)
def test_the_same_text_gets_the_same_verdict(text):
    """Nothing is remembered between checks."""
    assert GATE.check(text, Context()) == GATE.check(text, Context())


@pytest.mark.parametrize(
    ("code", "surfaces"),
    [
        ("uppercase", {"chat": "warn"}),
        ("excess-punctuation", {"chat": "warn"}),
        ("emoji", {"chat": "warn"}),
        ("profanity", {"chat": "block", "broadcast": "block", "buyer": "block"}),
        ("contact-exchange", {"chat": "block", "broadcast": "block"}),
        ("false-information", {"chat": "block", "broadcast": "block"}),
    ],
)
def test_each_rule_is_judged_where_the_matrix_says(code, surfaces):
    """Chat, broadcast and buyers' texts each have their own rules."""
    assert next(r for r in GATE.rules() if r.code == code).severity == surfaces


def test_buyers_may_shout_smile_and_leave_a_number():
    """Only swearing is marked in what buyers write."""
    assert GATE.check("ГДЕ ЗАКАЗ??? 😡 звоните 8 921 337-40-15", Context(surface="buyer")).findings == ()


def test_own_contacts_of_the_account_pass():
    """The account's own number and addresses are no exchange of contacts."""
    text = "Звоните 8 495 120-30-40 или пишите на help@lampa.ru"
    own = Context(own_phones=("+7 495 120 30 40",), own_domains=("lampa.ru",))

    assert GATE.check(text, own).verdict == "allow"
    assert GATE.check(text, Context()).verdict == "block"


def test_digits_split_over_messages_are_put_together():
    """The last message of three makes the number; an order number between does not."""
    assert GATE.check("40 15", Context(history=("8 921", "337"))).verdict == "block"
    assert GATE.check("40 15", Context(history=("Заказ 8921", "337"))).verdict == "allow"
    assert GATE.check("40 15", Context()).verdict == "allow"


def test_relative_days_need_today():
    """“Tomorrow” is compared with the delivery date when today is known."""
    facts = Facts(order={"status": "in_transit", "delivery_date": "2026-11-27"})
    text = "Заказ привезут завтра."

    assert GATE.check(text, Context(facts=facts, date=dt.date(2026, 11, 22))).verdict == "block"
    assert GATE.check(text, Context(facts=facts, date=dt.date(2026, 11, 26))).verdict == "allow"
    assert GATE.check(text, Context(facts=facts)).verdict == "allow"


@pytest.mark.parametrize(
    ("product", "wrong", "right"),
    [
        ({"bowl_l": 4.5}, "The bowl holds six litres.", "The bowl holds 4500 ml."),
        ({"длина_шнура_м": 2}, "Длина шнура 3 метра.", "Длина шнура 200 см."),
        ({"modes": 5}, "У миксера 7 режимов.", "У миксера 5 режимов."),
        ({"protection": "IPX4"}, "Защита IP68, можно мыть.", "Защита IPX4."),
        ({"gift_wrap": True}, "There is no gift wrap with it.", "The gift wrap is included."),
        ({"shelf_life_months": 18}, "保质期三年。", "保质期一年半。"),
        ({"max_load_kg": 80}, "Выдерживает до 120 кг.", "Выдерживает до 80 кг."),
        ({"color": "чёрный", "name": "Чайник"}, "Цвет чайника белый.", "Цвет чайника чёрный."),
        ({"stock": 0}, "Товар есть в наличии.", "Товара нет в наличии."),
        ({"price": 1490}, "Цена 1 990 рублей.", "Цена 1 490 рублей."),
    ],
)
def test_keys_known_and_unknown_are_compared(product, wrong, right):
    """Typed where the key is known, by the words of the key elsewhere."""
    context = Context(facts=Facts.parse({"product": product}))

    assert [f.rule for f in GATE.check(wrong, context).findings] == ["false-information"]
    assert GATE.check(right, context).findings == ()


@pytest.mark.parametrize(
    "given_facts",
    [
        [],
        "x",
        {"goods": {}},
        {"product": []},
        {"product": {"a": {}}},
        {"product": {"a": [[1]]}},
        {"evidence": {}},
        {"evidence": [{"claim": 1}]},
    ],
)
def test_facts_of_another_shape_are_refused(given_facts):
    """Anything but the documented shape is bad input."""
    with pytest.raises(BadInput):
        Facts.parse(given_facts)


def test_a_context_of_another_shape_is_refused():
    """An unknown surface or language is bad input, not a silent default."""
    for wrong in ({"surface": "mail"}, {"lang": "de"}):
        with pytest.raises(BadInput):
            Context(**wrong)

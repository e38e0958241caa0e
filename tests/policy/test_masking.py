"""Before a stranger reads a text, nobody's data is in it; and every place of the mask is a place of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otvet.policy.masking import masked

HIDDEN = [
    ("Здравствуйте, Марина! Чем помочь?", ["Марина"]),
    ("Иван Петрович, добрый день", ["Иван", "Петрович"]),
    ("Ваш заказ 41235687-0042-1 собран", ["41235687", "0042"]),
    ("Телефон получателя +7 916 123-45-67", ["916", "123-45"]),
    ("Почта ivan.petrov+shop@mail.ru", ["ivan", "mail.ru"]),
    ("Доставка: ул. Ленина, д. 5, кв. 12", ["Ленина", "12"]),
    ("Карта 4276 1234 5678 9012", ["4276", "9012"]),
    ("Трек RA123456789RU", ["RA123456789RU"]),
    ("Dear John Smith, your order 1234567 is on its way", ["John", "Smith", "1234567"]),
    ("We deliver to 12 Baker Street.", ["Baker"]),
    ("Write to @shop_master", ["shop_master"]),
    ("尊敬的王小明先生，您好", ["王小明"]),
    ("您的订单1234567已发货", ["1234567"]),
    ("送到建国路88号3单元", ["建国路", "88"]),
    ("电话13800138000", ["13800138000"]),
]
KEPT = [
    "Чайник стоит 2 490 ₽, возврат 30 дней.",
    "Размер 42-44, длина 68 см.",
    "The kettle holds 1.7 l and costs 24 990 RUB.",
    "退货期限为30天，价格199元。",
]


@pytest.mark.parametrize(("text", "secrets"), HIDDEN, ids=[text[:24] for text, _ in HIDDEN])
def test_personal_data_is_hidden(text, secrets):
    """Phones, mails, names, addresses, card, order and tracking numbers."""
    hidden = masked(text).text

    assert [secret for secret in secrets if secret in hidden] == []


@pytest.mark.parametrize("text", KEPT)
def test_prices_terms_and_sizes_stay(text):
    """What the rules are about is still there."""
    assert masked(text).text == text


def test_names_of_the_record_are_hidden_wherever_they_stand():
    """Also those no dictionary knows, in any case of letters."""
    assert "zhang" not in masked("Спасибо, ZHANG wei!", ("Zhang Wei",)).text.lower()


@given(
    st.lists(
        st.sampled_from(
            ["Марина", " ", "8 916 123-45-67", "чайник", "⟦", "⟧", "a@b.ru", "王女士", "12345", "🙂"]
        ),
        max_size=12,
    ),
    st.data(),
)
def test_every_span_of_the_mask_is_a_span_of_the_text(pieces, data):
    """In order, inside the text, whole placeholders at the ends; what was not hidden is the same words."""
    text = "".join(pieces)
    hidden = masked(text)
    start = data.draw(st.integers(0, len(hidden.text)))
    end = data.draw(st.integers(start, len(hidden.text)))
    first, last = hidden.back(start, end)

    assert len(hidden.original) == len(text)
    assert 0 <= first <= last <= len(text) or start == end
    if not any(a < end and start < b for a, b, _, _ in hidden.places):
        assert hidden.original[first:last] == hidden.text[start:end]

"""Slips of grammar, and what looks like one and is none."""

import pytest

from otvet.language.agreement import far_slips
from otvet.language.grammar import slips
from otvet.language.grammar_en import english_slips

WRONG_RU = {
    "курьер позвонит, чтобы спросить у данного модели": "данного модели",
    "посылка лежит в красный коробке": "красный коробке",
    "при любой повреждении": "любой повреждении",
    "позвоните нам что бы согласовать время": "что бы",
    "выберите какой нибудь цвет": "какой нибудь",
    "вода течёт из под крышки": "из под",
    "этот кофта маломерит": "этот кофта",
    "оба модели подходят": "оба модели",
    "пять коробки уже на складе": "пять коробки",
    "две скатертей в корзине": "две скатертей",
    "модель в двух расцветка": "двух расцветка",
    "стирают при тридцать градусах": "при тридцать",
    "ваша посылка уже приехало": "посылка уже приехало",
    "новое лампа светит": "новое лампа",
    "по вашей просьбы изменили": "вашей просьбы",
    "скатерть очень плотное, рисунок с двух сторон": "скатерть очень плотное",
    "чайник совсем новая.": "чайник совсем новая",
    "осталось около двухсот пятьдесят комплектов": "двухсот пятьдесят",
    "служит более пять лет": "более пять",
    "обоих ручек можно не снимать": "обоих ручек",
}
RIGHT_RU = (
    "на русском и английском языках", "на этом консультацию завершаю", "в новой дуги толще", "что бы вы хотели купить?",
    "в выходные склад не работает", "от старшего менеджера", "из-за праздников", "какой-нибудь цвет", "это кофта",
    "обе модели подходят", "двадцать два размера", "в пять утра", "размеры и гарантия указаны", "два новых чайника", "это скидка",
    "будет действовать скидка", "при тридцати градусах", "ваши пожелания учли", "тридцать пять коробок",
    "скатерть очень плотная", "скатерть — очень плотное полотно", "скатерть очень плотное полотно закрывает", "чайник очень удобный и тихий",
    "около двухсот пятидесяти комплектов", "более пяти лет", "обеих ручек", "обоих чайников", "коллега очень вежливый.",
    "платье очень красивое", "зимой очень холодное", "обоих супругов", "бедным не понять, что такое кашемир",
)  # fmt: skip
WRONG_EN = {
    "your parcel have been shipped": "parcel have",
    "these shoes is ours": "these shoes is",
    "the customers is happy": "the customers is",
    "this model come in two colours": "this model come",
    "there is three settings on the back": "there is three settings",
    "the courier will contacts you tomorrow": "will contacts",
    "does the kit includes a brush?": "does the kit includes",
    "i looking forward to it": "i looking",
    "we can to exchange it": "we can to exchange",
    "thank you for you patience": "for you patience",
    "let us no if it breaks": "let us no",
    "it is more softer": "more softer",
    "less buttons on it": "less buttons",
    "he didn't received it": "didn't received",
    "please chose the size": "please chose",
    "it don't fit": "it don't",
    "she have a receipt": "she have",
    "it comes in a elegant case": "a elegant",
    "please keep an receipt": "an receipt",
}
RIGHT_EN = (
    "the items in your order have been shipped", "does your parcel have a label?", "if it were up to us", "let the box dry",
    "the price of these shoes is 20", "beside it are two coats", "it would of course help", "the strings you chose are soft",
    "less than ten minutes", "the side effects are listed", "two-day delivery", "more details are there, then the manual explains it",
    "a return of the goods", "let us know", "someone as tall as you is easy to fit", "vitamin a improves it", "a one-year warranty", "a useful lid", "an hour", "an xl size", "an mp3 player",
    "a european plug", "a unique pattern", "an honest answer", "a unicorn lamp", "usb a into usb c",
)  # fmt: skip


@pytest.mark.parametrize("text", WRONG_RU)
def test_a_russian_slip_is_found_where_it_stands(text):
    """One slip, and just its words."""
    assert [text[one.start : one.end] for one in (*slips(text), *far_slips(text))] == [WRONG_RU[text]]


@pytest.mark.parametrize("text", RIGHT_RU)
def test_right_russian_is_left_alone(text):
    """Forms that agree in some reading, and words that only stand side by side."""
    assert [*slips(text), *far_slips(text)] == []


@pytest.mark.parametrize("text", WRONG_EN)
def test_an_english_slip_is_found_where_it_stands(text):
    """One slip, and just its words."""
    assert [text[a:b] for a, b in english_slips(text)] == [WRONG_EN[text]]


@pytest.mark.parametrize("text", RIGHT_EN)
def test_right_english_is_left_alone(text):
    """Questions, inversions, nouns that belong to what stands before."""
    assert list(english_slips(text)) == []

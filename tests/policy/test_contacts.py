"""Contacts in any disguise are found; numbers, addresses and links of everyday trade are left alone."""

import random

import pytest

from otvet.language.script import LANGUAGES
from otvet.policy import Context, Gate

GATE = Gate.load()
PRIVATE = frozenset({"contact-exchange", "external-resource", "personal-data"})
OWN = Context(own_domains=("lampa-dom.ru",), own_phones=("8 800 555-35-00",))
_WORDS = {
    "ru": ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "zh": list("零一二三四五六七八九"),
}


def _digits(rng, count):
    return "".join(rng.choice("0123456789") for _ in range(count))


def _order(rng):
    return f"{rng.randint(10**7, 10**8 - 1)}-{rng.randint(1, 9999):04d}"


def _price(rng):
    return f"{rng.randint(1, 99)} {rng.randint(0, 999):03d}"


def _size(rng):
    return f"{rng.randint(20, 250)} x {rng.randint(20, 250)} x {rng.randint(5, 90)}"


def _parcel(rng):
    return rng.choice([_digits(rng, 14), f"RA{_digits(rng, 9)}RU", f"{_digits(rng, 8)}-{_digits(rng, 4)}-1"])


def _date(rng):
    return f"{rng.randint(1, 28):02d}.{rng.randint(1, 12):02d}.2026"


def _article(rng):
    return _digits(rng, rng.choice([6, 8, 10, 13]))


def _hotline(_rng):
    return "8 (800) 234-70-00"


def _link(rng):
    return rng.choice(["ozon.ru/product/", "lampa-dom.ru/lamp/", "seller.ozon.ru/help/"]) + _digits(rng, 6)


_HARMLESS = {
    "ru": (
        (_order, "Заказ {} уже собран.", "Номер заказа {}, спасибо."),
        (_article, "Артикул {} есть в наличии.", "Штрихкод товара {}."),
        (_price, "Цена {} рублей вместе с доставкой.", "Стоимость {} ₽."),
        (_size, "Размер коробки {} см.", "Габариты полки {} мм."),
        (_parcel, "Трек-номер {}, следите в приложении.", "Посылка {} в пути."),
        (_date, "Доставим до {} включительно.", "Сертификат действует до {}."),
        (_hotline, "Горячая линия Ozon: {}.", "Телефон поддержки Ozon {}."),
        (_link, "Страница товара: {}", "Инструкция лежит на {}"),
    ),
    "en": (
        (_order, "Order {} is packed.", "Your order number is {}, thank you."),
        (_article, "Item number {} is in stock.", "The barcode is {}."),
        (_price, "The price is {} roubles with delivery.", "It costs {} rub."),
        (_size, "The box measures {} cm.", "The shelf is {} mm."),
        (_parcel, "The tracking number is {}, see the app.", "Parcel {} is on its way."),
        (_date, "It arrives by {}.", "The certificate is valid until {}."),
        (_hotline, "The Ozon hotline is {}.", "Ozon support: {}."),
        (_link, "The product page: {}", "The manual is at {}"),
    ),
    "zh": (
        (_order, "订单{}已经打包。", "您的订单号是{}，谢谢。"),
        (_article, "货号{}有货。", "商品条码{}。"),
        (_price, "价格{}卢布，包邮。", "售价{}卢布。"),
        (_size, "箱子尺寸{}厘米。", "架子规格{}毫米。"),
        (_parcel, "物流单号{}，可在应用里查看。", "包裹{}在路上。"),
        (_date, "{}之前送到。", "证书有效期到{}。"),
        (_hotline, "Ozon客服热线是{}。", "Ozon热线：{}。"),
        (_link, "商品页面：{}", "说明书在{}"),
    ),
}


def _mobile(rng, lang):
    if lang == "zh":
        number = "1" + rng.choice("3578") + _digits(rng, 9)
        return rng.choice(
            [number, f"{number[:3]} {number[3:7]} {number[7:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}"]
        )
    number = rng.choice(["9" + _digits(rng, 9), "9" + _digits(rng, 9)])
    start = rng.choice(["8", "+7"])
    a, b, c, d = number[:3], number[3:6], number[6:8], number[8:]
    return rng.choice(
        [
            f"{start}{number}",
            f"{start} {a} {b}-{c}-{d}",
            f"{start} ({a}) {b}-{c}-{d}",
            f"{start}-{a}-{b}-{c}-{d}",
        ]
    )


def _mail(rng, _lang):
    return f"{rng.choice(['lampa', 'shop', 'oleg', 'master'])}{rng.randint(1, 99)}@{rng.choice(['yandex.ru', 'gmail.com', '163.com'])}"


_CALLS = {
    "ru": ("Мой номер {}, звоните.", "Телефон для связи {}.", "Наберите меня: {}."),
    "en": ("My number is {}, call me.", "Ring me on {}.", "You can reach me at {}."),
    "zh": ("我的电话是{}。", "请打{}找我。", "手机号{}，随时联系。"),
}
_CHANNELS = {
    "ru": ("Пишите в {}, отвечу сразу.", "Мой {} открыт, добавляйтесь.", "Найдите меня в {}."),
    "en": ("Write to me on {}.", "Add me on {}, please.", "My {} is open for you."),
    "zh": ("加我{}详聊。", "请在{}上找我。", "我的{}给您。"),
}
_NAMES = {
    "ru": ("телеграм", "ватсап", "вайбер", "скайп"),
    "en": ("telegram", "whatsapp", "viber", "wechat"),
    "zh": ("微信", "扣扣", "钉钉", "绿泡泡"),
}


def _said(text, lang):
    joint = "" if lang == "zh" else " "
    return "".join(f"{joint}{_WORDS[lang][int(c)]}{joint}" if c in "0123456789" else c for c in text).strip()


def _number_disguises(text, lang):
    yield text
    yield _said(text, lang)
    yield text.replace("0", "О" if lang == "ru" else "O").replace("1", "l")
    yield "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    yield "\u200b".join(text)


def _name_disguises(name, lang):
    yield name
    yield " ".join(name)
    yield ".".join(name)
    yield "-".join(name)
    yield name.upper()
    yield "\u200b".join(name)
    if lang != "zh":
        yield name.translate(str.maketrans("аеосрaeopc", "aeocpаеорс"))
        yield name[:2] + "*" + name[3:]
        yield "".join(c + "\u0332" for c in name)


def _mail_disguises(mail, lang):
    at, dot = {"ru": ("собака", "точка"), "en": ("at", "dot"), "zh": ("艾特", "点")}[lang]
    yield mail
    yield mail.replace("@", f" {at} ").replace(".", f" {dot} ")
    yield mail.replace("@", " (at) ")
    yield "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in mail)
    yield mail.upper()


def _contacts(lang, count):
    """So many contacts, each with all its disguises."""
    rng = random.Random(lang)
    for number in range(count):
        kind = number % 3
        if kind == 0:
            sentence, said = rng.choice(_CALLS[lang]), _mobile(rng, lang)
            disguises = _number_disguises(said, lang)
        elif kind == 1:
            sentence, said = rng.choice(_CHANNELS[lang]), rng.choice(_NAMES[lang])
            disguises = _name_disguises(said, lang)
        else:
            sentence, said = rng.choice(("{}", *_CALLS[lang][:1])), _mail(rng, lang)
            disguises = _mail_disguises(said, lang)
        yield from (sentence.format(disguised) for disguised in disguises)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_numbers_of_trade_raise_no_alarm(lang):
    """Five hundred orders, articles, prices, sizes, parcels, dates, hotlines and own links, and not one finding."""
    rng = random.Random(f"{lang} trade")
    alarms = []
    for _ in range(500):
        make, *sentences = rng.choice(_HARMLESS[lang])
        text = rng.choice(sentences).format(make(rng))
        alarms += [(text, f.rule, f.text) for f in GATE.check(text, OWN).findings if f.rule in PRIVATE]

    assert alarms == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_contact_is_found_in_every_disguise(lang):
    """A hundred telephones, messengers and addresses in all disguises: at least 95 of 100 are found."""
    texts = list(_contacts(lang, 100))
    missed = [
        t for t in texts if all(f.rule != "contact-exchange" for f in GATE.check(t, Context()).findings)
    ]

    assert len(missed) <= 0.05 * len(texts), missed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Карта 2202 2001 1234 5671.", True),
        ("Карта 2202 2001 1234 5672.", False),
        ("СНИЛС 112-233-445 95.", True),
        ("СНИЛС 112-233-445 96.", False),
        ("Ваш ИНН 500100732259.", True),
        ("Ваш ИНН 500100732250.", False),
        ("证件11010519491231002X", True),
        ("证件110105194912310021", False),
    ],
)
def test_papers_are_told_by_their_check_digits(text, found):
    """A number with a slip in it is not taken for a paper or a card."""
    findings = GATE.check(text, Context()).findings

    assert any(f.detector == "identities:number" for f in findings) is found


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Каталог на lampa-dom.ru и lampa-sad.ru", "lampa-sad.ru"),
        ("See ozon.ru.lamp-sale.com for it", "ozon.ru.lamp-sale.com"),
        ("Смотрите свет-дом.рф", "свет-дом.рф"),
        ("Open xn--80ak6aa92e.com now", "xn--80ak6aa92e.com"),
        ("Take bit.ly/3lamp", "bit.ly/3lamp"),
    ],
)
def test_links_outside_are_found_and_own_ones_pass(text, host):
    """The shop's own hosts pass; a host that only begins with Ozon's does not."""
    findings = [f for f in GATE.check(text, OWN).findings if f.rule == "external-resource"]

    assert len(findings) == 1
    assert host in findings[0].text


@pytest.mark.parametrize(
    "text",
    [
        "Позвоните на горячую линию 8 800 555-35-00.", "Наберите нас: +7 800 555 35 00.", "Позвоните по номеру 8 (800) 555-35-00",
        "Call our hotline 8 800 555-35-00.", "请拨打热线 8 800 555-35-00。", "Звоните: 8-800-555-35-00",
    ],
)  # fmt: skip
def test_a_hotline_of_ones_own_is_no_contact_however_it_is_asked_for(text):
    """Neither the whole number nor seven digits of it."""
    assert [f for f in GATE.check(text, OWN).findings if f.rule == "contact-exchange"] == []


@pytest.mark.parametrize(
    "text", ["Позвоните по номеру 8 800 555-35-01", "Позвоните: 8 800 555-35-00 или 8 916 555-35-00"]
)
def test_another_number_is_one_beside_the_hotline_too(text):
    """What the account calls its own excuses nothing else."""
    assert [f for f in GATE.check(text, OWN).findings if f.rule == "contact-exchange"]


@pytest.mark.parametrize(
    "text",
    [
        "手机号13800138000，价格2500元",
        "打电话给我13800138000，尺寸42",
        "订单已打包，13800138000",
        "Заказ собран, 89165550142",
        "Артикул 4601234, вопросы по 89165550142",
        "Your order is packed, 8 916 555 01 42",
        "Size 42 is there, call 07911 123456",
    ],
)
def test_a_number_is_not_excused_by_the_clause_beside_it(text):
    """A price behind a comma, or an order in the clause before, says nothing about a telephone number."""
    assert "contact-exchange" in {f.rule for f in GATE.check(text, Context()).findings}


@pytest.mark.parametrize(
    "text", ["Заказы 89165550142, 89165550143 собраны", "订单13800138000，13800138001已发"]
)
def test_orders_in_a_row_are_orders(text):
    """What the first number is, the next one is as well."""
    assert not GATE.check(text, Context()).findings


@pytest.mark.parametrize(
    "text",
    [
        "谢谢购买！微信wx8848abc",
        "价格2500卢布，QQ 12345678",
        "订单12345已打包，有问题电报@shop8848",
        "订单12345已打包，微信：wx8848abc",
        "Спасибо за покупку! Телеграм ivan_shop88",
        "Order 12345 is packed. WhatsApp shop_8848",
    ],
)
def test_a_messenger_with_a_name_needs_no_verb(text):
    """Nobody has to say "write to me"; an order in the same sentence excuses nothing."""
    assert "contact-exchange" in {f.rule for f in GATE.check(text, Context()).findings}


@pytest.mark.parametrize(
    "text",
    [
        "Чехол с принтом Telegram 15x20, подписка Telegram Premium на 12 месяцев",
        "微信支付5000元，企鹅公仔30cm，QQ糖500g",
        "Skype 8.0 установлен, камера c270hd работает.",
        "WhatsApp Business 2024 is not needed for it.",
    ],
)
def test_a_messenger_beside_a_size_is_goods(text):
    """Sizes, versions, sums and models are no names."""
    assert not GATE.check(text, Context()).findings


@pytest.mark.parametrize(
    "text", ["谢谢购买！发护照照片", "发身份证正反面", "报一下您的卡", "那张卡背面三位数是多少"]
)
def test_papers_and_cards_are_not_asked_for(text):
    """Where money goes back to is no question; asking for the card or a photo of a paper is."""
    assert "personal-data" in {f.rule for f in GATE.check(text, Context()).findings}

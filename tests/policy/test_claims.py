"""What is said of goods, orders and terms in other words than the card's, and what only looks like it."""

import datetime as dt

import pytest

from otvet.policy import Context, Facts, Gate

TODAY = dt.date(2026, 11, 27)
JUDGED = {"false-information", "off-policy"}
FALSE, OFF, RIGHT = "false-information", "off-policy", None

CASES = [
    (
        {"product": {"name": "Миксер", "warranty_months": 12}},
        [
            ("Если на третий год мотор заскрипит, отремонтируем бесплатно.", FALSE),
            ("На второй год гарантия уже не действует, ремонт платный.", RIGHT),
            ("В третий год службы ремонт уже платный.", RIGHT),
            ("Полтора года чиним бесплатно, просто привезите.", FALSE),
            ("Год чиним бесплатно, дальше за деньги.", RIGHT),
            ("Три года мы не обещаем, бесплатный ремонт делаем год.", RIGHT),
            ("Служит лет пять, гарантия год.", RIGHT),
            ("Through the fourth year of use every repair is free under the guarantee.", FALSE),
            ("We repair it free of charge for two years.", FALSE),
            ("We repair it free of charge for a year.", RIGHT),
            ("In the third year the warranty is over, the repair is paid.", RIGHT),
            ("第三年坏了也免费维修。", FALSE),
            ("三年之内坏了都找我们，免费换新。", FALSE),
            ("一年之内免费维修，第二年起收费。", RIGHT),
        ],
    ),
    (
        {"product": {"name": "Часы", "water_resistance": "IPX4, брызги и дождь"}},
        [
            ("В них можно плавать в бассейне.", FALSE),
            ("Плавать в них нельзя, только дождь и пот.", RIGHT),
            ("Часы влагозащищённые, дождь им не страшен.", RIGHT),
            ("You can wear it in the shower and swim with it.", FALSE),
            ("You can't swim with it, but rain is fine.", RIGHT),
            ("戴着游泳也没问题。", FALSE),
            ("不能游泳，淋雨没问题。", RIGHT),
        ],
    ),
    (
        {"product": {"name": "Часы", "water_resistance": "5 ATM"}},
        [
            ("В них можно плавать в бассейне.", RIGHT),
        ],
    ),
    (
        {"product": {"name": "Набор кастрюль", "pieces": 6}},
        [
            ("В наборе девять кастрюль с крышками.", FALSE),
            ("В наборе шесть кастрюль с крышками.", RIGHT),
            ("В наборе шесть кастрюль, две кастрюли для молока.", RIGHT),
            ("В наборе две кастрюли для молока.", RIGHT),
            ("Упаковали ваш заказ: две кастрюли поедут отдельно.", RIGHT),
        ],
    ),
    (
        {"product": {"name": "Плед", "stock": 0}},
        [
            ("Пледов на складе полно, заказывайте когда удобно.", FALSE),
            ("Plenty left in stock, take your time.", FALSE),
            ("库存充足，随时下单。", FALSE),
            ("К сожалению, на складе сейчас пусто.", RIGHT),
        ],
    ),
    (
        {"product": {"name": "Стул", "max_load_kg": 100}},
        [
            ("На него спокойно сядет человек весом 140 кг.", FALSE),
            ("A man of 150 kg can sit on it.", FALSE),
            ("一百五十公斤的人坐上去也没问题。", FALSE),
            ("Выдерживает до 100 кг.", RIGHT),
        ],
    ),
    (
        {"order": {"status": "运输中", "delivery_date": "12月3日"}},
        [
            ("预计十二月三号送达。", RIGHT),
            ("预计12月5日送达。", FALSE),
        ],
    ),
    (
        {"order": {"status": "in_transit", "delivery_date": "3 декабря"}},
        [
            ("Посылка придёт 3 декабря.", RIGHT),
            ("Посылка придёт 5 декабря.", FALSE),
        ],
    ),
    (
        {"product": {"name": "手持风扇", "weight_kg": 1.4}},
        [
            ("整机不到三斤。", RIGHT),
            ("很轻，整机不到两斤。", FALSE),
        ],
    ),
    (
        {"product": {"name": "Чемодан", "weight_kg": 2.8}},
        [
            ("Чемодан весит меньше трёх килограммов.", RIGHT),
            ("Чемодан весит менее двух килограммов.", FALSE),
        ],
    ),
    (
        {"product": {"type": "charger", "power_w": 65}},
        [
            ("It gives 65 W alone and 45 W on the second port when both are used.", RIGHT),
            ("It gives 100 W.", FALSE),
        ],
    ),
    (
        {"policy": {"return_fee": 0, "return_days": 30}},
        [
            ("За возврат удерживаем 200 рублей.", OFF),
            ("За возврат ничего не удерживаем.", RIGHT),
            ("We deduct 10 % from the refund for the opened box.", OFF),
        ],
    ),
    (
        {"policy": {"return_days": 30, "return_condition": "in working order, packaging not required"}},
        [
            ("Вернуть можно только в заводской упаковке.", OFF),
            ("Упаковка для возврата не нужна.", RIGHT),
            ("You can return it only in the original box.", OFF),
            ("You don't need the original box to return it.", RIGHT),
            ("没有原包装不能退。", OFF),
        ],
    ),
    (
        {"policy": {"return_days": 30, "no_return": ["bed linen", "underwear", "opened cosmetics"]}},
        [
            ("Бельё вернуть нельзя, если нет брака.", RIGHT),
            ("Underwear cannot be returned.", RIGHT),
            ("Лампу вернуть нельзя.", OFF),
            ("Вы можете вернуть бельё, даже если носили.", OFF),
        ],
    ),
    (
        {"policy": {"delivery_pickup": "free", "delivery_courier": "249 roubles"}},
        [
            ("Доставка в пункт выдачи стоит 249 рублей.", OFF),
            ("Доставка курьером стоит 249 рублей.", RIGHT),
            ("Delivery to the pickup point is free.", RIGHT),
        ],
    ),
    (
        {"policy": {"return_days": 30, "defect_return_shipping": "卖家承担"}},
        [
            ("质量问题退回来，邮费得您自己掏。", OFF),
            ("质量问题退回来，邮费我们出。", RIGHT),
        ],
    ),
    (
        {"policy": {"return_days": 30}},
        [
            ("По закону о защите прав потребителей у вас семь дней на возврат.", OFF),
            ("На возврат у вас 30 дней, хотя закон о защите прав потребителей даёт семь.", RIGHT),
            ("Under the Consumer Protection Act you had 14 days to return it.", OFF),
        ],
    ),
    (
        {"policy": {"return_days": 30, "tried_on_return": True}},
        [
            ("衣服穿过就退不回来了。", OFF),
            ("衣服试穿过也可以退。", RIGHT),
        ],
    ),
]


@pytest.fixture(scope="module")
def gate():
    return Gate.load()


@pytest.mark.parametrize(
    ("facts", "text", "rule"), [(facts, text, rule) for facts, said in CASES for text, rule in said]
)
def test_what_is_said_is_held_against_what_is_known(gate, facts, text, rule):
    """By its meaning: cover, water, load, stock, status, days, costs and conditions."""
    verdict = gate.check(text, Context(facts=Facts.parse(facts), date=TODAY))

    assert {f.rule for f in verdict.findings} & JUDGED == ({rule} if rule else set())

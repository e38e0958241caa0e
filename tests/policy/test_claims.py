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
    (
        {"product": {"name": "Вентилятор", "remote_included": False, "timer": True}},
        [
            ("Пульт лежит в коробке.", FALSE),
            ("Пульт можно заказать отдельно.", RIGHT),
            ("Пульт не входит в комплект.", RIGHT),
            ("The remote comes in the box.", FALSE),
            ("You can buy a remote separately.", RIGHT),
            ("There is no remote with it.", RIGHT),
            ("遥控器也在盒子里，附送的。", FALSE),
            ("遥控器需要另外购买。", RIGHT),
            ("Таймера у него нет.", FALSE),
            ("Таймер есть, на восемь часов.", RIGHT),
            ("Не забудьте выключить таймер.", RIGHT),
        ],
    ),
    (
        {"product": {"name": "Вентилятор", "remote_included": True}},
        [
            ("Не теряйте пульт, второго не купить.", RIGHT),
            ("Работает и без пульта.", RIGHT),
            ("Пульта в комплекте нет.", FALSE),
            ("If there is no remote in the box, write to us.", RIGHT),
            ("Если пульта в коробке нет, напишите нам.", RIGHT),
        ],
    ),
    (
        {"product": {"name": "Дрель", "hammer_function": False}},
        [
            ("Эта дрель с ударной функцией, есть режим удара.", FALSE),
            ("Режима удара у неё нет.", RIGHT),
            ("It has a hammer mode.", FALSE),
            ("带冲击功能。", FALSE),
            ("没有冲击功能。", RIGHT),
        ],
    ),
    (
        {"product": {"name": "Конструктор", "age_from_years": 5}},
        [
            ("Годовалому малышу он подойдёт.", FALSE),
            ("Годовалому он не подойдёт, там мелкие детали.", RIGHT),
            ("Шестилетнему как раз подойдёт.", RIGHT),
            ("A three-year-old can play with it safely.", FALSE),
            ("A two-year-old is too young for it.", RIGHT),
            ("周岁宝宝就能玩。", FALSE),
            ("三岁的孩子还不适合。", RIGHT),
            ("六岁的孩子可以玩。", RIGHT),
            ("Сыну пять лет, ему подойдёт.", RIGHT),
        ],
    ),
    (
        {"product": {"name": "Мёд", "expiry_date": "2027-06-13", "production_date": "2026-06-14"}},
        [
            ("Срок годности до 2028 года.", FALSE),
            ("Годен до июня 2027 года.", RIGHT),
            ("Годен до 13 июня 2027 года.", RIGHT),
            ("保质期到2028年。", FALSE),
            ("保质期到2027年。", RIGHT),
            ("Best before 13 June 2027.", RIGHT),
            ("Best before 2029.", FALSE),
            ("Изготовлен 14 июня 2026 года.", RIGHT),
            ("Изготовлен 20 сентября 2026 года.", FALSE),
        ],
    ),
    (
        {"product": {"name": "Шаль", "care": "только ручная стирка при 30 °C"}},
        [
            ("Стирайте в машинке на обычном режиме.", FALSE),
            ("В машинке её не стирайте.", RIGHT),
            ("Можно стирать в машинке.", FALSE),
        ],
    ),
    (
        {"policy": {"promo_code_stackable": False}},
        [
            ("Промокод суммируется с другими скидками.", OFF),
            ("Промокод не суммируется с другими акциями.", RIGHT),
            ("The promo code can be combined with other offers.", OFF),
            ("优惠码不能叠加。", RIGHT),
            ("优惠码可以叠加使用。", OFF),
            ("Введите промокод при оформлении.", RIGHT),
        ],
    ),
    (
        {"policy": {"return_days": 30, "unboxing_video_required": False, "gift_return_required": False}},
        [
            ("Подарок возвращать не нужно.", RIGHT),
            ("Для возврата обязательно видео распаковки.", OFF),
            ("Видео не нужно.", RIGHT),
        ],
    ),
    (
        {"policy": {"return_window_days": 60}},
        [
            ("Закон разрешает вернуть за неделю, так что уже поздно.", OFF),
            ("Вернуть можно за 60 дней.", RIGHT),
        ],
    ),
    (
        {"policy": {"non_returnable": ["мерный товар", "лекарства"], "defect_return": True}},
        [
            ("Линолеум отрезан, это мерный товар, обратно не принимаем.", RIGHT),
            ("Лампу обратно не принимаем.", OFF),
        ],
    ),
    (
        {"policy": {"sealed_cosmetics_return": True, "return_days": 15}},
        [
            ("Крем вернуть нельзя, даже запечатанный.", OFF),
            ("Запечатанный крем можно вернуть.", RIGHT),
        ],
    ),
    (
        {"policy": {"complaint_reply_hours": 48}},
        [
            ("На жалобу ответим за пятнадцать дней.", OFF),
            ("На жалобу ответим за два дня.", RIGHT),
            ("We reply to complaints within three weeks.", OFF),
        ],
    ),
    (
        {"product": {"name": "Пылесос", "run_time_min": 45}},
        [
            ("Он отработает два с лишним часа без перерыва.", FALSE),
            ("Отработает минут сорок пять.", RIGHT),
        ],
    ),
    (
        {"product": {"name": "Станция", "charge_temp_min_c": -10}},
        [
            ("Ниже минус 10 градусов не заряжайте.", RIGHT),
            ("零下十度以下不能充电。", RIGHT),
            ("Заряжать можно до минус 25 градусов.", FALSE),
        ],
    ),
    (
        {"policy": {"return_days": 30}},
        [
            ("Обменять сертификат на деньги не получится.", RIGHT),
        ],
    ),
    (
        {"order": {"status": "in_transit", "delivery_date": "2026-11-28"}},
        [
            ("25-го посылка снова поехала, 28 ноября будет у вас.", RIGHT),
            ("Посылка будет у вас 30 ноября.", FALSE),
        ],
    ),
    (
        {"product": {"type": "lamp", "cable_m": 1.2}},
        [
            ("The cable is a metre twenty long.", RIGHT),
            ("Длина кабеля метр двадцать.", RIGHT),
            ("线长一米二。", RIGHT),
            ("The cable is two metres long.", FALSE),
        ],
    ),
    (
        {"product": {"type": "tablet", "charger_included": False}},
        [
            ("No, the charger isn't in the box, only a cable.", RIGHT),
            ("The charger is in the box.", FALSE),
        ],
    ),
    (
        {"policy": {"free_shipping_from_rub": 1500}},
        [
            ("满五千才包邮。", OFF),
            ("满1500包邮。", RIGHT),
            ("Бесплатная доставка от 5000 рублей.", OFF),
            ("Бесплатная доставка от 1500 рублей.", RIGHT),
        ],
    ),
    (
        {"policy": {"floor_lift": "бесплатно, если есть лифт"}},
        [
            ("Подъём на этаж стоит 800 рублей.", OFF),
            ("Подъём на этаж бесплатный.", RIGHT),
            ("Диван стоит 18 000 рублей.", RIGHT),
        ],
    ),
    (
        {"policy": {"wrong_item": "return paid by the seller"}},
        [
            ("Send it back, we'd only ask you to cover the post.", OFF),
            ("Send the wrong lamp back, we pay the postage.", RIGHT),
        ],
    ),
    (
        {"policy": {"return_days": 30}},
        [
            ("According to the consumer law you have seven days, so the question is closed.", OFF),
            ("Скидка действует три дня.", RIGHT),
            ("Ответим в течение двух дней.", RIGHT),
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
    """By its meaning: cover, water, load, stock, age, days, care, things in the box, costs and conditions."""
    verdict = gate.check(text, Context(facts=Facts.parse(facts), date=TODAY))

    assert {f.rule for f in verdict.findings} & JUDGED == ({rule} if rule else set())

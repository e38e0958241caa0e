"""A made-up past of replies: deterministic, three languages, one in eight breaks some rule; for trying packs."""

import random
from collections.abc import Iterator

from otvet.policy.context import Context
from otvet.policy.trial import Message

_GOODS = {
    "ru": ("лампа", "чайник", "плед", "рюкзак", "термос", "фен", "кружка"),
    "en": ("lamp", "kettle", "blanket", "backpack", "flask", "hair dryer", "mug"),
    "zh": ("台灯", "水壶", "毯子", "背包", "保温杯", "吹风机", "杯子"),
}
_HELLO = {
    "ru": ("Здравствуйте!", "Добрый день!", "Здравствуйте, спасибо за вопрос."),
    "en": ("Hello!", "Good afternoon!", "Hello, thank you for asking."),
    "zh": ("您好！", "下午好！", "您好，感谢咨询。"),
}
_MIDDLE = {
    "ru": (
        "Ваш заказ {order} уже передан в доставку, {item} будет у вас {day} ноября.",
        "Проверяем, где сейчас {item}, и сегодня напишем сюда.",
        "Возврат по заказу {order} оформлен, деньги вернутся в течение {days} дней.",
        "В коробке {item} и инструкция, комплект полный.",
        "К сожалению, нужного цвета сейчас нет, ждём поставку {day} ноября.",
        "Чтобы оформить обмен, откройте заказ {order} и выберите причину.",
        "Срок гарантии указан в карточке, {item} можно сдать в пункт выдачи.",
    ),
    "en": (
        "Your order {order} is with the carrier, the {item} will reach you on {day} November.",
        "We are checking where the {item} is and will write here today.",
        "The return for order {order} is registered, the refund takes {days} days.",
        "The box holds the {item} and a manual, nothing else is needed.",
        "This colour is out of stock now, we expect a delivery on {day} November.",
        "To exchange it, open order {order} and choose a reason.",
        "The warranty is on the card, you may hand the {item} in at a pick-up point.",
    ),
    "zh": (
        "您的订单{order}已经交给快递，{item}预计{day}日送达。",
        "我们正在核实{item}的位置，今天在这里回复您。",
        "订单{order}的退货已登记，退款需要{days}天。",
        "盒子里有{item}和说明书，配件齐全。",
        "这个颜色暂时没有货，预计{day}日到货。",
        "如需换货，请打开订单{order}并选择原因。",
        "保修期见商品页面，{item}可以送到自提点。",
    ),
}
_BREACH = {
    "ru": (
        "СРОЧНО ответьте.", "Спасибо!!!", "Ждём вас 😊", "Позвоните мне: 8 916 {phone}.", "Напишите в телеграм.",
        "Отмените заказ и купите снова.", "Пришлите фото паспорта.", "Не тупите.", "Чё непонятного?", "Лучше закажите на нашем сайте.",
    ),
    "en": (
        "Answer IMMEDIATELY.", "Thanks!!!", "See you 😊", "Call me: +7 916 {phone}.", "Write to my telegram.",
        "Please cancel the order and buy again.", "Send a photo of your passport.", "Don't be stupid.", "Gonna check, dude.", "Better order on our own website.",
    ),
    "zh": (
        "请加我微信。", "谢谢！！！", "欢迎您😊", "请打电话{phone}{phone}。", "请在其他平台联系我。",
        "请取消订单重新下单。", "请发身份证照片。", "你是不是傻。", "亲爱的么么哒。", "最好到我们自己的网站下单。",
    ),
}  # fmt: skip
_BREACH_SHARE = 0.12


def replies(count: int, seed: int = 1) -> Iterator[Message]:
    """`count` replies, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  made-up texts are not secret
    for number in range(count):
        lang = ("ru", "en", "zh")[number % 3]
        parts = [chance.choice(_HELLO[lang]), chance.choice(_MIDDLE[lang])]
        if chance.random() < _BREACH_SHARE:
            parts.append(chance.choice(_BREACH[lang]))
        text = ("" if lang == "zh" else " ").join(parts).format(
            order=chance.randint(1_000_000, 9_999_999), item=chance.choice(_GOODS[lang]),
            day=chance.randint(1, 30), days=chance.randint(3, 10), phone=chance.randint(1_000_000, 9_999_999),
        )  # fmt: skip
        yield Message(f"demo-{number + 1}", text, Context())

"""Kinds that fresh exams have shown, in sentences of our own: each is found, and by its rule."""

import pytest

from otvet.policy import Context, Gate


@pytest.fixture(scope="module")
def gate():
    return Gate.load()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Our new teapot is INCREDIBLE.", "uppercase"),
        ("EVERYONE is buying it.", "uppercase"),
        ("Thanks for waiting <3, it ships today.", "emoji"),
        ("For fvck's sake, where is the label printer.", "profanity"),
        ("He got a four-letter farewell from me.", "profanity"),
        ("Ну вот, опять полный пэ с накладными.", "profanity"),
        ("麻烦您在等一下，仓库正在核对。", "literacy"),
        ("Если есть сомнения на счёт размера, напишите.", "literacy"),
        ("The blanket are made of cotton.", "literacy"),
        ("您先申请退款，东西您照样收。", "cancel-request"),
        ("您把订单撤了吧。", "cancel-request"),
        ("Не берите чайники «Бурун», они не держат тепло.", "competitor-disparagement"),
        ("Don't buy a Tefnol pan, they start peeling in a month.", "competitor-disparagement"),
        ("Ozon support ignores clients for weeks.", "negative-statement"),
        ("款项预计明天到帐。", "literacy"),
        ("We NORMALLY ship on Monday.", "uppercase"),
        ("你他妈到底要不要。", "rudeness"),
        ("Tell me the lock pattern, I'll note it down.", "personal-data"),
        ("The invoice was wrote by the old owner.", "literacy"),
        ("Please brake the seal with a spoon, and than wait a minute.", "literacy"),
        ("Everyone have a code from us.", "literacy"),
        ("Can you tell me weather it fits a wide foot?", "literacy"),
        ("The mat is sold in a elegant tube.", "literacy"),
        ("Фонарь очень яркая, хватает на комнату.", "literacy"),
        ("Осталось больше двухсот пятьдесят комплектов.", "literacy"),
        ("Филтр меняют раз в сезон.", "literacy"),
        ("Нужно более лучшее крепление.", "literacy"),
        ("Хватает полутора стакана воды.", "literacy"),
        ("您再看看在买吧。", "literacy"),
        ("Сука, размер опять не тот.", "profanity"),
        ("我靠，后天才到。", "profanity"),
        ("型号又发错，TMD。", "profanity"),
        ("Сковородка, блин, потерялась.", "informal-style"),
        ("白痴，这本书不是这么看的。", "rudeness"),
        ("Наш каталог 8 916 123-45-67.", "contact-exchange"),
        ("I'll send you the cracker and the key for Photoshop.", "unlawful-content"),
    ],
)
def test_it_is_found(gate, text, rule):
    """By words alone."""
    assert rule in {f.rule for f in gate.check(text, Context()).findings}

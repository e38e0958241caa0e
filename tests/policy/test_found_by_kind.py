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


@pytest.mark.parametrize(
    ("text", "surface", "rule"),
    [
        ("Не открывайте спор, заходите на наш сайт, там дешевле.", "chat", "external-resource"),
        ("Don't click anything here, visit our website instead.", "chat", "external-resource"),
        ("В группе (shop-skidki.ru) тот же товар дешевле.", "chat", "external-resource"),
        ("Пишите на email или заходите на yandex.ru/shop-skidki", "chat", "external-resource"),
        ("В ответ на ваш отзыв с пятью звёздами вернём 300 рублей.", "chat", "unlawful-content"),
        ("Here you get the best of the market.", "broadcast", "superlative"),
        ("Come in, order first!", "broadcast", "pressure"),
        ("You got your items, don't come back.", "chat", "rudeness"),
        ("照照镜子看看自己什么样。", "chat", "rudeness"),
        ("您先照照镜子，觉得自己配吗？", "chat", "rudeness"),
        ("Please don't argue with me.", "broadcast", "categorical-speech"),
    ],
)
def test_what_excuses_its_neighbour_excuses_nothing_else(gate, text, surface, rule):
    """Marks between words are passed over, so an excuse that is loose covers two clauses: each was tried with these."""
    assert rule in {f.rule for f in gate.check(text, Context(surface=surface)).findings}

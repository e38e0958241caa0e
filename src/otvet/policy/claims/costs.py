"""What costs nothing and what does: a threshold said away, a free service said to be paid."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from otvet.language.later import later
from otvet.policy.claims.goods import is_number
from otvet.policy.claims.scene import Scene, trimmed
from otvet.policy.found import Found

Terms = Mapping[str, Any]
_WAYS = later(r"deliver|shipping|courier|доставк|курьер|配送|运费|包邮|快递")
_FROM = later(r"from|over|min|threshold|above|(?<![а-яё])от(?![а-яё])|порог|满|起")
_EVERYBODY = later(
    r"бесплатн\w*\s(?:(?!не\s)\w+\s){0,3}(?:для всех|всем|на все заказы|на любо\w+ (?:заказ|сумм)\w*|при любо\w+ (?:заказе|сумме)|от любой суммы|(?:кажд|люб)\w+ (?:покупател|заказ)\w*)"
    r"|(?:всем|каждому|на любой заказ|при любой сумме|на все заказы)\s(?:\w+\s){0,2}(?:доставк\w*\s)?бесплатн\w*"
    r"|free\s(?:\w+\s){0,3}(?:for everyone|for everybody|for all|on (?:any|every|all) orders?|whatever (?:you|the)|no matter (?:what|how)|with no minimum)"
    r"|(?:any|every) orders?\s(?:\w+\s){0,3}(?:free|for nothing)|no minimum (?:order|sum|amount)"
    r"|(?:全场|全部|所有订单|任何订单|每单|单单|不限金额|不管多少|无论多少)[^。！？!?]{0,6}(?:包邮|免运费|免费(?:送|配送))|(?:一件|一块钱|几块钱)也?(?:包邮|免运费)"
)
_EVEN_ONE = later(
    r"даже (?:если|за|на|один|одну|одна|при)|(?:одн[ауо]й?|один)\s\w+\s(?:за|на)|even (?:if|for|a|one)|(?:a )?single|哪怕|就算|即使|就是只|只买一"
)
_FREE = later(
    r"бесплатно|бесплатн\w+|даром|за ноль|free|for nothing|at no (?:cost|charge)|包邮|免运费|不收运费|免费"
)
_WAY_SAID = later(
    r"доставк|курьер|привез|пришл|отправ|deliver|shipping|courier|send|bring|邮|运费|配送|送货|送到"
)
_NOTHING = later(
    r"^(?:free|бесплатн|免费|包邮)|(?:free|no charge|costs? nothing) (?:for|to) the|бесплатн\w+ для|за счёт (?:продавца|магазина)|paid by the (?:seller|shop)|卖家承担|平台承担"
)
_SERVICES = (
    (("repair", "ремонт", "维修"), later(r"ремонт|чин[иия]|починк|сервис|мастер|repair|fix|mend|service cent|维修|修")),
    (("courier", "курьер", "上门"), later(r"курьер|забер|courier|pick\w* up|collect|快递员|上门")),
    (("exchange", "обмен", "换货"), later(r"обмен|замен|exchange|second trip|换货|更换")),
    (("assembl", "install", "сборк", "установк", "安装"), later(r"сборк|собер|установ|assembl|install|安装|组装")),
    (("storage", "хранен", "保管"), later(r"хранен|storage|keeping|保管|存放")),
    (("lift", "подъём", "подъем", "上楼"), later(r"подъём|подъем|этаж|lift|floor|stairs|上楼|搬楼")),
)  # fmt: skip
_TO_PAY = later(
    r"платн\w*|оплат(?:ите|ить|а)|оплачивае(?:те|тся)|заплатит|стоит|обойдётся|обойдется|за ваш сч[её]т|за свой сч[её]т|you pay|your (?:own )?(?:cost|expense|pocket)|(?<![a-z])costs?(?![a-z])|covered by|we charge|自费|自理|收费|要付|付费|您(?:付|出|承担)"
)
_NOT_TO_PAY = later(
    r"бесплат|разниц|доплат|не (?:платн|оплач|плат|нужно|надо|сто)|ничего не|за наш|за сч[её]т (?:продавца|магазина)|free|nothing|no cost|no charge|not (?:pay|cost|charge)|n't (?:pay|cost|charge|have to)|our (?:cost|expense)|we (?:pay|cover)|差价|difference|免费|不用|无需|不需|我们(?:付|出|承担)|卖家"
)


def costs(scene: Scene, terms: Terms) -> Iterator[Found]:
    """Delivery promised free to everybody beside a threshold; what the terms give for nothing said to cost."""
    yield from _for_everybody(scene, terms)
    for key, value in terms.items():
        if _is_nothing(key, value):
            yield from _said_to_cost(scene, key, value)


def _for_everybody(scene: Scene, terms: Terms) -> Iterator[Found]:
    bounds = [
        value
        for key, value in terms.items()
        if is_number(value) and value > 0 and "free" in key.lower() and _WAYS.search(key.lower()) and _FROM.search(key.lower())
    ]  # fmt: skip
    if not bounds:
        return
    lowered = scene.text.lower()
    named = {amount.value for amount, _, _ in scene.amounts}
    if len(lowered) != len(scene.text) or named & set(bounds):
        return
    for match in _FREE.finditer(lowered):
        first, last = scene.sentence(*match.span())
        said = lowered[first:last]
        if scene.asked(first, last) or scene.denied(match.start()) or not _WAY_SAID.search(said):
            continue
        if _EVERYBODY.search(said) or _EVEN_ONE.search(said):
            yield Found(first, trimmed(scene.text, last), "promised", {"said": scene.text[first:last].strip(), "fact": f"{bounds[0]:g}"})  # fmt: skip
            return


def _is_nothing(key: str, value: object) -> bool:
    if is_number(value):
        return value == 0 and re.search(r"cost|fee|price|цена|стоимост|费", key.lower()) is not None
    return isinstance(value, str) and _NOTHING.search(value.lower()) is not None


def _said_to_cost(scene: Scene, key: str, value: object) -> Iterator[Found]:
    """A sentence about the service that says who pays, or how much."""
    service = next((word for signs, word in _SERVICES if any(sign in key.lower() for sign in signs)), None)
    if service is None:
        return
    lowered = scene.text.lower()
    for match in service.finditer(lowered) if len(lowered) == len(scene.text) else ():
        first, last = scene.sentence(*match.span())
        said = lowered[first:last]
        if _TO_PAY.search(said) and not _NOT_TO_PAY.search(said) and not scene.asked(first, last):
            yield Found(first, trimmed(scene.text, last), "payer", {"said": scene.text[first:last].strip(), "fact": str(value)})  # fmt: skip
            return

"""What is said of returns, refunds, costs and papers, against the terms in force.

The term in force is the one under `policy`; where that is silent, the offer's if it gives the customer at least
what the law gives, else the law's (mission rows C4 and `off-policy`).
Saying less, promising more and inventing a condition are all found.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from otvet.language.later import later
from otvet.language.script import Lang
from otvet.language.units import UNITS, written
from otvet.policy.claims.amounts import Amount
from otvet.policy.claims.facts import Known
from otvet.policy.claims.goods import excepted_goods, granted, is_number, keys_of, objects_of, others_refused
from otvet.policy.claims.law import Law
from otvet.policy.claims.numbers import by_its_own_words
from otvet.policy.claims.papers import asked_for, asked_rightly
from otvet.policy.claims.returns import endless, sealed_only
from otvet.policy.claims.scene import Scene
from otvet.policy.found import Found

Terms = Mapping[str, Any]
_SELLER = later(
    r"free|seller|shop|marketplace|бесплат|продав|магазин|площадк|卖家|免费|平台|商家|包邮", re.IGNORECASE
)
_CLIENT = later(r"client|customer|buyer|покупател|клиент|买家|客户|自理", re.IGNORECASE)
_MONEY = later(r"деньг|денег|денеж|средств|сумм|оплат|money|payment|refund|钱|款")
_LAW_SAID = later(
    r"(?:по|согласно) закону|законом|закон\w* о защите|закон (?:разрешает|да[её]т|позволяет|отводит|говорит)|стать[яеи] \d+|by law|the law|consumer law|according to the (?:\w+ )?law|legally|protection act|consumer act"
    r"|statutory|法律|法定|消费者权益|消费者保护|消法|七天无理由"
)
_PLACES = {
    "pickup": later(r"пункт\w* выдачи|пвз|постамат|pickup|pick-up|locker|取货点|自提|驿站"),
    "courier": later(r"курьер|до двери|courier|to the door|doorstep|快递员|上门|到家"),
}
_BANK = later(r"банк|bank|银行")


def conditions(
    scene: Scene, terms: Terms, numbers: tuple[Known, ...], bounds: Mapping[str, Law] = MappingProxyType({})
) -> Iterator[Found]:
    """Every place that contradicts a term. `bounds`: the law's terms of which nobody has said more than the law does."""
    yield from _amounts(scene, numbers, bounds)
    yield from _refused(scene, terms)
    for hit, fact in endless(scene, terms, numbers):
        yield _found(scene, (hit.start, hit.end), "number", fact)
    for hit, fact in sealed_only(scene, terms):
        yield _found(scene, (hit.start, hit.end), "refused", fact)
    yield from _allowed(scene, terms)
    yield from _paid(scene, terms)
    for hit in asked_for(scene, terms):
        yield _found(scene, (hit.start, hit.end), "condition", "")
    yield from _kept_back(scene, terms)


def _found(scene: Scene, span: tuple[int, int], note: str, fact: object) -> Found:
    start, end = span
    first, last = scene.clause(start, end)
    text = scene.text
    while last > end and (text[last - 1].isspace() or text[last - 1] in ".,;!?。，；！？"):
        last -= 1
    said = text[first:last]
    return Found(first, last, note, {"said": said, "fact": str(fact)})


def _amounts(scene: Scene, numbers: tuple[Known, ...], bounds: Mapping[str, Law]) -> Iterator[Found]:
    """Another number of days or percent than the term's; a text that names the true one too is in order."""
    said = [entry for entry in scene.amounts if entry[0].dimension in {"time", "percent", "money", "pieces"}]
    for amount, start, end in said:
        known = [k for k in numbers if k.dimension == amount.dimension]
        if not known or scene.asked(start, end):
            continue
        fact = _by_its_place(scene, known, (start, end)) or _meant(scene, known, (start, end))
        if fact is not None and fact.key.endswith(tuple(_PLACES)) and not _same(amount, fact):
            yield _found(scene, (start, end), "number", _shown(fact, scene.lang))
            continue
        refused = scene.inside("term-refusals", *scene.sentence(start, end))
        if not refused and _REMAINS.search(scene.text[slice(*scene.clause(start, end))].lower()):
            continue
        if fact is None or (not fact.value and not _all_cues(scene, fact, (start, end))):
            continue  # what is free is one thing: another way may cost
        if (
            fact.dimension == "time"
            and amount.value < _HOUR
            and fact.value >= _DAY
            and "refund" not in fact.words
        ):
            continue  # “takes five minutes at the pickup point” is how long it is done, no term
        if any(_same(amount, k) and k.words & {h.entry for h in scene.hits("claim-cues")} for k in known):
            continue
        if (
            refused
            and amount.value >= fact.value
            and _AFTER.search(scene.text[slice(*scene.sentence(start, end))].lower())
        ):
            continue  # after that it is refused rightly
        if (
            _same(amount, fact)
            or _true_one_said(scene, fact, (start, end))
            or _kinder(scene, (amount, start, end), fact, bounds)
        ):
            continue
        yield _found(scene, (start, end), "number", _shown(fact, scene.lang))


def _true_one_said(scene: Scene, fact: Known, span: tuple[int, int]) -> bool:
    """Whether the term is named too, in full or as “by law seven days, with us thirty”."""
    size = UNITS[fact.unit].size if fact.unit else 1.0

    def says(one: Amount) -> bool:
        return _same(one, fact)

    def says_bare(one: Amount) -> bool:
        return round(one.value * size - fact.value, 6) == 0

    return scene.told(f"term {fact.key}", says, span) or scene.told(
        f"bare term {fact.key}", says_bare, bare=True
    )


# What has gone by until today, or is left, is no term.
_REMAINS = later(
    r"(?:осталось|ещё есть|еще есть|(?<!не )прошло|уже прошл\w+|уже \w+ (?:дн|недел))|days? (?:of \w+(?:[ -]\w+)* )?(?:have|has) (?:gone(?! by)|passed)|(?:left|remain(?:s|ing)?|so far|(?<!\w)ago)(?!\w)|还有|还剩|剩下|到今天"
)
_HOUR, _DAY = 60, 1440  # minutes
_BACK_CUES = frozenset({"return", "refund", "exchange"})


def _kinder(scene: Scene, said: tuple[Amount, int, int], fact: Known, bounds: Mapping[str, Law]) -> bool:
    """Whether more is promised than the law's bound, which is nobody's term: the law minds only less."""
    (amount, *span), law = said, bounds.get(fact.key)
    if law is None or amount.dimension != fact.dimension:
        return False
    cues = {hit.entry for hit in scene.inside("claim-cues", *scene.clause(*span))}
    if not cues & (fact.words | _BACK_CUES):
        return True  # only what is said of it outright is held against a bound nobody named
    return amount.value >= fact.value if law.sign == ">=" else law.sign == "<=" and amount.value <= fact.value


def _by_its_place(scene: Scene, known: list[Known], span: tuple[int, int]) -> Known | None:
    """The price of the way to a pickup point, or to the door, where the terms tell them apart."""
    first, last = scene.clause(*span)
    said = scene.text[first:last].lower()
    named = [place for place, sign in _PLACES.items() if sign.search(said)]
    if len(named) != 1:
        return None
    return next((k for k in known if k.key.endswith(named[0]) and k.dimension == "money"), None)


def _same(amount: Amount, fact: Known) -> bool:
    return amount.dimension == fact.dimension and abs(amount.value - fact.value) <= max(
        fact.value * 0.03, 1e-9
    )


def _shown(fact: Known, lang: Lang) -> str:
    """The true number with its unit."""
    if not fact.unit:
        return f"{fact.value:g}"
    value = round(fact.value / UNITS[fact.unit].size, 2)
    joint = "" if lang == "zh" or fact.unit == "percent" else " "
    return f"{value:g}{joint}{written(fact.unit, value, lang)}"


def _meant(scene: Scene, known: list[Known], span: tuple[int, int]) -> Known | None:
    """The term whose word stands nearest, in the clause or else in the sentence."""
    start, end = span
    for first, last in (scene.clause(start, end), scene.sentence(start, end)):
        if _BANK.search(scene.text[first:last].lower()):
            return next((k for k in known if "bank" in k.key), None)
        cues = [h for h in scene.inside("claim-cues", first, last) if not start <= h.start < end]
        near = sorted((max(start - h.end, h.start - end, 0), h.entry) for h in cues)
        money = _MONEY.search(scene.text[first:last].lower()) is not None
        for _, cue in near[:2]:
            fitting = _fitting([k for k in known if _things_named(scene, k, span)], cue, money=money)
            if fitting:
                return fitting[0]
        if near:
            return next((k for k in known if _by_all_words(scene, k, span)), None)
    if scene.inside("term-refusals", first, last):  # “once a week has gone by, we take nothing back”
        return next((k for k in known if "return" in k.words), None)
    if _LAW_SAID.search(scene.text[first:last].lower()):  # “by law you have seven days”: to return it
        return next((k for k in known if "return" in k.words), None)
    return next((k for k in known if _by_all_words(scene, k, span)), None)


def _by_all_words(scene: Scene, known: Known, span: tuple[int, int]) -> bool:
    """Whether the sentence names everything the term is called by: a pickup point alone is not how long it keeps parcels."""
    several = (
        len(known.words) > 1 or known.dimension == "money" or "~try-on" in known.words
    )  # “within two days” at a pickup point is not the term `pickup_days`
    return several and _all_cues(scene, known, span) and by_its_own_words(scene, known, span)


def _things_named(scene: Scene, known: Known, span: tuple[int, int]) -> bool:
    """Whether what a key is about is spoken of: a carrier's time to answer is not ours."""
    named = {word[1:] for word in known.words if word[0] == "~"} - scene.given
    there = {h.entry.rstrip("!") for h in scene.inside("claim-things", *scene.sentence(*span))}
    return not named or {name.rstrip("!") for name in named} <= there


def _all_cues(scene: Scene, known: Known, span: tuple[int, int]) -> bool:
    cues = {hit.entry for hit in scene.inside("claim-cues", *scene.sentence(*span))}
    return {word for word in known.words if word[0] not in "=~"} <= cues


def _fitting(known: list[Known], cue: str, *, money: bool) -> list[Known]:
    """The terms a word speaks of; where no term is about an exchange, that of a return is."""
    wanted = "refund" if cue == "return" and money else cue
    fitting = [k for k in known if wanted in k.words]
    return fitting or ([k for k in known if "return" in k.words] if cue == "exchange" else [])


def _refused(scene: Scene, terms: Terms) -> Iterator[Found]:
    for hit in scene.hits("term-refusals"):
        if scene.asked(hit.start, hit.end):
            continue
        objects = objects_of(scene, hit.start, hit.end)
        values = [granted(key, terms[key]) for name in objects for key in keys_of(name, terms)]
        excepted = excepted_goods(scene, terms)
        if _NO_SWAP.search(scene.text[hit.start : hit.end].lower()) and _swaps_refused(terms):
            continue
        if _used_refused(scene, terms, hit.start, hit.end) or asked_rightly(scene, terms, hit):
            continue
        if any(value is False for value in values) or objects & excepted or "listed" in excepted:
            continue
        if others_refused(terms) and not any(value is True for value in values):
            continue  # goods we have no word for are not taken back: these may be they
        if _NO_GOODS.search(scene.text[slice(*scene.sentence(hit.start, hit.end))].lower()):
            continue
        days = next((terms[k] for k in ("return_days", "exchange_days") if is_number(terms.get(k))), None)
        if any(value is True for value in values):
            yield _found(scene, (hit.start, hit.end), "refused", "")
        elif days and not objects & {"underwear", "cosmetics"} and not _after_term(scene, hit.start, hit.end):
            yield _found(scene, (hit.start, hit.end), "refused", f"{days:g}")


_UNUSED = later(
    r"unused|unworn|not (?:been )?(?:used|worn)|without signs|новы[йе]|не (?:был\w* )?(?:в использовании|нош|использов)|неношен|без следов|未使用|未穿|全新|未洗"
)
_USED = later(
    r"(?<!un)(?<!not )(?<!never )(?:washed|worn(?! out)|used|signs of (?:wear|use))(?!\w)|(?<!не )(?:(?<!\w)стиран|постира|ношен|поноше|использован|следы носк|со следами)|洗过|穿过|用过|使用过|使用痕迹"
)


def _used_refused(scene: Scene, terms: Terms, start: int, end: int) -> bool:
    """“A washed blanket can't be returned” where the condition is that goods are unused."""
    told = any(
        (isinstance(value, str) and "condition" in key and _UNUSED.search(value.lower()))
        or (value is False and re.search(r"worn|wear|used", key))
        for key, value in terms.items()
    )
    return told and _USED.search(scene.text[slice(*scene.sentence(start, end))].lower()) is not None


_NO_SWAP = later(r"обмен|меня[ею]|поменя|exchang|换货|换不|不换")


def _swaps_refused(terms: Terms) -> bool:
    return any("exchange" in key and value is False for key, value in terms.items())


_NO_GOODS = later(
    r"сертификат|балл|бонус|купон|промокод|gift card|voucher|coupon|points|礼品卡|积分|优惠券|优惠码"
)
_AFTER = later(
    r"после (?:этого )?(?:срока|истечения)|по истечении|срок (?:возврата )?(?:истёк|истек|вышел|прош)|позже|спустя|прошло|after|expired|passed|beyond|later than"
    r"|超过|过了|已过|过期|逾期|之后|надлежащего качества|закон|перечен|law|list of"
)


def _after_term(scene: Scene, start: int, end: int) -> bool:
    """A refusal after the term, or for goods the law lists, contradicts nothing."""
    first, last = scene.sentence(start, end)
    return _AFTER.search(scene.text[first:last].lower()) is not None


def _allowed(scene: Scene, terms: Terms) -> Iterator[Found]:
    refused = scene.hits("term-refusals")
    for hit in scene.hits("term-allows"):
        if scene.asked(hit.start, hit.end) or any(r.start < hit.end and hit.start < r.end for r in refused):
            continue
        first, last = scene.sentence(hit.start, hit.end)
        objects = {h.entry for h in scene.inside("term-objects", first, last)}
        keys = [key for name in objects for key in keys_of(name, terms)]
        excepted = objects & excepted_goods(scene, terms) - {"opened"}
        if (
            excepted or (keys and all(granted(key, terms[key]) is False for key in keys))
        ) and not scene.inside("term-refusals", first, last):
            yield _found(scene, (hit.start, hit.end), "promised", "")


def _paid(scene: Scene, terms: Terms) -> Iterator[Found]:
    """Another payer of the way back than the term's."""
    payers = [
        (key, _payer(value))
        for key, value in terms.items()
        if any(sign in key for sign in ("shipping", "postage", "доставк", "运费"))
        or _WHO_PAYS.search(str(value).lower())
    ]
    payers = [(key, payer) for key, payer in payers if payer]
    if not payers:
        return
    for hit in scene.hits("term-payers"):
        first, last = scene.sentence(hit.start, hit.end)
        cues = {h.entry for h in scene.inside("claim-cues", first, last)}
        objects = {h.entry for h in scene.hits("term-objects")}
        if (
            scene.asked(hit.start, hit.end)
            or scene.denied(hit.end, far=True)
            or _NOT_YOU.search(scene.text[hit.start : hit.end].lower())
            or (not cues & {"return", "refund"} and not _BACK.search(scene.text[first:last].lower()))
        ):
            continue
        fitting = [payer for key, payer in payers if ("defect" in key) == ("defect" in objects)] or (
            [payer for _, payer in payers] if "defect" in objects else []
        )
        if fitting and hit.entry not in fitting:
            yield _found(scene, (hit.start, hit.end), "payer", "")


_NOT_YOU = later(r"(?:not|n't|never) (?:have to )?pay|не плат|не оплачива|不用|无需|不需要")
_WHO_PAYS = later(r"paid by|at the \w+'?s? (?:cost|expense)|за сч[её]т|оплачива|承担|卖家付|买家付")
_BACK = later(r"обратн|назад|верн|возвра|back|return|退|寄回")


def _payer(value: object) -> str:
    said = str(value)
    return (
        "seller"
        if _SELLER.search(said) and not _CLIENT_PAYS.search(said)
        else "client"
        if _CLIENT.search(said)
        else ""
    )


_CLIENT_PAYS = later(
    r"paid by the (?:client|customer|buyer)|(?:за счёт|за счет|оплачивает) (?:покупател|клиент)|买家承担|客户承担|自理",
    re.IGNORECASE,
)


def _kept_back(scene: Scene, terms: Terms) -> Iterator[Found]:
    fees = [value for key, value in terms.items() if "fee" in key]
    if not any("return" in key or "refund" in key for key in terms) or any(fees):
        return
    for hit in scene.hits("term-fees"):
        chosen = _CHOSEN.search(scene.text[slice(*scene.sentence(hit.start, hit.end))].lower())
        if not chosen and not scene.asked(hit.start, hit.end) and not scene.denied(hit.start, far=True):
            yield _found(scene, (hit.start, hit.end), "fee", "")


_CHOSEN = later(
    r"if you (?:prefer|like|wish|want)|(?:may|can) (?:also )?choose|your choice|по (?:вашему )?желанию|на (?:ваш )?выбор|если (?:хотите|вам удобн|предпочит)|可以选|可选|自愿|如果您愿意|也可以要"
)

"""What is said of an order: how far it is, and the day it comes."""

import datetime as dt
import re
from collections.abc import Iterator

from otvet.language.dates import days_in
from otvet.language.script import Lang
from otvet.policy.claims.facts import Truth
from otvet.policy.claims.scene import Scene
from otvet.policy.found import Found
from otvet.policy.lexicon import Hit

# How far along every status is; what cannot be reached from here has no number.
_STAGE = {
    "new": 0.0,
    "packing": 1.0,
    "shipped": 3.0,
    "sent": 3.0,
    "transit": 3.0,
    "customs": 3.2,
    "after-customs": 3.5,
    "courier": 4.5,
    "pickup": 5.0,
    "delivered": 6.0,
}
_NAMES: dict[str, tuple[str, ...]] = {
    "new": ("new", "created", "paid", "accepted", "awaiting_payment", "confirmed", "новый", "создан", "оплачен", "принят", "已下单", "已付款", "待发货", "新订单"),
    "packing": ("processing", "packing", "packed", "assembling", "awaiting_packaging", "awaiting_packing", "awaiting_assembly", "to_pack", "awaiting_deliver", "в обработке", "собирается", "собран", "упакован", "打包中", "配货中", "处理中", "备货中"),
    "transit": ("in_transit", "transit", "shipped", "sent", "delivering", "on_the_way", "in_delivery", "delayed", "в пути", "отправлен", "едет", "доставляется", "задерживается", "运输中", "已发货", "在途", "配送中"),
    "customs": ("customs", "at_customs", "in_customs", "на таможне", "таможня", "海关", "清关中"),
    "courier": ("out_for_delivery", "courier", "with_courier", "driver_pickup", "у курьера", "передан курьеру", "派送中"),
    "pickup": ("at_pickup_point", "pickup", "at_pickup", "ready_for_pickup", "ready", "arrived", "at_point", "waiting_pickup", "в пункте выдачи", "готов к выдаче", "ожидает получения", "待取货", "已到取货点", "到达取货点"),
    "delivered": ("delivered", "received", "completed", "picked_up", "доставлен", "получен", "выдан", "вручён", "завершён", "已签收", "已送达", "已完成", "已收货"),
    "cancelled": ("cancelled", "canceled", "отменён", "отменен", "已取消"),
    "returned": ("returned", "returning", "возвращён", "возврат", "возвращается", "已退货", "退货中"),
    "refunded": ("refunded", "деньги возвращены", "已退款"),
    "lost": ("lost", "утерян", "потерян", "丢失"),
}  # fmt: skip
_SAID: dict[str, dict[Lang, str]] = {
    "new": {"ru": "Заказ принят и ещё не отправлен.", "en": "The order has been accepted and not sent yet.", "zh": "订单已受理，尚未发货。"},
    "packing": {"ru": "Заказ собирается и ещё не отправлен.", "en": "The order is being packed and has not been sent yet.", "zh": "订单正在打包，尚未发货。"},
    "transit": {"ru": "Заказ в пути.", "en": "The order is on its way.", "zh": "订单正在运输途中。"},
    "customs": {"ru": "Заказ на таможне.", "en": "The order is at customs.", "zh": "订单正在海关。"},
    "courier": {"ru": "Заказ у курьера.", "en": "The order is out for delivery.", "zh": "订单正在派送。"},
    "pickup": {"ru": "Заказ ждёт вас в пункте выдачи.", "en": "The order is waiting at the pickup point.", "zh": "订单已到取货点。"},
    "delivered": {"ru": "Заказ доставлен.", "en": "The order has been delivered.", "zh": "订单已送达。"},
    "cancelled": {"ru": "Заказ отменён.", "en": "The order has been cancelled.", "zh": "订单已取消。"},
    "returned": {"ru": "Заказ возвращён.", "en": "The order has been returned.", "zh": "订单已退回。"},
    "refunded": {"ru": "Деньги за заказ возвращены.", "en": "The order has been refunded.", "zh": "订单已退款。"},
    "lost": {"ru": "Заказ разыскивается.", "en": "The order is being traced.", "zh": "订单正在查找中。"},
}  # fmt: skip


def status_name(said: str) -> str | None:
    """Our name of a status as a marketplace writes it."""
    plain = said.strip().lower()
    for name, ways in _NAMES.items():
        if plain in ways or plain.replace(" ", "_").replace("-", "_") in ways:
            return name
    return next((name for name, ways in _NAMES.items() if any(len(w) > 4 and w in plain for w in ways)), None)  # noqa: PLR2004


def status(scene: Scene, truth: Truth) -> Iterator[Found]:
    """An order said to be where it is not."""
    if _refund_open(truth):
        yield from _refunded(scene)
    elif _refund_granted(truth):
        yield from _refund_denied(scene, _STILL_NOT)
    if _refund_granted(truth):
        yield from _refund_denied(scene, _DECLINED)
    true = status_name(truth.status) if truth.status else None
    if true is None:
        return
    for hit in scene.hits("statuses"):
        if scene.asked(hit.start, hit.end) or scene.denied(hit.start):
            continue
        if _later(scene, hit) and not _ALREADY.search(scene.text[: hit.end].lower(), max(0, hit.start - 10)):
            continue
        if hit.entry in {"<sent", "<delivered"} and _ANOTHER.search(scene.text.lower()):
            continue
        if _contradicts(hit.entry, true):
            said = _SAID[true][scene.lang]
            yield Found(
                hit.start,
                hit.end,
                "status",
                {"said": scene.text[hit.start : hit.end], "fact": said.rstrip(".。").lower()},
            )


def _later(scene: Scene, hit: Hit) -> bool:
    """Whether the clause speaks of what will be, apart from the words of the claim itself: “will be with you in an hour”."""
    first, last = scene.clause(hit.start, hit.end)
    if _THAT_IS.match(scene.text, first):  # 预计下周三，也就是十二月二号到取货点
        first = scene.clause(max(0, first - 2), max(1, first - 1))[0]
    there = scene.inside("not-now", first, last)
    return any(not hit.start <= one.start < hit.end for one in there)


# What is still to come after a delivery is something else.
_ANOTHER = re.compile(
    r"замен|возврат|забер|обмен|недостающ|втор|нов[ыоу]|другой|недовлож|не (?:положил|хвата|доложил)|не тот|не ту|перепута|верн[ыоу]|правильн|replac|return|collect|pick up|exchange|missing|second|another|(?<!\w)new(?!\w)|wrong|right one|mix-up|mixed up|forgot|换|补|退|取走|另|新的|新件|重做|重新|漏|少了|错"
)
_THAT_IS = re.compile("也就是|就是|即")
_ALREADY = re.compile(r"(?<!\w)(?:already|уже)\s|已经")
_GRANTED = re.compile(
    r"return_approved|refund_approved|refund_sent|refunded|возврат одобрен|退货已同意|退款已同意"
)
_STILL_NOT = re.compile(
    r"(?:возврат|заявк)\w*[^.!?]{0,24}?(?<!\w)не (?:одобр|подтвержд|соглас)\w*|никто не одобр\w*|(?:деньги|средства|возврат)[^.!?]{0,16}?(?:держим|не отправл\w*|не ушл\w*|не верну\w*)"
    r"|(?:not|n't) (?:yet )?made the (?:transfer|payment)|(?:refund|return)[^.!?]{0,16}?(?:not|n't) (?:yet )?(?:been )?(?:approved|sent|agreed|issued)|nobody has approved"
    r"|(?:退款|退货|退款申请|退货申请)(?:还没|尚未|还未|没有|没)(?:有)?(?:批|通过|同意|审核|退|打款)"
)
_DECLINED = re.compile(
    r"(?:refund|return|request)[^.!?]{0,40}?(?:was|been|is) (?:declined|rejected|refused|turned down)"
    r"|(?:возврат|заявк)\w*[^.!?]{0,24}?отклон\w*|(?:申请|退货|退款)[^。！？]{0,12}?(?:不通过|没通过|被拒|驳回)"
)
_OPEN = re.compile(r"not|pending|await|wait|review|progress|open|new|проверк|ожида|не |нет|审核|待|未|处理")


def _refund_open(truth: Truth) -> bool:
    """Whether the order says that its money is not back yet: a status of the refund, a no, nothing paid back."""
    told = [
        (key, said.lower()) for key, said in truth.texts.items() if "refund" in key or "return_status" in key
    ]
    return any(_OPEN.search(said) or said in {"false", "0"} for _, said in told)


def _refund_granted(truth: Truth) -> bool:
    """Whether the order says that its return is approved or its money sent."""
    told = [truth.status or "", *(key for key, yes in truth.switches.values() if yes), *truth.texts.values()]
    return any(_GRANTED.search(one.lower()) for one in told)


def _refund_denied(scene: Scene, how: re.Pattern[str]) -> Iterator[Found]:
    for match in how.finditer(scene.text.lower()):
        if not scene.asked(*match.span()) and not scene.later(*match.span()):
            yield Found(*match.span(), "status", {"said": scene.text[slice(*match.span())], "fact": _GRANTED_SAID[scene.lang]})  # fmt: skip


_GRANTED_SAID: dict[Lang, str] = {
    "ru": "возврат одобрен",
    "en": "the return has been approved",
    "zh": "退货已获同意",
}


def _refunded(scene: Scene) -> Iterator[Found]:
    for hit in scene.hits("statuses"):
        if hit.entry != "=refunded" or scene.asked(hit.start, hit.end):
            continue
        if not scene.later(hit.start, hit.end) and not scene.denied(hit.start):
            said = scene.text[hit.start : hit.end]
            yield Found(hit.start, hit.end, "status", {"said": said, "fact": _NOT_BACK[scene.lang]})


_NOT_BACK: dict[Lang, str] = {
    "ru": "деньги ещё не возвращены",
    "en": "the money is not back yet",
    "zh": "款项尚未退回",
}


def _contradicts(claim: str, true: str) -> bool:
    how, name = (claim[:2], claim[2:]) if claim.startswith(">=") else (claim[0], claim[1:])
    stage, claimed = _STAGE.get(true), _STAGE.get(name)
    if name == "packing":  # it is being packed just now
        return stage is None or stage >= _STAGE["shipped"]
    if claimed is None:  # cancelled, refunded, lost: said of an order that is not
        return true != name and not (name == "refunded" and true in {"cancelled", "returned"})
    if stage is None:
        return how == "=" and name in {"transit", "courier", "pickup", "customs"}
    return _elsewhere(how, name, true)


def _elsewhere(how: str, name: str, true: str) -> bool:
    """Whether an order on its way is said to be at another stage of it."""
    stage, claimed = _STAGE[true], _STAGE[name]
    if (name, true) in {("after-customs", "transit"), ("customs", "transit")}:
        return False  # “in transit” is on either side of the border
    if how == "=" and name == "transit":
        return not 3 <= stage < 5  # noqa: PLR2004 - between leaving and arriving
    if how == "=":
        return stage != claimed
    return stage < claimed if how == ">=" else stage >= claimed


_RETURNING = frozenset({"return", "refund", "storage", "warranty", "shelf", "discount"})


def dates(scene: Scene, truth: Truth) -> Iterator[Found]:
    """Another day of delivery than the true one."""
    if not truth.dates or not _speaks_of_coming(scene):
        return
    true = set(truth.dates.values())
    day = truth.dates.get("delivery_date") or truth.dates.get("expected_date") or min(true)
    named = {
        view.source(d.start, d.end): d
        for view in scene.views
        for d in days_in(view.text, scene.reading.context.date, day)
    }
    if any(
        said.first == t == said.last and not scene.denied(start)
        for (start, _), said in named.items()
        for t in true
    ):
        return  # the true day is named: the others tell of the way
    for (start, end), said in sorted(named.items()):
        if scene.asked(start, end) or scene.denied(start) or any(said.first <= t <= said.last for t in true):
            continue
        around = scene.lowered[max(0, start - _NEAR) : end + _NEAR]
        if _FEAST.search(around) and (day <= said.first or _TOO_LATE.search(around)):
            continue  # “well before the birthday on the ninth”, “not in time for it”
        if _ANSWERED.search(scene.text[slice(*scene.clause(start, end))].lower()):
            continue
        first, last = scene.sentence(start, end)
        cues = {h.entry for h in scene.inside("claim-cues", first, last)}
        coming = "delivery" in cues or _COMING.search(scene.text[first:last].lower()) is not None
        coming = coming or _COMES.match(scene.text, end) is not None
        if coming and not cues & _RETURNING and not _OTHER_DAYS.search(scene.text[first:last].lower()):
            shown = _shown(day, scene.lang)
            yield Found(start, end, "date", {"said": scene.text[start:end], "fact": shown}, shown)


def _speaks_of_coming(scene: Scene) -> bool:
    """Whether a word of delivery stands anywhere: without one no day can be the wrong one."""
    return (
        any(h.entry == "delivery" for h in scene.hits("claim-cues"))
        or _COMING.search(scene.text.lower()) is not None
        or "到" in scene.text
    )


_COMING = re.compile(
    r"получит|прибуд|прид[её]т|приед|ожида|будет у вас|у вас будет|на месте|привез|reach|arriv|ждите|забер[её]те|(?:уже|снова|и) (?:\w+ )?у вас|get it|have it|with you|expect|be there|turns up|will turn up|shows up|at your door|拿到|送上门|送到门|送到|收到|到手|到您|到达|能到|到货|预计|会到"
)
_ANSWERED = re.compile(
    r"отвеч|ответ(?:им|ят|ит|ить)|напиш|позвон|сообщ|reply|get back to|call you|write to you|let you know|result|回复|联系您|告诉您|结果|核查|答复"
)
_NEAR = 30  # characters
_TOO_LATE = re.compile("не успе|won't|not (?:be |arrive )?(?:there|in time)|来不及|赶不上")
_FEAST = re.compile(
    "birthday|wedding|anniversary|party|день рождения|дню рождения|дня рождения|свадьб|юбиле|праздник|生日|婚礼|纪念日"
)
_COMES = re.compile(r"(?:就|能|准|才|肯定)?到(?![付期这此底\d一二三四五六七八九十周星礼])")  # 明天就到
_OTHER_DAYS = re.compile(
    r"заказ(?:ан|али|ывали)|оформ(?:лен|или)|вышел|покинул|отправл|отправил|оплат|создан|left|shipped|we ship|sent|placed|ordered|paid|dispatched|离开|发出|发货|下单|付款|寄出"
    r"|(?:next|new|another|first) (?:scan|update|message|step)|tracking will|(?:статус|отметк|скан)\w* (?:обновит|обновля|появ|сменит|изменит)|следующ\w+ (?:отметк|сообщен|точк)|下一(?:条|次|个)(?:物流|扫描|更新|节点)|(?:状态|物流信息)(?:会|将)?更新"
)
_MONTHS: tuple[str, ...] = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


def _shown(day: dt.date, lang: Lang) -> str:
    if lang == "ru":
        return f"{day.day} {_MONTHS[day.month - 1]}"
    if lang == "zh":
        return f"{day.month}月{day.day}日"
    return f"{day.day} {day:%B}"

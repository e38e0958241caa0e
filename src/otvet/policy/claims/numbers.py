"""Numbers with units against the numbers that are true: warranty, capacity, weight, size, stock, price."""

import itertools
import re
from collections.abc import Iterator
from functools import partial

from otvet.language.later import later
from otvet.language.units import UNITS, written
from otvet.policy.claims.amounts import Amount, agrees
from otvet.policy.claims.facts import Known, Truth
from otvet.policy.claims.scene import Scene
from otvet.policy.claims.things import stem
from otvet.policy.found import Found
from otvet.policy.lexicon import Hit

_DISTINCT = frozenset({"charge", "energy", "power", "noise", "speed", "light", "suction", "pixels"})
_REACH = 45
_WEAK = frozenset(
    {"runtime", "length", "takes"}
)  # “lasts two years” may be said of anything: a name beside it counts first
_SIDES = frozenset({"length", "width", "height", "diameter"})  # each of them is one of the numbers of a size
_CONTEXT_WORDS = frozenset({"delivery", "return", "refund", "storage", "discount"})


def numbers(scene: Scene, truth: Truth) -> Iterator[Found]:
    """Amounts about a known thing that cannot be said of it."""
    if not truth.numbers:
        return
    said = [entry for entry in scene.amounts if entry[0].dimension]
    said += _unitless(scene, truth)
    said += _sides(scene, truth)
    for amount, start, end in said:
        known = [k for k in truth.numbers if k.dimension == amount.dimension]
        if not known or amount.denied or any(k.allows(amount) for k in known):
            continue
        fact = _meant(scene, known, (start, end), amount)
        if fact is None or _true_one_said(scene, [k for k in known if k.key == fact.key], (start, end)):
            continue
        if not (scene.asked(start, end) or _needed(scene, start, end) or _not_promised(scene, start, end)):
            yield number_found(scene, amount, fact, (start, end))
    yield from _counted(scene, truth)


def _not_promised(scene: Scene, start: int, end: int) -> bool:
    return _NOT_PROMISED.search(scene.text[slice(*scene.clause(start, end))].lower()) is not None


def _true_one_said(scene: Scene, known: list[Known], span: tuple[int, int]) -> bool:
    """Whether the true number is named too, be it without its unit: then the other one is of something else.

    Unless the text sets one against the other: “the card says a year, but we give three”.
    """

    def says(one: Amount) -> bool:
        return any(one.dimension == fact.dimension and not one.denied and fact.allows(one) for fact in known)

    def says_bare(one: Amount) -> bool:
        sizes = [UNITS[fact.unit].size for fact in known if fact.unit]
        return any(round(one.value * size - fact.value, 6) == 0 for size in sizes for fact in known)

    named = scene.told(f"true {known[0].key}", says, span) or scene.told(
        f"bare {known[0].key}", says_bare, bare=True
    )
    return named and _CONTRARY.search(scene.text[slice(*scene.sentence(*span))].lower()) is None


_CONTRARY = later(
    r"(?<!\w)(?:но|а) (?:мы|я|у нас|вам|вы|наш\w*)(?!\w)|на самом деле|фактически|в действительности|по факту|(?<!\w)на деле|in (?:fact|reality|practice)|actually|really|but (?:we|i|you|with us|ours|it)(?!\w)"
    r"|其实|实际|事实上|但(?:是)?(?:我们|您|这|它)|我们给|别管|不用管"
)


_THEIRS = later(
    r"\s?(?:of (?:\w+ ){1,2})?(?:that |which )?(?:you|they) (?:need|asked|wrote|mention)|(?:以内|左右)?(?:是)?您(?:需要|要|想要|说)的"
)
_THEIR_NEED = later(
    r"(?:вам|вы) (?:нуж\w+|надо|требу\w+|понадоб\w+|хотели|спрашивали)(?: \w+)?\s$|нужн\w+ вам\s$|you(?:'re| are) looking for(?: at least| about)?\s$|you(?: would)? (?:need|asked for|mentioned)(?: \w+)?\s$|您(?:需要|要的|想要|说的|家里)(?:的)?(?:是)?$"
)


def _needed(scene: Scene, start: int, end: int) -> bool:
    """Whether it is a number of the buyer's own: “enough for the nine metres you need”."""
    text = scene.lowered
    return (
        _THEIRS.match(text, end) is not None
        or _THEIR_NEED.search(text[max(0, start - 30) : start]) is not None
    )


def _meant(scene: Scene, known: list[Known], span: tuple[int, int], amount: Amount) -> Known | None:
    """Which of the known numbers the text speaks of, by the nearest word about numbers."""
    own = frozenset(word for k in known for word in k.words)
    cue = _nearest(scene, span, amount.dimension, own)
    fitting = [k for k in known if cue is not None and cue.entry in k.words]
    if not fitting and cue is not None and cue.entry in _SIDES:
        fitting = [k for k in known if "size" in k.words]
    if amount.dimension == "mass" and _carried(scene, span, amount):
        heaviest = [k for k in known if "load" in k.words]
        return next((k for k in heaviest if amount.value > k.value), None)
    if not fitting:
        fitting = [k for k in known if by_its_own_words(scene, k, span)]
    if _between(fitting or known, amount):
        return None
    if fitting:
        return min(fitting, key=lambda k: abs(k.value - amount.value))
    return _by_its_kind(scene, known, amount, cue.entry if cue is not None else "")


_GROWN = 40_000.0  # grams: somebody so heavy is no child
_SOMEBODY = later(
    r"кто-то|(?<!\w)я\s|some(?:one|body)|(?<!\w)i (?:am|weigh)|i'm|有人|我|дяд[яи]|т[её]т[яи]|муж(?!ск|чин)|жен[аы](?!щ)|брат|сосед|дедушк|бабушк|коллег|оператор|человек|"
    r"husband|wife|uncle|aunt|brother|neighbour|grandad|grandpa|cameraman|colleague|friend|man of|person|老公|老婆|小哥|朋友|叔|哥|爸|妈|同事|邻居|一个人"
)


def _carried(scene: Scene, span: tuple[int, int], amount: Amount) -> bool:
    """“Сядет человек весом 140 кг”, “my uncle is 120 kilos and sleeps in it”: how much the goods hold, by example."""
    first, last = scene.sentence(*span)
    there = {hit.entry for hit in scene.inside("claim-cues", first, last)}
    return amount.value >= _GROWN and (
        "load" in there or _SOMEBODY.search(scene.text[first:last].lower()) is not None
    )


def _name(known: Known) -> str:
    """A key without what says that it is one end of a range."""
    return re.sub(r"_?(?:min|max|from|to)$|^(?:min|max)_?", "", known.key)


def _between(known: list[Known], amount: Amount) -> bool:
    """Whether it lies between the least and the most of one thing."""
    values = [k.value for k in known]
    one = len({k.key for k in known}) > 1 and len({_name(k) for k in known}) == 1
    return one and min(values) <= amount.value <= max(values)


_LIQUID = later(
    r"\s?(?:of\s)?(?:[а-я]+ой\s)?(?:вод|молок|масл|сок|ча[яю]|кофе|бензин|water|milk|oil|juice|tea|coffee|petrol|fuel|水|奶|油|汁|茶)"
)


def _flatly(known: Known, said: Amount) -> bool:
    return said.dimension == known.dimension and not said.denied and agrees(said, known.value)


def _by_its_kind(scene: Scene, known: list[Known], amount: Amount, cue: str) -> Known | None:
    """What is meant where no word says so: a number of watts is the power where one power is known."""
    if scene.told(f"kind {known[0].key}", partial(_flatly, known[0])):
        return None  # the true one is named too: this is one of its parts, or another case
    one = len({_name(k) for k in known}) == 1
    distinct = amount.dimension in _DISTINCT and cue not in _CONTEXT_WORDS
    told = not cue and not _LIQUID.match(
        scene.text[amount.end :].lower()
    )  # “рюкзак на 50 литров”, no litre of milk
    held = amount.dimension == "volume" and (told or cue in {"volume", "capacity", "bowl", "tank", "takes"})
    if one and (distinct or held):
        return known[0]
    if one and amount.dimension == "mass" and _NET.search(known[0].key.lower()) and _packed(scene, amount):
        return known[0]
    if amount.dimension == "time" and cue in {"battery", "runtime"}:
        return next((k for k in known if k.words & {"battery", "runtime"}), None)
    return None


_PACK = later(
    r"(?:в (?:пачк|упаковк|банк|пакет|мешк|коробк|тюбик)\w*|(?:a|the|each|per) (?:pack|packet|bag|jar|tin|box|tub)(?: (?:has|holds|of|is|contains))?|(?:一|每)(?:袋|包|罐|盒|瓶)(?:是|有|装)?)\s?$"
)


_NET = later("net|fill|нетто|净|装")


def _packed(scene: Scene, amount: Amount) -> bool:
    """“В пачке полкило”, “a bag of half a kilo”: how much is in it."""
    return _PACK.search(scene.lowered[max(0, amount.start - 24) : amount.start]) is not None


_NOT_PROMISED = later(
    r"не (?:обеща|гарантиру|да[её]м)|(?:don't|do not|not|never) (?:promise|guarantee)|不(?:承诺|保证)"
)
_BARE = frozenset({"money", "charge"})
_LEAST = 100.0  # a smaller number without a unit counts something
_LIKE_IT = 10.0  # times more or less than the true number: what is further away is none of it
_GOES_ON = later(
    r"\s?(?:[-–—/@€$¥]|[а-яёa-z%°])|[\u4e00-\u9fff]{0,2}[元块欧美刀件个只台条双款人次年月日天号]"
)


def _unitless(scene: Scene, truth: Truth) -> Iterator[tuple[Amount, int, int]]:
    """Numbers without a unit right beside the word of a key: “обойдётся в две тысячи триста”, “ёмкость двадцать тысяч”."""
    known = [k for k in truth.numbers if k.dimension in _BARE and k.value >= _LEAST]
    text = scene.text.lower()
    for amount, start, end in scene.amounts if known else ():
        if amount.dimension or amount.value < _LEAST or _GOES_ON.match(text, end) or "、" in text[start:end]:
            continue
        cue = _nearest(scene, (start, end))
        there = {hit.entry for hit in scene.inside("claim-cues", *scene.sentence(start, end))}
        if cue is None or cue.start < scene.clause(start, end)[0] or there & _CONTEXT_WORDS:
            continue
        for k in known:
            if cue.entry in k.words and k.value / _LIKE_IT <= amount.value <= k.value * _LIKE_IT:
                yield amount._replace(dimension=k.dimension, unit=k.unit), start, end
                break


_BY = later(r"\s?(?:[xх×*]|by|на|乘以?)\s?")


def _sides(scene: Scene, truth: Truth) -> Iterator[tuple[Amount, int, int]]:
    """Two numbers of one size, the unit said once or not at all: “60 by 90”, “метр на полтора”."""
    size = next((k for k in truth.numbers if k.dimension == "length" and "size" in k.words), None)
    if size is None:
        return
    text = scene.text.lower()
    for (one, first, end), (other, start, last) in itertools.pairwise(scene.amounts):
        bare = not one.dimension, not other.dimension
        if not any(bare) or not _BY.fullmatch(text, end, start):
            continue
        unit = size.unit if all(bare) else one.unit or other.unit
        if not unit or UNITS[unit].dimension != "length":
            continue
        for amount, is_bare, span in ((one, bare[0], (first, end)), (other, bare[1], (start, last))):
            if is_bare:
                value = amount.value * UNITS[unit].size
                yield amount._replace(value=value, dimension="length", unit=unit), *span


# What a word can be about: “kept for three years” draws no millilitres, “is 80 cm long” no kilograms.
_TIMED = frozenset({"time", "percent", "money", "pieces"})
_OF: dict[str, frozenset[str]] = {
    **dict.fromkeys(("shelf", "runtime", "charging", "reply", "age"), frozenset({"time"})),
    **dict.fromkeys(("storage", "warranty", "exchange", "points", "coupon", "discount", "price"), _TIMED),
    **dict.fromkeys(
        ("length", "width", "height", "diameter", "depth", "thickness", "screen"), frozenset({"length"})
    ),
}


def _nearest(
    scene: Scene, span: tuple[int, int], dimension: str = "", own: frozenset[str] = frozenset()
) -> Hit | None:
    """The word about numbers that stands nearest in the clause, or in the sentence when the clause has none."""
    start, end = span
    for first, last in (_dashed(scene, start, end), scene.sentence(start, end)):
        cues = [h for h in scene.inside("claim-cues", first, last) if not (start <= h.start and h.end <= end)]
        if dimension:
            cues = [
                h for h in cues if h.entry in own or dimension in _OF.get(h.entry, frozenset({dimension}))
            ]
        near = [(max(start - h.end, h.start - end, 0), h) for h in cues]
        near = [pair for pair in near if pair[0] <= _REACH]
        if near:
            return min(near, key=lambda pair: (pair[1].entry in _WEAK, pair[0]))[1]
    return None


def _dashed(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """The clause, with the one before a dash: “срок гарантии на пылесос — три года”."""
    first, last = scene.clause(start, end)
    before = scene.text[:first].rstrip()
    if before.endswith(("-", "—", "–")) and len(before) > 1:
        first = min(first, scene.clause(len(before) - 2, len(before) - 1)[0])
    return first, last


def by_its_own_words(scene: Scene, known: Known, span: tuple[int, int]) -> bool:
    """A key nobody knows is found by its own words in the sentence."""
    words = [w[1:] for w in known.words if w.startswith("=") and len(w) > 2]  # noqa: PLR2004 - "=" and a letter say nothing
    named = {w[1:].rstrip("!") for w in known.words if w.startswith("~")}
    if not words and not named:
        return False
    named -= scene.given
    first, last = scene.sentence(*span)
    said = scene.text[first:last].lower()
    return all(stem(w) in said for w in words) and named <= {
        hit.entry.rstrip("!") for hit in scene.inside("claim-things", first, last)
    }


def _counted(scene: Scene, truth: Truth) -> Iterator[Found]:
    """Numbers without a unit (“осталось 3”, “5 режимов”) beside the word of a key."""
    plain = [k for k in truth.numbers if k.dimension in {"", "pieces"}]
    if not plain:
        return
    for amount, start, end in scene.amounts:
        if amount.dimension not in {"", "pieces"} or amount.denied or scene.asked(start, end):
            continue
        if scene.text[start - 1 : start] in _ORDINALS or _NO_COUNT.match(scene.text, start):
            continue
        after = scene.inside("claim-cues", start, end + 14)
        before = scene.inside("claim-cues", start - 24, start)
        words = {h.entry for h in after or before}
        fitting = [k for k in plain if words & k.words]
        counted = amount.dimension == "" or scene.lang == "zh"  # 五个档位: 个 counts anything
        if not fitting and _of_the_set(scene, truth, (start, end), amount):
            fitting = [k for k in plain if k.dimension == "pieces" and "stock" not in k.words]
        told = any(scene.told(f"counted {k.key}", partial(agrees, fact=k.value)) for k in fitting)
        if fitting and counted and not told:
            yield number_found(scene, amount, fitting[0], (start, end))


_SET = later(
    r"набор|комплект|короб|упаковк|получ|вход|лежит|(?<![a-z])set(?![a-z])|block|box|pack|(?<![a-z])gets?(?![a-z])|includ|contain|套|盒|含|共"
)


_ORDINALS = frozenset("周期第这那每")  # 下周三, 第二, 这一批: no count


_NO_COUNT = later(
    r"(?:五一|十一(?!月)|六一|三八|六一八|双十一|双十二)(?!个|件|只|块|片|支)|\d{1,2}岁|[一二三四五六七八九十]{1,3}岁|一(?:盒|包|套|袋|箱|组)"
)


def _of_the_set(scene: Scene, truth: Truth, span: tuple[int, int], amount: Amount) -> bool:
    """Whether the goods themselves are counted: “двенадцать ножей в наборе”, and not a part of them."""
    first, last = scene.sentence(*span)
    if not _SET.search(scene.text[first:last].lower()):
        return False
    if any(other.value > amount.value for other, _, end in scene.amounts_in(first, last) if end <= last):
        return False
    name = " ".join(truth.texts.get(key, "") for key in ("name", "type", "название")).lower()
    after = scene.text[span[1] : span[1] + 40].lower()
    return any(
        re.match(
            rf"\s?(?:[\w-]+\s)?{re.escape(word[: max(3, len(word) - 2)])}\w*(?!\s(?:для|for)\s)(?!\w)", after
        )
        for word in re.findall(r"\w{4,}", name)
    )


def number_found(scene: Scene, amount: Amount, fact: Known, span: tuple[int, int]) -> Found:
    start, end = span
    shown = _shown(fact, amount, scene, scene.text[start:end])
    return Found(start, end, "number", {"said": scene.text[start:end], "fact": shown}, shown)


def _shown(fact: Known, amount: Amount, scene: Scene, said: str) -> str:
    """The true number, in the unit the text used when that comes out even."""
    unit = (
        amount.unit if amount.unit in UNITS and UNITS[amount.unit].dimension == fact.dimension else fact.unit
    )
    if not unit:
        return f"{fact.value:g}"
    value = fact.value / UNITS[unit].size
    if abs(value - round(value, 2)) > 0.001 * max(1.0, value) and fact.unit:
        unit = fact.unit
        value = fact.value / UNITS[unit].size
    number = f"{round(value, 2):.10g}"
    if "-" in said and scene.lang == "en":  # “three-year” stays an adjective
        return f"{number}-{written(unit, 1, 'en')}"
    if scene.lang == "ru":
        number = number.replace(".", ",")
    joint = "" if scene.lang == "zh" or unit == "percent" else " "
    return f"{number}{joint}{written(unit, round(value, 2), scene.lang)}"

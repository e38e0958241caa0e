"""For whom goods are fit by age: “годовалому подойдёт”, “fine for a two-year-old”, “满周岁就能玩”, against the age on the card."""

import re
from collections.abc import Iterator

from otvet.language.later import later
from otvet.language.numbers import SMALL, han_value
from otvet.language.units import UNITS
from otvet.policy.claims.facts import Known, Truth
from otvet.policy.claims.scene import Scene
from otvet.policy.found import Found

_KEY = re.compile(r"(?<![a-z])age(?![a-z])|ages|возраст|年龄|适龄|岁")
_SMALL_RU = {
    "двух": 2,
    "трёх": 3,
    "трех": 3,
    "четырёх": 4,
    "четырех": 4,
    "пяти": 5,
    "шести": 6,
    "семи": 7,
    "восьми": 8,
}
_SAID = later(
    r"(?<!\w)(?P<zero>с рождения|новорожд[её]нн\w+|с пел[её]нок|from birth|newborns?)(?!\w)|(?P<zh0>刚出生|新生儿|一出生)"
    r"|(?<!\w)(?P<one>годовал\w+|с годика?|от годика?|в годик|годик\w*)(?!\w)"
    rf"|(?<!\w)(?P<ru>{'|'.join(_SMALL_RU)})лет(?:ка|ки|ке|ку|кам|н\w+)(?!\w)"
    r"|(?<!\w)(?P<en>\d{1,2}|one|two|three|four|five|six|seven|eight)[ -]year[ -]olds?(?!\w)"
    r"|(?<!\w)(?:toddler|child|baby|kid|boy|girl|son|daughter|infant) of (?P<of>\d{1,2}|one|two|three|four|five|six|seven|eight)(?!\w)"
    r"|(?<!\w)(?:племянни[цк]\w+|сын\w{1,4}|дочк[еи]|дочери|внук[уа]|внучк[еи]|реб[её]нку|малыш[уа]|крестни[цк]\w+)\s(?P<kin>один|годик|два|две|три|четыре|пять|\d)(?=[\s,.]+(?!раз|час|дн|нед|шт))"
    r"|(?<!\w)(?:с|от)\s(?P<from>\d{1,2})(?:-х|-ти)?\s(?:лет|года?)(?!\w)|(?<!\w)(?:from|over|ages?)\s(?P<over>\d{1,2})\s(?:years?|up)(?!\w)"
    r"|(?P<full>满?周岁)|(?P<zh>\d{1,2}|[一二两三四五六七八])岁"
)
_FIT = later(
    r"подо[йи]д|подход|годится|можно|смело|играет|играют|играть|давайте|дарите|покупайте|берите|безопасн"
    r"|обожа|в восторге|любим|suit|fine|fit|can|adore|love|enjoy|delight|safe|play|ideal|perfect|good for|可以|适合|能玩|就能|能用|天天玩|爱玩|喜欢玩|放心|没问题"
)
_UNFIT = later(
    r"(?<!\w)(?:не|нельзя|рано|мал[оа]?|старше|после|not|n't|too (?:young|early|small)|unsuitable|older|after)(?!\w)|n't|подожд|ждать|wait|再等|还要等|不|太小|还小|以上才|勿"
)


def ages(scene: Scene, truth: Truth) -> Iterator[Found]:
    """Goods called fit for somebody younger than the card says."""
    least = [
        k for k in truth.numbers if _KEY.search(k.key.lower()) and not re.search("max|to_|до", k.key.lower())
    ]
    if not least or len(scene.text) != len(scene.text.lower()):
        return
    fact = min(least, key=_years)
    text = scene.text.lower()
    for match in _SAID.finditer(text):
        start, end = match.span()
        said = _age(match)
        clause = text[slice(*scene.clause(start, end))]
        fit = _FIT.search(clause) or (
            _FIT.search(text[slice(*scene.sentence(start, end))]) if not _UNFIT.search(clause) else None
        )
        if (
            said is None
            or said >= _years(fact)
            or not fit
            or _UNFIT.search(clause)
            or scene.asked(start, end)
        ):
            continue
        yield Found(start, end, "switch", {"said": scene.text[start:end], "fact": fact.key})


def _years(known: Known) -> float:
    return known.value / UNITS["years"].size if known.dimension == "time" else known.value


def _age(match: re.Match[str]) -> float | None:
    got = match.groupdict()
    if got["zero"] or got["zh0"]:
        return 0.0
    if got["one"] or got["full"]:
        return 1.0
    if got["ru"]:
        return float(_SMALL_RU[got["ru"]])
    said = got["en"] or got["of"] or got["kin"] or got["from"] or got["over"] or got["zh"]
    if said is None:
        return None
    return float(said) if said.isdecimal() else float(han_value(said) or SMALL.get(said, 0) or 0)

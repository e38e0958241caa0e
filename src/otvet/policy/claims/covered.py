"""How long the goods are looked after, said without naming a warranty's length: “на третий год”, “чиним бесплатно”."""

import re
from collections.abc import Iterator

from otvet.language.later import later
from otvet.language.units import UNITS
from otvet.policy.claims.amounts import agrees
from otvet.policy.claims.facts import Known, Truth
from otvet.policy.claims.numbers import number_found
from otvet.policy.claims.scene import Scene
from otvet.policy.found import Found

_YEARS = {
    "втор": 2, "трет": 3, "четвёрт": 4, "четверт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8,
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6,
}  # fmt: skip
_NTH = later(
    r"(?<!\w)(?:в|на)\s(?P<ru>втор|трет|четв[её]рт|пят|шест|седьм|восьм)(?:ой|ий|ый|ом|ем|ьем)\sгод[уа]?(?!\w)"
    r"|(?<!\w)(?P<en>second|third|fourth|fifth|sixth)\syear(?!\w)|第(?P<zh>[二三四五六])年"
)
_COVERED = later(r"гарант|бесплатн|warrant|guarant|free|under cover|质保|保修|包修|免费|包换")
_OVER = later(
    r"(?<!\w)(?:не|нет|без|платн\w*|закончи\w*|заканчива\w*|ист[её]к\w*|после|not|no|over|paid|expire[sd]?|after|without)(?!\w)"
    r"|n't|不|没|过保|自费|收费|到期"
)
_PAID = later(r"платн|за деньги|закончи|заканчива|ист[её]к|paid|over|expire|收费|自费|过保|到期")
_NO_PROMISE = later(
    r"не (?:обеща|да[её]м|гарант|беремся|берёмся)|(?:don't|do not|not|never|can't) (?:promise|guarantee|give)|不(?:承诺|保证|提供)"
)
_MENDED = later(
    r"(?:чиним|починим|чинят|ремонтиру\w+|отремонтируем|устраним|устраняем|меняем|заменим)\s(?:\w+\s){0,2}(?:бесплатно|за наш сч[её]т)"
    r"|(?:бесплатно|за наш сч[её]т)\s(?:\w+\s){0,2}(?:чиним|починим|ремонтируем|отремонтируем|устраним|заменим|меняем)|бесплатн\w+\sремонт"
    r"|(?:repair|fix|mend|replace)(?:ed|s)?\s(?:\w+\s){0,3}(?:free|for nothing|at no cost|at our expense)|free\srepairs?"
    r"|免费(?:给您|帮您|为您)?(?:维修|修|换新|更换|保修)|坏了(?:都|就|直接)?(?:找我们|给您换|包换)|(?:都|全)?归我们修|我们(?:来|给您|负责)修|包修|包换"
)


def covered(scene: Scene, truth: Truth) -> Iterator[Found]:
    """A longer cover than the card's: a year after its end, or free repair for a longer time."""
    warranty = [k for k in truth.numbers if "warranty" in k.words and k.dimension == "time"]
    if not warranty:
        return
    longest = max(warranty, key=lambda k: k.value)
    yield from _in_a_later_year(scene, longest)
    for amount, start, end in scene.amounts:
        if (
            amount.dimension == "time"
            and amount.value > longest.value
            and not agrees(amount, longest.value)
            and not amount.denied
            and not _NO_PROMISE.search(scene.text[slice(*scene.clause(start, end))].lower())
            and not scene.asked(start, end)
            and not any(agrees(other, longest.value) for other in scene.kinds if other.dimension == "time")
            and _said_there(scene, (start, end), _MENDED)
        ):
            yield number_found(scene, amount, longest, (start, end))


def _said_there(scene: Scene, span: tuple[int, int], what: re.Pattern[str]) -> bool:
    """Whether the sentence says so, and the clause that does denies nothing."""
    first, last = scene.sentence(*span)
    match = what.search(scene.text[first:last].lower())
    if match is None:
        return False
    begin, end = scene.clause(first + match.start(), first + match.end())
    return not _OVER.search(scene.text[begin:end].lower())


def _in_a_later_year(scene: Scene, longest: Known) -> Iterator[Found]:
    text = scene.text.lower()
    if len(text) != len(scene.text):
        return
    for match in _NTH.finditer(text):
        start, end = match.span()
        begins = (_YEARS[match["ru"] or match["en"] or match["zh"]] - 1) * UNITS["years"].size
        if (
            begins >= longest.value * 0.97
            and _said_there(scene, (start, end), _COVERED)
            and not _PAID.search(text[slice(*scene.clause(start, end))])
            and not scene.asked(start, end)
        ):
            yield Found(start, end, "switch", {"said": scene.text[start:end], "fact": longest.key})

"""What of a sentence stays when its hurtful part is said differently: greeting and name, facts, the form of address.

Numbers, dates, order numbers and quoted names are protected (mission row C6): a sentence that would lose one
is not rewritten by itself; its author is told how to say it and does it.
"""

import re
from typing import NamedTuple

from otvet.language.clauses import Bounds
from otvet.language.later import later
from otvet.language.script import Lang
from otvet.language.spelling import is_name

Span = tuple[int, int]

_PROTECTED = later(
    r"(?<![a-zа-яё])\d+(?:[\s.,:/№-]?\d+)*(?![a-zа-яё])|«[А-ЯЁA-Z][^«»\n]{1,60}»|“[A-Z][^“”\n]{1,60}”|《[^《》\n]{1,60}》|[A-Z]+[A-Z\d-]*\d[\w-]*"
)
# A number that says what it counts: beside a contact a bare one may be the rest of the contact.
_COUNTED = later(
    r"\d[\d\s.,]*(?:₽|\$|€|%|°|руб|р\.|процент|дн|день|сут|час|мин|мес|недел|лет\b|год|январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|"
    r"шт|см\b|мм\b|м\b|кг|г\b|л\b|мл|вт\b|rubles?|roubles?|rub\b|yuan|dollars?|euros?|percent|days?|hours?|minutes?|weeks?|months?|years?|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|pcs|pieces|cm\b|mm\b|kg|g\b|l\b|ml|w\b|卢布|元|块|天|日|号前|小时|分钟|个?月|年|周|件|厘米|毫米|公斤|克|升)"
    r"|(?:заказ\w*|артикул\w*|размер\w*|orders?|sku|sizes?|订单|货号|尺码|尺寸)\D{0,4}\d",
    re.IGNORECASE,
)
_LEADS = later(
    r"(?:(?:и|а|но|да|зато|поэтому|впрочем|однако|and|but|so|anyway|still|yet)\s+|(?:但是|但|不过|可是|而且|所以|反正|另外)[，,]?)",
    re.IGNORECASE,
)
_LEANS = later(
    r"(?:что|чтобы|чем|как|кто|котор\w+|если|когда|пока|потому|так как|раз|где|куда|откуда|зачем|почему|хотя|вроде|словно|будто|ни|то есть|там|туда|тогда|"
    r"that|which|who|whose|because|if|when|while|than|as|to|where|what|why|how|although|unless|like|or|nor|there|then|"
    r"因为|如果|虽然|的话|像|连|除非|要不是|否则|不然|那边|那里|那儿|到时候)(?![а-яёa-z])",
    re.IGNORECASE,
)  # fmt: skip
_SAYS = later(r"(?:[^\W_]+[^\w\n]+){2,}[^\W_]+|[\u4e00-\u9fff]{3}")  # enough words to be a sentence
_OPENING = later(
    r"(?:(?:Здравствуйте|Добрый день|Добрый вечер|Доброе утро|Приветствую|Уважаем(?:ая|ый|ые)|Дорог(?:ая|ой|ие))(?:,?\s[А-ЯЁ][а-яё]+){0,2}"
    r"|(?P<name>[А-ЯЁ][а-яё]+(?:\s[А-ЯЁ][а-яё]+)?)|(?:Hello|Hi|Good (?:morning|afternoon|evening)|Dear|Mr\.?|Mrs\.?|Ms\.?)(?:\s[A-Z][a-z]+){0,2}"
    r"|您好|你好|亲|亲爱的(?:顾客|客户|朋友)?|[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐))[,，!！]\s*"
)
_NEXT = re.compile(r"(?<=\d), (?!\d)")
_CLOSING = " \t\n,;:.!?…，、；：。！？—–-"


class Sentence(NamedTuple):
    """A sentence with something hurtful in it; `any_fact`: what counts nothing known is a fact too."""

    text: str
    span: Span
    found: list[Span]
    any_fact: bool


def kept_around(sentence: Sentence, *, instead: str, lang: Lang) -> str:
    """`instead` with the greeting or name before it, and after it the clauses that hold facts and stand by themselves."""
    text, _, found, any_fact = sentence
    opening, rest = _opening(text, sentence.span, found)
    clauses = [_alone(text[a:b], any_fact=any_fact) for a, b in _untouched(sentence, rest)]
    kept = [clause for clause in clauses if clause]
    said = f"{opening}{_small(instead, lang)}" if opening else instead
    if lang == "zh":
        return said + "".join(f"{clause}。" for clause in kept)
    return " ".join([said, *(f"{clause[0].upper()}{clause[1:]}." for clause in kept)])


def leaning(sentence: Sentence) -> list[Span]:
    """The stretches of a sentence that go with its hurtful part: all but the clauses that stand by themselves."""
    text, (start, end), _, any_fact = sentence
    clauses = _untouched(sentence, start)
    standing = [span for span in clauses if _alone(text[slice(*span)], any_fact=any_fact)]
    edges = [start, *(edge for span in standing for edge in span), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def loses(text: str, new: str, spans: list[Span]) -> bool:
    """Whether a number, a date or a quoted name outside `spans` is in the text and no longer in the new one."""
    return any(
        match[0] not in new
        for match in _PROTECTED.finditer(text)
        if not any(a <= match.start() and match.end() <= b for a, b in spans)
    )


def addressed_as(instead: str, text: str, lang: Lang) -> str:
    """The suggestion in the author's form of address: 你 where the text says 你; Russian stays with «вы»."""
    if lang == "zh" and "你" in text and "您" not in text:
        return instead.replace("您", "你")
    return instead


def _opening(text: str, sentence: Span, found: list[Span]) -> tuple[str, int]:
    match = _OPENING.match(text, *sentence)
    if (
        match is None
        or (match["name"] and not is_name(match["name"]))
        or any(a < match.end() and b > match.start() and a >= match.start() + 1 for a, b in found)
    ):
        return "", sentence[0]
    return match[0] if match[0][-1].isspace() or match[0][-1] > "\u3000" else match[0] + " ", match.end()


def _untouched(sentence: Sentence, start: int) -> list[Span]:
    """The clauses from `start` on that no finding touches.

    A contact's finding may go over commas to what is said beside it (“8 916 555-01-42, цена 2500 рублей”):
    a clause that such a finding only goes on in, and that says a fact, is nobody's contact.
    """
    text, (_, end), found, any_fact = sentence
    out: list[Span] = []
    for first, last in _clauses(text, (start, end), finer=not any_fact):
        touching = [(a, b) for a, b in found if a < last and first < b]
        goes_on = not any_fact and all(a < first for a, _ in touching) and _COUNTED.search(text, first, last)
        if not touching or goes_on:
            out.append((first, last))
    return out


def _clauses(text: str, stretch: Span, *, finer: bool) -> list[Span]:
    """The clauses of a stretch; `finer`: also where a comma behind a number ends one."""
    bounds = Bounds(text, clause=True)
    out: list[Span] = []
    at, end = stretch
    while at < end:
        first, last = bounds.around(at, at + 1)
        last = min(max(last, at + 1), end)
        begins = [max(first, at)]
        if finer:
            begins += [comma.end() for comma in _NEXT.finditer(text, begins[0], last)]
        out += zip(begins, [*begins[1:], last], strict=True)
        at = last
    return out


def _alone(clause: str, *, any_fact: bool) -> str:
    """The clause as a sentence of its own; nothing when it says no fact or leans on what was before it."""
    said = clause.strip(_CLOSING)
    while lead := _LEADS.match(said):
        said = said[lead.end() :].lstrip(_CLOSING)
    fact = _PROTECTED if any_fact else _COUNTED
    return said if fact.search(said) and not _LEANS.match(said) and _SAYS.search(said) else ""


def _small(said: str, lang: Lang) -> str:
    if lang == "zh" or said.startswith(("I ", "I'", "Ozon")):
        return said
    return said[:1].lower() + said[1:]

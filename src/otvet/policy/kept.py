"""What of a sentence stays when its hurtful part is said differently: greeting and name, facts, the form of address.

Numbers, dates, order numbers and quoted names are protected (mission row C6): a sentence that would lose one
is not rewritten by itself; its author is told how to say it and does it.
"""

import re

from otvet.language.clauses import Bounds
from otvet.language.later import later
from otvet.language.script import Lang
from otvet.language.spelling import is_name

Span = tuple[int, int]

_PROTECTED = later(
    r"(?<![a-zа-яё])\d+(?:[\s.,:/№-]?\d+)*(?![a-zа-яё])|«[А-ЯЁA-Z][^«»\n]{1,60}»|“[A-Z][^“”\n]{1,60}”|《[^《》\n]{1,60}》|[A-Z]+[A-Z\d-]*\d[\w-]*"
)
_LEADS = later(
    r"(?:(?:и|а|но|да|зато|поэтому|впрочем|однако|and|but|so|anyway|still|yet)\s+|(?:但是|但|不过|可是|而且|所以|反正|另外)[，,]?)",
    re.IGNORECASE,
)
_LEANS = later(
    r"(?:что|чтобы|чем|как|кто|котор\w+|если|когда|пока|потому|так как|раз|где|куда|откуда|зачем|почему|хотя|вроде|словно|будто|ни|то есть|"
    r"that|which|who|whose|because|if|when|while|than|as|to|where|what|why|how|although|unless|like|or|nor|"
    r"因为|如果|虽然|的话|像|连|除非|要不是|否则|不然)(?![а-яёa-z])",
    re.IGNORECASE,
)  # fmt: skip
_SAYS = later(r"(?:[^\W_]+[^\w\n]+){2,}[^\W_]+|[\u4e00-\u9fff]{3}")  # enough words to be a sentence
_OPENING = later(
    r"(?:(?:Здравствуйте|Добрый день|Добрый вечер|Доброе утро|Приветствую|Уважаем(?:ая|ый|ые)|Дорог(?:ая|ой|ие))(?:,?\s[А-ЯЁ][а-яё]+){0,2}"
    r"|(?P<name>[А-ЯЁ][а-яё]+(?:\s[А-ЯЁ][а-яё]+)?)|(?:Hello|Hi|Good (?:morning|afternoon|evening)|Dear|Mr\.?|Mrs\.?|Ms\.?)(?:\s[A-Z][a-z]+){0,2}"
    r"|您好|你好|亲|亲爱的(?:顾客|客户|朋友)?|[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐))[,，!！]\s*"
)
_CLOSING = " \t\n,;:.!?…，、；：。！？—–-"


def kept_around(text: str, sentence: Span, found: list[Span], *, instead: str, lang: Lang) -> str:
    """`instead` with the greeting or name before it, and after it the clauses that hold facts and stand by themselves."""
    opening, rest = _opening(text, sentence, found)
    clauses = [_alone(text[a:b]) for a, b in _untouched(text, (rest, sentence[1]), found)]
    kept = [clause for clause in clauses if clause]
    said = f"{opening}{_small(instead, lang)}" if opening else instead
    if lang == "zh":
        return said + "".join(f"{clause}。" for clause in kept)
    return " ".join([said, *(f"{clause[0].upper()}{clause[1:]}." for clause in kept)])


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


def _untouched(text: str, sentence: Span, found: list[Span]) -> list[Span]:
    """The clauses that no finding touches."""
    bounds = Bounds(text, clause=True)
    out: list[Span] = []
    at = sentence[0]
    while at < sentence[1]:
        first, last = bounds.around(at, at + 1)
        last = min(max(last, at + 1), sentence[1])
        first = max(first, at)
        if not any(a < last and first < b for a, b in found):
            out.append((first, last))
        at = last
    return out


def _alone(clause: str) -> str:
    """The clause as a sentence of its own; nothing when it says no fact or leans on what was before it."""
    said = clause.strip(_CLOSING)
    while lead := _LEADS.match(said):
        said = said[lead.end() :].lstrip(_CLOSING)
    return said if _PROTECTED.search(said) and not _LEANS.match(said) and _SAYS.search(said) else ""


def _small(said: str, lang: Lang) -> str:
    if lang == "zh" or said.startswith(("I ", "I'", "Ozon")):
        return said
    return said[:1].lower() + said[1:]

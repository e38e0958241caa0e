"""Personal data out of a text before a stranger reads it: placeholders instead, mapped back by their places.

It would rather hide too much than too little (mission B12): what is hidden is still a phone or a name to the reader.
"""

import re
from bisect import bisect_right

from msgspec import Struct

from otvet.language.later import later
from otvet.language.vocabulary import morphology

OPEN, CLOSE = "⟦", "⟧"
_OWN = str.maketrans({OPEN: "[", CLOSE: "]"})  # an author's own brackets must not look like ours

PLACEHOLDER = later(rf"{OPEN}[A-Z]{{4,8}} \d{{1,4}}{CLOSE}")

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("MAIL", later(r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}")),
    ("HANDLE", later(r"(?<!\w)@\w{3,40}")),
    ("ADDRESS", later(
        r"(?:\b(?:ул|улиц[аеыу]|просп|проспект|пр-т|пер|переулок|шоссе|наб|набережная|бульвар|б-р|мкр|площадь)\b\.?\s*"
        r"[А-ЯЁ\d][\w-]{1,30}(?:\s[А-ЯЁ][\w-]{1,30})?(?:,?\s*(?:д|дом|к|корп|корпус|стр|кв|квартира)?\.?\s*\d{1,5}[а-яА-Я]?)*)"
        r"|(?:\b(?:дом|кв|квартира|подъезд)\b\.?\s*№?\s*\d{1,5})"
    )),
    ("ADDRESS", later(
        r"\b\d{1,5}\s(?:[A-Z][a-z]{1,20}\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Drive|Boulevard|Blvd|Square)\b\.?"
    )),
    ("ADDRESS", later(r"[\u4e00-\u9fff]{2,8}(?:路|街|巷|大道)\d{1,5}号?(?:[\u4e00-\u9fff\d]{0,8}(?:室|栋|楼|单元))?")),
    ("NAME", later(r"[\u4e00-\u9fff]{1,3}(?=先生|女士|小姐)")),
    ("NAME", later(
        r"(?<=\bDear )[A-Z][a-z]+(?: [A-Z][a-z]+)?|(?<=\bHello )[A-Z][a-z]+|(?<=\bHi )[A-Z][a-z]+"
        r"|(?<=\bM[rs]\. )[A-Z][a-z]+|(?<=\bMrs\. )[A-Z][a-z]+"
    )),
    ("NUMBER", later(r"(?<![\dA-Za-z.])[A-Z]{0,3}\+?\d(?:[ ()\-–.]{0,2}\d){4,24}(?![\dA-Za-z])(?!\s?(?:₽|руб|RUB|元|\$|€))")),
    ("NUMBER", later(r"(?<![\dA-Za-z])[A-Z]{1,3}\d{4,}[A-Z]{0,3}(?![\dA-Za-z])")),
)  # fmt: skip
_CYRILLIC_NAME = later(r"\b[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁ][а-яё]+)?\b")
_NAMES = ("Name", "Surn", "Patr")
_LEAST_KNOWN = 2


class Masked(Struct, frozen=True):
    """A text with placeholders. `places` are (start in the mask, end there, start in the original, end there)."""

    text: str
    places: tuple[tuple[int, int, int, int], ...]
    original: str

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A span of the masked text in the original; a touched placeholder counts whole."""
        return self._at(start, last=False), self._at(end, last=True)

    def _at(self, at: int, *, last: bool) -> int:
        number = bisect_right(self.places, at - (1 if last else 0), key=lambda place: place[0]) - 1
        if number < 0:
            return at
        _, ends, first, after = self.places[number]
        if at <= ends if last else at < ends:
            return after if last else first
        return after + at - ends


def masked(text: str, known: tuple[str, ...] = ()) -> Masked:
    """The text without phones, mails, names, addresses, card and order numbers; `known` are names from the record."""
    text = text.translate(_OWN)
    spans: list[tuple[int, int, str]] = []
    for kind, pattern in _PATTERNS:
        spans += [(*match.span(), kind) for match in pattern.finditer(text)]
    spans += [(*match.span(), "NAME") for match in _CYRILLIC_NAME.finditer(text) if _is_name(match[0])]
    for name in {part for whole in known for part in whole.split() if len(part) >= _LEAST_KNOWN}:
        spans += [(*match.span(), "NAME") for match in re.finditer(re.escape(name), text, re.IGNORECASE)]
    out, at = "", 0
    places: list[tuple[int, int, int, int]] = []
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < at:
            continue
        out += text[at:start]
        sign = f"{OPEN}{kind} {len(places) + 1}{CLOSE}"
        places.append((len(out), len(out) + len(sign), start, end))
        out, at = out + sign, end
    return Masked(out + text[at:], tuple(places), text)


def _is_name(word: str) -> bool:
    return any(
        any(mark in parse.tag for mark in _NAMES)
        for parse in morphology().parse(word.split("-", maxsplit=1)[0])[:2]
    )

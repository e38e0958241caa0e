"""Numbers of cards and papers, told by their check digits: bank cards, SNILS, the Russian tax number, the Chinese identity card."""

import re
from collections.abc import Iterator

from otvet.language.signs import signs
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_RUN = re.compile(r"(?<![\d-])\d(?:[ \t.\-–·]{0,3}\d){9,18}[xх]?(?![\d-])")
_hint = signs(r"\d(?:[^\d]{0,3}\d){9}")
_SNILS = re.compile(r"\d{3}[- ]\d{3}[- ]\d{3}[- ]\d\d")
_PASSPORT = re.compile(r"\d\d ?\d\d[ №-]{1,3}\d{6}")
_CARD = re.compile(r"(?:220[0-4]|4\d{3}|5[1-5]\d\d|2[2-7]\d\d|62\d\d|3[47]\d\d)")
_GROUPED = re.compile(r"\d{4}([ \-.])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?")
_REACH = 40


def make(options: Options) -> Detector:
    """`cues` name papers and cards, `labels` orders and parcels: a labelled number is none of a person."""
    cues = options.lexicons("cues", needed=True)
    labels = options.lexicons("labels", needed=True)
    note = options.text("note")

    def detect(reading: Reading) -> Iterator[Found]:
        if not _hint(reading.surface_raw):
            return
        view = reading.surface
        for match in _RUN.finditer(view.text):
            start, end = view.source(*match.span())
            cued = bool(reading.inside(cues, start - _REACH, end))
            labelled = bool(reading.inside(labels, start - _REACH, start))
            if _is_personal(match[0], cued=cued, labelled=labelled and not cued):
                yield Found(start, end, note)

    return detect


def _is_personal(raw: str, *, cued: bool, labelled: bool) -> bool:
    digits = re.sub(r"[^\dxх]", "", raw).replace("х", "x")
    if labelled:
        return False
    if _is_card(digits) and (cued or _GROUPED.fullmatch(raw) is not None):
        return True
    if _is_chinese(digits):
        return True
    if _SNILS.fullmatch(raw) and _is_snils(digits):
        return True
    return cued and (_PASSPORT.fullmatch(raw) is not None or _is_tax_number(digits) or _is_snils(digits))


def _is_card(digits: str) -> bool:
    if not 15 <= len(digits) <= 19 or not digits.isdecimal() or not _CARD.match(digits):  # noqa: PLR2004 - lengths of card numbers
        return False
    doubled = (int(d) * 2 - 9 * (d > "4") if at % 2 else int(d) for at, d in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


def _is_snils(digits: str) -> bool:
    if len(digits) != 11 or not digits.isdecimal():  # noqa: PLR2004 - a SNILS has eleven
        return False
    total = sum((9 - at) * int(d) for at, d in enumerate(digits[:9]))
    return total % 101 % 100 == int(digits[9:])


def _is_tax_number(digits: str) -> bool:
    """The number of a person has twelve digits, two of them check the others; a firm's has ten and is public."""
    if len(digits) != 12 or not digits.isdecimal():  # noqa: PLR2004
        return False
    numbers = [int(d) for d in digits]
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    first = sum(w * n for w, n in zip(weights[1:], numbers[:10], strict=True)) % 11 % 10
    second = sum(w * n for w, n in zip(weights, numbers[:11], strict=True)) % 11 % 10
    return numbers[10:] == [first, second]


def _is_chinese(digits: str) -> bool:
    """GB 11643: eighteen signs, a birthday inside, the last one checks."""
    if not re.fullmatch(r"[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]", digits):
        return False
    total = sum(int(d) * pow(2, 17 - at, 11) for at, d in enumerate(digits[:17]))
    return "10x98765432"[total % 11] == digits[17]

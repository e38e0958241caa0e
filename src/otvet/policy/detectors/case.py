"""Capitals where small letters belong: shouted words, spaced capitals, aLtErNaTiNg case."""

import itertools
import re
from collections.abc import Iterator

from otvet.language.lookalikes import TO_CYRILLIC, TO_LATIN
from otvet.language.signs import signs
from otvet.language.views import Views
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_UPPER = "A-ZА-ЯЁ\uff21-\uff3a\u0391-\u03a9\u0400-\u042f"
_LOWER = "a-zа-яё\uff41-\uff5a\u03b1-\u03c9\u0430-\u045f"
# What any of the findings below must contain: the quick no for ordinary text.
_hint = signs(
    rf"[{_UPPER}][\x{{200b}}-\x{{200f}}\x{{2060}}\x{{ad}}\x{{feff}}\x{{300}}-\x{{36f}}]*[{_UPPER}]|[{_LOWER}][{_UPPER}]"
    rf"|[{_UPPER}][\s._*\x{{3000}}\x{{ff0e}}\x{{b7}}\x{{2022}}-]{{1,3}}[{_UPPER}](?:[^{_LOWER}]|$)"
    r"|[\x{1f130}-\x{1f189}\x{1f1e6}-\x{1f1ff}\x{24b6}-\x{24cf}\x{1d400}-\x{1d7ff}\x{1d00}-\x{1d22}]"
)
_LETTER = r"[^\W_\u3400-\u9fff]"  # Chinese has no capitals and no spaces: a Latin word in it stands by itself
_SPACED = re.compile(
    f"(?<!{_LETTER})[{_UPPER}](?:[\\s._*\u3000\uff0e\u00b7\u2022-]{{1,3}}[{_UPPER}](?!{_LETTER}|['’])){{2,}}"
)
_WORD = re.compile(
    rf"{_LETTER}(?:{_LETTER}|[\u200b-\u200f\u2060\u00ad\ufeff\u0300-\u036f]|['’](?={_LETTER}))*"
)
_JOIN = re.compile(r"[\s\u3000,-]+")


def make(options: Options) -> Detector:
    """`known` words stand in capitals by right, `ordinary` and `short` ones never do."""
    known = options.lexicons("known", needed=True)
    ordinary = options.lexicons("ordinary", needed=True) + options.lexicons("short")

    def detect(reading: Reading) -> Iterator[Found]:
        text = reading.text
        if not _hint(reading.raw):
            return
        judge = _Judge(reading, known, ordinary)
        spaced = [m.span() for m in _SPACED.finditer(text) if not _sizes(m[0])]
        words = _outside(spaced, list(_WORD.finditer(text)))
        loud = judge.loud(words)
        for start, end in _merged(sorted(spaced + loud), text):
            yield Found(start, end, replace=_quiet(text, start, end))

    return detect


def _sizes(spelled: str) -> bool:
    """S M L XL in a row are sizes, not a shout."""
    return set(re.findall(r"\w", spelled)) <= set("SMLX")


def _outside(spans: list[tuple[int, int]], words: list[re.Match[str]]) -> list[re.Match[str]]:
    taken = {at for start, end in spans for at in range(start, end)}
    return [w for w in words if w.start() not in taken] if taken else words


class _Judge:
    """Which words shout: ordinary ones in capitals, not codes, sizes, listed abbreviations or the product's name."""

    def __init__(self, reading: Reading, known: tuple[str, ...], ordinary: tuple[str, ...]) -> None:
        self._text = reading.text
        self._upper: set[int] = set()  # where words in capitals begin
        self._known = {(h.start, h.end) for h in reading.any_hits(known)}
        self._ordinary = {(h.start, h.end) for h in reading.any_hits(ordinary)}
        facts = reading.context.facts
        names = (
            [str(v) for part in (facts.product, facts.order) if part for v in part.values()] if facts else []
        )
        self._names = set(re.findall(r"\w+", " ".join(names)))

    def loud(self, words: list[re.Match[str]]) -> list[tuple[int, int]]:
        upper = [w for w in words if _all_upper(w[0])]
        self._upper = {w.start() for w in upper}
        calm = sum(1 for w in words if w[0] != w[0].upper())
        mixed = [w for w in words if w[0] not in self._names and _switches(w[0]) >= 3]  # noqa: PLR2004 - eBay has two
        sure = [w for w in mixed if not (w[0][0].isupper() and w[0].isascii()) or _switches(w[0]) > 3]  # noqa: PLR2004 - WhatsApp
        out = [w.span() for w in mixed] if sure else []
        surely = [w for w in upper if self._shouts(w)]
        if surely and (len(upper) > 2 or not calm):  # noqa: PLR2004 - a shouted sentence: its short and unknown words too
            sure_at = {w.start() for w in surely}
            inside = _neighbours(words, self._upper, sure_at)
            surely = [
                w for w in upper if w.start() in sure_at or (w.start() in inside and not self._excused(w))
            ]
        elif not surely:
            surely = self._strangers(words)
        return out + [w.span() for w in surely]

    def _shouts(self, word: re.Match[str]) -> bool:
        if self._excused(word):
            return False
        if word.span() in self._ordinary:
            return True
        letters = [c for c in word[0] if c.isalpha()]
        cyrillic = sum("А" <= c <= "я" or c in "Ёё" for c in letters)
        if not cyrillic or len(letters) < 4 or _quoted(self._text, word.start(), word.end()):  # noqa: PLR2004
            return False
        return any(c in _VOWELS for c in letters)

    def _strangers(self, words: list[re.Match[str]]) -> list[re.Match[str]]:
        """Three and more unknown capital words in a row are a sentence, not a brand."""
        out: list[re.Match[str]] = []
        row: list[re.Match[str]] = []
        for word in [*words, None]:
            if (
                word is not None
                and word.start() in self._upper
                and not self._excused(word)
                and len(word[0]) > 1
            ):
                row.append(word)
                continue
            if len(row) >= 3 and sum(len(w[0]) for w in row) >= 12:  # noqa: PLR2004
                out += row
            row = []
        return out

    def _excused(self, word: re.Match[str]) -> bool:
        said = word[0]
        if _LABEL.search(self._text[max(0, word.start() - _LABEL_REACH) : word.start()]) or _PART.search(
            self._text[max(0, word.start() - 5) : word.start()]
        ):
            return True
        if _SHOWN.match(self._text, word.end()):
            return True
        return (
            any(c.isdigit() for c in said)
            or word.span() in self._known
            or said in self._names
            or self._of_code(word)
        )

    def _of_code(self, word: re.Match[str]) -> bool:
        """A part of a code of three and more with a figure in it: OLIVE-LONG-77."""
        first, last = word.span()
        if "-" not in (self._text[first - 1 : first], self._text[last : last + 1]):
            return False
        before = _CODE_BEFORE.search(self._text[max(0, first - _CODE_REACH) : first])
        after = _CODE_AFTER.match(self._text, last)
        whole = (before[0] if before else "") + word[0] + (after[0] if after else "")
        return whole.count("-") > 1 and any(c.isdigit() for c in whole)


_LABEL_REACH = 24
# “OPEN means that the lid is ajar”: what a device shows.
_SHOWN = re.compile(
    r"[\"'”»]?\s(?:means|stands for|lights up|appears|blinks|flashes|означает|значит|загорается|мигает|горит)(?!\w)|[”」]?(?:表示|代表|闪烁|亮起)"
)
# What is written on a button or a screen, and the second half of a code such as “BR-LONG”.
_LABEL = re.compile(
    r"(?:buttons?|(?:print|label|sign|screen|display|cover|tag) (?:says|reads)|marked|labelled|press|choose|select|keys?|menu|hold|switch to|кнопк\w{0,3}|клавиш\w{0,3}|нажмите|выберите|удерживайте|пункт\w? меню|надпись\w?|按下?|选择?|长按|按钮|菜单)"
    r"[\s:«“\"'「]{1,3}$",
    re.IGNORECASE,
)
_CODE_REACH = 52  # characters of the four parts before
_CODE_BEFORE = re.compile(r"(?:[A-Z0-9]{1,12}-){1,4}$")
_CODE_AFTER = re.compile(r"(?:-[A-Z0-9]{1,12}){1,4}(?![\w%])")
_PART = re.compile(r"(?:^|[^A-Za-z])[A-Z]{1,3}-$")


def _neighbours(words: list[re.Match[str]], upper: set[int], sure: set[int]) -> set[int]:
    """Capital words joined to a shouted one by nothing but capital words."""
    out: set[int] = set()
    row: list[int] = []
    shouted = False
    for word in words:
        if word.start() in upper:
            row.append(word.start())
            shouted = shouted or word.start() in sure
            continue
        out |= set(row) if shouted else set()
        row, shouted = [], False
    return out | (set(row) if shouted else set())


def _quoted(text: str, start: int, end: int) -> bool:
    """A single word in quotation marks is a name."""
    return text[start - 1 : start] in set("«“\"'") and text[end : end + 1] in set("»”\"'")


def _all_upper(word: str) -> bool:
    return word.isupper() and all(c.isupper() for c in word if c.isalpha())


_VOWELS = frozenset("AEIOUYАЕЁИОУЫЭЮЯ")


def _switches(word: str) -> int:
    """How often a word changes between capitals and small letters."""
    if word.islower() or word.isupper():
        return 0
    upper = [c.isupper() for c in word if c.isupper() or c.islower()]
    if len(upper) < 4 or any(c.isdigit() for c in word):  # noqa: PLR2004 - too short to tell
        return 0
    return sum(1 for a, b in itertools.pairwise(upper) if a != b)


def _merged(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and (start <= out[-1][1] or _JOIN.fullmatch(text, out[-1][1], start)):
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def _undisguised(shouted: str) -> str:
    """Small letters of one alphabet and ordinary width."""
    plain = Views(shouted).surface.text if not shouted.isascii() else shouted.lower()
    if re.search("[a-z]", plain) and (cyrillic := re.findall("[а-яё]", plain)):
        mostly_cyrillic = len(cyrillic) * 2 >= sum(c.isalpha() for c in plain)
        return plain.translate(TO_CYRILLIC if mostly_cyrillic else TO_LATIN)
    return plain


def _quiet(text: str, start: int, end: int) -> str:
    """The same words in small letters, with a capital where a sentence begins."""
    shouted = text[start:end]
    if _SPACED.fullmatch(shouted):
        shouted = "".join(c for c in shouted if c.isalpha())
    lowered = _undisguised(shouted)
    before = text[:start].rstrip(" \t\"'«“(")
    begins = not before or before[-1] in ".!?…。！？\n"
    return lowered[:1].upper() + lowered[1:] if begins else lowered

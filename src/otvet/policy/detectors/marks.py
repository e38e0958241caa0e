"""Too many marks: runs of ! and ?, long rows of dots, repeated commas, ornaments, an exclamation after every phrase."""

import re
from collections.abc import Iterator

from otvet.language.later import later
from otvet.language.signs import signs
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_UNSEEN = "\u200b-\u200f\u2060\ufe0f\ufeff\u00ad"
_LOUD = "!?！？‼⁇⁈⁉"
_GAP = f"[ \\t\u00a0\u3000{_UNSEEN}]{{0,3}}"
_RUN = later(f"[‼⁇⁈⁉](?:{_GAP}[{_LOUD}])*|[!?！？](?:{_GAP}[{_LOUD}])+")
_CODE = later(r"[-_/]\d")
_DOTS = later(f"[.…](?:{_GAP}[.…])+|。(?:{_GAP}。)+")
_COMMAS = later(f"([,，、;；])(?:{_GAP}[,，、;；])+")
_WAVES = later("[~～〜](?:[ \u3000]?[~～〜])+")
_ORNAMENT = later(
    r"(?<![\w*#=_~^+-])(?:([*=#_+|])\1\1+|(?:[*=•][~-]){2,}[*=•]?|-{4,}|[—–]{3,})(?![\w*#=_~^+-]|\s?\d)"
    "|[★☆✦✧✩✪✫✬✭✮✯❀✿◆◇■□●○►•※♦♢✶✴✵✼❋]{2,}"
)
_hint = signs(
    r"[!?！？‼⁇⁈⁉][\s\x{200b}-\x{200f}\x{2060}\x{fe0f}\x{feff}\x{ad}]*[!?！？‼⁇⁈⁉]|[‼⁇⁈⁉]"
    r"|[.…][\s\x{200b}-\x{200f}]*[.…]|。[\s\x{200b}-\x{200f}]*。|[,，、;；][\s\x{200b}-\x{200f}]*[,，、;；]|[~～〜][\s]?[~～〜]"
    r"|[*=#_^+|]{3}|-{4}|[—–]{3}|[★☆✦✧✩✪✫✬✭✮✯❀✿◆◇■□●○►•※♦♢✶✴✵✼❋]{2}"
)
_EXCLAIMED = later(
    "(?<![^!！.。?？…\n])[^!！.。?？…\n]+[!！]"
)  # begun where a phrase does, else every letter begins one
_ENDED = later("[.!?。！？…]+(?=\\s|$|[^\\d\\s\\w])|[。！？]")


def make(options: Options) -> Detector:
    """`phrases`: how many exclamations one after another are one after every phrase."""
    phrases = options.number("phrases", 5)

    def detect(reading: Reading) -> Iterator[Found]:
        text = reading.text
        exclaimed = text.count("!") + text.count("！") >= phrases
        if not exclaimed and not _hint(reading.raw):
            return
        for match in _runs(text):
            yield Found(*match.span(), "run", replace=_one_mark(match[0]))
        for match in _DOTS.finditer(text):
            if _too_many_dots(text, match):
                yield Found(*match.span(), "dots", replace=_fewer_dots(match[0]))
        for match in _COMMAS.finditer(text):
            yield Found(*match.span(), "commas", replace=match[0][0])
        for match in _WAVES.finditer(text):
            yield Found(*match.span(), "ornament", replace="")
        for match in _ORNAMENT.finditer(text):
            yield Found(*match.span(), "ornament", replace="")
        if exclaimed:
            yield from _every_phrase(text, phrases)

    return detect


def _runs(text: str) -> Iterator[re.Match[str]]:
    """Runs of marks; “??-0417” are places to be filled in a code."""
    for match in _RUN.finditer(text):
        if set(match[0]) != {"?"} or not _CODE.match(text, match.end()):
            yield match


def _one_mark(run: str) -> str:
    wide = any(c in "！？" for c in run)
    asks = any(c in "?？⁇⁈⁉" for c in run)
    return ("？" if wide else "?") if asks else ("！" if wide else "!")


def _too_many_dots(text: str, match: re.Match[str]) -> bool:
    if "。" in match[0]:
        return True
    weight = match[0].count(".") + 3 * match[0].count("…")
    if match.start() and text[match.start() - 1] in "?!" and weight == 2:  # noqa: PLR2004 - “?..” is right in Russian
        return False
    chinese = "…" in match[0] and "." not in match[0]
    return weight > (6 if chinese and _near_han(text, match.start(), match.end()) else 3)


def _near_han(text: str, start: int, end: int) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text[max(0, start - 6) : end + 6])


def _fewer_dots(run: str) -> str:
    if "。" in run:
        return "。"
    return "..." if "." in run else "…"


def _every_phrase(text: str, phrases: int) -> Iterator[Found]:
    said = list(_EXCLAIMED.finditer(text))
    ends = len(_ENDED.findall(text))
    if len(said) < phrases or len(said) * 5 < ends * 4:
        return
    start = said[0].start() + len(said[0][0]) - len(said[0][0].lstrip())
    end = said[-1].end()
    calm = re.sub("[!！]+", lambda m: "。" if "！" in m[0] else ".", text[start : end - 1])
    yield Found(start, end, "every", replace=calm + text[end - 1])

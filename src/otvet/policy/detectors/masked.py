"""Words with letters hidden behind asterisks and the like, matched against a list of what they may be."""

import functools
import re
from collections.abc import Iterator

from otvet.language.later import later
from otvet.language.lookalikes import TO_CYRILLIC, TO_LATIN
from otvet.language.signs import signs
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_MASK = r"*#@$%&×•●✱✲✳∗⁎＊_~^?!"
_TOKEN = later(rf"(?<![\w*])[a-zа-яё{re.escape(_MASK)}0-9]{{2,18}}")
_hint = signs(
    r"[a-zа-яё][*#@$%&×•●✱✲✳∗⁎_~^]|[*#@$%&×•●✱✲✳∗⁎_^][a-zа-яё]|[a-zа-яё][?!][a-zа-яё]"
    r"|[\x{4e00}-\x{9fff}][*×xX○口#_圈]|[*×xX○口#_圈][\x{4e00}-\x{9fff}]"
)
_HAN_MASK = "[*×xX○口#_＊圈]"
_LEAST_WORD = 3
_WORDS = f"{__name__} words"
_ANY_MASK = later(f"[{re.escape(_MASK)}]")


def make(options: Options) -> Detector:
    """`words`: plain words a mask may hide; Chinese ones are found with any one character masked."""
    words = options.texts("words")
    if not words:
        raise ValueError("option words must list at least one word")
    plain = tuple(w for w in words if not "\u4e00" <= w[0] <= "\u9fff")
    han = later("|".join(_han(w) for w in words if w not in plain) or "(?!)")

    def detect(reading: Reading) -> Iterator[Found]:
        view = reading.surface
        for at, word in _masked(reading):
            if _hides(word, plain):
                start, end = view.source(at, at + len(word))
                if (
                    _lone_initial(word)
                    and reading.text[start].isupper()
                    and start
                    and reading.text[start - 1] != "\n"
                ):
                    continue
                yield Found(start, end, "masked")
        if _may_be_masked(reading):
            for match in han.finditer(view.text):
                yield Found(*view.source(*match.span()), "masked")

    return detect


def _may_be_masked(reading: Reading) -> bool:
    """Asked once a text, however many rules look for masks."""
    seen = reading.kept.get(__name__)
    if seen is None:
        seen = reading.kept[__name__] = bool(_hint(reading.surface_raw))
    return bool(seen)


def _masked(reading: Reading) -> list[tuple[int, str]]:
    """The words with a mask in the surface and where each begins, cut out once a text for all rules."""
    if not _may_be_masked(reading):
        return []
    words = reading.kept.get(_WORDS)
    if not isinstance(words, list):
        tokens = ((m.start(), m[0].rstrip("?!_~^")) for m in _TOKEN.finditer(reading.surface.text))
        words = reading.kept[_WORDS] = [
            (at, word) for at, word in tokens if len(word) >= _LEAST_WORD and _ANY_MASK.search(word)
        ]
    return words


def _lone_initial(word: str) -> bool:
    return sum(c.isalpha() for c in word) == 1


def _han(word: str) -> str:
    """The word with any one character masked."""
    return "|".join(re.escape(word[:at]) + _HAN_MASK + re.escape(word[at + 1 :]) for at in range(len(word)))


@functools.lru_cache(maxsize=4096)
def _hides(word: str, plain: tuple[str, ...]) -> bool:
    letters = sum(c.isalpha() for c in word)
    masks = sum(c in _MASK for c in word)
    if not letters or not masks or len(word) < _LEAST_WORD or any(c.isdigit() for c in word):
        return False
    for table in (TO_CYRILLIC, TO_LATIN) if not word.isascii() else (TO_LATIN,):
        pattern = re.compile(_pattern(word, table))
        if any(pattern.fullmatch(w) for w in plain):
            return True
    return False


def _pattern(word: str, table: dict[int, str]) -> str:
    out = ""
    for run in re.finditer(rf"[{re.escape(_MASK)}]+|[^{re.escape(_MASK)}]+", word):
        piece = run[0]
        if piece[0] not in _MASK:
            out += re.escape(piece.translate(table))
        elif len(piece) == 1:
            out += "."
        else:
            out += f".{{{len(piece) - (len(piece) > 2)},{len(piece) + 1}}}"  # noqa: PLR2004 - long masks are rough
    return out

"""The stretches of a text that are read at once: the whole of it where it is short, and the sentences of what is longer."""

import re

from otvet.language.clauses import Bounds
from otvet.language.encoder import LONGEST
from otvet.policy.reading import Reading

MOST_WINDOWS = 8
_HAN = re.compile("[\u3400-\u9fff]")
_LONG = (120, 60)  # characters from which a stretch is read in parts too, in Chinese half as many
_PART = (110, 50)  # characters of a part, whole sentences

Span = tuple[int, int]


def windows_of(text: str) -> list[Span]:
    """The whole text, or its sentences packed into stretches of at most LONGEST characters; MOST_WINDOWS of them."""
    if len(text) <= LONGEST:
        return [(0, len(text))]
    sentences = Bounds(text)
    spans: list[Span] = []
    at = 0
    while at < len(text) and len(spans) < MOST_WINDOWS:
        end = at
        while end < len(text):
            _, after = sentences.around(end, end + 1)
            if after - at > LONGEST:
                break
            end = max(after, end + 1)
        end = min(end, at + LONGEST) if end > at else min(len(text), at + LONGEST)
        spans.append((at, end))
        at = end
    return spans


def parts_of(text: str, windows: list[Span]) -> list[Span]:
    """Sentences of longer windows by themselves, as many as are left: one bad sentence among five good ones is drowned in their sum."""
    out: list[Span] = []
    for start, end in windows:
        han = 3 * len(_HAN.findall(text, start, end)) > end - start
        if end - start > _LONG[han]:
            packed = _packed(text, (start, end), _PART[han])
            out += packed if len(packed) > 1 else []
    return out if len(out) + len(windows) <= MOST_WINDOWS else []


def _packed(text: str, window: Span, most: int) -> list[Span]:
    sentences, (at, last) = Bounds(text), window
    out: list[Span] = []
    while at < last:
        end = at
        while end < last:
            _, after = sentences.around(end, end + 1)
            if after - at > most and end > at:
                break
            end = max(after, end + 1)
        out.append((at, min(end, last)))
        at = min(end, last)
    return out


def clauses_in(reading: Reading, start: int, end: int) -> list[Span]:
    """The clauses of a stretch, in order, at least one."""
    parts: list[Span] = []
    at = start
    while at < end:
        first, last = reading.clause(at, at + 1)
        last = min(max(last, at + 1), end)
        if reading.text[at:last].strip():
            parts.append((max(first, at), last))
        at = last
    return parts or [(start, end)]

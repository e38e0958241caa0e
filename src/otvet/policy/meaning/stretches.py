"""The stretches of a text that are read at once: the whole of it where it is short, and the sentences of what is longer."""

import re
from typing import NamedTuple

from otvet.language.clauses import Bounds
from otvet.language.encoder import LONGEST
from otvet.policy.reading import Reading

MOST_WINDOWS = 8
_HAN = re.compile("[\u3400-\u9fff]")
_LONG = (120, 60)  # characters from which a stretch is read in parts too, in Chinese half as many
_PART = (110, 50)  # characters of a part, whole sentences

Span = tuple[int, int]


class Stretch(NamedTuple):
    """Characters `start` to `end` of a text; a part is some sentences of a longer window."""

    start: int
    end: int
    part: bool


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


def stretches_of(text: str) -> list[Stretch]:
    """What is read of a text, in order, at most MOST_WINDOWS: its windows, longer ones sentence by sentence as far as that goes.

    One bad sentence among five good ones is drowned in their sum, and what heads learnt from is seldom longer than a part.
    """
    windows, out = windows_of(text), list[Stretch]()
    for left, (start, end) in zip(range(len(windows) - 1, -1, -1), windows, strict=True):
        han = 3 * len(_HAN.findall(text, start, end)) > end - start
        parts = _packed(text, (start, end), _PART[han]) if end - start > _LONG[han] else []
        if 1 < len(parts) <= MOST_WINDOWS - left - len(out):
            out += [Stretch(*part, part=True) for part in parts]
        else:
            out.append(Stretch(start, end, part=False))
    return out


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

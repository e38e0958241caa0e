"""Flooding: one word, or one short run of characters, over and over."""

import re
from collections.abc import Iterator

from otvet.language.later import later
from otvet.language.signs import signs
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_LONGEST = 6  # characters of a Chinese word that is repeated
_WORD = later(r"[^\W_]{2,30}")
_HELD = later(r"([^\W\d_])\1{6,}", re.IGNORECASE)  # a key held down
_han = signs(r"[\x{4e00}-\x{9fff}]{8}")


def make(options: Options) -> Detector:
    """The same word `least` times in a row, with nothing but spaces and marks between; Chinese ones also without."""
    least = options.number("least", 5)
    note = options.text("note")
    han = [later(rf"([\u4e00-\u9fff]{{{size}}})\1{{{least - 1},}}") for size in range(2, _LONGEST + 1)]

    def detect(reading: Reading) -> Iterator[Found]:
        text = reading.text
        if (held := _HELD.search(text)) is not None:
            yield Found(held.start(), held.end(), note)
        for start, end in _rows(text, least):
            yield Found(start, end, note)
        if _han(reading.raw):
            for pattern in han:
                if (match := pattern.search(text)) is not None:
                    yield Found(*match.span(), note)
                    return

    return detect


def _rows(text: str, least: int) -> Iterator[tuple[int, int]]:
    """Where one word stands at least so many times in a row."""
    said, start, end, times = "", 0, 0, 0
    for word in _WORD.finditer(text):
        if word[0].lower() == said:
            times, end = times + 1, word.end()
            continue
        if times >= least:
            yield start, end
        said, start, end, times = word[0].lower(), word.start(), word.end(), 1
    if times >= least:
        yield start, end

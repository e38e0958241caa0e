"""Where sentences and clauses begin and end, by their marks alone."""

import re

_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$|[А-ЯЁA-Z])|[。！？；\n;]+")
_CLAUSE_END = re.compile(r"(?<!\d),(?!\d)|(?<=\D),|[，、。！？；:：;\n!?…]|\.(?!\d)|\s[-–—]\s|——")


def bounds(text: str, start: int, end: int, *, clause: bool = False) -> tuple[int, int]:
    """The sentence (or clause) around a span, without the white space before it, with its closing mark."""
    marks = _CLAUSE_END if clause else _SENTENCE_END
    first = 0
    last = len(text)
    for mark in marks.finditer(text):
        if mark.end() <= start:
            first = mark.end()
        elif mark.start() >= end:
            last = mark.end()
            break
    while first < start and text[first].isspace():
        first += 1
    return first, last

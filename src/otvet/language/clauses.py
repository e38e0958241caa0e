"""Where sentences and clauses begin and end, by their marks alone."""

import re
from bisect import bisect_left, bisect_right

_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$|[А-ЯЁA-Z])|[。！？；\n;]+")
_CLAUSE_END = re.compile(r"(?<!\d),(?!\d)|(?<=\D),|[，、。！？；:：;\n!?…]|\.(?!\d)|\s[-–—]\s|——")


class Bounds:
    """Where the sentences or the clauses of one text end; asked any number of times, the text is read once."""

    def __init__(self, text: str, *, clause: bool = False) -> None:
        self._text = text
        marks = list((_CLAUSE_END if clause else _SENTENCE_END).finditer(text))
        self._starts = [m.start() for m in marks]
        self._ends = [m.end() for m in marks]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The part around a span, without the white space before it, with its closing mark."""
        before = bisect_right(self._ends, start)
        first = self._ends[before - 1] if before else 0
        after = bisect_left(self._starts, end)
        last = self._ends[after] if after < len(self._ends) else len(self._text)
        while first < start and self._text[first].isspace():
            first += 1
        return first, last

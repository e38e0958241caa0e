"""Scarcity: hardly any stock or time left, unless the facts say that it is so."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from otvet.policy.context import Context
from otvet.policy.detectors.terms import excuse, extent
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_NUMBER = re.compile(r"\d+")
_STOCK = re.compile(r"stock|left|quantity|остат|налич|库存|余量", re.IGNORECASE)
_FEW = 10  # pieces in stock that may be called the last


def make(options: Options) -> Detector:
    """Hits of `lexicons`, unless excused like words of `terms` or true by product, order or policy."""
    lexicons = options.lexicons("lexicons", needed=True)
    excused = excuse(options)
    widened = extent(options)
    note = options.text("note")

    def detect(reading: Reading) -> Iterator[Found]:
        for hit in reading.any_hits(lexicons):
            if excused(reading, hit.start, hit.end) or _true(reading, hit.start, hit.end):
                continue
            yield Found(*widened(reading, hit.start, hit.end), note)

    return detect


def _true(reading: Reading, start: int, end: int) -> bool:
    first, last = reading.sentence(start, end)
    said = {int(n) for n in _NUMBER.findall(reading.text[first:last][:400]) if len(n) < _DIGITS}
    return any(
        _few(key, value, said) or _ends(value, said, reading.context) for key, value in _facts(reading)
    )


_DIGITS = 7


def _facts(reading: Reading) -> Iterator[tuple[str, Any]]:
    facts = reading.context.facts
    for section in (facts.product, facts.order, facts.policy) if facts is not None else ():
        yield from (section or {}).items()


def _few(key: str, value: object, said: set[int]) -> bool:
    """A stock that is small, or the very number said."""
    if not _STOCK.search(key) or isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return value <= _FEW or value in said


def _ends(value: object, said: set[int], context: Context) -> bool:
    """A date that is today, or whose day is named."""
    if isinstance(value, str):
        try:
            value = dt.date.fromisoformat(value[:10])
        except ValueError:
            return False
    if isinstance(value, dt.datetime):
        value = value.date()
    return isinstance(value, dt.date) and (value == context.date or value.day in said)

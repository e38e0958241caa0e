"""Days said in a text, and what only looks like one."""

import datetime as dt

import pytest

from otvet.language.dates import days_in

TODAY = dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on the twenty\nfifth.", "2026-11-25", "2026-11-25"),
        ("by the 19th.", "2026-11-19", "2026-11-19"),
        ("к третьему декабря", "2026-12-03", "2026-12-03"),
        ("within two days", "2026-11-27", "2026-11-29"),
        ("к выходным", "2026-11-27", "2026-11-29"),
        ("до декабря", "2026-11-27", "2026-11-30"),
        ("до ноября", "2026-11-27", "2027-10-31"),
        ("by the end of february", "2026-11-27", "2027-02-28"),
        ("两天之内", "2026-11-27", "2026-11-29"),
        ("一个星期就到", "2026-11-27", "2026-12-04"),
    ],
)
def test_a_day_or_a_stretch_is_read(text, first, last):
    """A stretch begins today."""
    assert [(str(day.first), str(day.last)) for day in days_in(text, TODAY, TODAY)] == [(first, last)]


@pytest.mark.parametrize(
    "text", ["on the 0th.", "0日到", "on the thirty-fifth.", "takes two days longer", "第三天就"]
)
def test_what_is_no_day_is_left_alone(text):
    """Numbers no month has, counted days, and longer for later."""
    assert list(days_in(text, TODAY, TODAY)) == []

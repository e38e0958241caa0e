"""Working time: openings, holidays, zones, and how much of it lies between two moments."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otvet.desk.hours import (
    MINUTE,
    Period,
    Schedule,
    after,
    between,
    calendars,
    checked,
    hours_of,
    is_open,
    opening,
    spans,
)
from otvet.desk.plan import as_written
from otvet.errors import BadInput

HOUR = 60 * MINUTE
OFFICE = as_written().schedules["office"]
SUPPORT = as_written().schedules["support"]


def at(text, zone="Europe/Moscow"):
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def week(first, second=None, **more):
    hours = (first, first if second is None else second)
    return Schedule(periods=(Period(week=(hours * 4)[:7], **more),))


def test_the_calendar_has_as_many_working_days_as_the_law_gives():
    """247 working days in 2026, as published; 2027 says that the government's order is missing."""
    year, day, working = calendars()["ru"]["2026"], dt.date(2026, 1, 1), 0
    while day.year == 2026:
        working += (day.weekday() < 5 and day not in year.off) or day in year.working
        day += dt.timedelta(days=1)

    assert working == 247
    assert year.complete
    assert not calendars()["ru"]["2027"].complete


def test_a_budget_skips_nights_weekends_and_holidays():
    """Two hours from Friday evening end on Monday; the May holidays are no working time."""
    assert after(OFFICE, at("2026-11-27T17:00"), 2 * HOUR) == at("2026-11-30T10:00")
    assert after(OFFICE, at("2026-04-30T16:00"), 2 * HOUR) == at("2026-05-04T10:00")  # 30 April is short
    assert after(OFFICE, at("2026-12-30T17:30"), HOUR) == at("2027-01-11T09:30")


def test_support_has_other_hours_on_holidays():
    """10 to 20 on 4 November, 8 to 22 on the day after."""
    assert opening(SUPPORT, at("2026-11-04T03:00")) == (at("2026-11-04T10:00"), at("2026-11-04T20:00"))
    assert opening(SUPPORT, at("2026-11-04T21:00")) == (at("2026-11-05T08:00"), at("2026-11-05T22:00"))
    assert is_open(SUPPORT, at("2026-11-05T21:59"))
    assert not is_open(SUPPORT, at("2026-11-05T22:00"))


def test_later_periods_come_before_earlier_ones_and_days_before_both():
    """A summer's hours hold in the summer alone; one named day has its own."""
    usual, summer = Period(week=("09:00-18:00",) * 7), Period(
        week=("10:00-16:00",) * 7, since=dt.date(2026, 6, 1), until=dt.date(2026, 8, 31)
    )  # fmt: skip
    schedule = Schedule(periods=(usual, summer), calendar="", days=((dt.date(2026, 7, 1), ""),))

    assert hours_of(schedule, dt.date(2026, 5, 31)) == spans("09:00-18:00")
    assert hours_of(schedule, dt.date(2026, 6, 1)) == spans("10:00-16:00")
    assert hours_of(schedule, dt.date(2026, 7, 1)) == ()
    assert hours_of(schedule, dt.date(2026, 9, 1)) == spans("09:00-18:00")


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_where_the_clocks_change_a_day_has_23_or_25_hours(day):
    """Berlin, round the clock: what passes is what passed."""
    schedule = Schedule(zone="Europe/Berlin", calendar="", periods=(Period(week=("00:00-24:00",) * 7),))
    start = at(f"{day}T00:00", "Europe/Berlin")
    end = at(f"{dt.date.fromisoformat(day) + dt.timedelta(days=1)}T00:00", "Europe/Berlin")

    assert end - start == (23 if day.startswith("2026-03") else 25) * HOUR
    assert between(schedule, start, end) == end - start


def test_a_schedule_that_never_opens_counts_round_the_clock():
    """No deadline is lost to an empty page of hours."""
    never = week("", holiday="")

    assert opening(never, 0) is None
    assert after(never, 1_000, HOUR) == 1_000 + HOUR
    assert between(never, 1_000, 5_000) == 4_000


@pytest.mark.parametrize("wrong", ["9-18", "18:00-09:00", "09:00-25:00", "09:00-12:00,11:00-14:00", "x"])
def test_hours_that_are_none_are_refused(wrong):
    """With an example of how to write them."""
    with pytest.raises(BadInput, match="09:00-13:00"):
        checked(week(wrong))


@pytest.mark.parametrize("field", [{"zone": "Europe/Atlantis"}, {"calendar": "xx"}, {"periods": ()}])
def test_a_schedule_of_nowhere_is_refused(field):
    """Zone, calendar and periods have to be there."""
    with pytest.raises(BadInput):
        checked(Schedule(**{"periods": (Period(week=("",) * 7),), **field}))


moments = st.integers(at("2026-01-01T00:00"), at("2027-12-31T00:00"))
schedules = st.sampled_from([
    OFFICE, SUPPORT, week("00:00-24:00"), week("22:00-24:00", ""), week("", "09:00-13:00,14:00-18:30"),
    Schedule(zone="America/New_York", calendar="", periods=(Period(week=("08:00-20:00",) * 7),)),
    Schedule(zone="Asia/Vladivostok", periods=(Period(week=("00:00-09:00",) * 7, holiday=""),)),
])  # fmt: skip


@given(schedules, moments, st.integers(1, 40 * HOUR))
def test_what_is_added_is_what_lies_between(schedule, start, length):
    """The deadline is just far enough: the working time up to it is the budget, and it is not later than it must be."""
    end = after(schedule, start, length)

    assert between(schedule, start, end) == length
    assert between(schedule, start, end - 1) < length


@given(schedules, moments, st.integers(0, 5 * 24 * HOUR), st.integers(0, 5 * 24 * HOUR))
def test_working_time_adds_up(schedule, start, first, second):
    """A stretch is as long as its two parts, and never longer than the clock says."""
    middle, end = start + first, start + first + second

    assert between(schedule, start, end) == between(schedule, start, middle) + between(schedule, middle, end)
    assert 0 <= between(schedule, start, end) <= end - start


@given(schedules, moments, st.integers(0, 36 * 60))
def test_working_time_is_the_minutes_somebody_could_count(schedule, start, minutes):
    """Minute by minute, by whether it is open in it."""
    begin = start - start % MINUTE
    end = begin + minutes * MINUTE
    counted = sum(is_open(schedule, moment) for moment in range(begin, end, MINUTE))

    assert between(schedule, begin, end) == counted * MINUTE

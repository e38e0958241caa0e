"""Working time: when people answer, how much of it lies between two moments, and when so much of it has passed.

Moments are ms since 1970 UTC, lengths ms; days and hours are those of the schedule's own zone (mission rows A6 and B4).
Pure: the same schedule and the same moments give the same answer on every machine.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct, field

from otvet.errors import BadInput

MINUTE = 60_000
DAY_MINUTES = 1_440
FARTHEST = 400  # days looked ahead; a schedule that never opens in them counts round the clock
PAGE = Path(__file__).with_name("calendar.toml")
_SPAN = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")

Spans = tuple[tuple[int, int], ...]  # minutes of the day, from and to


class Year(Struct, frozen=True, forbid_unknown_fields=True):
    """One year of a production calendar; `complete` once the government's order is in it."""

    complete: bool
    off: frozenset[dt.date]
    short: frozenset[dt.date]
    working: frozenset[dt.date]


class Period(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hours that hold from a day to a day, both included; without one, always.

    `week` are the hours of Monday to Sunday, such as `09:00-13:00,14:00-18:00`, empty when closed.
    `holiday` are the hours on a day the calendar calls off, `None`: as on its day of the week.
    `short`: a day before a holiday ends an hour earlier.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    week: tuple[str, str, str, str, str, str, str]
    holiday: str | None = None
    short: bool = False


class Schedule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When somebody works: later periods come before earlier ones, `days` before both."""

    zone: str = "Europe/Moscow"
    calendar: str = "ru"  # "" knows no holidays
    periods: tuple[Period, ...]
    days: tuple[tuple[dt.date, str], ...] = field(default=())


@cache
def calendars() -> dict[str, dict[str, Year]]:
    """The calendars that come along: country, year."""
    text = PAGE.read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, dict[str, Year]])


@lru_cache(maxsize=1_000)
def spans(hours: str) -> Spans:
    """`09:00-13:00,14:00-18:00` as minutes of the day. Raises `BadInput` for anything else."""
    read: list[tuple[int, int]] = []
    for part in filter(None, hours.replace(" ", "").split(",")):
        found = _SPAN.fullmatch(part)
        start, end = (
            (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, 0)
        )
        if not found or not (read[-1][1] if read else 0) <= start < end <= DAY_MINUTES:
            raise BadInput(f"{hours!r} are no hours: write 09:00-13:00,14:00-18:00, the earlier first.")
        read.append((start, end))
    return tuple(read)


def checked(schedule: Schedule) -> Schedule:
    """The schedule, if every hour, day and zone of it makes sense. Raises `BadInput`."""
    try:
        ZoneInfo(schedule.zone)
    except (KeyError, ValueError, OSError):
        raise BadInput(f"There is no time zone {schedule.zone!r}; write Europe/Moscow or the like.") from None
    if schedule.calendar and schedule.calendar not in calendars():
        raise BadInput(f"There is no calendar {schedule.calendar!r}; there is {', '.join(calendars())}.")
    if not schedule.periods:
        raise BadInput("A schedule has at least one period.")
    for period in schedule.periods:
        for hours in (*period.week, period.holiday or ""):
            spans(hours)
        if period.since and period.until and period.since > period.until:
            raise BadInput("A period ends on the day it begins or later.")
    for _, hours in schedule.days:
        spans(hours)
    return schedule


@lru_cache(maxsize=20_000)
def hours_of(schedule: Schedule, day: dt.date) -> Spans:
    """The hours of one day, in minutes of it."""
    for named, hours in schedule.days:
        if named == day:
            return spans(hours)
    period = _period(schedule, day)
    if period is None:
        return ()
    year = calendars().get(schedule.calendar, {}).get(str(day.year))
    if year and day in year.off:
        return spans(period.week[day.weekday()] if period.holiday is None else period.holiday)
    if year and day in year.working:
        return spans(period.week[0])
    told = spans(period.week[day.weekday()])
    if period.short and year and day in year.short and told:
        start, end = told[-1]
        return (*told[:-1], (start, max(start + 1, end - 60)))
    return told


def _period(schedule: Schedule, day: dt.date) -> Period | None:
    for period in reversed(schedule.periods):
        if (period.since is None or period.since <= day) and (period.until is None or day <= period.until):
            return period
    return None


@lru_cache(maxsize=20_000)
def _opened(schedule: Schedule, day: dt.date) -> tuple[tuple[int, int], ...]:
    """The hours of a day as moments; where the clocks change none is counted twice."""
    zone, found, last = ZoneInfo(schedule.zone), [], 0
    for span in hours_of(schedule, day):
        start, end = (_moment(day, minute, zone) for minute in span)
        start = max(start, last)
        if end > start:
            found.append((start, end))
            last = end
    return tuple(found)


def _moment(day: dt.date, minute: int, zone: ZoneInfo) -> int:
    if minute == DAY_MINUTES:
        day, minute = day + dt.timedelta(days=1), 0
    return int(dt.datetime.combine(day, dt.time(minute // 60, minute % 60), zone).timestamp() * 1000)


def day_of(schedule: Schedule, at: int) -> dt.date:
    """Which day it is there."""
    return dt.datetime.fromtimestamp(at / 1000, ZoneInfo(schedule.zone)).date()


def _from(schedule: Schedule, at: int) -> Iterator[tuple[int, int]]:
    """Hours that end after `at`, the first ones first; those of the day before may run past midnight of another zone."""
    day = day_of(schedule, at)
    for ahead in range(FARTHEST):
        for start, end in _opened(schedule, day + dt.timedelta(days=ahead)):
            if end > at:
                yield max(start, at), end


def opening(schedule: Schedule, at: int) -> tuple[int, int] | None:
    """From when to when people answer next, `at` itself where they do now; `None` when never."""
    return next(_from(schedule, at), None)


def is_open(schedule: Schedule, at: int) -> bool:
    """Whether people answer at this moment."""
    found = opening(schedule, at)
    return found is not None and found[0] <= at


def after(schedule: Schedule, at: int, length: int) -> int:
    """The moment when `length` ms of working time have passed since `at`."""
    left = length
    for start, end in _from(schedule, at):
        if left <= end - start:
            return start + left
        left -= end - start
    return at + length


def between(schedule: Schedule, start: int, end: int) -> int:
    """How much working time lies between two moments, in ms; nothing when they are the wrong way round."""
    if end <= start:
        return 0
    passed, any_hours = 0, False
    for opened, closed in _from(schedule, start):
        any_hours = True
        if opened >= end:
            break
        passed += min(closed, end) - opened
    return passed if any_hours else end - start

"""How long a buyer will wait, told before the wait and in words (mission row A6). Pure."""

from typing import Literal

from babel.dates import format_date
from msgspec import Struct

from otvet.desk.hours import MINUTE, Schedule, after, day_of, hours_of, opening
from otvet.language.catalogue import catalogue

Language = Literal["ru", "en", "zh"]
LOCALES = {"ru": "ru_RU", "en": "en_GB", "zh": "zh_CN"}
SURE_MINUTES = 60  # beyond an hour a number of minutes would pretend to know


class Wait(Struct, frozen=True, kw_only=True):
    """What can be said now; moments in ms since 1970.

    `open`: people answer at this hour.  `opens_at`: when they do next, `closes_at`: until when; `None` for never.
    `place`: this one's place in the queue, 1 is next.  `minutes`: until somebody answers, counted from now
    (through the night when closed), `None` when it cannot be told.  `on_duty`: how many people answer now.
    """

    open: bool
    opens_at: int | None
    closes_at: int | None
    place: int
    minutes: int | None
    on_duty: int


def expected(schedule: Schedule, at: int, *, ahead: int, on_duty: int, handling_minutes: int) -> Wait:
    """The wait of somebody who comes at `at`, with `ahead` waiting before them.

    Each of those on duty takes `handling_minutes` for one; outside the hours the queue is answered from the next
    opening on, by one person at least.  With nobody on duty inside the hours nothing is promised.
    """
    found = opening(schedule, at)
    if found is None:
        return Wait(open=False, opens_at=None, closes_at=None, place=ahead + 1, minutes=None, on_duty=on_duty)
    opens, closes = found
    now = opens <= at
    minutes: int | None = None
    if on_duty or not now:
        rounds = ahead // max(1, on_duty) + (1 if ahead else 0)
        answered = after(schedule, at, max(1, rounds * handling_minutes) * MINUTE)
        minutes = max(1, -(-(answered - at) // MINUTE))
    return Wait(open=now, opens_at=opens, closes_at=closes, place=ahead + 1, minutes=minutes, on_duty=on_duty)


def in_words(wait: Wait, schedule: Schedule, at: int, language: Language) -> str:
    """One or two sentences for the buyer; hours in the schedule's zone, which is named."""
    words = catalogue(language)
    if wait.opens_at is None:
        return words.text("Write to us: a person will answer, and the answer waits for you here.")
    if not wait.open:
        when = _moment(schedule, wait.opens_at, at, language)
        return words.text(
            "People answer from %(when)s. Write now: your request keeps its place in the queue.", when=when
        )
    place = words.text("You are number %(place)s in the queue.", place=wait.place)
    gap = "" if language == "zh" else " "
    if wait.minutes is None:
        return place + gap + words.text("Nobody is free at the moment; we answer as soon as we can.")
    if wait.minutes > SURE_MINUTES:
        return (
            place + gap + words.text("The wait is longer than an hour; you may leave, the answer stays here.")
        )
    about = words.plural(
        "About %(num)s minute until an answer.", "About %(num)s minutes until an answer.", wait.minutes
    )
    return place + gap + about


def today(schedule: Schedule, at: int) -> tuple[str, ...]:
    """The hours of this day as they are read: `08:00-22:00`."""
    return tuple(f"{_clock(start)}-{_clock(end)}" for start, end in hours_of(schedule, day_of(schedule, at)))


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _moment(schedule: Schedule, opens: int, at: int, language: Language) -> str:
    day, now = day_of(schedule, opens), day_of(schedule, at)
    start = next((s for s, e in hours_of(schedule, day)), 0)
    words = catalogue(language)
    clock = words.text("%(clock)s (%(zone)s)", clock=_clock(start), zone=_zone(schedule, language))
    if day == now:
        return clock
    if (day - now).days == 1:
        return words.text("tomorrow, %(clock)s", clock=clock)
    return (
        f"{format_date(day, 'd MMMM' if language != 'zh' else 'M月d日', locale=LOCALES[language])}, {clock}"
    )


def _zone(schedule: Schedule, language: Language) -> str:
    if schedule.zone == "Europe/Moscow":
        return catalogue(language).text("Moscow time")
    return schedule.zone

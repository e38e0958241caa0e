"""What a buyer is told before the wait: open or not, place, minutes, in three languages."""

import pytest

from desk.test_hours import SUPPORT, at, week
from otvet.desk.waiting import expected, in_words, today

NOON, NIGHT, EVE = "2026-11-26T12:00", "2026-11-26T23:30", "2026-12-31T21:30"


def wait(moment, schedule=SUPPORT, *, ahead=0, on_duty=1, minutes=4):
    return expected(schedule, at(moment), ahead=ahead, on_duty=on_duty, handling_minutes=minutes)


@pytest.mark.parametrize(
    ("ahead", "on_duty", "minutes"), [(0, 1, 1), (1, 1, 8), (4, 2, 12), (4, 5, 4), (9, 3, 16)]
)
def test_more_waiting_means_longer_and_more_people_shorter(ahead, on_duty, minutes):
    """Whole rounds of those on duty; the next one is answered within a minute."""
    assert wait(NOON, ahead=ahead, on_duty=on_duty).minutes == minutes


def test_at_night_the_wait_ends_with_the_night():
    """Half past eleven: eight and a half hours, though nobody is on duty; the place is kept."""
    told = wait(NIGHT, ahead=2, on_duty=0)

    assert (told.open, told.place) == (False, 3)
    assert told.opens_at == at("2026-11-27T08:00")
    assert told.minutes == 8 * 60 + 30 + 3 * 4


def test_with_nobody_on_duty_nothing_is_promised():
    """Open hours, and no number made up."""
    assert wait(NOON, on_duty=0).minutes is None
    assert wait(NOON, schedule=week("", holiday="")).opens_at is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Вы в очереди под номером 3. Примерно 12 минут до ответа."),
        ("en", "You are number 3 in the queue. About 12 minutes until an answer."),
        ("zh", "您排在第 3 位。大约 12 分钟后得到回复。"),
    ],
)
def test_the_wait_in_words(language, words):
    """Place and minutes, with the right plural."""
    assert in_words(wait(NOON, ahead=2), SUPPORT, at(NOON), language) == words


@pytest.mark.parametrize(
    ("moment", "language", "part"),
    [
        (NIGHT, "ru", "завтра, 08:00 (время московское)"),
        (NIGHT, "en", "tomorrow, 08:00 (Moscow time)"),
        (NIGHT, "zh", "明天 08:00（莫斯科时间）"),
        ("2026-11-26T05:00", "en", "from 08:00 (Moscow time)"),
        (EVE, "en", "tomorrow, 10:00"),
    ],
)
def test_when_closed_the_next_opening_is_named(moment, language, part):
    """With its day and the zone it is meant in; holidays have hours of their own."""
    assert part in in_words(wait(moment), SUPPORT, at(moment), language)


def test_beyond_an_hour_no_minutes_are_named():
    """A number would pretend to know."""
    assert "час" in in_words(wait(NOON, ahead=40), SUPPORT, at(NOON), "ru")
    assert "Nobody" in in_words(wait(NOON, on_duty=0), SUPPORT, at(NOON), "en")
    assert "人工" in in_words(wait(NOON, schedule=week("", holiday="")), SUPPORT, at(NOON), "zh")


def test_the_hours_of_today():
    """As they are shown: on a holiday the holiday's."""
    assert today(SUPPORT, at(NOON)) == ("08:00-22:00",)
    assert today(SUPPORT, at("2026-11-04T12:00")) == ("10:00-20:00",)

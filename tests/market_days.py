"""The day on which the tests' demo shop stands, and an order of it that may be given back that day."""

from datetime import UTC, date, datetime

TODAY = date(2026, 11, 22)
DELIVERED = "48651-9685"  # a kettle of Марина's, handed over on 25 October


def at(day: date) -> int:
    """Noon of the day, in ms."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1000)

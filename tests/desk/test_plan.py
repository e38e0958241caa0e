"""The desk's plan: what comes along, what supervisors change, what would not work together."""

import datetime as dt

import pytest

from otvet.conversation.topics import TOPICS
from otvet.desk.plan import as_written, check_whole
from otvet.errors import BadInput, NotAllowed
from rooms import AGENT, SUPERVISOR

BUDGET = [{"first": 1, "next": 2, "resolution": 60}]


def test_what_comes_along_works_together():
    """Every topic of A11 has three names, deadlines that are there, and something to ask."""
    plan = as_written()
    check_whole(plan)

    assert tuple(plan.topics) == TOPICS
    assert all(set(one.name) == {"ru", "en", "zh"} and one.ask for one in plan.topics.values())
    assert all(set(one.name) == {"ru", "en", "zh"} for one in plan.queues.values())


def test_a_change_is_in_force_at_once_and_kept_with_its_reason(any_rooms):
    """On either database; taken back it is as it came along."""
    pages = any_rooms.house.desk.pages
    made = pages.change(SUPERVISOR, ("budgets", "usual"), BUDGET, "Наплыв перед праздником")
    day = dt.date(2026, 11, 26)

    assert pages.plan().budget("return", day).first == 1
    assert (made.number, made.by_id) == (1, SUPERVISOR.id)
    pages.change(SUPERVISOR, ("budgets", "usual"), None, "Праздник прошёл")
    assert pages.plan().budget("return", day) == as_written().budget("return", day)
    assert [one.reason for one in pages.history()] == ["Праздник прошёл", "Наплыв перед праздником"]


def test_deadlines_hold_from_their_day_on(rooms):
    """Dated from, to: yesterday's conversations keep yesterday's."""
    pages = rooms.house.desk.pages
    line = {"first": 9, "next": 9, "resolution": 9, "since": "2026-12-01", "until": "2026-12-31"}
    pages.change(SUPERVISOR, ("budgets", "usual"), [*BUDGET, line], "Декабрь")
    plan = pages.plan()

    assert plan.budget("return", dt.date(2026, 11, 30)).first == 1
    assert plan.budget("return", dt.date(2026, 12, 15)).first == 9
    assert plan.budget("return", dt.date(2027, 1, 1)).first == 1


@pytest.mark.parametrize(
    ("page", "content", "says"),
    [
        (("queues", "night"), {"name": {"en": "Night"}, "schedule": "moon"}, "moon"),
        (("topics", "refund"), {"name": {"en": "Refund"}, "budget": "none"}, "none"),
        (("topics", "weather"), {"name": {"en": "Weather"}}, "no topic"),
        (("schedules", "support"), {"periods": []}, "period"),
        (("schedules", "x"), {"periods": [{"week": ["9"] * 7}]}, "hours"),
        (("budgets", "usual"), [], "no line"),
        (("budgets", "usual"), [{"first": -1, "next": 1, "resolution": 1}], "first"),
        (("members", "st_1"), {"queues": ["nowhere"]}, "nowhere"),
        (("members", "st_1"), {"capacity": 1_000}, "capacity"),
        (("colours", "x"), {}, "plan"),
        (("queues", ""), {"name": {}}, "name"),
    ],
)
def test_what_would_not_work_is_refused_with_its_name(rooms, page, content, says):
    """Nothing of it is kept."""
    pages = rooms.house.desk.pages
    with pytest.raises(BadInput, match=says):
        pages.change(SUPERVISOR, page, content, "Проба")
    assert pages.plan().number == 0


def test_a_change_without_a_reason_or_a_right_is_refused(rooms):
    """Supervisors and administrators change the desk, and say why."""
    pages = rooms.house.desk.pages
    with pytest.raises(BadInput, match="why"):
        pages.change(SUPERVISOR, ("budgets", "usual"), BUDGET, " ")
    with pytest.raises(NotAllowed):
        pages.change(AGENT, ("budgets", "usual"), BUDGET, "Хочу")

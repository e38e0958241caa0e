"""Colleagues of the demo who answer a part of what comes: by language and by skill, so that routing shows itself (mission row B3).

The others of the demo answer everything; these get what is theirs alone.
"""

from typing import Any

import msgspec

from otvet.bootstrap import House
from otvet.desk.plan import Member

WHY = "Демо: кто что ведёт"
RETURNS = "returns"  # the skill of those who know returns and exchanges
PEOPLE = (
    ("wei@demo.otvet", "王伟", "agent", "zh"),
    ("vera@demo.otvet", "Вера Соколова", "agent", "ru"),
    ("emma@demo.otvet", "Emma Clark", "agent", "en"),
)
MEMBERS = {
    "wei@demo.otvet": Member(languages=("zh",), capacity=6),
    "vera@demo.otvet": Member(skills=(RETURNS, "money"), languages=("ru", "en")),
    "emma@demo.otvet": Member(skills=("money", "technical"), languages=("en",), capacity=4),
}
NEEDS = {"return": (RETURNS,), "exchange": (RETURNS,)}


def place(house: House) -> None:
    """Their pages in the desk's plan, and the skill that returns ask for; once, then supervisors' to change."""
    staff = {one.email: one for one in house.people.staff_list()}
    pages = house.desk.pages
    plan = pages.plan()
    if any(staff[email].id in plan.members for email in MEMBERS):
        return
    lead = house.people.stand_in(next(one.id for one in staff.values() if one.role == "supervisor"))
    for topic, skills in NEEDS.items():
        content = {**_plain(plan.topics[topic]), "skills": skills}
        pages.change(lead, ("topics", topic), content, WHY)
    for email, member in MEMBERS.items():
        pages.change(lead, ("members", staff[email].id), _plain(member), WHY)


def _plain(page: Any) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(page)
    return told

"""Colleagues for the desk's tests: hired, at the desk, away; conversations that wait; passes of routing."""

from sqlalchemy import insert

from otvet.desk.routing import Route
from otvet.people.actor import Actor
from otvet.storage.schema import staff
from rooms import SUPERVISOR

MINUTE = 60_000


def hire(rooms, name, role="agent"):
    """A colleague who signs in under this name."""
    actor = Actor("staff", f"st_{name}", role, name.title())
    with rooms.house.database.writing() as connection:
        connection.execute(
            insert(staff).values(
                id=actor.id, email=f"{name}@x.example", name=actor.name, role=role, language="ru",
                password_hash="", disabled=False, created_at=0,
            )
        )  # fmt: skip
    return actor


def sits(rooms, who, chosen="online", *, idle=False):
    """Their browser says that they are there."""
    rooms.house.desk.tell(who, chosen, idle=idle)


def plans(rooms, sort, name, content):
    """A supervisor changes a page of the plan."""
    rooms.house.desk.pages.change(SUPERVISOR, (sort, name), content, "Проба")


def route(rooms):
    """Everything in hand, then one pass; what it did."""
    rooms.settle()
    passed = rooms.do(rooms.house.waiting.do(Route(rooms.house.desk.pages)))
    rooms.settle()
    return passed


def tick(rooms, *, minutes=0):
    """Time passes, and what is due is done; who sits at the desk has to say so again."""
    rooms.clock.turn(seconds=minutes * 60)
    rooms.do(rooms.house.deadlines.due())
    rooms.settle()


def owner(rooms, conversation):
    return rooms.state(conversation).assignee_id

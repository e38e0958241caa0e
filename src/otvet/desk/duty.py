"""Who is at the desk: what they chose, whether they are idle, until when their browser vouches for them.

A browser tells it every 30 s; past `LASTS_MS` without a word somebody is offline.  Two tabs tell the same row,
so closing one of them ends nothing (experience.md 3.5).
"""

from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct
from sqlalchemy import Connection, select, text

from otvet.desk.hours import is_open
from otvet.desk.plan import SECOND_LINE, SUPPORT, Member, Plan
from otvet.people.staff import Colleague
from otvet.storage.schema import duty

Chosen = Literal["online", "away", "hand-over"]
State = Literal["online", "away", "hand-over", "offline"]
CHOICES: tuple[Chosen, ...] = get_args(Chosen)
LASTS_MS = 90_000  # three words of a browser that did not come

TELL = text(
    "INSERT INTO duty (person_id, chosen, idle, since, until) VALUES (:person_id, :chosen, :idle, :now, :until) "
    "ON CONFLICT (person_id) DO UPDATE SET chosen = excluded.chosen, idle = excluded.idle, "
    "since = CASE WHEN duty.until <= excluded.since THEN excluded.since ELSE duty.since END, "
    "until = excluded.until"
)


class Duty(Struct, frozen=True):
    """One colleague's last word; moments in ms."""

    person_id: str
    chosen: Chosen
    idle: bool
    since: int
    until: int

    def state(self, now: int) -> State:
        if self.until <= now:
            return "offline"
        return "away" if self.idle and self.chosen == "online" else self.chosen


def read(connection: Connection) -> dict[str, Duty]:
    """Everybody who was ever at the desk."""
    rows = connection.execute(select(duty)).all()
    return {r.person_id: Duty(r.person_id, r.chosen, bool(r.idle), r.since, r.until) for r in rows}


def member(plan: Plan, colleague: Colleague) -> Member:
    """What a colleague answers: their page, or what their role means without one."""
    page = plan.members.get(colleague.id)
    if page is not None:
        return page
    if colleague.role == "agent":
        return Member(queues=(SUPPORT,))
    if colleague.role == "senior_agent":
        seniors = tuple(code for code, queue in plan.queues.items() if queue.seniors)
        return Member(queues=(*(seniors or (SECOND_LINE,)), SUPPORT))
    return Member(queues=(), capacity=0)


def working(plan: Plan, one: Member, now: int) -> bool:
    """Whether it is within their shift; without a shift it always is."""
    return not one.shift or is_open(plan.schedule(one.shift), now)


def at_work(
    plan: Plan, colleagues: Iterable[Colleague], told: dict[str, Duty], now: int
) -> dict[str, Member]:
    """Who can be given something: online, within the shift, not disabled."""
    found = {}
    for colleague in colleagues:
        word, page = told.get(colleague.id), member(plan, colleague)
        if colleague.disabled or word is None or word.state(now) != "online":
            continue
        if page.queues and working(plan, page, now):
            found[colleague.id] = page
    return found

"""How the desk works: topics, queues, hours, deadlines, who answers what. One frozen value, pure.

`plan.toml` is how it comes along; what supervisors changed stands over it, page by page (`desk/pages.py`).
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field, structs

from otvet.conversation.fields import Field, checked_field
from otvet.conversation.topics import TOPICS_AS_WRITTEN, Topic, Words
from otvet.desk.hours import Schedule, checked
from otvet.desk.tiers import Tier
from otvet.errors import BadInput

PAGE = Path(__file__).with_name("plan.toml")
SUPPORT, SECOND_LINE, SELLER = "support", "second-line", "seller"
WARN_PERCENT = 75  # of a budget: from here on a clock is amber (experience.md 3.1)
Minutes = Annotated[int, Meta(ge=0, le=525_600)]
Sort = Literal["topics", "queues", "schedules", "budgets", "answers", "members", "tiers", "fields"]
SORTS: tuple[Sort, ...] = (
    "topics",
    "queues",
    "schedules",
    "budgets",
    "answers",
    "members",
    "tiers",
    "fields",
)


class Queue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Conversations that wait for a group of people.

    `routed`: the desk gives them out by itself.  `unassigned_minutes`: working time until one that nobody has is
    escalated, 0 for never.  `handling_minutes`: what one usually takes; the expected wait is reckoned with it.
    `seniors`: those without a page of their own in `members` answer here when they are senior agents.
    """

    name: Words
    schedule: str = SUPPORT
    routed: bool = True
    seniors: bool = False
    unassigned_minutes: Minutes = 15
    handling_minutes: Annotated[int, Meta(ge=1, le=1_440)] = 4
    leads: tuple[str, ...] = ()  # who is told of breaches; without any, all supervisors


class Budget(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Minutes of working time until first answer, next answer and solution, from a day to a day; 0 for no deadline."""

    first: Minutes
    next: Minutes
    resolution: Minutes
    since: dt.date | None = None
    until: dt.date | None = None


class Answer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long those who are asked may take, in minutes of a schedule."""

    minutes: Minutes
    schedule: str = "office"


class Member(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a colleague answers: `None` for skills and languages means all; `shift` names a schedule, "" always."""

    queues: tuple[str, ...] = (SUPPORT,)
    skills: tuple[str, ...] | None = None
    languages: tuple[Literal["ru", "en", "zh"], ...] | None = None
    capacity: Annotated[int, Meta(ge=0, le=100)] = 5
    shift: str = ""


class Plan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything the desk decides by; `number` is that of the last change, 0 as it comes along."""

    topics: dict[str, Topic]
    queues: dict[str, Queue]
    schedules: dict[str, Schedule]
    budgets: dict[str, tuple[Budget, ...]]
    answers: dict[str, Answer]
    members: dict[str, Member] = field(default_factory=dict)
    tiers: dict[str, Tier] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)  # custom ones, by their short name
    number: int = 0

    def schedule(self, name: str) -> Schedule:
        return self.schedules.get(name) or self.schedules[SUPPORT]

    def hours(self, queue: str | None) -> Schedule:
        """The hours in which a queue is answered."""
        found = self.queues.get(queue or SUPPORT)
        return self.schedule(found.schedule if found else SUPPORT)

    def topic(self, code: str) -> Topic:
        return self.topics.get(code) or self.topics["other"]

    def budget(self, topic: str, day: dt.date) -> Budget | None:
        """The deadlines of a topic as they hold on a day."""
        named = self.topic(topic).budget
        for one in reversed(self.budgets.get(named) or self.budgets["usual"]):
            if (one.since is None or one.since <= day) and (one.until is None or day <= one.until):
                return one
        return None


KINDS: dict[Sort, Any] = {
    "topics": Topic, "queues": Queue, "schedules": Schedule, "budgets": tuple[Budget, ...],
    "answers": Answer, "members": Member, "tiers": Tier, "fields": Field,
}  # fmt: skip


@cache
def as_written() -> Plan:
    """The plan that comes along."""
    told = tomllib.loads(PAGE.read_text(encoding="utf-8"))
    return msgspec.convert({**told, "topics": msgspec.to_builtins(TOPICS_AS_WRITTEN)}, Plan)


def with_hours(plan: Plan, hours: str) -> Plan:
    """The plan with support answering in these hours every day; on holidays too. Raises `BadInput`."""
    schedule = plan.schedules[SUPPORT]
    period = structs.replace(schedule.periods[0], week=(hours,) * 7)
    if period == schedule.periods[0]:
        return plan
    changed_one = checked(structs.replace(schedule, periods=(structs.replace(period, holiday=None),)))
    return structs.replace(plan, schedules={**plan.schedules, SUPPORT: changed_one})


def changed(plan: Plan, pages: Mapping[tuple[Sort, str], Any], number: int) -> Plan:
    """The plan with pages put over it; a page of `None` is as it comes along, or gone."""
    parts: dict[str, dict[str, Any]] = {sort: dict(getattr(plan, sort)) for sort in SORTS}
    for (sort, name), page in pages.items():
        if page is not None:
            parts[sort][name] = page
    return Plan(**parts, number=number)


def read_page(sort: Sort, content: Any) -> Any:
    """A page as somebody sent it. Raises `BadInput` that names the field."""
    try:
        page = msgspec.convert(content, KINDS[sort])
    except msgspec.ValidationError as error:
        raise BadInput(f"This is no page of {sort}: {error}.") from None
    return checked(page) if isinstance(page, Schedule) else page


def check_whole(plan: Plan) -> None:
    """Whether what the pages name is there. Raises `BadInput`."""
    for what, named, there in _names(plan):
        if named not in there:
            raise BadInput(
                f"{what} names {named!r}, which is not there; there is {', '.join(sorted(there))}."
            )
    for code, one in plan.fields.items():
        checked_field(code, one)
    for code, budget in plan.budgets.items():
        if not budget:
            raise BadInput(f"The deadlines {code!r} have no line; leave one at least.")


def _names(plan: Plan) -> list[tuple[str, str, Mapping[str, Any]]]:
    found: list[tuple[str, str, Mapping[str, Any]]] = []
    found += [(f"The topic {code}", one.budget, plan.budgets) for code, one in plan.topics.items()]
    found += [(f"The queue {code}", one.schedule, plan.schedules) for code, one in plan.queues.items()]
    found += [(f"The answer of {code}", one.schedule, plan.schedules) for code, one in plan.answers.items()]
    for one in plan.members.values():
        found += [("A colleague's page", queue, plan.queues) for queue in one.queues]
        found += [("A colleague's page", one.shift, plan.schedules)] if one.shift else []
    return found

"""Three deadlines and one limit in working time: first answer, next answer, solution, and how long nobody may have it.

`reckoned` says which clocks a conversation should have; it looks at the state, the plan and one moment, nothing else,
so the same events give the same deadlines on every server (mission row B4).
"""

from otvet.conversation import events as e
from otvet.conversation.state import Conversation
from otvet.conversation.turns import OURS, Clock
from otvet.desk.hours import MINUTE, Schedule, after, between, day_of
from otvet.desk.plan import WARN_PERCENT, Plan


def reckoned(c: Conversation, plan: Plan, at: int) -> e.ClocksSet | None:
    """What has to be set so that the clocks are right, `None` when they are. `at`: when it came to this, in ms."""
    if c.status != "open":
        return None
    hours = plan.hours(c.queue)
    wanted = (*_answers(c, plan, hours), *_solution(c, plan, (hours, at)), *_limit(c, plan, (hours, at)))
    changed = tuple(one for one in wanted if not _same(c.clocks.get(one.clock), one))
    return e.ClocksSet(clocks=changed, plan=plan.number) if changed else None


def _answers(c: Conversation, plan: Plan, hours: Schedule) -> tuple[e.ClockSet, ...]:
    """From the first message that waits; the first answer of all has a clock of its own."""
    if c.waiting_since is None:
        return ()
    budget = plan.budget(c.topic, day_of(hours, c.waiting_since))
    name: e.ClockName = "next" if c.answered else "first"
    minutes = 0 if budget is None else budget.next if c.answered else budget.first
    return (_set(name, c.waiting_since, minutes, hours),) if minutes else ()


def _solution(c: Conversation, plan: Plan, moment: tuple[Schedule, int]) -> tuple[e.ClockSet, ...]:
    """From the opening, or from the reopening; while it was the buyer's turn it stood still."""
    hours, at = moment
    budget = plan.budget(c.topic, day_of(hours, c.created_at))
    if budget is None or not budget.resolution:
        return ()
    known = c.clocks.get("resolution")
    if known is None:
        return (_set("resolution", at if c.reopened else c.created_at, budget.resolution, hours),)
    if known.stopped is None:
        return (_set("resolution", known.began, budget.resolution, hours, spent=known.spent),)
    if c.turn == "buyer":
        return ()
    spent = known.spent + between(hours, known.began, known.stopped)
    return (_set("resolution", c.waiting_since or at, budget.resolution, hours, spent=spent),)


def _limit(c: Conversation, plan: Plan, moment: tuple[Schedule, int]) -> tuple[e.ClockSet, ...]:
    """From the moment it was nobody's."""
    hours, at = moment
    queue = plan.queues.get(c.queue or "")
    if queue is None or not queue.routed or not queue.unassigned_minutes:
        return ()
    if c.assignee_id is not None or c.turn not in OURS:
        return ()
    known = c.clocks.get("unassigned")
    return (_set("unassigned", known.began if known else at, queue.unassigned_minutes, hours),)


def _set(name: e.ClockName, began: int, minutes: int, hours: Schedule, *, spent: int = 0) -> e.ClockSet:
    """A clock with `minutes` of working time, `spent` ms of them gone before `began`."""
    whole = minutes * MINUTE
    warn = max(0, whole * WARN_PERCENT // 100 - spent)
    return e.ClockSet(
        name, began, after(hours, began, warn), after(hours, began, max(0, whole - spent)), spent
    )


def _same(known: Clock | None, wanted: e.ClockSet) -> bool:
    return (
        known is not None
        and known.stopped is None
        and (known.began, known.warn, known.due, known.spent)
        == (wanted.began, wanted.warn, wanted.due, wanted.spent)
    )

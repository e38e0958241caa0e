"""Clocks that turn amber or red, limits that pass, answers that are overdue: what the desk does when their time comes.

The deadlines are rows that follow from the states; each is decided against the state under the ledger's lock,
so it is done once, whoever comes, after however many restarts, and whatever the clock showed meanwhile.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from otvet import seeing
from otvet.clock import Clock
from otvet.conversation import events as e
from otvet.conversation import views
from otvet.conversation.state import Conversation
from otvet.conversation.store import Store
from otvet.conversation.turns import OURS
from otvet.conversation.turns import Clock as Running
from otvet.desk import duty
from otvet.desk.clocks import reckoned
from otvet.desk.coming_back import bring_back
from otvet.desk.pages import Pages
from otvet.desk.plan import SECOND_LINE, SUPPORT, Plan
from otvet.desk.routing import append_assigned
from otvet.storage.batch import Batch
from otvet.storage.record import Entry, Key
from otvet.storage.waiting import Waiting

KINDS = (views.NEAR, views.MISSED, views.ANSWER, views.FOLLOW, views.CALL_BACK)
URGENT = 1  # the priority of what has passed a limit


class Due:
    """One deadline that may have come."""

    key: Key | None = None
    job_ids: tuple[int, ...] = ()

    def __init__(self, row: Any, pages: Pages) -> None:
        self.conversation_ids: tuple[str, ...] = (row.conversation_id,)
        self._kind: str = row.kind
        self._subject: str = row.subject
        self._pages = pages

    def run(self, batch: Batch) -> bool:
        """Whether something was done."""
        state: Conversation | None = batch.states.get(self.conversation_ids[0])
        if state is not None and self._kind == views.FOLLOW:
            return self._follow_up(batch, state)
        if state is not None and self._kind == views.CALL_BACK:
            return self._call_back(batch, state)
        if state is None or state.status != "open":
            return False
        if self._kind == views.ANSWER:
            return self._answer(batch, state)
        clock = state.clocks.get(self._subject)
        if clock is None or clock.stopped is not None:
            return False
        return self._clock(batch, state, clock)

    def _clock(self, batch: Batch, state: Conversation, clock: Running) -> bool:
        name: Any = self._subject
        if self._kind == views.NEAR and not clock.warned and clock.warn <= batch.now:
            _append(batch, state, [e.DeadlineNear(clock=name, due=clock.due)])
            return True
        if self._kind == views.MISSED and not clock.missed and clock.due <= batch.now:
            self._missed(batch, state, name)
            return True
        return False

    def _missed(self, batch: Batch, state: Conversation, name: e.ClockName) -> None:
        """Seen by those who lead; what has passed its limit comes first, a seller's comes to us, an absent one's comes back."""
        plan = self._pages.plan_in(batch.connection)
        told = leads(batch, plan, state)
        events: list[e.Event] = [e.DeadlineMissed(clock=name, due=state.clocks[name].due, told=told)]
        if name != "resolution" and state.priority > URGENT and state.priority_why != "person":
            events.append(e.PriorityChanged(priority=URGENT, why="limit"))
        if name in ("first", "next") and state.turn == "seller" and not state.owed and state.seller_id:
            events.append(e.Routed(queue=SUPPORT))
        _append(batch, state, events)
        after: Conversation = batch.states[state.id]
        clocks = reckoned(after, plan, batch.now)  # in another queue other hours hold
        if clocks is not None:
            _append(batch, after, [clocks])
            after = batch.states[state.id]
        if name != "resolution" and after.assignee_id and after.turn in OURS:
            there = duty.at_work(
                plan, duty.colleagues(batch.connection), duty.read(batch.connection), batch.now
            )
            if there and after.assignee_id not in there:
                append_assigned(batch, plan, after, (None, "gone"))

    def _answer(self, batch: Batch, state: Conversation) -> bool:
        asked = state.escalations.get(self._subject)
        if asked is None or asked.due is None or asked.due > batch.now:
            return False
        plan = self._pages.plan_in(batch.connection)
        told: tuple[str, ...] = (state.assignee_id or asked.by_id,)
        if asked.to == "second_line":
            told = leads(batch, plan, state, SECOND_LINE)
        overdue = e.AnswerOverdue(escalation_id=self._subject, due=asked.due, told=told)
        _append(batch, state, [overdue])
        return True

    def _call_back(self, batch: Batch, state: Conversation) -> bool:
        """To who has the conversation, else to who promised the call."""
        promised = state.call_back
        if promised is None or promised.due or promised.at > batch.now:
            return False
        who = state.assignee_id or promised.by_id
        bring_back(batch, state, who, [e.CallBackDue(told=(who,))])
        return True

    def _follow_up(self, batch: Batch, state: Conversation) -> bool:
        """Back to who has the conversation, else to who took the complaint; a settled matter is open again for it."""
        found = state.complaints.get(self._subject)
        if found is None or found.follow_up is None or found.reminded or found.follow_up > batch.now:
            return False
        who = state.assignee_id or found.by_id
        bring_back(batch, state, who, [e.FollowUpDue(complaint_id=self._subject, told=(who,))])
        return True


def leads(batch: Batch, plan: Plan, state: Conversation, queue: str = "") -> tuple[str, ...]:
    """Who is told: those its queue names, else all supervisors."""
    named = plan.queues.get(queue or state.queue or "")
    if named and named.leads:
        return named.leads
    everybody = duty.colleagues(batch.connection)
    return tuple(one.id for one in everybody if one.role == "supervisor" and not one.disabled)


def _append(batch: Batch, state: Conversation, events: Sequence[e.Event]) -> None:
    batch.append(state.id, [Entry(event, "system", "desk") for event in events])


class Deadlines:
    """Looks for what is due, every second; for the table of ticks."""

    def __init__(self, store: Store, waiting: Waiting, pages: Pages, clock: Clock) -> None:
        self._store = store
        self._waiting = waiting
        self._pages = pages
        self._clock = clock

    async def due(self) -> None:
        """Do everything whose time has come; one that fails hinders no other and is tried again."""
        rows = await asyncio.to_thread(self._store.due, self._clock.now(), *KINDS)
        done = await asyncio.gather(
            *(self._waiting.do(Due(row, self._pages)) for row in rows), return_exceptions=True
        )
        for row, outcome in zip(rows, done, strict=True):
            if isinstance(outcome, BaseException):
                seeing.log.warning("deadline not met", kind=row.kind, reason=type(outcome).__name__)

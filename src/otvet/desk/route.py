"""What follows an event at the desk: the conversation gets its queue, its priority and its clocks."""

import copy

from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.state import Conversation, apply
from otvet.desk.clocks import reckoned
from otvet.desk.pages import Pages
from otvet.desk.plan import SELLER, SUPPORT, Plan
from otvet.storage.record import Entry, Job, Record


class Placing:
    """The reaction `desk.route`, by the plan in force."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    async def place(self, job: Job) -> Append:
        """Put it in a queue when it is in none, and set what the event changed about its clocks."""
        plan, at = self._pages.plan(), job.record.at

        def decide(now: Conversation) -> Decision:
            return Decision(placed(now, plan, at), {})

        return Append(job.conversation_id, decide, finishes=job)


def placed(now: Conversation, plan: Plan, at: int) -> tuple[Entry, ...]:
    """The seller's queue when it has a seller, else support's; the topic's priority unless somebody said another."""
    if now.status != "open":
        return ()
    events: list[e.Event] = []
    if now.queue is None:
        events.append(e.Routed(queue=SELLER if now.seller_id else SUPPORT))
    wanted = plan.topic(now.topic).priority
    if now.priority_why == "topic" and now.priority != wanted:
        events.append(e.PriorityChanged(priority=wanted))
    clocks = reckoned(with_events(now, events, at), plan, at)
    if clocks is not None:
        events.append(clocks)
    return tuple(Entry(event, "system", "desk") for event in events)


def with_events(now: Conversation, events: list[e.Event], at: int) -> Conversation:
    """The state as it would be after these, for deciding what else follows."""
    state = copy.copy(now)  # `apply` replaces what it holds and alters nothing
    for event in events:
        record = Record(
            state.last_position, state.id, state.last_seq + 1, type(event).__name__, event.audience, at,
            "system", "desk", None, event,
        )  # fmt: skip
        state = apply(state, record)
    return state

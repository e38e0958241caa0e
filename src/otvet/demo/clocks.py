"""The clocks of the made-up past: what is still open has the deadlines it would have in service, passed ones are marked.

Without them the list of a filled database would stand in another order than a real one.
"""

from otvet.conversation import events as e
from otvet.conversation.state import Conversation
from otvet.desk.plan import Plan
from otvet.desk.route import placed
from otvet.storage.batch import Batch
from otvet.storage.record import Entry, Key

URGENT = 1  # as `desk/deadlines.py` says of what has passed a limit


def wind(batch: Batch, name: str, plan: Plan) -> None:
    """Queue, priority and deadlines as the desk sets them after an event."""
    entries = placed(batch.states[name], plan, batch.now)
    if entries:
        batch.append(name, entries)


class Passed:
    """At the end of the past: clocks that would have turned amber or red have done so, and nothing is left due."""

    key: Key | None = None
    job_ids: tuple[int, ...] = ()

    def __init__(self, names: tuple[str, ...]) -> None:
        self.conversation_ids = names

    def run(self, batch: Batch) -> None:
        for name in self.conversation_ids:
            events = list(_turned(batch.states[name], batch.now))
            if events:
                batch.append(name, [Entry(event, "system", "desk") for event in events])


def _turned(c: Conversation, now: int) -> list[e.Event]:
    found: list[e.Event] = []
    for name, clock in c.clocks.items():
        if clock.stopped is not None or clock.warn > now:
            continue
        found.append(e.DeadlineNear(clock=name, due=clock.due))  # type: ignore[arg-type]
        if clock.due <= now:
            found.append(e.DeadlineMissed(clock=name, due=clock.due))  # type: ignore[arg-type]
    urgent = any(isinstance(one, e.DeadlineMissed) and one.clock != "resolution" for one in found)
    if urgent and c.priority > URGENT:
        found.append(e.PriorityChanged(priority=URGENT, why="limit"))
    return found

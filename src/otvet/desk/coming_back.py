"""What was promised for a day comes back on it: awake, open, with who promised it, at the top of their list."""

from collections.abc import Sequence

from otvet.conversation import events as e
from otvet.conversation.state import Conversation
from otvet.desk import duty
from otvet.desk.plan import SECOND_LINE, SUPPORT
from otvet.storage.batch import Batch
from otvet.storage.record import Entry


def bring_back(batch: Batch, state: Conversation, who: str, promised: Sequence[e.Event]) -> None:
    """Append `promised` with what makes the conversation `who`'s turn again; one who left is replaced by routing."""
    if state.status == "merged":  # it goes on elsewhere; who promised is told here
        batch.append(state.id, [Entry(event, "system", "desk") for event in promised])
        return
    events: list[e.Event] = []
    if state.status == "resolved":
        events.append(e.Reopened())
    if state.snoozed:
        events.append(e.Woken(why="time"))
    events += promised
    there = {one.id for one in duty.colleagues(batch.connection) if not one.disabled}
    if state.assignee_id is None or state.assignee_id not in there:
        events.append(e.Assigned(assignee_id=who if who in there else None, why="answered"))
    if state.queue is None:
        events.append(e.Routed(queue=SECOND_LINE if state.turn == "second_line" else SUPPORT))
    batch.append(state.id, [Entry(event, "system", "desk") for event in events])

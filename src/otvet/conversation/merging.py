"""Merging: two conversations of one buyer go on as one, and apart again. Both get a pointer; nothing moves."""

from otvet.conversation import events as e
from otvet.conversation.appending import NO_CONVERSATION
from otvet.conversation.state import Conversation
from otvet.errors import BadInput, Conflict, Merged, NotFound
from otvet.people.actor import Actor
from otvet.storage.batch import Batch
from otvet.storage.record import Entry, Key, Stored


class Merge:
    """One work on both: `source` goes on in `into`."""

    key: Key | None = None
    job_ids: tuple[int, ...] = ()

    def __init__(self, source: str, into: str, actor: Actor) -> None:
        self.conversation_ids: tuple[str, ...] = (source, into)
        self._actor = actor

    def run(self, batch: Batch) -> Stored:
        source, into = (_there(batch, name) for name in self.conversation_ids)
        if source.merged_into == into.id:
            return Stored((), {})
        _check(source, into)
        brought = source.waiting_since if source.status == "open" else None
        gone = e.MergedInto(into=into.id, reference=into.reference)
        came = e.TookIn(source=source.id, reference=source.reference, waiting_since=brought)
        records = batch.append(source.id, (_entry(gone, self._actor),))
        return Stored((*records, *batch.append(into.id, (_entry(came, self._actor),))), {})


class Unmerge:
    """The way back; `into` is where `source` went."""

    key: Key | None = None
    job_ids: tuple[int, ...] = ()

    def __init__(self, source: str, into: str, actor: Actor) -> None:
        self.conversation_ids: tuple[str, ...] = (source, into)
        self._actor = actor

    def run(self, batch: Batch) -> Stored:
        source, into = (_there(batch, name) for name in self.conversation_ids)
        if source.merged_into != into.id:
            return Stored((), {})
        if source.id not in into.took:  # it was split off from there and put back
            raise Conflict("This was part of the other one from the beginning; split it off there again.")
        records = batch.append(source.id, (_entry(e.Unmerged(), self._actor),))
        back = _entry(e.GaveBack(source=source.id), self._actor)
        return Stored((*records, *batch.append(into.id, (back,))), {})


def goes_on(now: Conversation) -> None:
    """Raises `Merged` where the conversation goes on in another one."""
    if now.merged_into is not None:
        details: dict[str, object] = {"into": now.merged_into}
        raise Merged("This conversation goes on in another one; send it there.", details=details)


def answerable(now: Conversation) -> None:
    """Raises where no reply may go: merged away, or a question that a moderator has not made public."""
    goes_on(now)
    if now.question is not None and not now.question.public:
        raise Conflict("This question is not public yet; publish or refuse it on the moderation page first.")


def _there(batch: Batch, name: str) -> Conversation:
    state: Conversation | None = batch.states.get(name)
    if state is None:
        raise NotFound(NO_CONVERSATION)
    return state


def _check(source: Conversation, into: Conversation) -> None:
    """One buyer, one shop, one seller: what nobody could see before, nobody sees after."""
    if source.id == into.id:
        raise BadInput("A conversation is not merged with itself.")
    if source.question is not None or into.question is not None:
        raise BadInput(
            "Public questions stay apart: what everybody reads and what nobody else may are not merged."
        )
    if source.parties != into.parties:
        raise BadInput("Only conversations of the same buyer, shop and seller are merged.")
    if into.status != "open":
        raise Conflict("The one it shall go on in is not open; reopen it first.")
    if source.merged_into is not None:
        raise Conflict("It goes on in another one already; take that back first.")
    if source.took:
        raise Conflict("Others go on in it; merge the other way round, or take them out first.")
    if source.replies or source.scheduled:
        raise Conflict("It has a reply that has not left yet; send it or take it back first.")


def _entry(event: e.Event, actor: Actor) -> Entry:
    return Entry(event, actor.kind, actor.id)

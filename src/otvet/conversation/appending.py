"""The one work that appends to a timeline: idempotent, decided against the state as it is then."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from otvet.conversation.events import MentionSeen, ReadUpTo
from otvet.conversation.state import Conversation
from otvet.errors import NotFound
from otvet.people.actor import Actor
from otvet.policy.told import KeptContext
from otvet.storage.batch import Batch
from otvet.storage.record import Entry, Job, Key, Stored

NO_CONVERSATION = "There is no such conversation, or it is not yours to see."


class Decision(Struct, frozen=True):
    """What to append, what to answer now and whenever the key comes again, and contexts of verdicts not kept yet."""

    entries: tuple[Entry, ...]
    answer: dict[str, Any]
    contexts: tuple[KeptContext, ...] = ()


Decide = Callable[[Conversation], Decision]
Open = Callable[[str], Decision]  # takes the new reference number


class Append:
    """Append to a conversation what `decide` makes of its state; `finishes` is the job this fulfils."""

    def __init__(
        self, conversation_id: str, decide: Decide, *, key: Key | None = None, finishes: Job | None = None
    ) -> None:
        self.conversation_ids: tuple[str, ...] = (conversation_id,)
        self.key = key
        self.job_ids: tuple[int, ...] = (finishes.id,) if finishes else ()
        self._decide = decide
        self._finishes = finishes

    def run(self, batch: Batch) -> Stored:
        known = batch.repeated(self.key)
        if known is not None:
            return known
        conversation_id = self.conversation_ids[0]
        state = batch.states.get(conversation_id)
        if state is None:
            raise NotFound(NO_CONVERSATION)
        decision = self._decide(state)
        if self._finishes is not None:
            batch.finish(self._finishes)
        records = batch.append(conversation_id, decision.entries) if decision.entries else ()
        for one in decision.contexts:
            batch.keep_context(one.hash, one.content)
        answer = {**decision.answer, "conversation_id": conversation_id}
        batch.remember(self.key, answer)
        return Stored(records, answer)


class OpenNew:
    """Open a conversation; the same key again gives the one opened before."""

    conversation_ids: tuple[str, ...] = ()
    job_ids: tuple[int, ...] = ()

    def __init__(self, conversation_id: str, decide: Open, key: Key | None) -> None:
        self.key = key
        self._id = conversation_id
        self._decide = decide

    def run(self, batch: Batch) -> Stored:
        known = batch.repeated(self.key)
        if known is not None:
            return known
        decision = self._decide(batch.next_reference())
        records = batch.append(self._id, decision.entries)
        answer = {**decision.answer, "conversation_id": self._id}
        batch.remember(self.key, answer)
        return Stored(records, answer)


class MarkRead:
    """Move a person's read mark forward, and tell the other side; nobody reads further than there is."""

    key: Key | None = None
    job_ids: tuple[int, ...] = ()

    def __init__(self, conversation_id: str, actor: Actor, seq: int) -> None:
        self.conversation_ids: tuple[str, ...] = (conversation_id,)
        self._actor = actor
        self._seq = seq

    def run(self, batch: Batch) -> Stored:
        conversation_id = self.conversation_ids[0]
        state = batch.states.get(conversation_id)
        if state is None:
            raise NotFound(NO_CONVERSATION)
        actor, seq = self._actor, min(self._seq, state.last_seq)
        seen = state.read_buyer if actor.kind == "buyer" else state.read_staff
        batch.mark_read({"conversation_id": conversation_id, "person_id": actor.id, "seq": seq})
        entries = [Entry(ReadUpTo(seq=seq), actor.kind, actor.id)] if seq > seen else []
        if state.mentions.get(actor.id):
            entries.append(Entry(MentionSeen(person_id=actor.id), actor.kind, actor.id))
        records = batch.append(conversation_id, entries) if entries else ()
        return Stored(records, {"seq": seq})

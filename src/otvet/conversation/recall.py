"""What this process remembers of conversations: states and words lately written or read.

Every commit, of this server or another, passes through here first, so nothing stale outlives it.
The writer never trusts this memory: it decides on what it reads under the ledger's lock.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from otvet.conversation.state import Conversation
from otvet.conversation.store import Store
from otvet.storage.record import Record

STATES = 5_000
WORDS = 20_000


class Recall:
    """States and words by id, the least used forgotten first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._states: OrderedDict[str, Conversation] = OrderedDict()
        self._words: OrderedDict[str, str] = OrderedDict()

    def learn(self, states: dict[str, Conversation], records: Iterable[Record]) -> None:
        """Take in a commit."""
        for name, state in states.items():
            self._states[name] = state
            self._states.move_to_end(name)
        for record in records:
            if record.body_id and record.text is not None:
                self._words[record.body_id] = record.text
        _trim(self._states, STATES)
        _trim(self._words, WORDS)

    def forget(self, conversation_ids: Iterable[str]) -> None:
        for name in conversation_ids:
            self._states.pop(name, None)

    async def state(self, conversation_id: str) -> Conversation | None:
        known = self._states.get(conversation_id)
        if known is not None:
            return known
        found = await asyncio.to_thread(self._store.state, conversation_id)
        if found is not None and conversation_id not in self._states:
            self._states[conversation_id] = found
            _trim(self._states, STATES)
        return self._states.get(conversation_id)

    async def words(self, body_ids: Sequence[str]) -> tuple[str, ...]:
        """The words of each body, in order; erased ones are empty."""
        if not body_ids:
            return ()
        missing = [one for one in body_ids if one not in self._words]
        if missing:
            self._words.update(await asyncio.to_thread(self._store.texts, missing))
            _trim(self._words, WORDS)
        return tuple(self._words.get(one, "") for one in body_ids)


def _trim(memory: "OrderedDict[str, Conversation] | OrderedDict[str, str]", most: int) -> None:
    while len(memory) > most:
        memory.popitem(last=False)

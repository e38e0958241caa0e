"""The gate once more, on every departure: the chat's, and later the letter's."""

import asyncio

import msgspec
from msgspec import Struct

from otvet.conversation.context import Gathering
from otvet.conversation.packs import Packs
from otvet.conversation.readings import Readings
from otvet.conversation.recall import Recall
from otvet.conversation.second_reader import Opinions
from otvet.conversation.state import Conversation
from otvet.policy import Cleared, Held, Outgoing, Seal
from otvet.policy.context import Context


class Leaving(Struct, frozen=True):
    """A reply that was cleared: its words, files, the author's words before it, and the seal as stored."""

    body_id: str
    files: tuple[str, ...]
    history: tuple[str, ...]
    seal: dict[str, object]


class Judged(Struct, frozen=True):
    """What the gate says now, and what it looked at."""

    outcome: Cleared | Held
    text: str
    context: Context


class OnceMore:
    """Equal hashes give the `Cleared` again; where something changed the whole check runs."""

    def __init__(
        self, packs: Packs, gathering: Gathering, recall: Recall, readings: Readings, opinions: Opinions
    ) -> None:
        self._packs = packs
        self._gathering = gathering
        self._recall = recall
        self._readings = readings
        self._opinions = opinions

    async def judge(self, state: Conversation, leaving: Leaving) -> Judged:
        seal = msgspec.convert(leaving.seal, Seal)
        words = await self._recall.words((leaving.body_id, *leaving.history))
        context = await self._gathering.context(state, words[1:], None)
        gate = self._packs.gate(state.account_id)
        outgoing = Outgoing(
            text=words[0],
            files=leaving.files,
            context=context,
            confirm=seal.confirm,
            released_by=seal.released_by,
            pictures=await asyncio.to_thread(self._readings.seen, leaving.files) if leaving.files else (),
            second=await self._opinions.kept(gate, words[0], context) if seal.second else None,
        )
        return Judged(await gate.again(outgoing, seal), words[0], context)

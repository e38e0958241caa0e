"""Asks the second reader about a reply, once for a text: outside the writer, on sending, never while typing.

What it said is kept by the hash of what it was asked, so that a confirmation meets the findings it was given for.
No answer is no harm: after `seconds` the reply goes on, and its verdict says that nobody read it a second time.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from otvet import seeing
from otvet.clock import Clock
from otvet.conversation.readings import Readings
from otvet.outside.llm import LanguageModel, complete
from otvet.outside.transport import Silence, Transport
from otvet.policy import Context, Gate, Opinion
from otvet.policy.cleared import digest
from otvet.policy.masking import masked
from otvet.policy.second import SILENT, heard, question
from otvet.storage.database import Database
from otvet.storage.schema import opinions

FAILURES = 3  # in a row, after which it is left alone ...
REST = 30.0  # ... so many seconds: nobody waits for who does not answer
_decode = msgspec.json.Decoder(Opinion).decode


class SecondReader:
    """One model, by one transport."""

    def __init__(
        self, model: LanguageModel, transport: Transport, clock: Clock, *, seconds: float = 3.0
    ) -> None:
        self._model = model
        self._transport = transport
        self._clock = clock
        self._seconds = seconds
        self._failures = 0
        self._rests_until = 0.0

    @property
    def name(self) -> str:
        return self._model.model

    async def ask(self, gate: Gate, text: str, context: Context, names: Sequence[str] = ()) -> Opinion:
        """What it says of a text; silent when it does not answer in time or not as agreed."""
        if self._clock.monotonic() < self._rests_until:
            seeing.second_reader.labels("resting").inc()
            return SILENT
        hidden = await asyncio.to_thread(masked, text, tuple(names))
        rules = tuple(gate.rules())
        asked = question(hidden, rules, context)
        answer = await complete(self._transport, self._model, asked, seconds=self._seconds)
        opinion = SILENT if isinstance(answer, Silence) else heard(answer, hidden, rules, context)
        self._count(opinion, answer)
        return opinion

    def _count(self, opinion: Opinion, answer: str | Silence) -> None:
        said = "answered" if opinion.answered else answer.why if isinstance(answer, Silence) else "broken"
        seeing.second_reader.labels(said).inc()
        seeing.second_reader_ignored.inc(opinion.ignored)
        self._failures = 0 if opinion.answered else self._failures + 1
        if self._failures >= FAILURES:
            self._failures = 0
            self._rests_until = self._clock.monotonic() + REST
            seeing.log.warning(
                "the second reader does not answer and is left alone for a while", seconds=REST
            )


class Opinions:
    """What the second reader has said, by what it was asked; without a reader nothing is ever said."""

    def __init__(self, database: Database, reader: SecondReader | None, clock: Clock) -> None:
        self.reader = reader
        self._database = database
        self._clock = clock

    async def on_sending(
        self, gate: Gate, text: str, context: Context, names: Sequence[str]
    ) -> Opinion | None:
        """Kept or asked; `None` where no second reader is configured or there are no words."""
        if self.reader is None or not text.strip():
            return None
        kept = await self.kept(gate, text, context)
        if kept is None or kept.answered:
            return kept
        opinion = await self.reader.ask(gate, text, context, names)
        if opinion.answered:
            await asyncio.to_thread(self._keep, self._key(gate, text, context), opinion)
        return opinion

    async def kept(self, gate: Gate, text: str, context: Context) -> Opinion | None:
        """What it has said before, without asking; silent when it was never heard of this text."""
        if self.reader is None or not text.strip():
            return None
        row = await asyncio.to_thread(self._row, self._key(gate, text, context))
        if row is None:
            return SILENT
        seeing.second_reader.labels("kept").inc()
        return _decode(row.said)

    def _key(self, gate: Gate, text: str, context: Context) -> str:
        assert self.reader is not None  # noqa: S101  both callers have looked
        return digest(self.reader.name, gate.pack_hash, context.surface, text)

    def _row(self, key: str) -> Any:
        with self._database.reading() as connection:
            return connection.execute(select(opinions.c.said).where(opinions.c.hash == key)).first()

    def _keep(self, key: str, opinion: Opinion) -> None:
        row = {"hash": key, "said": msgspec.json.encode(opinion).decode(), "at": self._clock.now()}
        try:
            with self._database.writing() as connection:
                connection.execute(insert(opinions), [row])
        except IntegrityError:
            return  # two senders of one text: the first answer stands


class Reading(Struct, frozen=True):
    """Who reads besides the gate: what stands in pictures, and the second reader."""

    pictures: Readings
    second: Opinions

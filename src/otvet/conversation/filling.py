"""Filling custom fields: a value is an event; what is known of a customer is at hand in all their conversations.

Nobody calls a matter settled while a required field of theirs is empty.
"""

import asyncio
from collections.abc import Callable, Sequence

from msgspec import Struct
from sqlalchemy import delete, insert, select

from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.conversations import Conversations
from otvet.conversation.fields import Field, Fields, Value, called, checked_value, missing, visible
from otvet.conversation.merging import goes_on
from otvet.conversation.state import Conversation
from otvet.errors import BadInput
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.batch import Batch
from otvet.storage.database import Database
from otvet.storage.record import Body, Entry, Stored
from otvet.storage.schema import buyer_fields
from otvet.storage.waiting import Waiting


class Filled(Struct, frozen=True):
    """A field as it stands beside a conversation; `value` is its words where it is a text."""

    code: str
    value: str


class SetCustomer(Append):
    """Appends like any change, and keeps the last value at hand in the same transaction."""

    def run(self, batch: Batch) -> Stored:
        stored = super().run(batch)
        for record in stored.records:
            if not isinstance(record.event, e.CustomerFieldSet):
                continue
            buyer_id, code = batch.states[record.conversation_id].buyer_id, record.event.field
            here = (buyer_fields.c.buyer_id == buyer_id) & (buyer_fields.c.code == code)
            batch.connection.execute(delete(buyer_fields).where(here))
            if record.event.value or record.body_id:
                row = {
                    "buyer_id": buyer_id,
                    "code": code,
                    "value": record.event.value,
                    "body_id": record.body_id,
                }
                batch.connection.execute(insert(buyer_fields), [{**row, "position": record.position}])
        return stored


class Filling:
    """The front; `fields` are the definitions in force, read where they are kept: it may block."""

    def __init__(
        self, conversations: Conversations, waiting: Waiting, database: Database, fields: Callable[[], Fields]
    ) -> None:
        self._conversations = conversations
        self._waiting = waiting
        self._database = database
        self._fields = fields

    async def fields(self, actor: Actor) -> dict[str, Field]:
        """The definitions the actor sees, in their order."""
        access.allow(actor, "field.read")
        return visible(await asyncio.to_thread(self._fields), actor)

    async def fill(self, actor: Actor, conversation_id: str, code: str, given: str) -> Stored:
        """Put a value in, "" takes it out. Raises `BadInput` for what the field does not hold."""
        access.allow(actor, "field.fill")
        state = await self._conversations.seen(actor, conversation_id)
        field = (await self.fields(actor)).get(code)
        if field is None:
            raise BadInput("There is no such field here; see GET /api/v1/fields.")
        value = checked_value(field, given)
        words = field.sort == "text" and value
        body = Body(self._conversations.clock.new_id("b"), state.buyer_id, value) if words else None
        kind: type[e.CustomerFieldSet | e.FieldSet | e.SellerFieldSet] = e.FieldSet
        if field.of == "customer":
            kind = e.CustomerFieldSet
        elif field.sees == "seller":
            kind = e.SellerFieldSet
        entry = Entry(kind(field=code, value="" if words else value), actor.kind, actor.id, body)
        known = await asyncio.to_thread(self._known, conversation_id)

        def decide(now: Conversation) -> Decision:
            goes_on(now)
            there = known.get(code) if field.of == "customer" else now.fields.get(code)
            same = (there or Value()) == Value("" if words else value) and not words
            return Decision(() if same else (entry,), {})

        work = SetCustomer if field.of == "customer" else Append
        stored: Stored = await self._waiting.do(work(conversation_id, decide))
        return stored

    async def values(self, actor: Actor, conversation_id: str) -> list[Filled]:
        """What stands in the fields the actor sees."""
        access.allow(actor, "field.read")
        state = await self._conversations.seen(actor, conversation_id)
        fields = await self.fields(actor)
        return (await asyncio.to_thread(self.many, [state], fields))[0]

    def many(self, states: Sequence[Conversation], fields: Fields) -> list[list[Filled]]:
        """The same for several; for exports. Blocking."""
        customers = self._of_buyers({c.buyer_id for c in states})
        told = [{**c.fields, **customers.get(c.buyer_id, {})} for c in states]
        bodies = [one.body_id for values in told for one in values.values() if one.body_id]
        words = self._conversations.store.texts(bodies)
        return [
            [
                Filled(code, words.get(values[code].body_id or "", values[code].value))
                for code in fields
                if code in values
            ]
            for values in told
        ]

    async def check_settled(self, actor: Actor, state: Conversation) -> None:
        """Raises `BadInput` that names the required fields which are empty."""
        fields = await asyncio.to_thread(self._fields)
        if state.question is not None or not any(one.required for one in fields.values()):
            return
        customer = await asyncio.to_thread(self._of_buyers, {state.buyer_id})
        filled = {*state.fields, *customer.get(state.buyer_id, {})}
        left = missing(fields, filled, actor)
        if left:
            names = ", ".join(called(fields[code], code, actor.language) for code in left)
            raise BadInput(f"Fill in first: {names}.", details={"fields": list(left)})

    def _known(self, conversation_id: str) -> dict[str, Value]:
        state = self._conversations.store.state(conversation_id)
        return self._of_buyers({state.buyer_id}).get(state.buyer_id, {}) if state else {}

    def _of_buyers(self, buyers: set[str]) -> dict[str, dict[str, Value]]:
        query = select(buyer_fields).where(buyer_fields.c.buyer_id.in_(sorted(buyers)))
        found: dict[str, dict[str, Value]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.buyer_id, {})[row.code] = Value(row.value, row.body_id)
        return found

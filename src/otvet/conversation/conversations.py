"""The front of the room for everything but replies: open, write, note, take, resolve, read.

Every way in names its action and asks the access layer before anything is looked at.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256

from msgspec import Struct, field

from otvet.clock import Clock
from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision, MarkRead, OpenNew
from otvet.conversation.attachments import Attachments
from otvet.conversation.complaints import gone_through
from otvet.conversation.details import answered
from otvet.conversation.merging import goes_on
from otvet.conversation.needs_reply import needs_reply
from otvet.conversation.rating import Rating, checked, event_of, rateable
from otvet.conversation.recall import Recall
from otvet.conversation.sending import Limits, checked_text, keyed
from otvet.conversation.state import Conversation
from otvet.conversation.store import NONE, Page, Store
from otvet.conversation.topics import TOPICS
from otvet.conversation.views import Filters
from otvet.errors import BadInput, NotAllowed, NotFound
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.record import Body, Entry, Stored
from otvet.storage.waiting import Waiting

Already = Callable[[Conversation], bool]
MayEnd = Callable[[Actor, Conversation], Awaitable[None]]


class Opening(Struct, frozen=True, kw_only=True):
    """What a buyer begins a conversation with."""

    text: str
    topic: str = "other"
    order_id: str | None = None
    product_id: str | None = None
    seller_id: str | None = None
    language: str = "ru"
    account_id: str = "own"
    channel: str = "webchat"
    files: tuple[str, ...] = ()
    details: dict[str, str] = field(default_factory=dict)  # answers to the questions before the chat


class Conversations:
    """Writes through the writer, reads through the store; refuses what the actor may not."""

    def __init__(
        self, waiting: Waiting, store: Store, recall: Recall, attachments: Attachments, clock: Clock
    ) -> None:
        self.store = store
        self.recall = recall
        self.attachments = attachments
        self._waiting = waiting
        self.clock = clock
        self.may_end: MayEnd | None = None  # raises where something has to be filled in before the end

    @property
    def limits(self) -> Limits:
        return self.attachments.limits

    async def seen(self, actor: Actor, conversation_id: str) -> Conversation:
        """The conversation, if it is the actor's to see; the same `NotFound` for absent and foreign."""
        state = await self.recall.state(conversation_id)
        access.see(actor, state.parties if state else None)
        if state is None:  # `see` has raised; said again for the type checker
            raise NotFound("There is no such thing here.")
        return state

    async def open(self, actor: Actor, opening: Opening, key: str | None) -> Stored:
        """A buyer's first message: the conversation, its reference number and the message at once."""
        access.allow(actor, "conversation.open")
        if opening.topic not in TOPICS:
            raise BadInput(f"There is no topic {opening.topic!r}; take one of {', '.join(TOPICS)}.")
        self._check_words(opening.text, opening.files)
        told = answered(opening.details)
        unique = keyed(actor, "conversations", key, opening)
        # From the key: tried again, the files of the first try are found to be tied to this very conversation.
        conversation_id = f"c_{sha256(f'{unique.sender} {unique.key}'.encode()).hexdigest()[:32]}"
        await self.attachments.cite(actor, opening.files, conversation_id)
        self.store.timeline.know(actor.id, actor.name)

        def decide(reference: str) -> Decision:
            opened = e.ConversationOpened(
                reference=reference, account_id=opening.account_id, channel=opening.channel, buyer_id=actor.id,
                topic=opening.topic, language=opening.language, seller_id=opening.seller_id,
                order_id=opening.order_id, product_id=opening.product_id,
            )  # fmt: skip
            message_id, message = self._message(actor, opening.text, opening.files)
            answer = {"id": message_id, "seq": 2, "reference": reference}
            details = (self._details(actor, *told),) if told else ()
            return Decision((Entry(opened, actor.kind, actor.id), message, *details), answer)

        stored: Stored = await self._waiting.do(OpenNew(conversation_id, decide, unique))
        return stored

    async def write(
        self,
        actor: Actor,
        conversation_id: str,
        text: str,
        *,
        files: Sequence[str] = (),
        key: str | None = None,
    ) -> Stored:
        """A buyer writes on; a resolved conversation is open again. Raises `Merged` where it goes on in another one."""
        access.allow(actor, "conversation.write")
        state = await self.seen(actor, conversation_id)
        goes_on(state)
        if state.question is not None:
            raise BadInput(
                f"This is a public question; go on at /questions/{state.reference}. Nothing was sent."
            )
        self._check_words(text, files)
        await self.attachments.cite(actor, files, conversation_id)
        self.store.timeline.know(actor.id, actor.name)

        def decide(state: Conversation) -> Decision:
            goes_on(state)
            message_id, message = self._message(actor, text, files)
            reopened = (Entry(e.Reopened(), actor.kind, actor.id),) if state.status == "resolved" else ()
            seq = state.last_seq + len(reopened) + 1
            return Decision((*reopened, message), {"id": message_id, "seq": seq})

        unique = keyed(actor, conversation_id, key, ["message", text, list(files)])
        stored: Stored = await self._waiting.do(Append(conversation_id, decide, key=unique))
        return stored

    def _details(self, actor: Actor, event: e.DetailsGiven, words: str) -> Entry:
        return Entry(event, actor.kind, actor.id, Body(self.clock.new_id("b"), actor.id, words))

    def _message(self, actor: Actor, text: str, files: Sequence[str]) -> tuple[str, Entry]:
        message_id = self.clock.new_id("m")
        body = Body(self.clock.new_id("b"), actor.id, text)
        event = e.MessageReceived(
            message_id=message_id, files=tuple(files), needs_reply=needs_reply(text, has_files=bool(files))
        )
        return message_id, Entry(event, actor.kind, actor.id, body)

    def _check_words(self, text: str, files: Sequence[str]) -> None:
        checked_text(text, self.limits.message_chars)
        if not text.strip() and not files:
            raise BadInput("Write something or attach a file; an empty message is not sent.")

    async def note(
        self,
        actor: Actor,
        conversation_id: str,
        text: str,
        *,
        audience: str,
        files: Sequence[str],
        key: str | None,
        mentions: Sequence[str] = (),
    ) -> Stored:
        """A note among colleagues (`team`) or shared with the seller (`seller`); never the buyer's to see."""
        access.allow(actor, "note.seller" if audience == "seller" else "note.write")
        if audience not in access.audiences(actor):
            raise NotAllowed("Sellers write notes that agents see too: send audience=seller.")
        await self.seen(actor, conversation_id)
        checked_text(text, self.limits.note_chars, "The note")
        if not text.strip() and not files:
            raise BadInput("Write something or attach a file; an empty note is not kept.")
        await self.attachments.cite(actor, files, conversation_id, audience=audience)
        note_id = self.clock.new_id("n")
        body = Body(self.clock.new_id("b"), actor.id, text)
        event: e.Event = e.NoteWritten(note_id=note_id, files=tuple(files), mentions=tuple(mentions))
        if audience == "seller":
            event = e.SellerNoteWritten(note_id=note_id, files=tuple(files))
        entry = Entry(event, actor.kind, actor.id, body)
        unique = keyed(actor, conversation_id, key, ["note", audience, text, list(files)])

        def decide(state: Conversation) -> Decision:
            return Decision((entry,), {"id": note_id, "seq": state.last_seq + 1})

        stored: Stored = await self._waiting.do(Append(conversation_id, decide, key=unique))
        return stored

    async def assign(self, actor: Actor, conversation_id: str, assignee_id: str | None) -> Stored:
        """Give the conversation to a colleague, to oneself, or to nobody."""
        access.allow(actor, "conversation.assign")
        event = e.Assigned(assignee_id=assignee_id)
        return await self._unless(actor, conversation_id, event, lambda c: c.assignee_id == assignee_id)

    async def resolve(self, actor: Actor, conversation_id: str) -> Stored:
        access.allow(actor, "conversation.resolve")
        await self.check_end(actor, await self.seen(actor, conversation_id))

        def already(state: Conversation) -> bool:
            gone_through(state)
            return state.status == "resolved"

        return await self._unless(actor, conversation_id, e.Resolved(), already)

    async def check_end(self, actor: Actor, state: Conversation) -> None:
        """Raises what stands against calling it settled."""
        if self.may_end is not None and state.status == "open":
            await self.may_end(actor, state)

    async def reopen(self, actor: Actor, conversation_id: str) -> Stored:
        """Go on with a resolved conversation; a buyer who does so waits for an answer."""
        access.allow(actor, "conversation.reopen")
        event = e.Reopened(asks=actor.role == "buyer")
        return await self._unless(actor, conversation_id, event, lambda c: c.status == "open")

    async def rate(self, actor: Actor, conversation_id: str, rating: Rating, key: str | None) -> Stored:
        """A buyer's rating of the last resolution; given again once within a day it takes the first one's place."""
        access.allow(actor, "conversation.rate")
        await self.seen(actor, conversation_id)
        given = checked(rating)
        body = Body(self.clock.new_id("b"), actor.id, given.text) if given.text else None

        def decide(state: Conversation) -> Decision:
            rateable(state, given, self.clock.now())
            entry = Entry(event_of(given, state), actor.kind, actor.id, body)
            return Decision((entry,), {"seq": state.last_seq + 1})

        unique = keyed(actor, conversation_id, key, ["rating", given])
        stored: Stored = await self._waiting.do(Append(conversation_id, decide, key=unique))
        return stored

    async def change_topic(self, actor: Actor, conversation_id: str, topic: str) -> Stored:
        access.allow(actor, "conversation.topic")
        if topic not in TOPICS:
            raise BadInput(f"There is no topic {topic!r}; take one of {', '.join(TOPICS)}.")
        return await self._unless(
            actor, conversation_id, e.TopicChanged(topic=topic), lambda c: c.topic == topic
        )

    async def _unless(self, actor: Actor, conversation_id: str, event: e.Event, already: Already) -> Stored:
        """Append the event unless the state is so already: doing it twice is doing it once."""
        await self.seen(actor, conversation_id)
        entry = Entry(event, actor.kind, actor.id)

        def decide(state: Conversation) -> Decision:
            goes_on(state)
            return Decision(() if already(state) else (entry,), {})

        stored: Stored = await self._waiting.do(Append(conversation_id, decide))
        return stored

    async def read(self, actor: Actor, conversation_id: str, seq: int) -> None:
        """The actor has seen everything up to `seq`."""
        access.allow(actor, "mark.read")
        await self.seen(actor, conversation_id)
        await self._waiting.do(MarkRead(conversation_id, actor, seq))

    async def page(
        self,
        actor: Actor,
        view: str,
        after: str | None,
        limit: int,
        *,
        filters: Filters = NONE,
        sort: str = "newest",
    ) -> tuple[Page, dict[str, int]]:
        access.allow(actor, "conversation.list")

        def read() -> tuple[Page, dict[str, int]]:
            page = self.store.page(actor, view, after, limit, filters=filters, sort=sort)
            return page, self.store.counts(actor)

        return await asyncio.to_thread(read)

"""Public questions: ask, answer, vote, and what a moderator decides (mission rows A9, A10).

What the rules let pass is public at once.  What they do not is kept, waits for a moderator, and its author is told why.
The official answer is a reply like any other: through the gate, from the desk or the seller's own.
"""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from msgspec import Struct, structs
from sqlalchemy import delete

from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision, OpenNew
from otvet.conversation.context import Gathering
from otvet.conversation.conversations import Conversations
from otvet.conversation.needs_reply import needs_reply
from otvet.conversation.packs import Packs
from otvet.conversation.posts import CHANNEL, MOST_POSTS, Post
from otvet.conversation.publishing import Judged, clean, judge, without_private
from otvet.conversation.sending import checked_text, keyed
from otvet.conversation.state import Conversation
from otvet.conversation.topics import TOPICS
from otvet.errors import BadInput, Conflict, NotAllowed, NotFound
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.database import Database
from otvet.storage.record import Body, Entry, Stored
from otvet.storage.schema import question_votes
from otvet.storage.waiting import Waiting

LONGEST: Final = 2_000  # characters of a question or an answer
HISTORY: Final = 3
NOT_PUBLIC: Final = "There is no such public question."
_v = question_votes.c


class Asking(Struct, frozen=True, kw_only=True):
    """A question for everybody to read: about a product, or, without one, about the shop."""

    text: str
    product_id: str | None = None
    topic: str = "other"
    language: str = "ru"
    account_id: str = "own"


class Questions:
    """Writes through the conversations' writer; what may be public is judged before."""

    def __init__(
        self, conversations: Conversations, waiting: Waiting, packs: Packs, gathering: Gathering
    ) -> None:
        self._conversations = conversations
        self._waiting = waiting
        self._packs = packs
        self._gathering = gathering
        self._clock = conversations.clock

    async def ask(self, actor: Actor, asking: Asking, key: str | None) -> Stored:
        """Public at once, or kept for a moderator; the answer says which (`state`) and the reference."""
        access.allow(actor, "question.ask")
        text = _fit(asking.text, "The question")
        if asking.topic not in TOPICS:
            raise BadInput(f"There is no topic {asking.topic!r}; take one of {', '.join(TOPICS)}.")
        seller_id = await asyncio.to_thread(self._seller, asking.product_id)
        unique = keyed(actor, "questions", key, asking)
        conversation_id = f"c_{sha256(f'question {unique.sender} {unique.key}'.encode()).hexdigest()[:32]}"
        post_id = self._clock.new_id("q")

        def opened(reference: str) -> e.ConversationOpened:
            return e.ConversationOpened(
                reference=reference, account_id=asking.account_id, channel=CHANNEL, buyer_id=actor.id,
                topic="product" if asking.product_id else asking.topic, language=asking.language,
                product_id=asking.product_id,
            )  # fmt: skip

        judged = await self.judged(actor, asking.account_id, text, ())
        body = Body(self._clock.new_id("b"), actor.id, text)

        def decide(reference: str) -> Decision:
            entries = [Entry(opened(reference), actor.kind, actor.id)]
            if judged.holds:
                held = self._held(asking.account_id, post_id, "question", judged)
                entries.append(Entry(held, actor.kind, actor.id, body))
            else:
                published = e.QuestionPublished(post_id=post_id, seller_id=seller_id)
                entries.append(Entry(published, "system", "gate"))
                entries.append(Entry(_asked(post_id, text), actor.kind, actor.id, body))
            state = "waiting" if judged.holds else "public"
            return Decision(tuple(entries), {"reference": reference, "post_id": post_id, "state": state})

        stored: Stored = await self._waiting.do(OpenNew(conversation_id, decide, unique))
        return stored

    async def answer(self, actor: Actor, reference: str, text: str, key: str | None) -> Stored:
        """A buyer the shop knows answers another one; held and told like a question."""
        access.allow(actor, "question.answer")
        text = _fit(text, "The answer")
        await self._known(actor, "answer")
        state = await self._public(reference)
        post_id = self._clock.new_id("a")
        judged = await self.judged(actor, state.account_id, text, await self._before(state, actor))
        body = Body(self._clock.new_id("b"), actor.id, text)
        event: e.Event = e.AnswerGiven(post_id=post_id)
        if judged.holds:
            event = self._held(state.account_id, post_id, "answer", judged)
        answer = {"post_id": post_id, "state": "waiting" if judged.holds else "public"}

        def decide(now: Conversation) -> Decision:
            if now.question is None or not now.question.public:
                raise NotFound(NOT_PUBLIC)
            if len(now.question.posts) >= MOST_POSTS:
                raise Conflict("This question has all the answers it can hold; ask a new one.")
            return Decision((Entry(event, actor.kind, actor.id, body),), {**answer, "reference": reference})

        unique = keyed(actor, state.id, key, ["answer", text])
        stored: Stored = await self._waiting.do(Append(state.id, decide, key=unique))
        return stored

    async def vote(self, actor: Actor, reference: str, post_id: str, value: int) -> None:
        """One vote a person: 1 helps, -1 does not, 0 takes it back. Nobody votes on words of their own."""
        access.allow(actor, "question.vote")
        await self._known(actor, "vote")
        state = await self._public(reference)
        post = state.question.posts.get(post_id) if state.question else None
        if post is None or post.state != "public" or post.sort == "question":
            raise NotFound("There is no such answer here.")
        if post.by_id == actor.id:
            raise NotAllowed("Nobody votes on an answer of their own.")
        database = self._conversations.store.database
        await asyncio.to_thread(_cast, database, (post_id, actor.id), value, self._clock.now())

    async def publish(self, actor: Actor, reference: str, post_id: str) -> Stored:
        """A moderator lets a waiting post through; contacts and personal data are left out of it, whatever is wished."""
        access.allow(actor, "question.moderate")
        state, post = await self._moderated(reference, post_id, "waiting", "hidden")
        if post.state == "hidden":
            return await self._append(
                state, post_id, post, (Entry(e.PostShown(post_id=post_id), actor.kind, actor.id),)
            )
        text = (await self._conversations.recall.words((post.body_id,)))[0]
        shown = await self._shown(state.account_id, text, private=post.private)
        author = Entry(
            _asked(post_id, shown)
            if post.sort == "question"
            else e.AnswerGiven(post_id=post_id, let_by=actor.id, masked=shown != text),
            post.by_kind, post.by_id,
        )  # fmt: skip
        words = structs.replace(author, body_id=post.body_id, text=text)
        if shown != text:
            words = structs.replace(author, body=Body(self._clock.new_id("b"), post.by_id, shown))
        if post.sort == "answer":
            return await self._append(state, post_id, post, (words,))
        seller_id = await asyncio.to_thread(self._seller, state.product_id)
        published = e.QuestionPublished(post_id=post_id, seller_id=seller_id, masked=shown != text)
        return await self._append(state, post_id, post, (Entry(published, actor.kind, actor.id), words))

    async def refuse(self, actor: Actor, reference: str, post_id: str, reason: str) -> Stored:
        """It stays with its author alone, who reads the reason."""
        access.allow(actor, "question.moderate")
        body = self._reason(actor, reason)
        state, post = await self._moderated(reference, post_id, "waiting")
        entries = [Entry(e.PostRefused(post_id=post_id), actor.kind, actor.id, body)]
        return await self._append(state, post_id, post, self._with_end(state, post, entries, actor))

    async def hide(self, actor: Actor, reference: str, post_id: str, reason: str) -> Stored:
        """Take what is public from everybody's sight; its author reads the reason."""
        access.allow(actor, "question.moderate")
        body = self._reason(actor, reason)
        state, post = await self._moderated(reference, post_id, "public")
        entries = [Entry(e.PostHidden(post_id=post_id), actor.kind, actor.id, body)]
        return await self._append(state, post_id, post, self._with_end(state, post, entries, actor))

    async def judged(self, author: Actor, account_id: str, text: str, history: Sequence[str]) -> Judged:
        """Whether everybody may read it; `history` are the author's own last words here, the latest last."""
        context = await self._gathering.open(account_id, tuple(history), author.language)
        return await asyncio.to_thread(judge, self._packs.gate(account_id), text, context)

    async def preview(self, text: str, *, private: bool, account_id: str = "own") -> str | None:
        """The words as they would be public; `None` where they can only be refused."""
        try:
            return await self._shown(account_id, text, private=private)
        except BadInput:
            return None

    async def _shown(self, account_id: str, text: str, *, private: bool) -> str:
        if not private:
            return text
        context = await self._gathering.open(account_id, (), None)
        return await asyncio.to_thread(without_private, self._packs.gate(account_id), text, context)

    # ---- what these share

    def _seller(self, product_id: str | None) -> str | None:
        if product_id is None:
            return None
        product = self._gathering.market.product(product_id)
        if product is None:
            raise NotFound("There is no such product.")
        return product.seller_id

    async def _known(self, actor: Actor, what: str) -> None:
        """One person, one vote: a guest could be made anew as often as one likes."""
        if await asyncio.to_thread(self._gathering.accounts.shop_id, actor.id) is None:
            raise NotAllowed(f"Sign in to the shop to {what}: guests may read and ask.")

    async def _public(self, reference: str) -> Conversation:
        state = await asyncio.to_thread(self._conversations.store.by_reference, reference)
        if state is None or state.question is None or not state.question.public:
            raise NotFound(NOT_PUBLIC)
        return state

    async def _moderated(self, reference: str, post_id: str, *states: str) -> tuple[Conversation, Post]:
        state = await asyncio.to_thread(self._conversations.store.by_reference, reference)
        post = state.question.posts.get(post_id) if state and state.question else None
        if state is None or post is None:
            raise NotFound("There is no such question or answer.")
        if post.state not in states:
            raise Conflict(f"Somebody has decided already: it is {post.state}.")
        return state, post

    async def _append(
        self, state: Conversation, post_id: str, seen: Post, entries: Sequence[Entry]
    ) -> Stored:
        def decide(now: Conversation) -> Decision:
            post = now.question.posts.get(post_id) if now.question else None
            if post is None or post.state != seen.state:
                raise Conflict("Somebody else has decided meanwhile; load the page again.")
            return Decision(tuple(entries), {"post_id": post_id})

        stored: Stored = await self._waiting.do(Append(state.id, decide))
        return stored

    def _with_end(
        self, state: Conversation, post: Post, entries: list[Entry], actor: Actor
    ) -> tuple[Entry, ...]:
        """A question that nobody may read waits for nobody's answer."""
        ends = post.sort == "question" and state.status == "open"
        return (*entries, *([Entry(e.Resolved(), actor.kind, actor.id)] if ends else []))

    def _held(self, account_id: str, post_id: str, sort: e.PostSort, judged: Judged) -> e.PostHeld:
        found = tuple(e.Found(one.rule, one.severity, one.start, one.end) for one in judged.findings)
        return e.PostHeld(
            post_id=post_id, sort=sort, verdict=judged.verdict, findings=found, private=judged.private,
            pack=self._packs.in_force(account_id),
        )  # fmt: skip

    async def _before(self, state: Conversation, actor: Actor) -> tuple[str, ...]:
        mine = (
            [one for one in state.question.posts.values() if one.by_id == actor.id] if state.question else []
        )
        return await self._conversations.recall.words([one.body_id for one in mine[-HISTORY:]])

    def _reason(self, actor: Actor, reason: str) -> Body:
        checked_text(reason, self._conversations.limits.reason_chars, "The reason")
        if not reason.strip():
            raise BadInput("Say why in a few words; the author reads it.")
        return Body(self._clock.new_id("b"), actor.id, reason.strip())


def _fit(text: str, what: str) -> str:
    fit = clean(checked_text(text, LONGEST, what))
    if not fit:
        raise BadInput(f"Write something; {what.lower()} is empty.")
    return fit


def _asked(post_id: str, text: str) -> e.MessageReceived:
    return e.MessageReceived(message_id=post_id, needs_reply=needs_reply(text, has_files=False))


def _cast(database: Database, whose: tuple[str, str], value: int, at: int) -> None:
    post_id, person_id = whose
    with database.writing() as connection:
        if value == 0:
            mine = (_v.post_id == post_id, _v.person_id == person_id)
            connection.execute(delete(question_votes).where(*mine))
            return
        row = {"post_id": post_id, "person_id": person_id, "value": 1 if value > 0 else -1, "at": at}
        given = database.insert(question_votes).values(row)
        changes = {"value": row["value"], "at": at}
        connection.execute(given.on_conflict_do_update(index_elements=["post_id", "person_id"], set_=changes))

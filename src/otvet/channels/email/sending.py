"""A letter that is due: written from a notice and what the gate clears once more, handed in, and what became of it.

A server that says "not now" is asked again with growing pauses, one that says "never" is believed; then the agents see it.
Neither holds up anything else in the conversation: the next try is a plan of its own.
"""

import asyncio
from email.message import EmailMessage
from typing import Final

from babel.dates import format_date

from otvet.channels.email.notices import AnswerWaits, RatingAsked, TranscriptReady
from otvet.channels.email.post import Post, again, reachable, to_rate
from otvet.channels.email.wording import Asked
from otvet.channels.email.writing import Envelope, write
from otvet.channels.once_more import Leaving, OnceMore
from otvet.clock import day
from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.conversations import Conversations
from otvet.conversation.letters import Letter
from otvet.conversation.state import Conversation
from otvet.conversation.transcript import transcript
from otvet.outside.smtp import Accepted, NotNow, Server, hand_in
from otvet.people.actor import Actor
from otvet.people.buyers import Buyer
from otvet.people.links import Posted
from otvet.people.people import People
from otvet.policy import Cleared
from otvet.storage.record import Entry, Job, Record

BACKOFF_MS: Final = (60_000, 300_000, 1_800_000, 7_200_000, 21_600_000)
ATTEMPTS: Final = len(BACKOFF_MS) + 1
AT_ONCE: Final = 500  # events of a transcript read together
_LOCALES: Final = {"ru": "ru_RU", "en": "en_GB", "zh": "zh_CN"}


class Sending:
    """Writes and hands in."""

    def __init__(self, post: Post, conversations: Conversations, people: People, once_more: OnceMore) -> None:
        self.post = post
        self._store = conversations.store
        self._recall = conversations.recall
        self._clock = conversations.clock
        self._people = people
        self._once_more = once_more

    async def send(self, job: Job) -> Append | None:
        """The reaction to `LetterDue`: write it, hand it in, say what became of it."""
        state = await self._recall.state(job.conversation_id)
        letter_id = job.record.event.letter_id
        letter = state.letters.get(letter_id) if state else None
        if state is None or letter is None or letter.at is not None:
            return None
        outcome = await self._outcome(state, letter_id, letter)
        return Append(
            state.id,
            lambda now: Decision(
                (Entry(outcome, "system", "journey"),) if letter_id in now.letters else (), {}
            ),
            finishes=job,
        )

    async def _outcome(self, state: Conversation, letter_id: str, letter: Letter) -> e.Event:
        buyer = await reachable(self.post, self._people, state)
        sort: e.Sort = letter.sort  # type: ignore[assignment]
        found = await asyncio.to_thread(self._store.unread, state.id, max(state.read_buyer, state.told_upto))
        why = _needless(state, sort, buyer, found)
        if why is not None or buyer is None or self.post.server is None:
            return e.LetterStopped(letter_id=letter_id, sort=sort, why=why or "no_address")
        free = await self._free(letter_id, buyer)
        if free is not None:
            return again(letter_id, letter, free, letter.attempt)
        confirmed = buyer.email_confirmed_at is not None
        cleared = await self._cleared(state, found) if confirmed and sort == "answer" else ()
        whole = confirmed and cleared is not None
        notice = await self._notice(state, buyer, letter_id, sort, whole=whole)
        try:
            written = write(
                self._envelope(state, buyer, letter_id, notice),
                notice,
                cleared or (),
                state.language,
                confirmed=whole,
            )
        except (ValueError, UnicodeError):
            return e.LetterFailed(letter_id=letter_id, sort=sort, reason="address")
        upto = max((r.seq for r in found), default=0) if whole and sort == "answer" else 0
        sent = e.LetterSent(letter_id=letter_id, sort=sort, whole=whole, upto=upto)
        return await self._handed_in(self.post.server, written, sent, letter)

    async def _handed_in(
        self, server: Server, written: EmailMessage, sent: e.LetterSent, letter: Letter
    ) -> e.Event:
        taken = await hand_in(server, written)
        if isinstance(taken, Accepted):
            return sent
        if isinstance(taken, NotNow) and letter.attempt < ATTEMPTS:
            pause = BACKOFF_MS[letter.attempt - 1]
            return again(sent.letter_id, letter, self._clock.now() + pause, letter.attempt + 1)
        return e.LetterFailed(letter_id=sent.letter_id, sort=sent.sort, reason=taken.code)

    async def _free(self, letter_id: str, buyer: Buyer) -> int | None:
        """When the letter may go, in ms, if the day's number is used up; whom the shop vouches for is not counted."""
        if buyer.shop_id and buyer.email_confirmed_at is not None:
            return None
        posted = Posted(letter_id, buyer.id, buyer.email or "")
        return await asyncio.to_thread(self._people.links.counted, posted, self.post.most_a_day)

    async def _cleared(self, state: Conversation, found: list[Record]) -> tuple[Cleared, ...] | None:
        """The unread replies, cleared once more in their order; `None` when the gate would hold one of them by now."""
        seals: dict[str, dict[str, object]] = {
            r.event.reply_id: r.event.seal for r in found if r.name == "ReplyCleared"
        }
        cleared: list[Cleared] = []
        for record in (r for r in found if r.name == "ReplyDelivered"):
            seal = seals.get(record.event.reply_id)
            if seal is None:
                return None
            leaving = Leaving(record.body_id or "", record.event.files, (), seal)
            outcome = (await self._once_more.judge(state, leaving)).outcome
            if not isinstance(outcome, Cleared):
                return None
            cleared.append(outcome)
        return tuple(cleared)

    async def _notice(
        self, state: Conversation, buyer: Buyer, letter_id: str, sort: e.Sort, *, whole: bool
    ) -> Asked:
        posted = Posted(letter_id, buyer.id, buyer.email or "")
        token = await asyncio.to_thread(self._people.links.make, posted, state.id)
        until = day(self._clock.now() + self.post.link)
        fields = {
            "reference": state.reference,
            "shop": self._people.account(state.account_id).name,
            # behind the #, so that it is in no server's log and no mail scanner uses it up
            "link": f"{self.post.pages}/chat?lang={state.language}#/k/{token}",
            "until": format_date(until, "long", locale=_LOCALES.get(state.language, "ru_RU")),
        }
        if sort == "transcript":
            text = await asyncio.to_thread(self._transcript, state, buyer) if whole else ""
            return TranscriptReady(**fields, transcript=text)
        return AnswerWaits(**fields) if sort == "answer" else RatingAsked(**fields)

    def _transcript(self, state: Conversation, buyer: Buyer) -> str:
        """What the buyer may see, and nothing else; blocking."""
        reader = Actor("buyer", buyer.id, "buyer", buyer.name, buyer.language)
        records: list[Record] = []
        while more := self._store.events(
            reader, state.id, after=records[-1].seq if records else 0, limit=AT_ONCE
        ):
            records += more
        called = self._people.names({one.by_id for one in records})
        files = self._store.files([one for record in records for one in getattr(record.event, "files", ())])
        return transcript(state, records, called=called, files=files, language=state.language)

    def _envelope(self, state: Conversation, buyer: Buyer, letter_id: str, notice: Asked) -> Envelope:
        return Envelope(
            sender=self.post.sender, shop=notice.shop, to=buyer.email or "", letter_id=letter_id,
            conversation_id=state.id, earlier=state.mailed, at=self._clock.now(),
        )  # fmt: skip


def _needless(
    state: Conversation, sort: e.Sort, buyer: Buyer | None, found: list[Record]
) -> e.Stopped | None:
    """Why nothing has to leave, after all."""
    if buyer is None:
        return "no_address"
    if sort == "answer" and not found:
        return "read"
    return "settled" if sort == "rating" and not to_rate(state) else None

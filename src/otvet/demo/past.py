"""A made-up past: buyers, conversations, messages, notes; the same for the same seed, as many as one likes.

It is written as the house writes: events through the writer, so lists, counts and search are there at once.
Nothing of it goes out: no reaction follows a past event.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from msgspec import Struct
from sqlalchemy import insert, select

from otvet.clock import day
from otvet.conversation import events as e
from otvet.conversation.timeline import Timeline
from otvet.conversation.topics import TOPICS
from otvet.demo.clocks import Passed, wind
from otvet.demo.questions import Written, answered, asked, drawn
from otvet.demo.words import NAMES, SAID, called
from otvet.desk.plan import as_written
from otvet.market.demo_shop import DemoShop
from otvet.storage.batch import Batch
from otvet.storage.database import Database
from otvet.storage.record import Body, Entry, Key
from otvet.storage.schema import buyers, staff
from otvet.storage.writer import Writer

TURN = 400  # conversations that go on in one commit
YEAR_MS = 365 * 24 * 3600 * 1000
LANGUAGES = ("ru", "ru", "ru", "zh", "en")
STAYS_OPEN = 0.06
PER_QUESTION = 12  # conversations for each public question
WEEKS_MS = 21 * 24 * 3600 * 1000
Progress = Callable[[int], None]


class PastClock:
    """The time of the made-up past; only `now` is turned, ids come from the seed."""

    def __init__(self, seed: int, at: int) -> None:
        self.at = at
        self._random = random.Random(seed)  # noqa: S311  made-up people need no secrets

    def now(self) -> int:
        return self.at

    def monotonic(self) -> float:
        return self.at / 1000

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_{self._random.getrandbits(128):032x}"

    def secret(self) -> str:
        return f"{self._random.getrandbits(256):064x}"


class Wanted(Struct, frozen=True, kw_only=True):
    """How much; `until` is the end of the past in ms. Without `questions` there are as many as go with the conversations."""

    seed: int
    conversations: int
    messages: int
    until: int
    questions: int | None = None


class Talk(Struct):
    """One conversation that is being made up."""

    id: str
    buyer_id: str
    language: str
    left: int
    open: bool
    said: int = 0


# A conversation, what happens in it, and whether its clocks are set: those that end before the past does leave none.
Step = tuple[str, Callable[[Batch], tuple[Entry, ...]], bool]


class Turn:
    """One commit: each of these conversations goes on a step."""

    key: Key | None = None
    job_ids: tuple[int, ...] = ()

    def __init__(self, steps: list[Step], known: set[str]) -> None:
        self._steps = steps
        self.conversation_ids = tuple(name for name, *_ in steps if name in known)

    def run(self, batch: Batch) -> int:
        return sum(self._go_on(batch, step) for step in self._steps)

    def _go_on(self, batch: Batch, step: Step) -> int:
        name, entries, clocked = step
        made = entries(batch)
        if made:
            batch.append(name, made)
        if clocked:
            wind(batch, name, as_written())
        return len(made)


class Past:
    """Makes it up."""

    def __init__(self, database: Database, wanted: Wanted) -> None:
        self._database = database
        self._wanted = wanted
        self._random = random.Random(wanted.seed)  # noqa: S311  the same
        self.clock = PastClock(wanted.seed + 1, wanted.until - YEAR_MS)
        self._names: dict[str, str] = {}
        self._buyers: list[tuple[str, str]] = []
        self._agents: list[str] = []
        self._open: list[str] = []  # what is open at the end of the past

    def make(self, progress: Progress) -> None:
        """Write it all; `progress` gets the number of messages as they come."""
        self._write(lambda: chain(self._turns(), self._asked()), progress)

    def ask(self) -> None:
        """The public questions alone, of the last weeks."""
        self._write(self._asked, lambda _number: None)

    def _write(self, turns: Callable[[], Iterator[tuple[Turn, int]]], progress: Progress) -> None:
        self._people()
        timeline = Timeline({}, lambda one: self._names.get(one, ""))
        writer = Writer(self._database, timeline, self.clock)
        writer.start()
        try:
            for turn, messages in turns():
                writer.run(turn)
                progress(messages)
            self.clock.at = self._wanted.until
            for start in range(0, len(self._open), TURN):
                writer.run(Passed(tuple(self._open[start : start + TURN])))
        finally:
            writer.stop()

    def _people(self) -> None:
        with self._database.reading() as connection:
            rows = connection.execute(select(staff.c.id).where(staff.c.role.in_(("agent", "senior_agent"))))
            self._agents = sorted(rows.scalars()) or ["st_past"]
        rows_of: list[dict[str, Any]] = []
        for _ in range(max(1, self._wanted.conversations * 2 // 3)):
            language = self._random.choice(LANGUAGES)
            first, last = (self._random.choice(some) for some in NAMES[language])
            name = called(language, first, last)
            one = self.clock.new_id("by")
            self._names[one] = name
            rows_of.append({
                "id": one, "account_id": "own", "shop_id": f"past-{one[-12:]}", "name": name, "language": language,
                "created_at": self.clock.at,
            })  # fmt: skip
        self._buyers = [(row["id"], row["language"]) for row in rows_of]
        with self._database.writing() as connection:
            connection.execute(insert(buyers), rows_of)

    def _turns(self) -> Iterator[tuple[Turn, int]]:
        """Conversations begin one after the other and go on side by side."""
        each = max(1, self._wanted.messages // self._wanted.conversations)
        steps_in_all = self._wanted.messages + self._wanted.conversations
        pause = YEAR_MS * TURN // max(TURN, steps_in_all)
        begun, running = 0, list[Talk]()
        while begun < self._wanted.conversations or running:
            steps, known, messages = [], set[str](), 0
            fresh = min(max(1, TURN // (each + 1)), self._wanted.conversations - begun)
            for _ in range(fresh):
                talk = self._begin(each, begun)
                begun += 1
                running.append(talk)
            self._random.shuffle(running)
            for talk in running[:TURN]:
                if talk.said:
                    known.add(talk.id)
                messages += talk.left > 0
                steps.append((talk.id, self._step(talk), talk.open))
            running = [talk for talk in running if talk.left >= 0]
            yield Turn(steps, known), messages
            self.clock.at = min(self.clock.at + pause, self._wanted.until)

    def _begin(self, each: int, number: int) -> Talk:
        buyer_id, language = self._random.choice(self._buyers)
        recent = number > self._wanted.conversations * 0.7
        length = max(1, round(self._random.gauss(each, each / 3)))
        opened = self._random.random() < (STAYS_OPEN * 3 if recent else STAYS_OPEN / 3)
        talk = Talk(self.clock.new_id("c"), buyer_id, language, length, opened)
        if opened:
            self._open.append(talk.id)
        return talk

    def _asked(self) -> Iterator[tuple[Turn, int]]:
        """Public questions of the last weeks: asked one day, answered a while later, or not yet."""
        shop = DemoShop(self._wanted.seed, day(self._wanted.until))
        number = self._wanted.questions or max(1, self._wanted.conversations // PER_QUESTION)
        self.clock.at = self._wanted.until - WEEKS_MS
        new = self.clock.new_id
        for one in drawn(self._random, shop.products(), self._buyers, number):
            post = new("q")
            first: Step = (one.id, partial(_questioned, one, (post, new("b"))), True)
            yield Turn([first], set()), 1
            self.clock.at += WEEKS_MS // (2 * number)
            came = answered(one, self._agents[0], (new("a"), new("r"), new("b")))
            yield Turn([(one.id, partial(_came, came), True)], {one.id}), len(came) > 0
            self.clock.at += WEEKS_MS // (2 * number) - 1
            self._open.append(one.id)

    def _step(self, talk: Talk) -> Callable[[Batch], tuple[Entry, ...]]:
        made = self._opened(talk) if not talk.said else None
        told = self._told(talk) if talk.left > 0 else self._closed(talk)
        talk.said += 1
        talk.left -= 1

        def entries(batch: Batch) -> tuple[Entry, ...]:
            return (*(made(batch) if made else ()), *told)

        return entries

    def _opened(self, talk: Talk) -> Callable[[Batch], tuple[Entry, ...]]:
        topic = self._random.choice(TOPICS)
        number = self._random.randrange(10**8)
        order = f"{number // 10000 + 40000}-{number % 10000:04d}" if self._random.random() < 0.7 else None  # noqa: PLR2004

        def opened(batch: Batch) -> tuple[Entry, ...]:
            event = e.ConversationOpened(
                reference=batch.next_reference(), account_id="own", channel="webchat", buyer_id=talk.buyer_id,
                topic=topic, language=talk.language, order_id=order,
            )  # fmt: skip
            routed = Entry(e.Routed(queue="support"), "system", "desk")
            return Entry(event, "buyer", talk.buyer_id), routed

        return opened

    def _told(self, talk: Talk) -> tuple[Entry, ...]:
        """The buyer first, then mostly by turns; now and then a note."""
        chance = self._random.random()
        if talk.said % 2 == 0:
            text = self._words("buyer", talk.language)
            event = e.MessageReceived(message_id=self.clock.new_id("m"))
            return (Entry(event, "buyer", talk.buyer_id, self._body(talk.buyer_id, text)),)
        agent = self._agent(talk)
        if chance < 0.1:  # noqa: PLR2004
            note = e.NoteWritten(note_id=self.clock.new_id("n"))
            return (Entry(note, "staff", agent, self._body(agent, self._words("note", talk.language))),)
        return self._answer(talk, agent)

    def _agent(self, talk: Talk) -> str:
        return self._agents[int(talk.id[-8:], 16) % len(self._agents)]

    def _answer(self, talk: Talk, agent: str) -> tuple[Entry, ...]:
        reply_id, body = self.clock.new_id("r"), self._body(agent, self._words("agent", talk.language))
        taken = (Entry(e.Assigned(assignee_id=agent), "staff", agent),) if talk.said == 1 else ()
        delivered = Entry(
            e.ReplyDelivered(reply_id=reply_id, author_id=agent),
            "staff",
            agent,
            body_id=body.id,
            text=body.text,
        )
        return (
            *taken,
            Entry(e.ReplyProposed(reply_id=reply_id), "staff", agent, body),
            Entry(e.ReplyCleared(reply_id=reply_id), "system", "gate"),
            delivered,
        )

    def _closed(self, talk: Talk) -> tuple[Entry, ...]:
        return () if talk.open else (Entry(e.Resolved(), "staff", self._agent(talk)),)

    def _words(self, who: str, language: str) -> str:
        sentences = self._random.sample(SAID[who][language], k=self._random.choice((1, 2, 2, 3)))
        return " ".join(sentence.format(n=self._random.randrange(2, 400)) for sentence in sentences)

    def _body(self, subject: str, text: str) -> Body:
        return Body(self.clock.new_id("b"), subject, text)


def _came(entries: tuple[Entry, ...], _batch: Batch) -> tuple[Entry, ...]:
    return entries


def _questioned(one: Written, ids: tuple[str, str], batch: Batch) -> tuple[Entry, ...]:
    return asked(one, batch, ids)

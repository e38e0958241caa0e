"""Whatever people do, in whatever order: the state applied is the state read, and nobody sees too much."""

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from otvet.channels.port import Refused, Taken
from otvet.conversation.replies import Proposal
from otvet.conversation.topics import TOPICS
from otvet.conversation.triage import ACTIONS, Change
from otvet.desk.escalations import HandOver, Question
from otvet.errors import OtvetError
from otvet.policy import Gate
from rooms import (
    AGENT,
    BUYER,
    COLLEAGUE,
    EVERYBODY,
    FINE,
    MODERATOR,
    OTHER_SELLER,
    PHONE,
    SELLER,
    SENIOR,
    SHOUT,
    STRANGER,
    SUPERVISOR,
    Rooms,
)  # fmt: skip
from timeline_check import Following, assert_refetch_equals_apply

pick = st.integers(0, 10_000)
texts = st.sampled_from(["Где заказ?", "спасибо", "谢谢", "ok thanks", "a" * 9_999, "🙏", "  x  "])
words = st.sampled_from(
    [FINE, SHOUT, PHONE, "Заказ будет завтра.", "您好，正在为您查询。", "8916", "1234567", "x" * 10_001]
)
anybody = st.sampled_from(EVERYBODY)
WATCHING = (BUYER, STRANGER, AGENT, SELLER, OTHER_SELLER, MODERATOR)
answering = st.sampled_from([AGENT, COLLEAGUE, SENIOR, SUPERVISOR, SELLER, OTHER_SELLER, MODERATOR, BUYER])


class Moody:
    """A channel that takes, refuses or is away, as it is told."""

    name = "webchat"
    by_timeline = False
    mood = "takes"

    async def deliver(self, cleared, departure):
        assert cleared.text is not None
        if self.mood == "away":
            raise ConnectionError("away")
        return Taken(departure.key) if self.mood == "takes" else Refused("blocked")


class Talking(RuleBasedStateMachine):
    """Buyers, sellers, agents and supervisors do what they may, and what they may not."""

    @initialize()
    def begin(self):
        self.stack = contextlib.ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.rooms = Rooms(Path(folder))
        self.stack.callback(self.rooms.close)
        self.following = Following(self.rooms.house, WATCHING)
        self.channel = Moody()
        deliver = self.rooms.house.dispatcher._reactions["channels.deliver"]
        deliver.__self__._channels["webchat"] = self.channel
        self.rooms.house.later._author = {one.id: one for one in EVERYBODY}.__getitem__
        self.conversations = []
        self.open(BUYER, with_seller=True, text="Где заказ?")

    def teardown(self):
        if hasattr(self, "stack"):
            self.rooms.settle()
            assert_refetch_equals_apply(self.following)
            self.stack.close()

    def _try(self, coroutine):
        """Done, or refused without a trace."""
        before = self.rooms.house.store.cursor()
        try:
            return self.rooms.do(coroutine)
        except OtvetError:
            assert self.rooms.house.store.cursor() == before, "something refused was stored"
            return None

    def _one(self, number):
        return self.conversations[number % len(self.conversations)]

    def _held(self, conversation, number):
        held = [
            name for name, reply in self.rooms.state(conversation).replies.items() if reply.state == "held"
        ]
        return held[number % len(held)] if held else "r_none"

    @rule(by=st.sampled_from([BUYER, STRANGER]), with_seller=st.booleans(), text=texts)
    def open(self, by, with_seller, text):
        seller_id = SELLER.seller_id if with_seller else None
        self.conversations.append(self.rooms.open(text, by=by, seller_id=seller_id))

    @rule(by=st.sampled_from([BUYER, STRANGER, AGENT]), number=pick, text=texts)
    def write(self, by, number, text):
        front = self.rooms.house.conversations
        self._try(front.write(by, self._one(number), text, files=(), key=self.rooms.key()))

    @rule(by=answering, number=pick, text=words, again=st.booleans())
    def reply(self, by, number, text, again):
        """Propose; a warned author may confirm at once."""
        replies, conversation = self.rooms.house.replies, self._one(number)
        made = self._try(replies.propose(by, conversation, Proposal(text=text), self.rooms.key()))
        if made is not None and made.confirm and again:
            confirmed = Proposal(text=text, confirm=made.confirm, replaces=made.id)
            self._try(replies.propose(by, conversation, confirmed, self.rooms.key()))

    @rule(by=answering, number=pick, text=words, seen=st.none() | st.integers(0, 20))
    def rewrite(self, by, number, text, seen):
        conversation = self._one(number)
        proposal = Proposal(text=text, replaces=self._held(conversation, number), last_seen_seq=seen)
        self._try(self.rooms.house.replies.propose(by, conversation, proposal, self.rooms.key()))

    @rule(by=answering, number=pick, what=st.sampled_from(["withdraw", "dispute", "release"]))
    def decide(self, by, number, what):
        conversation = self._one(number)
        reply, replies = self._held(conversation, number), self.rooms.house.replies
        if what == "withdraw":
            self._try(replies.withdraw(by, conversation, reply))
        else:
            self._try(getattr(replies, what)(by, conversation, reply, "Нарушения нет."))

    @rule(by=anybody, number=pick, audience=st.sampled_from(["team", "seller"]))
    def note(self, by, number, audience):
        front = self.rooms.house.conversations
        written = front.note(
            by, self._one(number), "Заметка", audience=audience, files=(), key=self.rooms.key()
        )
        self._try(written)

    @rule(by=anybody, number=pick, what=st.sampled_from(["assign", "free", "resolve", "reopen", "topic"]))
    def change(self, by, number, what):
        front, conversation = self.rooms.house.conversations, self._one(number)
        self._try({
            "assign": lambda: front.assign(by, conversation, AGENT.id),
            "free": lambda: front.assign(by, conversation, None),
            "resolve": lambda: front.resolve(by, conversation),
            "reopen": lambda: front.reopen(by, conversation),
            "topic": lambda: front.change_topic(by, conversation, TOPICS[number % len(TOPICS)]),
        }[what]())  # fmt: skip

    @rule(
        by=anybody, number=pick, what=st.sampled_from(sorted(ACTIONS)),
        value=st.sampled_from([AGENT.id, "срочно", "refund", None, 3_600_000]),
    )  # fmt: skip
    def triage(self, by, number, what, value):
        """Any change, and half of them taken back at once."""
        given = self.rooms.clock.now() + value if isinstance(value, int) else value
        triage, conversation = self.rooms.house.triage, self._one(number)
        done = self._try(triage.change(by, conversation, Change(what=what, value=given)))
        if done is not None and done.undo is not None and number % 2:
            self._try(triage.change(by, conversation, done.undo))

    @rule(by=answering, number=pick, text=words, hours=st.integers(0, 3))
    def schedule(self, by, number, text, hours):
        later, at = self.rooms.house.later, self.rooms.clock.now() + hours * 3_600_000
        self._try(later.schedule(by, self._one(number), Proposal(text=text), at=at, key=self.rooms.key()))

    @rule(by=anybody, number=pick, who=st.sampled_from([COLLEAGUE, MODERATOR]))
    def mention(self, by, number, who):
        front = self.rooms.house.conversations
        written = front.note(
            by, self._one(number), "@", audience="team", files=(), key=self.rooms.key(), mentions=(who.id,)
        )
        self._try(written)

    @rule(by=anybody, number=pick, seq=st.integers(0, 2**31 - 1))
    def read(self, by, number, seq):
        self._try(self.rooms.house.conversations.read(by, self._one(number), seq))

    @rule(by=anybody, number=pick, to=st.sampled_from(["second_line", "seller", "external"]))
    def ask(self, by, number, to):
        question = Question(to=to, text="Где посылка?", party="Склад" if number % 2 else "", number="T-1")
        self._try(self.rooms.house.escalations.ask(by, self._one(number), question, self.rooms.key()))

    @rule(by=anybody, number=pick, withdrawn=st.booleans())
    def answer(self, by, number, withdrawn):
        conversation = self._one(number)
        open_ones = [*self.rooms.state(conversation).escalations, "q_none"]
        front, name = self.rooms.house.escalations, open_ones[number % len(open_ones)]
        self._try(front.answer(by, conversation, name, "Нашлась", withdrawn=withdrawn))

    @rule(by=anybody, number=pick, to=st.sampled_from([COLLEAGUE.id, None]))
    def hand_over(self, by, number, to):
        given = HandOver(to_id=to, queue=None if to else "second-line", summary="Ждёт возврата")
        front = self.rooms.house.escalations
        self._try(front.hand_over(by, self._one(number), given, self.rooms.key()))

    @rule(mood=st.sampled_from(["takes", "takes", "refuses", "away"]))
    def channel_turns(self, mood):
        self.channel.mood = mood

    @rule()
    def later(self):
        """Time passes, so that what failed is due again."""
        self.rooms.clock.turn(hours=1)
        self.rooms.do(self.rooms.house.later.due())
        self.rooms.do(self.rooms.house.deadlines.due())
        self.rooms.do(self.rooms.house.dispatcher.claim())
        self.rooms.settle()

    @rule(number=pick, first=answering, second=answering, text=words)
    def at_once(self, number, first, second, text):
        """Several people act in one conversation at the same moment."""
        front, conversation, key = self.rooms.house.conversations, self._one(number), self.rooms.key
        propose = self.rooms.house.replies.propose
        held = self._held(conversation, number)
        outcomes = self.rooms.together(
            propose(first, conversation, Proposal(text=text), key()),
            propose(first, conversation, Proposal(text="8916"), key()),
            propose(second, conversation, Proposal(text=FINE, replaces=held), key()),
            self.rooms.house.replies.release(second, conversation, held, "Нарушения нет."),
            front.write(BUYER, conversation, "Ау", files=(), key=key()),
            front.resolve(second, conversation),
        )
        strange = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, OtvetError)]
        assert strange == []

    @invariant()
    def nothing_differs(self):
        if hasattr(self, "following"):
            self.rooms.settle()
            assert_refetch_equals_apply(self.following, whole=False)
            assert self.rooms.verify() == []


def _run(examples, steps):
    how = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck), database=None,
        phases=[Phase.generate], report_multiple_bugs=False,
    )  # fmt: skip
    run_state_machine_as_test(Talking, settings=how)


def test_applying_is_reading_anew(one_gate, monkeypatch):
    """Random actions of everybody: state, views, live stream and `verify` agree after each."""
    monkeypatch.setattr(Gate, "load", lambda _pack="ozon": one_gate)
    _run(6, 25)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_applying_is_reading_anew_at_length(one_gate, monkeypatch):
    """The same, a hundred times as much."""
    monkeypatch.setattr(Gate, "load", lambda _pack="ozon": one_gate)
    _run(200, 80)

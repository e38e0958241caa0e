"""The rooms of the house without the web, driven step by step: nothing moves between two calls."""

import asyncio
import itertools
import uuid
from collections.abc import Coroutine
from contextlib import AsyncExitStack, contextmanager

import pytest

from fakes import HandClock
from otvet.bootstrap import open_house
from otvet.clock import day
from otvet.conversation.conversations import Opening
from otvet.conversation.replies import Proposal
from otvet.market.demo_shop import DemoShop
from otvet.people.actor import Actor
from otvet.policy import Gate
from otvet.settings import Settings
from otvet.storage.verify import verify

PHONE = "Звоните мне: 8 916 123-45-67"  # the gate blocks it
SHOUT = "Здравствуйте! ВАШ заказ СЕГОДНЯ у курьера."  # the gate warns
FINE = "Здравствуйте! Проверяю и вернусь с ответом."

BUYER = Actor("buyer", "by_1", "buyer", "Марина")
STRANGER = Actor("buyer", "by_2", "buyer", "Пётр")
AGENT = Actor("staff", "st_agent", "agent", "Илья")
COLLEAGUE = Actor("staff", "st_other", "agent", "Ольга")
SENIOR = Actor("staff", "st_senior", "senior_agent", "Анна")
SUPERVISOR = Actor("staff", "st_lead", "supervisor", "Олег")
SELLER = Actor("seller", "se_1", "seller", "王", "zh", seller_id="sel_1")
OTHER_SELLER = Actor("seller", "se_2", "seller", "Ли", seller_id="sel_2")
MODERATOR = Actor("staff", "st_mod", "moderator", "Мод")
EVERYBODY = (BUYER, STRANGER, AGENT, COLLEAGUE, SENIOR, SUPERVISOR, SELLER, OTHER_SELLER, MODERATOR)


@contextmanager
def _alone():
    """Without the loop that Playwright leaves asleep in this thread after a test with a browser."""
    browsers = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(browsers)


class Rooms:
    """The house with a turned clock; `do` runs one coroutine to its end, `settle` everything that follows."""

    def __init__(self, folder, clock=None, **settings):
        self.clock = clock or HandClock()
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        shop = DemoShop(1, day(self.clock.now()))
        opening = open_house(Settings(data_dir=folder, models=False, **settings), shop, clock=self.clock)
        self.house = self.do(self._stack.enter_async_context(opening))
        self.commits = []
        self.house.waiting.followers.append(self.commits.append)
        self._keys = itertools.count(1)

    def close(self):
        self.do(self._stack.aclose())
        with _alone():
            self._runner.close()

    def do(self, coroutine):
        with _alone():
            return self._runner.run(coroutine)

    def together(self, *coroutines: Coroutine):
        """All at once; refusals come back as values."""

        async def gather():
            return await asyncio.gather(*coroutines, return_exceptions=True)

        return self.do(gather())

    def settle(self):
        """Let all reactions in hand run to their end."""

        async def wait():
            while self.house.dispatcher.open:  # noqa: ASYNC110  it tells by a count only
                await asyncio.sleep(0.001)

        self.do(wait())

    def verify(self):
        """Faults of the database, none when all is well."""
        return list(verify(self.house.database, self.house.timeline, self.house.attachments._box))

    # What people do, in one word each.

    def open(self, text="Где мой заказ?", *, by=BUYER, **fields):
        """A new conversation; its id."""
        opened = self.house.conversations.open(by, Opening(text=text, **fields), self.key())
        return self.do(opened).answer["conversation_id"]

    def key(self):
        return f"key {next(self._keys)} {uuid.uuid4()}"

    def write(self, conversation, text="Ещё вопрос", *, by=BUYER, files=()):
        return self.do(self.house.conversations.write(by, conversation, text, files=files, key=self.key()))

    def reply(self, conversation, text=FINE, *, by=AGENT, key=None, **fields):
        """Propose a reply; what became of it."""
        proposal = Proposal(text=text, **fields)
        return self.do(self.house.replies.propose(by, conversation, proposal, key or self.key()))

    def note(self, conversation, text="Заметка", *, by=AGENT, audience="team", files=()):
        written = self.house.conversations.note(
            by, conversation, text, audience=audience, files=files, key=self.key()
        )
        return self.do(written)

    def state(self, conversation):
        return self.house.store.state(conversation)

    def records(self, conversation, *, by=SUPERVISOR):
        return self.house.store.events(by, conversation)

    def names(self, conversation, *, by=SUPERVISOR):
        return [record.name for record in self.records(conversation, by=by)]


@pytest.fixture(scope="session")
def one_gate():
    """Loading proves every rule by its examples; once is enough for all tests of a worker."""
    return Gate.load()


@pytest.fixture
def rooms(tmp_path, one_gate, monkeypatch, _empty_database):
    """The house on an empty SQLite database."""
    monkeypatch.setattr(Gate, "load", lambda _pack="ozon": one_gate)
    (tmp_path / "otvet.db").write_bytes(_empty_database)
    made = Rooms(tmp_path)
    yield made
    made.close()

"""Builds the house once, by constructor injection; nothing looks anything up later."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from otvet import seeing
from otvet.channels.delivery import REACTION, Delivery
from otvet.channels.email.letters import Letters
from otvet.channels.email.post import Post
from otvet.channels.email.sending import Sending
from otvet.channels.once_more import OnceMore
from otvet.channels.port import Channel
from otvet.channels.telephony.channel import Telephony
from otvet.channels.webchat.channel import Webchat
from otvet.clock import Clock, SystemClock
from otvet.conversation import notices
from otvet.conversation.attachments import Attachments
from otvet.conversation.board import Board
from otvet.conversation.context import Gathering
from otvet.conversation.conversations import Conversations
from otvet.conversation.filling import Filling
from otvet.conversation.judges import Judges
from otvet.conversation.later import Later
from otvet.conversation.live import Hub
from otvet.conversation.orders import Orders, Purse
from otvet.conversation.packs import Packs
from otvet.conversation.picture_reader import Bounds, PictureReader
from otvet.conversation.questions import Questions
from otvet.conversation.readings import Readings
from otvet.conversation.recall import Recall
from otvet.conversation.replies import Replies
from otvet.conversation.second_reader import Opinions, Reading, SecondReader
from otvet.conversation.sending import Limits
from otvet.conversation.shelf import Shelf
from otvet.conversation.splitting import Splitting
from otvet.conversation.store import Store
from otvet.conversation.timeline import Timeline
from otvet.conversation.triage import Triage
from otvet.desk.acting import Acting
from otvet.desk.at_hand import AtHand
from otvet.desk.calls import Calls
from otvet.desk.complaints import Complaints
from otvet.desk.deadlines import Deadlines
from otvet.desk.desk import Desk
from otvet.desk.escalations import Escalations
from otvet.desk.plan import as_written, with_hours
from otvet.desk.route import Placing
from otvet.desk.router import Router
from otvet.desk.vip import Vips
from otvet.errors import StartRefused
from otvet.journey import REACTIONS, Dispatcher, Reaction, Tick
from otvet.knowledge import place
from otvet.market.port import Market
from otvet.outside.llm import LanguageModel
from otvet.outside.smtp import Server
from otvet.outside.transport import Transport
from otvet.people.accounts import Account
from otvet.people.identity import OWN_ACCOUNT
from otvet.people.people import Lives, People
from otvet.policy import Gate
from otvet.policy.reading import Meaning
from otvet.settings import Settings
from otvet.storage.database import Database, open_database
from otvet.storage.filebox import Folder
from otvet.storage.outbox import freed
from otvet.storage.renewing import VERSION, renew
from otvet.storage.schema import ledger
from otvet.storage.waiting import Waiting
from otvet.storage.writer import Writer


class House:
    """All fronts, built. Needs a running event loop; `open_house` makes one."""

    def __init__(self, settings: Settings, database: Database, market: Market, clock: Clock) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.market = market
        # Set by who opens the doors: what is loaded beside the serving waits for it.
        self.opened = asyncio.Event()
        # Judges are wanted: with the doors, or before them where a first start has much to check.
        self.judging = asyncio.Event()
        self.warm = asyncio.Event()  # the first message finds everything loaded
        self.models = "off"  # off, loading, ready or what went wrong: told by /readyz
        self.people = People(database, clock, _lives(settings))
        self.timeline = Timeline(REACTIONS, lambda one: self.people.names([one]).get(one, ""))
        self.writer = Writer(database, self.timeline, clock)
        self.waiting = Waiting(self.writer)
        self.store = Store(database, self.timeline)
        self.recall = Recall(self.store)
        box = Folder(settings.data_dir / "files")
        self.attachments = Attachments(database, box, clock, _limits(settings))
        self.shelf = Shelf(database, box, clock)
        self.packs = Packs(
            database, self.shelf, self.people, (settings.pack, Gate.load(settings.pack)), clock
        )
        self.judges = _judges(settings, self.packs)
        self.readings = Readings(database, box, _reader(settings), clock)
        self.conversations = Conversations(self.waiting, self.store, self.recall, self.attachments, clock)
        self.gathering = Gathering(market, self.people, clock)
        self.outside = Transport()
        self.opinions = Opinions(database, _second_reader(settings, self.outside, clock), clock)
        reading = Reading(self.readings, self.opinions)
        self.replies = Replies(self.conversations, self.waiting, self.packs, self.gathering, reading, clock)
        channels = self._set_up_channels()
        self._set_up_desk(market)
        self.waiting.followers.insert(
            0, lambda committed: self.recall.learn(committed.states, committed.records)
        )
        self.dispatcher = Dispatcher(
            self.waiting,
            {
                "journey.acknowledge": notices.acknowledge,
                "desk.route": Placing(self.desk.pages).place,
                "desk.vip": self.vips.recognise,
                "conversation.read": self.replies.read_pictures,
                "desk.automate": self.acting.automate,
                **channels,
            },
            self._ticks(),
        )
        self.hub: Hub | None = None  # the web room draws events and gives it

    def _ticks(self) -> dict[str, Tick]:
        return {
            "conversation.due": self.later.due,
            "orders.due": self.orders.due,
            "channels.letters": self.letters.due,
            "desk.due": self.deadlines.due,
            "desk.calls": self.calls.due,
            "desk.give-out": self.router.route,
            "people.tidy": self._tidy,
        }

    def _set_up_desk(self, market: Market) -> None:
        """What colleagues work with beside answering."""
        self.desk = Desk(self.database, self.clock, with_hours(as_written(), self.settings.hours))
        pages = self.desk.pages
        self.router = Router(self.waiting, pages)
        self.deadlines = Deadlines(self.store, self.waiting, pages, self.clock)
        self.escalations = Escalations(self.conversations, self.waiting, pages, self.clock)
        self.questions = Questions(self.conversations, self.waiting, self.packs, self.gathering)
        self.board = Board(self.store, self.people)
        self.splitting = Splitting(self.conversations, self.waiting)
        self.triage = Triage(self.conversations, self.waiting, self.clock)
        self.orders = Orders(
            self.conversations, self.waiting, market, _purse(self.settings), self.clock, self.people.shop_id
        )
        of_shop = (market, self.people.shop_id)
        self.vips = Vips(self.database, of_shop, self.conversations, self.waiting, pages)
        self.calls = Calls(self.people, self.conversations, self.waiting, self.vips, pages)
        self.complaints = Complaints(self.conversations, self.waiting, self.orders, self.clock)
        self.filling = Filling(self.conversations, self.waiting, self.database, lambda: pages.plan().fields)
        self.conversations.may_end = self.filling.check_settled
        self.later = Later(self.replies, self.conversations, self.waiting, self.clock, self.people.stand_in)
        self.at_hand = AtHand(self.database, market, (self.people, self.packs), self.clock)
        rooms = (self.conversations, self.triage, self.replies)
        self.acting = Acting(rooms, self.at_hand, self.database, self.clock)

    def _set_up_channels(self) -> dict[str, Reaction]:
        """What brings a cleared reply to the buyer: the chat, and a letter to who is away."""
        once_more = OnceMore(self.packs, self.gathering, self.recall, self.readings, self.opinions)
        # a form has no carrier either: who wrote through it reads the answer in the chat, or by e-mail
        chat = Webchat()
        by_name: dict[str, Channel] = {
            "webchat": chat,
            "form": chat,
            "community": chat,
            "telephony": Telephony(),
        }
        delivery = Delivery(by_name, once_more, self.recall, self.readings)
        post = _post(self.settings)
        self.replies.depart = delivery.at_once
        self.letters = Letters(post, self.conversations, self.waiting, self.people)
        self.timeline.idles["channels.plan_letter"] = self.letters.idle
        sending = Sending(post, self.conversations, self.people, once_more)
        return {
            REACTION: delivery.deliver,
            "channels.plan_letter": self.letters.plan,
            "channels.send_letter": sending.send,
        }

    @property
    def gate(self) -> Gate:
        """The gate of the operator's own shop."""
        return self.packs.gate(OWN_ACCOUNT)

    async def _tidy(self) -> None:
        await asyncio.to_thread(self.people.tidy)
        await asyncio.to_thread(self.acting.tidy)


def _limits(settings: Settings) -> Limits:
    return Limits(
        **{name: getattr(settings, name) for name in Limits.__struct_fields__ if hasattr(settings, name)}
    )


def _purse(settings: Settings) -> Purse:
    return Purse(
        amounts={
            "agent": settings.agent_amount, "senior_agent": settings.senior_amount, "supervisor": None, "administrator": None,
        },
        percents={
            "agent": settings.agent_percent, "senior_agent": settings.senior_percent, "supervisor": None,
            "administrator": None,
        },
    )  # fmt: skip


def _reader(settings: Settings) -> PictureReader:
    bounds = Bounds(
        seconds=settings.picture_seconds, megabytes=settings.picture_megabytes, pixels=settings.file_pixels,
        at_once=settings.picture_readers,
    )  # fmt: skip
    return PictureReader(settings.tesseract, bounds)


def _second_reader(settings: Settings, outside: Transport, clock: Clock) -> SecondReader | None:
    """By default there is none and nothing goes out."""
    if not settings.llm_url:
        return None
    model = LanguageModel(settings.llm_url, settings.llm_model, settings.llm_key)
    return SecondReader(model, outside, clock, seconds=settings.llm_seconds)


def _judges(settings: Settings, packs: Packs) -> Judges | None:
    """Whom the packs' gates ask from now on, once somebody is there; none where the server judges by itself."""
    if not settings.workers:
        return None
    judges = Judges(settings.pack, models=settings.models, count=settings.workers)
    packs.judged_by(judges)
    return judges


def _post(settings: Settings) -> Post:
    """By default there is no mail server and no letter leaves."""
    server = Server(
        host=settings.smtp_host, port=settings.smtp_port, tls=settings.smtp_tls, user=settings.smtp_user,
        password=settings.smtp_password, seconds=settings.smtp_seconds,
    )  # fmt: skip
    return Post(
        server=server if settings.smtp_host else None,
        sender=settings.mail_from,
        pages=settings.public_url.rstrip("/"),
        after=int(settings.mail_after_minutes * 60_000),
        link=settings.mail_link_days * 24 * 3600 * 1000,
        most_a_day=settings.mails_per_day,
    )


def _lives(settings: Settings) -> Lives:
    return Lives(
        session_hours=settings.session_hours,
        guests_from_address=settings.guests_per_minute,
        link_hours=settings.mail_link_days * 24,
    )


@asynccontextmanager
async def open_house(
    settings: Settings, market: Market, *, clock: Clock | None = None
) -> AsyncIterator[House]:
    """The house from open database to running dispatcher, and down again in order."""
    clock = clock or SystemClock()
    place.use(settings.knowledge)
    with alone(settings):
        database = open_database(settings.url)
        found(database, clock)
        house = House(settings, database, market, clock)
        _keep_own_account(house)
        house.shelf.move_old()
        house.packs.gate(OWN_ACCOUNT)
        if renew(database, house.timeline):
            seeing.log.info("lists, counts and search were made anew")
        freed(database)
        house.writer.start()
        running = [asyncio.create_task(house.dispatcher.run()), asyncio.create_task(_settle_in(house))]
        if house.judges is not None:
            running.append(asyncio.create_task(_judge_beside(house, house.judges)))
        try:
            yield house
        finally:
            for task in running:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await house.outside.close()
            await asyncio.to_thread(house.writer.stop)
            house.gate.close()
            database.close()


async def _settle_in(house: House) -> None:
    """What need not hold up a start, in the order in which it is missed: for the first message, then the models."""
    if house.settings.models:
        house.models = "loading"
    await house.opened.wait()
    if house.judges is not None:
        await house.judges.told.wait()
    # Where judges are, a hundred MB of words are not needed here as well.
    if house.judges is None or not house.judges.ready:
        await asyncio.to_thread(house.gate.warm)
    house.warm.set()
    await asyncio.to_thread(lambda: house.readings.reader.told)  # asks tesseract what it has
    if house.settings.models and house.judges is None:
        await _learn(house)


async def _learn(house: House) -> None:
    """Load the models into this process; until they are there every verdict says that they were not asked."""
    try:
        meaning = await asyncio.to_thread(_bundled)
    except Exception as error:  # noqa: BLE001  whatever is wrong with them, the words go on judging
        house.models = f"failed: {error}"
        seeing.log.warning("the models could not be loaded", exc_info=True)
        return
    house.packs.read_with(meaning)
    house.models = "ready"


def _bundled() -> Meaning:
    from otvet.policy.meaning.heads import bundled  # noqa: PLC0415  words alone need no numpy

    return bundled()


async def _judge_beside(house: House, judges: Judges) -> None:
    """Judges in processes of their own, once they are wanted; what they say of the models is told by /readyz."""

    def changed() -> None:
        if house.settings.models:
            house.models = "ready" if judges.ready else f"failed: {judges.why}" if judges.why else "loading"

    judges.changed = changed
    await house.judging.wait()
    await judges.run()


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """On SQLite one serving process; a second one is refused with advice."""
    if settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        yield
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = settings.data_dir / "otvet.lock"
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartRefused(_taken(settings.data_dir, lock)) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _taken(folder: Path, lock: Path) -> str:
    return (
        f"Another Otvet (process {lock.read_text().strip() or 'unknown'}) already serves the database in {folder}. "
        "Stop it, give this one another --data-dir, or use PostgreSQL (--database-url), which takes any number of servers."
    )


def found(database: Database, clock: Clock) -> None:
    """The one row of the ledger, on first start."""
    with database.writing() as connection:
        if connection.execute(select(ledger.c.id)).first() is None:
            row: dict[str, Any] = {
                "id": 1, "epoch": clock.new_id("e")[-12:], "position": 0, "conversations": 0,
                "reference_key": int.from_bytes(clock.secret().encode()[:6]) % 10_000_000, "derived": VERSION,
            }  # fmt: skip
            connection.execute(insert(ledger), [row])


def _keep_own_account(house: House) -> None:
    """The operator's own shop is an account too: without it nobody could write or be answered."""
    if all(account.id != OWN_ACCOUNT for account in house.people.accounts()):
        house.people.save_account(Account(id=OWN_ACCOUNT, name="Otvet"))

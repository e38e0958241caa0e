"""What follows what: one table of reactions, one of ticks, and the dispatcher that works through the outbox.

Read the tables from top to bottom: they are the program's story.
A reaction gets a job and gives back what to append; the append and the end of the job are one transaction.
A failing reaction is tried again with growing pauses, then it is dead and a person sees it.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from otvet import seeing
from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.storage.batch import LeaseLost
from otvet.storage.outbox import Claim, Fail, Finish
from otvet.storage.record import Entry, Job
from otvet.storage.waiting import Waiting
from otvet.storage.writer import Committed, Work

Reaction = Callable[[Job], Awaitable[Append | None]]
Tick = Callable[[], Awaitable[None]]
Line = tuple[str, bool]  # a conversation, and whether what goes ahead in it

REACTIONS: dict[type[e.Event], tuple[str, ...]] = {
    e.ConversationOpened: (
        "journey.acknowledge",  # the buyer gets the reference number
        "desk.vip",  # whose buyer it is, before anybody gets it
    ),
    e.MessageReceived: (
        "desk.route",
        "desk.automate",
    ),  # into the queue of people, with its clocks; then the rules
    **dict.fromkeys(
        (
            e.NeedsReplyCorrected,
            e.TookIn,
            e.Unmerged,
            e.GaveBack,
            e.SplitOff,
            e.SplitFrom,
            e.CameBack,
            e.Assigned,
            e.Escalated,
            e.EscalationAnswered,
            e.SellerNoteWritten,
            e.HandedOver,
            e.FollowUpDue,
            e.CallEnded,
            e.CallBackPromised,
            e.CallBackDue,
            e.CallBackDone,
            e.ComplaintClosed,
        ),
        ("desk.route",),
    ),  # it is somebody else's turn: the clocks again
    e.TopicChanged: ("desk.route", "desk.automate"),
    e.Reopened: ("desk.vip", "desk.route", "desk.automate"),
    e.Rated: ("desk.automate",),  # a rule may look after who is unhappy
    e.ReplyHeld: ("conversation.read",),  # held for its pictures: they are read, and it is judged again
    e.ReplyRecalled: ("conversation.read",),  # the same, should their reading have been lost
    e.ReplyCleared: ("channels.deliver",),  # the gate once more, then the channel
    e.ReplyDelivered: ("channels.plan_letter",),  # should the buyer be away, it goes by e-mail too
    e.Resolved: ("channels.plan_letter", "desk.automate"),  # how did we help?
    e.LetterDue: ("channels.send_letter",),  # nobody has read it: to the mail server
}

TICKS: dict[str, float] = {  # seconds between two runs
    "outbox.claim": 1.0,  # jobs that are due, or whose process died; renews one's own leases
    "conversation.due": 1.0,  # snoozes that end, replies whose time has come
    "orders.due": 5.0,  # what a silent shop was asked is asked again
    "desk.due": 1.0,  # clocks that turn amber or red, answers that are overdue
    "desk.calls": 1.0,  # what rings and nobody has is offered once more
    "desk.give-out": 1.0,  # who went gives back, what nobody has is given out
    "channels.letters": 1.0,  # letters whose time has come
    "people.tidy": 600.0,  # expired sessions
}


# What a buyer waits for stands in no line behind what nobody waits for; all else of a conversation goes one by one.
AHEAD: frozenset[str] = frozenset({"conversation.read", "channels.deliver"})
AWAY = 1.0  # seconds to wait for a database that does not answer


class Dispatcher:
    """Runs reactions: in order within a conversation, side by side across them."""

    def __init__(
        self, waiting: Waiting, reactions: Mapping[str, Reaction], ticks: Mapping[str, Tick]
    ) -> None:
        self._waiting = waiting
        self._reactions = reactions
        self._ticks = {"outbox.claim": self.claim, **ticks}
        self._lines: defaultdict[Line, deque[Job]] = defaultdict(deque)
        self._tasks: set[asyncio.Task[None]] = set()
        self._ending: set[asyncio.Task[None]] = set()
        waiting.followers.append(self.follow)

    def follow(self, committed: Committed) -> None:
        """Take up the jobs that were leased to this process at their birth."""
        self._line_up(committed.jobs)

    async def claim(self) -> None:
        """Take up what is due and nobody's."""
        self._line_up(await self._waiting.do(Claim()))

    async def run(self) -> None:
        """Tick until cancelled."""
        async with asyncio.TaskGroup() as group:
            for name, tick in self._ticks.items():
                group.create_task(self._repeat(tick, TICKS[name]))

    async def _repeat(self, tick: Tick, seconds: float) -> None:
        while True:
            try:
                await tick()
            except Exception:  # noqa: BLE001  a database that is away now is back later
                seeing.log.warning("tick failed", tick=tick.__qualname__, exc_info=True)
            await asyncio.sleep(seconds)

    @property
    def open(self) -> int:
        """Jobs in this process's hands."""
        return sum(len(line) for line in self._lines.values()) + len(self._ending)

    def _line_up(self, jobs: list[Job]) -> None:
        for job in jobs:
            line = self._lines[_line_of(job)]
            line.append(job)
            if len(line) == 1:
                task = asyncio.ensure_future(self._work_off(_line_of(job)))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _work_off(self, name: Line) -> None:
        line = self._lines[name]
        while line:
            if not await self._one(line[0]):
                break
            line.popleft()
        del self._lines[name]

    async def _one(self, job: Job) -> bool:
        """Whether the line may go on; a failure leaves the rest of it to the next claim."""
        try:
            append = await self._reactions[job.reaction](job)
            if append is None:
                self._end(job)
            else:
                await self._waiting.do(append)
        except LeaseLost as lost:  # somebody else has it by now; what waits behind it has to wait for them
            for behind in list(self._lines[_line_of(job)])[1:2]:
                await self._failed(behind, lost)
            return False
        except Exception as error:  # noqa: BLE001  never swallowed: counted, tried again, then shown
            await self._failed(job, error)
            return False
        return True

    def _end(self, job: Job) -> None:
        """Nothing is to be written but that it is done: no successor waits for that, and no commit is made for it alone.

        Should the process die before, the reaction runs again, as it would after any other death.
        """
        task = asyncio.ensure_future(self._ended(job))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _ended(self, job: Job) -> None:
        try:
            await self._waiting.do(Finish(job), patient=True)
        except LeaseLost:  # somebody else does it over
            return
        except Exception as error:  # noqa: BLE001  never swallowed: counted, tried again, then shown
            await self._failed(job, error)

    async def _failed(self, job: Job, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}"
        seeing.log.warning(
            "reaction failed",
            reaction=job.reaction,
            job=job.id,
            attempts=job.attempts,
            reason=type(error).__name__,
        )
        if await self._kept_trying(Fail(job, reason)):
            await self._kept_trying(_stuck(job, type(error).__name__))

    async def _kept_trying(self, work: Work) -> Any:
        """Until it is stored: this process renews its leases, so nobody else would ever take the job up."""
        while True:
            try:
                return await self._waiting.do(work)
            except Exception:  # noqa: BLE001  a database that is away now is back later
                seeing.log.warning("failure not recorded", exc_info=True)
                await asyncio.sleep(AWAY)


def _line_of(job: Job) -> Line:
    return (job.conversation_id, job.reaction in AHEAD)


def _stuck(job: Job, reason: str) -> Append:
    entry = Entry(e.ReactionStuck(reaction=job.reaction, reason=reason), "system", "journey")
    return Append(job.conversation_id, lambda _now: Decision((entry,), {}))


def names(event: type[Any]) -> tuple[str, ...]:
    """What follows the event, by name."""
    return REACTIONS.get(event, ())

"""Keeps routing going: a pass after every commit that could change who gets what, and one a second for what only time changes."""

import asyncio

from otvet import seeing
from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.state import Conversation
from otvet.desk.pages import Pages
from otvet.desk.plan import Plan
from otvet.desk.route import placed
from otvet.desk.routing import Passed, Route
from otvet.storage.waiting import Waiting
from otvet.storage.writer import Committed

# What can make a conversation wait for somebody, or somebody free for a conversation.
STIRS: frozenset[str] = frozenset(
    kind.__name__
    for kind in (
        e.MessageReceived, e.NeedsReplyCorrected, e.Routed, e.Assigned, e.Resolved, e.Reopened, e.ReplyDelivered,
        e.Snoozed, e.Woken, e.MergedInto, e.TookIn, e.Unmerged, e.GaveBack, e.SplitOff, e.SplitFrom, e.CameBack, e.TopicChanged, e.Escalated,
        e.EscalationAnswered, e.SellerNoteWritten, e.HandedOver, e.DeadlineMissed,
        e.FollowUpDue, e.VipRecognised, e.CallEnded, e.CallBackPromised, e.CallBackDue, e.CallBackDone,
    )
)  # fmt: skip

AT_ONCE = 100
PAUSE = 0.1  # seconds from one pass to the next: at a hundred replies a second ten passes are enough


class Router:
    """One pass at a time in this process; what comes meanwhile asks for another."""

    def __init__(self, waiting: Waiting, pages: Pages) -> None:
        self._waiting = waiting
        self._pages = pages
        self._wanted = False
        self._running: asyncio.Task[None] | None = None
        self._reckoned = -1  # the plan all open clocks are right by
        waiting.followers.append(self.follow)

    def follow(self, committed: Committed) -> None:
        if any(record.name in STIRS for record in committed.records):
            self.stir()

    def stir(self) -> None:
        """Somebody came or went, a queue was changed, a conversation moved."""
        self._wanted = True
        if self._running is None:
            self._running = asyncio.ensure_future(self._run())
            self._running.add_done_callback(self._ended)

    @property
    def open(self) -> bool:
        """Whether a pass is under way."""
        return self._running is not None

    async def route(self) -> None:
        """One pass, for the table of ticks: shifts end and browsers fall silent without an event.

        After a change of the plan, and after a start, all clocks are reckoned by it first.
        """
        number = (await asyncio.to_thread(self._pages.plan)).number
        if number != self._reckoned:
            await self.recount()
            self._reckoned = number
        await self._pass()

    async def recount(self) -> None:
        """Clocks and priorities of everything open, by the plan in force; what is right already is left alone."""
        plan = await asyncio.to_thread(self._pages.plan)
        names = await asyncio.to_thread(self._pages.counted)
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            await asyncio.gather(*(self._waiting.do(_again(name, plan)) for name in some))

    async def _run(self) -> None:
        while self._wanted:
            self._wanted = False
            await self._pass()
            await asyncio.sleep(PAUSE)

    async def _pass(self) -> Passed:
        passed: Passed = await self._waiting.do(Route(self._pages))
        return passed

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._running = None
        if not task.cancelled() and task.exception() is not None:
            seeing.log.warning("not routed", reason=type(task.exception()).__name__)  # the next tick does it


def _again(conversation_id: str, plan: Plan) -> Append:
    def decide(now: Conversation) -> Decision:
        return Decision(placed(now, plan, now.updated_at) if now.clocks else (), {})

    return Append(conversation_id, decide)

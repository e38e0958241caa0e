"""The front of this room: the plan in force, who is at the desk, how long one waits."""

from msgspec import Struct
from sqlalchemy import Connection, func, select

from otvet.clock import Clock
from otvet.conversation.state import Conversation
from otvet.conversation.turns import of_seller
from otvet.conversation.views import at_support
from otvet.desk import duty as duties
from otvet.desk.duty import LASTS_MS, TELL, Chosen, Duty
from otvet.desk.hours import Schedule
from otvet.desk.pages import Pages
from otvet.desk.plan import SUPPORT, Member, Plan
from otvet.desk.waiting import Wait, expected, today
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.database import Database
from otvet.storage.schema import conversations, duty

_c = conversations.c


class Colleague(Struct, frozen=True, kw_only=True):
    """Somebody who answers, for the settings and the list of who is there."""

    id: str
    name: str
    role: str
    state: str
    member: Member


class Desk:
    """Reads and tells; what is given to whom is decided in `routing`."""

    def __init__(self, database: Database, clock: Clock, written: Plan) -> None:
        self.pages = Pages(database, clock, written)
        self._database = database
        self._clock = clock

    def plan(self) -> Plan:
        return self.pages.plan()

    def tell(self, actor: Actor, chosen: Chosen, *, idle: bool) -> Duty:
        """The actor's browser says that they are there."""
        access.allow(actor, "duty.tell")
        now = self._clock.now()
        row = {
            "person_id": actor.id,
            "chosen": chosen,
            "idle": idle,
            "now": now,
            "until": now + LASTS_MS,
        }
        with self._database.writing() as connection:
            connection.execute(TELL, row)
            return duties.read(connection)[actor.id]

    def leave(self, actor: Actor) -> None:
        """They signed out: nothing more is given to them."""
        with self._database.writing() as connection:
            gone = duty.update().where(duty.c.person_id == actor.id)
            connection.execute(gone.values(until=self._clock.now()))

    def colleagues(self) -> list[Colleague]:
        """Everybody who may answer, with what they answer and whether they are there."""
        plan, now = self.plan(), self._clock.now()
        with self._database.reading() as connection:
            told, everybody = duties.read(connection), duties.colleagues(connection)
        return [
            Colleague(
                id=one.id, name=one.name, role=one.role, member=duties.member(plan, one),
                state=told[one.id].state(now) if one.id in told else "offline",
            )
            for one in everybody if not one.disabled
        ]  # fmt: skip

    def hours_today(self, queue: str | None) -> str:
        """The hours of a queue on this day, as buyers read them."""
        return ", ".join(today(self.plan().hours(queue), self._clock.now()))

    def wait(self, state: Conversation | None, topic: str) -> tuple[Wait, Schedule]:
        """How long a newcomer with this topic would wait, or the one whose conversation this is."""
        plan, now = self.plan(), self._clock.now()
        name = state.queue if state and state.queue else SUPPORT
        queue = plan.queues.get(name, plan.queues[SUPPORT])
        with self._database.reading() as connection:
            ahead = _ahead(connection, state)
            told, everybody = duties.read(connection), duties.colleagues(connection)
        there = duties.at_work(plan, everybody, told, now)
        skills = set(plan.topic(state.topic if state else topic).skills)
        able = [
            one
            for one in there.values()
            if name in one.queues and (one.skills is None or skills <= set(one.skills))
        ]
        schedule = plan.hours(name)
        minutes = queue.handling_minutes
        return expected(schedule, now, ahead=ahead, on_duty=len(able), handling_minutes=minutes), schedule


def _ahead(connection: Connection, state: Conversation | None) -> int:
    """How many wait before this one; a newcomer stands at the end."""
    where = [_c.status == "open", _c.snoozed.is_(False), _c.waiting_since.is_not(None)]
    where.append(_c.seller_id == state.seller_id if state and of_seller(state) else at_support())
    if state is not None:
        if state.waiting_since is None:
            return 0
        where += [_c.waiting_since <= state.waiting_since, _c.id != state.id]
    query = select(func.count()).select_from(conversations).where(*where)
    return connection.execute(query).scalar_one()

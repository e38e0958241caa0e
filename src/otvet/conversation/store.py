"""Reading conversations: by id, by view, by event. Whoever calls has an actor; lists are filtered here."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, tuple_

from otvet.conversation import turns
from otvet.conversation.ordering import cursor_at, cursor_of, order_of
from otvet.conversation.state import Conversation
from otvet.conversation.timeline import Timeline, decode_state
from otvet.conversation.views import VIEWS, Filters, at_support, holds
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.database import Database
from otvet.storage.outbox import select_records
from otvet.storage.record import Record
from otvet.storage.schema import (
    bodies,
    conversations,
    deadlines,
    drafts,
    events,
    files,
    ledger,
    reads,
    tallies,
)

NONE = Filters()
LOOKED_AT = 120  # events about replies a letter is made from
_c = conversations.c


class Listed(Struct, frozen=True):
    """A conversation as a list shows it; `unread` counts the buyer's messages (for a buyer: the replies).

    `draft`: the actor has begun something here and not sent it.
    """

    conversation: Conversation
    preview: str | None
    unread: int
    draft: bool = False


class Page(Struct, frozen=True):
    """One page; `next` is the cursor of the following one."""

    items: tuple[Listed, ...]
    next: str | None


class Store:
    """The room's reading side."""

    def __init__(self, database: Database, timeline: Timeline) -> None:
        self.database = database
        self.timeline = timeline

    def cursor(self) -> tuple[str, int]:
        """Epoch and position of the newest event."""
        with self.database.reading() as connection:
            row = connection.execute(select(ledger.c.epoch, ledger.c.position)).one()
        return row.epoch, int(row.position)

    def state(self, conversation_id: str) -> Conversation | None:
        with self.database.reading() as connection:
            found = connection.execute(select(_c.state).where(_c.id == conversation_id)).scalar()
        return decode_state(found) if found else None

    def by_reference(self, reference: str) -> Conversation | None:
        """The conversation with this reference number; whoever asks decides who may see it."""
        with self.database.reading() as connection:
            found = connection.execute(select(_c.state).where(_c.reference == reference)).scalar()
        return decode_state(found) if found else None

    def states(self, ids: Sequence[str]) -> dict[str, Conversation]:
        with self.database.reading() as connection:
            rows = connection.execute(select(_c.id, _c.state).where(_c.id.in_(ids))).all()
        return {row.id: decode_state(row.state) for row in rows}

    def texts(self, ids: Iterable[str]) -> dict[str, str]:
        """Words by body id; erased ones read as an empty text."""
        wanted = list(ids)
        if not wanted:
            return {}
        with self.database.reading() as connection:
            return _texts(connection, wanted)

    def opening(self, actor: Actor, conversation_id: str, limit: int) -> tuple[list[Record], tuple[str, int]]:
        """The newest events the actor may see, and the cursor they are complete up to: of one moment."""
        with self.database.reading() as connection:
            cursor = connection.execute(select(ledger.c.epoch, ledger.c.position)).one()
            where = and_(events.c.conversation_id == conversation_id, _seen_by(actor))
            records = select_records(connection, self.timeline, where, limit=limit, newest=True)
        return records[::-1], (cursor.epoch, int(cursor.position))

    def events(
        self,
        actor: Actor,
        conversation_id: str,
        *,
        after: int = 0,
        before: int | None = None,
        limit: int = 200,
    ) -> list[Record]:
        """Events by seq: those after, or the last ones before."""
        where = and_(events.c.conversation_id == conversation_id, _seen_by(actor), events.c.seq > after)
        if before is not None:
            where = and_(where, events.c.seq < before)
        with self.database.reading() as connection:
            found = select_records(connection, self.timeline, where, limit=limit, newest=before is not None)
        return found[::-1] if before is not None else found

    def unread(self, conversation_id: str, after: int) -> list[Record]:
        """What became of replies after seq `after`, for letters: proposals, clearances, deliveries; whoever may see them."""
        names = ("ReplyProposed", "ReplyCleared", "ReplyDelivered")
        where = and_(events.c.conversation_id == conversation_id, events.c.name.in_(names))
        with self.database.reading() as connection:
            found = select_records(connection, self.timeline, where, limit=LOOKED_AT, newest=True)
        late = {r.event.reply_id for r in found if r.name == "ReplyDelivered" and r.seq > after}
        return [record for record in found[::-1] if record.event.reply_id in late]

    def since(self, actor: Actor, position: int, upto: int, limit: int) -> list[Record]:
        """What the actor missed: everything after `position`, up to `upto`, in the ledger's order."""
        mine = select(_c.id).where(access.visible(actor))
        where = and_(
            events.c.position > position,
            events.c.position <= upto,
            _seen_by(actor),
            events.c.conversation_id.in_(mine),
        )
        with self.database.reading() as connection:
            return select_records(connection, self.timeline, where, limit=limit)

    def between(self, after: int, upto: int) -> list[Record]:
        """All events of a stretch of the ledger, for the hub of another server's commits."""
        where = and_(events.c.position > after, events.c.position <= upto)
        with self.database.reading() as connection:
            return select_records(connection, self.timeline, where)

    def page(
        self,
        actor: Actor,
        view: str,
        after: str | None,
        limit: int,
        *,
        filters: Filters = NONE,
        sort: str = "newest",
    ) -> Page:
        """A view's conversations the actor may see: newest change first, in `waiting` the longest wait first.

        With `sort` `due` the one with the next deadline first, in every view.
        """
        where = and_(access.visible(actor), holds(actor, view, filters))
        by = order_of(view, sort, actor)
        key = tuple_(*(_c[name] for name in by.columns))
        if after:
            given = tuple_(*cursor_of(by, after))
            where = and_(where, key < given if by.falling else key > given)
        order = [_c[name].desc() if by.falling else _c[name] for name in by.columns]
        query = select(_c.state).where(where).order_by(*order).limit(limit + 1)
        with self.database.reading() as connection:
            found = [decode_state(state) for state in connection.execute(query).scalars()]
            items = self.listed(connection, actor, found[:limit])
        more = len(found) > limit
        return Page(tuple(items), cursor_at(by, found[limit - 1]) if more else None)

    def of_buyer(self, actor: Actor, buyer_id: str, limit: int) -> list[Listed]:
        """A buyer's conversations, newest first, as far as the actor may see them."""
        query = select(_c.state).where(access.visible(actor), _c.buyer_id == buyer_id)
        with self.database.reading() as connection:
            states = connection.execute(query.order_by(_c.last_position.desc()).limit(limit)).scalars()
            return self.listed(connection, actor, [decode_state(state) for state in states])

    def counts(self, actor: Actor) -> dict[str, int]:
        """How many conversations each view holds for the actor; of mentions, how many are unread."""
        if actor.role == "buyer":
            return self._counted(actor)
        owner = actor.seller_id if actor.role == "seller" else ""
        mine = and_(tallies.c.view.in_(("mine", "mentions")), tallies.c.owner == actor.id)
        shared = and_(tallies.c.view.in_(VIEWS), tallies.c.owner == owner)
        query = select(tallies.c.view, tallies.c.number).where(or_(mine, shared))
        with self.database.reading() as connection:
            found = {view: number for view, number in connection.execute(query)}  # noqa: C416  rows are no pairs to mypy
        return {view: found.get(view, 0) for view in VIEWS if view != "resolved"}

    def _counted(self, actor: Actor) -> dict[str, int]:
        """A buyer's few, counted as they are."""
        where = and_(access.visible(actor), holds(actor, "all", NONE))
        with self.database.reading() as connection:
            number = connection.execute(
                select(func.count()).select_from(conversations).where(where)
            ).scalar_one()
        return {"all": number}

    def tags(self, actor: Actor) -> dict[str, int]:
        """Every tag in use with the number of open conversations, most used first; for the operator's people."""
        if actor.role not in access.OPERATOR:
            return {}
        query = select(tallies.c.owner, tallies.c.number).where(tallies.c.view == "tag")
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(tallies.c.number.desc(), tallies.c.owner)).all()
        return {row.owner: row.number for row in rows}

    def listed(self, connection: Connection, actor: Actor, found: Sequence[Conversation]) -> list[Listed]:
        """The conversations with their last words and the actor's unread count."""
        words = _texts(connection, [c.preview[1] for c in found if c.preview[1]])
        wanted = "ReplyDelivered" if actor.role == "buyer" else "MessageReceived"
        read = and_(reads.c.conversation_id == events.c.conversation_id, reads.c.person_id == actor.id)
        unread = connection.execute(
            select(events.c.conversation_id, func.count())
            .outerjoin(reads, read)
            .where(
                events.c.conversation_id.in_([c.id for c in found]),
                events.c.name == wanted,
                events.c.seq > func.coalesce(reads.c.seq, 0),
            )
            .group_by(events.c.conversation_id)
        )
        counted = {name: count for name, count in unread}  # noqa: C416  rows are no pairs to mypy
        begun = self._drafts(connection, actor, found)
        return [Listed(c, words.get(c.preview[1] or ""), counted.get(c.id, 0), c.id in begun) for c in found]

    def _drafts(self, connection: Connection, actor: Actor, found: Sequence[Conversation]) -> set[str]:
        if actor.role == "buyer":
            return set()
        mine = and_(drafts.c.person_id == actor.id, drafts.c.conversation_id.in_([c.id for c in found]))
        query = select(drafts.c.conversation_id).where(mine, drafts.c.text != "")
        return set(connection.execute(query).scalars())

    def one(self, actor: Actor, state: Conversation) -> Listed:
        with self.database.reading() as connection:
            return self.listed(connection, actor, [state])[0]

    def due(self, now: int, *kinds: str) -> Sequence[Any]:
        """Deadlines of these kinds whose time has come, the oldest first."""
        there = and_(deadlines.c.due_at <= now, deadlines.c.kind.in_(kinds))
        query = select(deadlines).where(there).order_by(deadlines.c.due_at, deadlines.c.conversation_id)
        query = query.limit(200)
        with self.database.reading() as connection:
            return connection.execute(query).all()

    def files(self, ids: Iterable[str]) -> dict[str, Any]:
        """File rows by id."""
        wanted = list(ids)
        if not wanted:
            return {}
        with self.database.reading() as connection:
            return {row.id: row for row in connection.execute(select(files).where(files.c.id.in_(wanted)))}

    def place_in_queue(self, state: Conversation) -> int:
        """How many buyers wait at least as long for the same people, this one included; 0 when it does not wait."""
        if state.waiting_since is None:
            return 0
        line = _c.seller_id == state.seller_id if turns.of_seller(state) else at_support()
        waiting = and_(_c.status == "open", _c.waiting_since <= state.waiting_since, line)
        with self.database.reading() as connection:
            return connection.execute(
                select(func.count()).select_from(conversations).where(waiting)
            ).scalar_one()


def _texts(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    if not ids:
        return {}
    rows = connection.execute(select(bodies.c.id, bodies.c.text).where(bodies.c.id.in_(ids)))
    return {row.id: row.text or "" for row in rows}


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    return events.c.audience.in_(sorted(access.audiences(actor)))

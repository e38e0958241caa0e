"""Views of the inbox that somebody keeps: a filter with a name, one's own or everybody's, with how many it holds.

An own one is nobody else's to see; a shared one everybody of the operator uses and those who lead change.
What a view holds is asked of the same filter as the list, for whoever looks: a shared view shows nobody more than they may see.
"""

import hashlib
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from otvet.clock import Clock
from otvet.conversation.sending import checked_text, keyed
from otvet.conversation.views import VIEWS, Filters, holds
from otvet.errors import BadInput, Conflict, KeyReused, NotAllowed, NotFound
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.database import Database
from otvet.storage.schema import conversations, saved_views

NAME_CHARS = 40
WORDS_CHARS = 300
MOST = 50  # of one person, and of everybody
COUNTED = 100  # a view with more is "99+"
_v = saved_views.c


class Asks(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the list is asked for: the view, what narrows it, words looked for, and the order."""

    view: str = "all"
    filters: Filters = Filters()
    words: str = ""
    sort: Literal["due", "newest"] = "due"


class WantedView(Struct, frozen=True, kw_only=True):
    """What somebody wants kept."""

    name: str
    asks: Asks
    shared: bool = False


class SavedView(WantedView, frozen=True, kw_only=True):
    """A view as it is kept; `version` counts its saves, `place` orders the list."""

    id: str
    owner_id: str
    place: int
    version: int
    by_id: str
    at: int


class SavedViews:
    """Keeps, counts, orders."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of(self, actor: Actor) -> list[tuple[SavedView, int | None]]:
        """All the actor has, in their order, each with the number it holds for them, at most `COUNTED`; `None` with words."""
        access.allow(actor, "view.read")
        query = select(saved_views).where(_usable(actor)).order_by(_v.shared.desc(), _v.place, _v.name, _v.id)
        with self._database.reading() as connection:
            found = [_view(row) for row in connection.execute(query)]
            return [(one, _count(connection, actor, one)) for one in found]

    def add(self, actor: Actor, wanted: WantedView, key: str | None) -> SavedView:
        """Keep a new one, at the end. The same key again gives the one kept before."""
        access.allow(actor, "view.save")
        unique = keyed(actor, "views", key, wanted)
        wanted = _checked(actor, wanted)
        view_id = f"vw_{hashlib.sha256(f'{unique.sender} {unique.key}'.encode()).hexdigest()[:32]}"
        mine = _v.shared.is_(True) if wanted.shared else and_(_v.shared.is_(False), _v.owner_id == actor.id)
        query = select(func.count(), func.coalesce(func.max(_v.place), 0)).where(mine)
        try:
            with self._database.writing() as connection:
                number, last = connection.execute(query).one()
                if number >= MOST:
                    raise BadInput(f"{MOST} views are kept already; delete one that nobody uses.")
                made = SavedView(
                    **_fields(wanted), id=view_id, owner_id=actor.id, place=last + 1, version=1, by_id=actor.id,
                    at=self._clock.now(),
                )  # fmt: skip
                connection.execute(insert(saved_views), [_row(made)])
        except IntegrityError:
            there = self.find(actor, view_id)
            if _fields(there) != _fields(wanted):
                raise KeyReused(
                    "This Idempotency-Key was used before with other content; take a new key."
                ) from None
            return there
        return made

    def find(self, actor: Actor, view_id: str) -> SavedView:
        """One the actor has; the same `NotFound` for absent and foreign."""
        with self._database.reading() as connection:
            row = connection.execute(select(saved_views).where(_v.id == view_id, _usable(actor))).first()
        if row is None:
            raise NotFound("There is no such view here.")
        return _view(row)

    def save(self, actor: Actor, view_id: str, wanted: WantedView, version: int) -> SavedView:
        """Change one over the version one knows. Raises `Conflict` where somebody saved meanwhile."""
        access.allow(actor, "view.save")
        there = self._changeable(actor, view_id)
        wanted = _checked(actor, wanted)
        owner = there.owner_id if wanted.shared else actor.id  # a shared one made own is whose it was made
        made = msgspec.structs.replace(
            there,
            **_fields(wanted),
            owner_id=owner,
            version=version + 1,
            by_id=actor.id,
            at=self._clock.now(),
        )
        same = and_(_v.id == view_id, _v.version == version)
        with self._database.writing() as connection:
            saved = connection.execute(update(saved_views).where(same).values(**_row(made))).rowcount
        if not saved:
            raise Conflict("Somebody saved this view meanwhile; load it again and put your change into it.")
        return made

    def remove(self, actor: Actor, view_id: str) -> None:
        access.allow(actor, "view.save")
        self._changeable(actor, view_id)
        with self._database.writing() as connection:
            connection.execute(delete(saved_views).where(_v.id == view_id))

    def order(self, actor: Actor, ids: tuple[str, ...]) -> None:
        """Put these in this order; each has to be the actor's to change."""
        access.allow(actor, "view.save")
        for view_id in ids:
            self._changeable(actor, view_id)
        with self._database.writing() as connection:
            for place, view_id in enumerate(ids, start=1):
                connection.execute(update(saved_views).where(_v.id == view_id).values(place=place))

    def _changeable(self, actor: Actor, view_id: str) -> SavedView:
        there = self.find(actor, view_id)
        if not may_change(actor, there):
            raise NotAllowed(
                "Shared views are changed by supervisors and administrators; save a copy of your own."
            )
        return there


def may_change(actor: Actor, one: SavedView) -> bool:
    """One's own, and what is everybody's for those who lead."""
    return access.may(actor, "view.share") if one.shared else one.owner_id == actor.id


def _usable(actor: Actor) -> ColumnElement[bool]:
    own = and_(_v.shared.is_(False), _v.owner_id == actor.id)
    return or_(own, _v.shared.is_(True)) if actor.role in access.OPERATOR else own


def _count(connection: Connection, actor: Actor, one: SavedView) -> int | None:
    if one.asks.words:
        return None
    where = and_(access.visible(actor), holds(actor, one.asks.view, one.asks.filters))
    some = select(conversations.c.id).where(where).limit(COUNTED).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def _checked(actor: Actor, wanted: WantedView) -> WantedView:
    if wanted.shared:
        access.allow(actor, "view.share")
    name = " ".join(checked_text(wanted.name, 10 * NAME_CHARS, "The name").split())
    if not name or len(name) > NAME_CHARS or not name.isprintable():
        raise BadInput(f"Give the view a name of at most {NAME_CHARS} characters; it stands in the list.")
    if wanted.asks.view not in VIEWS:
        raise BadInput(f"There is no view {wanted.asks.view!r}; take one of {', '.join(VIEWS)}.")
    checked_text(wanted.asks.words, WORDS_CHARS, "What is looked for")
    return msgspec.structs.replace(wanted, name=name)


def _fields(one: WantedView) -> dict[str, Any]:
    return {name: getattr(one, name) for name in WantedView.__struct_fields__}


def _row(one: SavedView) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in SavedView.__struct_fields__}
    return {**row, "asks": msgspec.json.encode(one.asks).decode()}


def _view(row: Any) -> SavedView:
    told = {name: getattr(row, name) for name in SavedView.__struct_fields__}
    return msgspec.convert({**told, "asks": msgspec.json.decode(told["asks"])}, SavedView)

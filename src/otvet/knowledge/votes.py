"""Did this help?  A reader's yes or no to an article, with words if they like; only colleagues see them (mission row A1)."""

from msgspec import Struct
from sqlalchemy import Connection, case, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from otvet.errors import NotFound
from otvet.storage.database import Database
from otvet.storage.schema import article_votes

_c = article_votes.c
_LATEST = 20


class Vote(Struct, frozen=True, kw_only=True):
    """One answer; `id` is made by whoever votes, so that a second sending changes the first. `at` in ms."""

    id: str
    slug: str
    language: str
    helped: bool
    text: str = ""
    at: int


class Helped(Struct, frozen=True):
    """How an article did: answers counted, and the latest words, newest first."""

    slug: str
    yes: int
    no: int
    words: tuple[Vote, ...]


def keep(database: Database, vote: Vote) -> None:
    """Store the vote, or change the one of this id; raises `NotFound` where that is about another article."""
    row = {name: getattr(vote, name) for name in Vote.__struct_fields__}
    try:
        with database.writing() as connection:
            if not _changed(connection, vote, row):
                connection.execute(insert(article_votes), [row])
    except IntegrityError:  # sent twice in the same moment: the other one was first
        with database.writing() as connection:
            _changed(connection, vote, row)


def _changed(connection: Connection, vote: Vote, row: dict[str, object]) -> bool:
    known = connection.execute(select(_c.slug).where(_c.id == vote.id)).scalar()
    if known is None:
        return False
    if known != vote.slug:
        raise NotFound("There is no such vote on this article; make a new id.")
    kept = {name: value for name, value in row.items() if name not in ("id", "slug", "at")}
    connection.execute(update(article_votes).where(_c.id == vote.id).values(kept))
    return True


def counted(database: Database, since: int) -> list[Helped]:
    """Every article that was voted on since `since` (ms), the least helpful first."""
    yes, no = (func.sum(case((_c.helped == answer, 1), else_=0)) for answer in (True, False))
    query = select(_c.slug, yes.label("yes"), no.label("no")).where(_c.at >= since).group_by(_c.slug)
    with database.reading() as connection:
        rows = connection.execute(query).all()
        found = [
            Helped(row.slug, int(row.yes), int(row.no), _words(connection, row.slug, since)) for row in rows
        ]
    return sorted(found, key=lambda one: (one.yes - one.no, one.slug))


def _words(connection: Connection, slug: str, since: int) -> tuple[Vote, ...]:
    where = (_c.slug == slug, _c.at >= since, _c.text != "")
    rows = connection.execute(select(article_votes).where(*where).order_by(_c.at.desc()).limit(_LATEST))
    return tuple(Vote(**dict(row)) for row in rows.mappings())

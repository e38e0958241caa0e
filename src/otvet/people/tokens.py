"""Tokens of programs: a role, scopes, no person behind them."""

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Row, delete, select

from otvet.clock import Clock
from otvet.errors import BadInput, NotFound
from otvet.people.access import SCOPES, STAFF
from otvet.people.actor import Role
from otvet.people.sessions import Grant, Sessions
from otvet.people.words import clean_name, is_id
from otvet.storage.database import Database
from otvet.storage.schema import sessions

ALL = "all"


class ProgramToken(Struct, frozen=True, kw_only=True):
    """A token as listed: never its secret."""

    id: str
    name: str
    role: Role
    seller_id: str | None
    scopes: tuple[str, ...] | None
    created_at: int
    expires_at: int


class Tokens:
    """Makes, lists and revokes."""

    def __init__(self, database: Database, clock: Clock, sessions: Sessions) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions

    def make(self, name: str, role: Role, scopes: tuple[str, ...], *, seller_id: str | None = None) -> str:
        """The token, seen this once; `("all",)` gives everything its role may do, no scopes give no token."""
        _check(role, scopes, seller_id)
        grant = Grant(
            role=role, seller_id=seller_id, scopes=None if ALL in scopes else tuple(sorted(set(scopes)))
        )
        with self._database.writing() as connection:
            issued = self._sessions.issue(
                connection, "api", self._clock.new_id("api"), label=clean_name(name), scopes=grant.kept()
            )
        return issued.token

    def everything(self) -> list[ProgramToken]:
        with self._database.reading() as connection:
            query = select(sessions).where(sessions.c.kind == "api").order_by(sessions.c.created_at)
            return [_token(row) for row in connection.execute(query)]

    def revoke(self, token_id: str) -> None:
        if not is_id(token_id):
            raise NotFound("There is no such token here.")
        with self._database.writing() as connection:
            query = delete(sessions).where(sessions.c.kind == "api", sessions.c.person_id == token_id)
            if not connection.execute(query).rowcount:
                raise NotFound("There is no such token here.")
        self._sessions.forget(token_id)


def _check(role: Role, scopes: tuple[str, ...], seller_id: str | None) -> None:
    if role not in STAFF:
        raise BadInput(f"The role of a token is one of {', '.join(sorted(STAFF))}.")
    if (role == "seller") != bool(seller_id):
        raise BadInput("A seller's token, and no other, belongs to a seller.")
    wrong = sorted(set(scopes) - SCOPES - {ALL})
    if not scopes or wrong:
        raise BadInput(
            f"Scopes are {ALL}, or some of {', '.join(sorted(SCOPES))}; not {', '.join(wrong) or 'none'}."
        )


def _token(row: Row[Any]) -> ProgramToken:
    grant = Grant.of(msgspec.json.decode(row.scopes, type=list[str]))
    return ProgramToken(
        id=row.person_id,
        name=row.label,
        role=grant.role,
        seller_id=grant.seller_id,
        scopes=grant.scopes,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )

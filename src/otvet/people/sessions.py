"""Sessions of staff, tokens of buyers and of programs: secrets outside, hashes inside.

Who a token belongs to is remembered for three seconds, so that a cut is felt on every server within five.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select, update

from otvet.clock import Clock
from otvet.errors import DatabaseDown
from otvet.people.actor import Actor, Role
from otvet.storage.database import Database
from otvet.storage.schema import buyers, sessions, staff

Kind = Literal["staff", "buyer", "api", "set_up", "link"]

_PREFIX: dict[Kind, str] = {"staff": "s_", "buyer": "b_", "api": "t_", "set_up": "u_", "link": "l_"}
_KIND: dict[str, Kind] = {prefix: kind for kind, prefix in _PREFIX.items()}
_SHORTEST, _LONGEST = 34, 100
_REMEMBERED_SECONDS = 3.0
_REMEMBERED = 20_000
_AT_ONCE = 500
# A session in use is prolonged when a twenty-fourth of its life has passed: a write each half hour, not each click.
_PROLONG = 24


class Issued(Struct, frozen=True):
    """A token just made; `token` is seen this once."""

    token: str
    hash: str
    csrf: str
    expires_at: int


class Grant(Struct, frozen=True):
    """What a program's token may do, kept as the scopes of its row: `role:agent`, `seller:ID`, then words."""

    role: Role
    seller_id: str | None
    scopes: tuple[str, ...] | None

    def kept(self) -> list[str]:
        seller = [f"seller:{self.seller_id}"] if self.seller_id else []
        return [f"role:{self.role}", *seller, *(self.scopes or ())]

    @classmethod
    def of(cls, kept: list[str]) -> "Grant":
        marks = dict(word.split(":", 1) for word in kept if ":" in word)
        words = tuple(word for word in kept if ":" not in word)
        role = msgspec.convert(marks["role"], Role)
        return cls(role=role, seller_id=marks.get("seller"), scopes=words or None)


class _Known(NamedTuple):
    actor: Actor
    until: float


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def token_kind(token: object) -> Kind | None:
    """What sort of token this looks like; `None`, an empty text, a list or a novel is none."""
    if not isinstance(token, str) or not _SHORTEST <= len(token) <= _LONGEST:
        return None
    return _KIND.get(token[:2])


class Sessions:
    """Makes, finds, prolongs and cuts."""

    def __init__(self, database: Database, clock: Clock, lives: dict[Kind, int]) -> None:
        self._database = database
        self._clock = clock
        self._lives = lives  # milliseconds, sliding
        self._known: dict[str, _Known] = {}

    def issue(
        self,
        connection: Connection,
        kind: Kind,
        person_id: str,
        *,
        label: str = "",
        scopes: list[str] | None = None,
    ) -> Issued:
        """A fresh token of `kind` for `person_id`, in the caller's transaction."""
        token = _PREFIX[kind] + self._clock.secret()
        now = self._clock.now()
        made = Issued(
            token=token,
            hash=token_hash(token),
            csrf=self._clock.secret() if kind == "staff" else "",
            expires_at=now + self._lives[kind],
        )
        row = {"kind": kind, "person_id": person_id, "label": label, "created_at": now}
        row |= {"token_hash": made.hash, "csrf": made.csrf, "expires_at": made.expires_at}
        connection.execute(insert(sessions).values(**row, scopes=msgspec.json.encode(scopes or []).decode()))
        return made

    def actor(self, token: object, *kinds: Kind) -> Actor | None:
        """Whose `token` it is, if it is one of `kinds` and still good."""
        if token_kind(token) not in kinds:
            return None
        hashed = token_hash(str(token))
        known = self._known.get(hashed)
        if known and known.until > self._clock.monotonic():
            return known.actor
        return self._look_up(hashed, kinds)

    def still(self, actor: Actor) -> bool:
        """Whether the session `actor` came by is still good, for streams that stay open."""
        known = self._known.get(actor.session)
        if known and known.until > self._clock.monotonic():
            return known.actor == actor
        return self._look_up(actor.session, tuple(_PREFIX)) == actor

    def holds(self, actor: Actor) -> bool:
        """As `still`, for streams that `gone` asks about: what was good then and was not cut here since is not read again."""
        known = self._known.get(actor.session)
        return known.actor == actor if known else self.still(actor)

    def gone(self, actors: Iterable[Actor]) -> set[str]:
        """Which of these came by sessions that are good no longer, as hashes; the others are remembered anew.

        Three reads for any number of open streams.
        """
        asked = {actor.session: actor for actor in actors}
        hashes, gone = list(asked), set[str]()
        for start in range(0, len(hashes), _AT_ONCE):
            found = self._found(hashes[start : start + _AT_ONCE])
            gone |= {one for one in hashes[start : start + _AT_ONCE] if found.get(one) != asked[one]}
        for one in gone:
            self._known.pop(one, None)
        return gone

    def _found(self, hashes: list[str]) -> dict[str, Actor]:
        """Whose these sessions are, those that are good; remembered and prolonged."""
        wanted = select(sessions).where(
            sessions.c.token_hash.in_(hashes), sessions.c.expires_at > self._clock.now()
        )
        with self._database.reading() as connection:
            rows = [dict(row) for row in connection.execute(wanted).mappings()]
            people = _people(connection, [row["person_id"] for row in rows])
        until, found = self._clock.monotonic() + _REMEMBERED_SECONDS, dict[str, Actor]()
        for row in rows:
            actor = _made(row, people.get((row["kind"], row["person_id"])))
            if actor is not None:
                self._prolong(row["token_hash"], row["kind"], row["expires_at"])
                self._known[row["token_hash"]] = _Known(actor, until)
                found[row["token_hash"]] = actor
        return found

    def cut(self, connection: Connection, person_id: str) -> None:
        """Ends everything `person_id` is signed in with; call `forget` after the commit."""
        connection.execute(delete(sessions).where(sessions.c.person_id == person_id))

    def end(self, connection: Connection, hashed: str) -> None:
        """Ends one session."""
        connection.execute(delete(sessions).where(sessions.c.token_hash == hashed))

    def forget(self, person_id: str) -> None:
        """What was remembered of `person_id` no longer holds."""
        for hashed, known in list(self._known.items()):
            if known.actor.id == person_id:
                self._known.pop(hashed, None)

    def tidy(self) -> int:
        """Removes what has expired; how many rows."""
        with self._database.writing() as connection:
            gone = connection.execute(delete(sessions).where(sessions.c.expires_at <= self._clock.now()))
        return gone.rowcount

    def _look_up(self, hashed: str, kinds: tuple[Kind, ...]) -> Actor | None:
        with self._database.reading() as connection:
            row = (
                connection.execute(select(sessions).where(sessions.c.token_hash == hashed)).mappings().first()
            )
            good = row is not None and row["kind"] in kinds and row["expires_at"] > self._clock.now()
            actor = None
            if row is not None and good:
                people = _people(connection, [row["person_id"]])
                actor = _made(dict(row), people.get((row["kind"], row["person_id"])))
        if row is None or actor is None:
            self._known.pop(hashed, None)
            return None
        self._prolong(hashed, row["kind"], row["expires_at"])
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[hashed] = _Known(actor, self._clock.monotonic() + _REMEMBERED_SECONDS)
        return actor

    def _prolong(self, hashed: str, kind: Kind, expires_at: int) -> None:
        life = self._lives[kind]
        fresh = self._clock.now() + life
        if fresh - expires_at < life // _PROLONG or kind in ("set_up", "link"):
            return
        # A database that cannot write just now is no reason to turn anybody away who only reads.
        with suppress(DatabaseDown), self._database.writing() as connection:
            # Only a row that is still there: a session cut meanwhile stays cut.
            connection.execute(
                update(sessions).where(sessions.c.token_hash == hashed).values(expires_at=fresh)
            )


def _people(connection: Connection, ids: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Rows of staff and buyers by kind and id."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, table in (("staff", staff), ("buyer", buyers)):
        rows = connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
        found |= {(kind, row["id"]): dict(row) for row in rows}
    return found


def _made(row: dict[str, Any], person: dict[str, Any] | None) -> Actor | None:
    """The actor a session makes of its person; `None` for links, and where the person is gone or disabled."""
    if row["kind"] == "api":
        return _program(row)
    if person is None:
        return None
    return _staff(person, row) if row["kind"] == "staff" else _buyer(person, row)


def _staff(person: dict[str, Any], row: dict[str, Any]) -> Actor | None:
    if person["disabled"]:
        return None
    return Actor(
        kind="seller" if person["role"] == "seller" else "staff",
        id=person["id"],
        role=person["role"],
        name=person["name"],
        language=person["language"],
        seller_id=person["seller_id"],
        session=row["token_hash"],
        csrf=row["csrf"],
    )


def _buyer(person: dict[str, Any], row: dict[str, Any]) -> Actor:
    return Actor(
        kind="buyer",
        id=person["id"],
        role="buyer",
        name=person["name"],
        language=person["language"],
        session=row["token_hash"],
    )


def _program(row: dict[str, Any]) -> Actor:
    grant = Grant.of(msgspec.json.decode(row["scopes"], type=list[str]))
    return Actor(
        kind="seller" if grant.role == "seller" else "staff",
        id=row["person_id"],
        role=grant.role,
        name=row["label"],
        seller_id=grant.seller_id,
        scopes=grant.scopes,
        session=row["token_hash"],
        attended=False,
    )

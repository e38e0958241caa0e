"""Those who answer: adding, changing, disabling; each change of rights ends what they are signed in with."""

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from otvet.clock import Clock
from otvet.errors import BadInput, Conflict, NotFound, NotSignedIn
from otvet.people.access import STAFF
from otvet.people.actor import Language, Role
from otvet.people.passwords import hash_password, password_matches
from otvet.people.sessions import Sessions, token_hash, token_kind
from otvet.people.words import clean_email, clean_name, is_id
from otvet.storage.database import Database
from otvet.storage.schema import sellers, sessions, staff


class Colleague(Struct, frozen=True, kw_only=True):
    """A member of staff, of the operator or of a seller."""

    id: str
    email: str
    name: str
    role: Role
    seller_id: str | None
    language: Language
    disabled: bool
    created_at: int


class Seller(Struct, frozen=True):
    """A party that sells through the marketplace."""

    id: str
    name: str
    language: Language


class Newcomer(Struct, frozen=True, kw_only=True):
    """What is asked of somebody who is to be added."""

    email: str
    name: str
    password: str
    role: Role
    seller_id: str | None = None
    language: Language = "ru"


class Staff:
    """The list of colleagues and what may be changed about them."""

    def __init__(self, database: Database, clock: Clock, sessions: Sessions) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions

    def everybody(self) -> list[Colleague]:
        with self._database.reading() as connection:
            rows = connection.execute(select(staff).order_by(staff.c.created_at, staff.c.id)).all()
        return [_colleague(row) for row in rows]

    def find(self, staff_id: str) -> Colleague:
        with self._database.reading() as connection:
            return _colleague(_row(connection, staff_id))

    def add(self, newcomer: Newcomer) -> Colleague:
        hashed = hash_password(newcomer.password)
        with self._database.writing() as connection:
            return self._insert(connection, newcomer, hashed)

    def change(
        self,
        staff_id: str,
        *,
        role: Role | None = None,
        disabled: bool | None = None,
        name: str | None = None,
    ) -> Colleague:
        """A new role or a disabling ends all sessions; the last administrator stays one."""
        values: dict[str, Any] = {"role": role, "disabled": disabled}
        values["name"] = None if name is None else clean_name(name)
        values = {key: value for key, value in values.items() if value is not None}
        with self._database.writing() as connection:
            before = _row(connection, staff_id)
            _check_role(connection, role or before.role, before.seller_id)
            if values:
                connection.execute(update(staff).where(staff.c.id == staff_id).values(**values))
            after = _colleague(connection.execute(select(staff).where(staff.c.id == staff_id)).one())
            if before.role == "administrator" and (after.role != "administrator" or after.disabled):
                _keep_an_administrator(connection)
            if (after.role, after.disabled) != (before.role, before.disabled):
                self._sessions.cut(connection, staff_id)
        self._sessions.forget(staff_id)
        return after

    def set_password(self, staff_id: str, password: str) -> None:
        """Sets the password and ends all sessions."""
        hashed = hash_password(password)
        with self._database.writing() as connection:
            _row(connection, staff_id)
            connection.execute(update(staff).where(staff.c.id == staff_id).values(password_hash=hashed))
            self._sessions.cut(connection, staff_id)
        self._sessions.forget(staff_id)

    def matching(self, email: str, password: object) -> Colleague | None:
        """Who has this e-mail and password; the same work whether anybody has."""
        with self._database.reading() as connection:
            row = connection.execute(select(staff).where(staff.c.email == email)).first()
        right = password_matches(None if row is None else row.password_hash, password)
        return _colleague(row) if row is not None and right and not row.disabled else None

    def set_up_link(self) -> str | None:
        """The token of the one-time link, or `None` once there is staff; an earlier link is void."""
        with self._database.writing() as connection:
            if _anybody(connection):
                return None
            connection.execute(delete(sessions).where(sessions.c.kind == "set_up"))
            return self._sessions.issue(connection, "set_up", "", label="first start").token

    def set_up(self, token: object, newcomer: Newcomer) -> Colleague:
        """Uses the one-time link for the first administrator."""
        if token_kind(token) != "set_up":
            raise _link_void()
        # A look first, so that strangers with made-up links do not keep the machine hashing.
        with self._database.reading() as connection:
            self._check_link(connection, str(token))
        hashed = hash_password(newcomer.password)
        with self._database.writing() as connection:
            self._check_link(connection, str(token))
            # Who deletes the row has the link: of two at once, on two servers, the second deletes nothing.
            used = delete(sessions).where(sessions.c.token_hash == token_hash(str(token)))
            if not connection.execute(used).rowcount:
                raise _link_void()
            return self._insert(connection, msgspec.structs.replace(newcomer, role="administrator"), hashed)

    def add_seller(self, seller: Seller) -> None:
        """A new seller, or another name for one that is here."""
        if not is_id(seller.id):
            raise BadInput(
                "The id of a seller is the one the shop uses: at most 100 Latin letters, digits and signs."
            )
        with self._database.writing() as connection:
            values = {"name": clean_name(seller.name), "language": seller.language}
            changed = connection.execute(update(sellers).where(sellers.c.id == seller.id).values(**values))
            if not changed.rowcount:
                connection.execute(insert(sellers).values(id=seller.id, **values))

    def sellers(self) -> list[Seller]:
        with self._database.reading() as connection:
            rows = connection.execute(select(sellers).order_by(sellers.c.id)).all()
        return [Seller(row.id, row.name, row.language) for row in rows]

    def _check_link(self, connection: Connection, token: str) -> None:
        row = connection.execute(select(sessions).where(sessions.c.token_hash == token_hash(token))).first()
        if row is None or row.kind != "set_up" or row.expires_at <= self._clock.now() or _anybody(connection):
            raise _link_void()

    def _insert(self, connection: Connection, newcomer: Newcomer, hashed: str) -> Colleague:
        _check_role(connection, newcomer.role, newcomer.seller_id)
        colleague = Colleague(
            id=self._clock.new_id("st"),
            email=clean_email(newcomer.email),
            name=clean_name(newcomer.name),
            role=newcomer.role,
            seller_id=newcomer.seller_id,
            language=newcomer.language,
            disabled=False,
            created_at=self._clock.now(),
        )
        try:
            connection.execute(
                insert(staff).values(**msgspec.structs.asdict(colleague), password_hash=hashed)
            )
        except IntegrityError as error:
            raise Conflict("Somebody with this e-mail address is here already.") from error
        return colleague


def _row(connection: Connection, staff_id: object) -> Row[Any]:
    row = None
    if is_id(staff_id):
        row = connection.execute(select(staff).where(staff.c.id == staff_id)).first()
    if row is None:
        raise NotFound("There is no such colleague here.")
    return row


def _check_role(connection: Connection, role: Role, seller_id: str | None) -> None:
    if role not in STAFF:
        raise BadInput(f"A role of staff is one of {', '.join(sorted(STAFF))}.")
    if (role == "seller") != bool(seller_id):
        raise BadInput("Staff of a seller, and nobody else, belongs to a seller.")
    if (
        seller_id
        and connection.execute(select(sellers.c.id).where(sellers.c.id == seller_id)).first() is None
    ):
        raise BadInput("There is no such seller here.")


def _keep_an_administrator(connection: Connection) -> None:
    # Locked, so that two administrators cannot dismiss each other in one moment.
    query = select(staff.c.id).where(staff.c.role == "administrator", ~staff.c.disabled).with_for_update()
    if connection.execute(query).first() is None:
        raise Conflict("This is the last administrator; make somebody else one first.")


def _anybody(connection: Connection) -> bool:
    return connection.execute(select(staff.c.id).limit(1)).first() is not None


def _link_void() -> NotSignedIn:
    return NotSignedIn("This link is void. It works once, for a day, while nobody is here yet.")


def _colleague(row: Row[Any]) -> Colleague:
    return Colleague(**{name: getattr(row, name) for name in Colleague.__struct_fields__})

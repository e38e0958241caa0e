"""Buyers: guests by a random token, and those the shop vouches for."""

import secrets
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Dialect, Row, delete, insert, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from otvet.clock import Clock
from otvet.errors import BadInput, NotFound
from otvet.people.accounts import find_account
from otvet.people.actor import Actor, Language
from otvet.people.identity import Identity, issuer, read_identity
from otvet.people.sessions import Issued, Sessions
from otvet.people.words import clean_email, clean_name, clean_phone, is_id
from otvet.storage.database import Database
from otvet.storage.schema import buyers, sessions
from otvet.storage.statements import Prepared, among, listed

_GUEST: dict[str, str] = {"ru": "Гость", "en": "Guest", "zh": "访客"}


class Buyer(Struct, frozen=True, kw_only=True):
    """A buyer's record; `shop_id` is set once the shop vouched for them."""

    id: str
    account_id: str
    name: str
    language: Language
    created_at: int
    shop_id: str | None = None
    email: str | None = None
    email_confirmed_at: int | None = None  # ms: the shop vouched for it, or a link in a letter was opened
    phone: str | None = None


class BuyerToken(Struct, frozen=True):
    """A token, seen this once, and who it makes its bearer."""

    token: str
    actor: Actor


class Buyers:
    """Makes guests, and joins them with the shop's word."""

    def __init__(self, database: Database, clock: Clock, sessions: Sessions) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions

    def new_guest(self, account_id: str, language: Language) -> BuyerToken:
        with self._database.writing() as connection:
            account = find_account(connection, account_id)
            name = f"{_GUEST[language]} {secrets.token_hex(2)}"
            buyer = Buyer(
                id=self._clock.new_id("by"),
                account_id=account.id,
                name=name,
                language=language,
                created_at=self._clock.now(),
            )
            _insert(connection, buyer)
            issued = self._sessions.issue(connection, "buyer", buyer.id)
        return _token(buyer, issued)

    def identify(self, token: object, guest: Actor | None) -> BuyerToken:
        """The buyer the shop's `token` speaks of, with a fresh token; what `guest` came with is void.

        A guest's record becomes the buyer's when the shop's buyer is new here; it never joins one that exists,
        so a stranger's past cannot be slipped into somebody's record, nor the other way round.
        """
        with self._database.reading() as connection:
            account = find_account(connection, issuer(token))
        identity = read_identity(token, account.identity_keys, self._clock.now())
        guest_id = guest.id if guest is not None and guest.role == "buyer" else None
        try:
            made = self._join(account.id, identity, guest_id)
        except IntegrityError:
            # The same buyer was identified in another tab at this moment: now the record exists.
            made = self._join(account.id, identity, guest_id)
        if guest_id is not None:
            self._sessions.forget(guest_id)
        self._sessions.forget(made.actor.id)
        return made

    def find(self, buyer_id: str) -> Buyer | None:
        if not is_id(buyer_id):
            return None
        with self._database.reading() as connection:
            row = connection.execute(select(buyers).where(buyers.c.id == buyer_id)).first()
        return None if row is None else _buyer(row)

    def by_phone(self, phone: str) -> Buyer | None:
        """Whose number this is, as `clean_phone` writes it: one the shop vouches for before a guest who says so."""
        query = select(buyers).where(buyers.c.phone == phone)
        query = query.order_by(buyers.c.shop_id.is_(None), buyers.c.created_at.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _buyer(row)

    def known(self, account_id: str, shop_id: str) -> Buyer | None:
        """The buyer of the shop's own id, where one has come before."""
        wanted = (buyers.c.account_id == account_id) & (buyers.c.shop_id == shop_id)
        with self._database.reading() as connection:
            row = connection.execute(select(buyers).where(wanted)).first()
        return None if row is None else _buyer(row)

    def rename(self, buyer_id: str, changes: dict[str, Any]) -> Buyer:
        """Sets name, email, phone or language of a buyer; another address is not confirmed yet."""
        values = _checked(changes)
        if not is_id(buyer_id):
            raise NotFound("There is no such buyer here.")
        with self._database.writing() as connection:
            if "email" in values:
                known = connection.execute(select(buyers.c.email).where(buyers.c.id == buyer_id)).scalar()
                values |= {} if known == values["email"] else {"email_confirmed_at": None}
            if values:
                connection.execute(update(buyers).where(buyers.c.id == buyer_id).values(**values))
            row = connection.execute(select(buyers).where(buyers.c.id == buyer_id)).first()
        if row is None:
            raise NotFound("There is no such buyer here.")
        self._sessions.forget(buyer_id)
        return _buyer(row)

    def _join(self, account_id: str, identity: Identity, guest_id: str | None) -> BuyerToken:
        told: dict[str, Any] = {
            "name": identity.name, "email": identity.email, "language": identity.language, "phone": identity.phone,
        }  # fmt: skip
        told = {key: value for key, value in told.items() if value is not None}
        if identity.email is not None:
            told["email_confirmed_at"] = self._clock.now()
        with self._database.writing() as connection:
            guest = _row(connection, buyers.c.id == guest_id) if guest_id else None
            known = _row(
                connection, (buyers.c.account_id == account_id) & (buyers.c.shop_id == identity.subject)
            )
            if (
                known is None
                and guest is not None
                and guest.account_id == account_id
                and guest.shop_id is None
            ):
                known = guest
            if known is None:
                buyer_id = self._insert(connection, account_id, identity)
            else:
                buyer_id = known.id
                values = told | {"shop_id": identity.subject}
                connection.execute(update(buyers).where(buyers.c.id == buyer_id).values(**values))
            if guest is not None:
                # Every token of the guest, not this one alone: who planted one must not stay inside.
                connection.execute(delete(sessions).where(sessions.c.person_id == guest.id))
            issued = self._sessions.issue(connection, "buyer", buyer_id)
            buyer = _buyer(connection.execute(select(buyers).where(buyers.c.id == buyer_id)).one())
        return _token(buyer, issued)

    def _insert(self, connection: Connection, account_id: str, identity: Identity) -> str:
        language = identity.language or "ru"
        buyer = Buyer(
            id=self._clock.new_id("by"),
            account_id=account_id,
            shop_id=identity.subject,
            name=identity.name or f"{_GUEST[language]} {secrets.token_hex(2)}",
            email=identity.email,
            phone=identity.phone,
            email_confirmed_at=self._clock.now() if identity.email else None,
            language=language,
            created_at=self._clock.now(),
        )
        _insert(connection, buyer)
        return buyer.id


def _checked(changes: dict[str, Any]) -> dict[str, Any]:
    unknown = set(changes) - {"name", "email", "phone", "language"}
    if unknown:
        raise BadInput(f"A buyer has no {', '.join(sorted(unknown))} to change.")
    values = dict(changes)
    if "name" in values:
        values["name"] = clean_name(values["name"])
    if values.get("email") is not None:
        values["email"] = clean_email(values["email"])
    if values.get("phone") is not None:
        values["phone"] = clean_phone(values["phone"])
    if "language" in values and values["language"] not in _GUEST:
        raise BadInput("A language is ru, en or zh.")
    return values


def _row(connection: Connection, condition: Any) -> Row[Any] | None:
    return connection.execute(select(buyers).where(condition)).first()


def _insert(connection: Connection, buyer: Buyer) -> None:
    connection.execute(
        insert(buyers).values({name: getattr(buyer, name) for name in Buyer.__struct_fields__})
    )


def with_address(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those among `ids` to whom a letter could be sent; asked by the writer with every batch of replies, so past Core."""
    dialect = connection.dialect
    found = _addressed(dialect).one(connection.connection.cursor(), listed(sorted(ids), dialect))
    return {name for (name,) in found.fetchall()}


@lru_cache(maxsize=8)
def _addressed(dialect: Dialect) -> Prepared:
    wanted = select(buyers.c.id).where(among("buyers.id", dialect), buyers.c.email != literal_column("''"))
    return Prepared(wanted, dialect)


def _buyer(row: Row[Any]) -> Buyer:
    return Buyer(**{name: getattr(row, name) for name in Buyer.__struct_fields__})


def _token(buyer: Buyer, issued: Issued) -> BuyerToken:
    actor = Actor(
        kind="buyer", id=buyer.id, role="buyer", name=buyer.name, language=buyer.language, session=issued.hash
    )
    return BuyerToken(token=issued.token, actor=actor)

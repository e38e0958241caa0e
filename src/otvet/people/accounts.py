"""Accounts: a shop of ours or a connected marketplace account, with its pack, domains and identity keys."""

from typing import Any

import msgspec
from msgspec import Struct, field
from sqlalchemy import Connection, insert, select, update

from otvet.errors import BadInput, NotFound
from otvet.people.identity import IdentityKey, check_key
from otvet.people.words import is_id
from otvet.storage.database import Database
from otvet.storage.schema import accounts

_ID_CHARS = 64
_PLAIN = frozenset({"id", "name", "pack"})


class Account(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is chosen per account; the operator's own shop is one too."""

    id: str
    name: str
    pack: str = "ozon"
    own_domains: tuple[str, ...] = ()
    own_phones: tuple[str, ...] = ()
    identity_keys: dict[str, IdentityKey] = field(default_factory=dict)
    widget_origins: tuple[str, ...] = ()


def find_account(connection: Connection, account_id: object) -> Account:
    """The account, or `NotFound`."""
    if is_id(account_id):
        row = connection.execute(select(accounts).where(accounts.c.id == account_id)).mappings().first()
        if row is not None:
            return _account(dict(row))
    raise NotFound("There is no such account here.")


def list_accounts(database: Database) -> list[Account]:
    with database.reading() as connection:
        rows = connection.execute(select(accounts).order_by(accounts.c.id)).mappings().all()
    return [_account(dict(row)) for row in rows]


def save_account(database: Database, account: Account) -> None:
    """Adds the account or replaces it whole; keys that could not be trusted are refused."""
    if not is_id(account.id) or len(account.id) > _ID_CHARS or not account.name:
        raise BadInput(f"An account has an id of 1 to {_ID_CHARS} characters and a name.")
    for kid, key in account.identity_keys.items():
        check_key(kid, key)
    row = {"id": account.id, "name": account.name, "pack": account.pack}
    for column in set(Account.__struct_fields__) - _PLAIN:
        row[column] = msgspec.json.encode(getattr(account, column)).decode()
    with database.writing() as connection:
        changed = connection.execute(update(accounts).where(accounts.c.id == account.id).values(**row))
        if not changed.rowcount:
            connection.execute(insert(accounts).values(**row))


def _account(row: dict[str, Any]) -> Account:
    told = {
        name: row[name] if name in _PLAIN else msgspec.json.decode(row[name])
        for name in Account.__struct_fields__
    }
    return msgspec.convert(told, Account)

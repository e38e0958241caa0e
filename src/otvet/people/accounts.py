"""Accounts: a shop of ours or a connected marketplace account, with its pack, domains and identity keys."""

import re
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import msgspec
from msgspec import Struct, field
from sqlalchemy import Connection, insert, select, update

from otvet.errors import BadInput, NotFound
from otvet.people.identity import IdentityKey, check_key
from otvet.people.words import clean_phone, is_id
from otvet.storage.database import Database
from otvet.storage.schema import accounts

_ID_CHARS = 64
_HOST: Final = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)
_THIS_MACHINE: Final = ("http://localhost:*", "http://127.0.0.1:*")  # any port: for trying things out
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


class Domains(Struct, frozen=True):
    """What an operator says of an account: pages that may hold the chat, and what its replies may name."""

    widget_origins: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    own_phones: tuple[str, ...] = ()


def clean_domains(told: Domains) -> Domains:
    """Each in the one form it is compared in, once; `BadInput` names the first that cannot be one."""
    return Domains(
        tuple(dict.fromkeys(clean_origin(one) for one in told.widget_origins)),
        tuple(dict.fromkeys(clean_domain(one) for one in told.own_domains)),
        tuple(dict.fromkeys(clean_phone(one) for one in told.own_phones)),
    )


def clean_origin(text: str) -> str:
    """`https://shop.example[:port]`; plain http only for this machine, since the chat carries what buyers write."""
    told = text.strip().removesuffix("/")
    if told in _THIS_MACHINE:
        return told
    parts = urlsplit(told) if told.isprintable() else urlsplit("")
    host, port = _host(parts.hostname or ""), _port(parts)
    private = parts.scheme == "https" or (parts.scheme == "http" and host in {"localhost", "127.0.0.1"})
    more = parts.path or parts.query or parts.fragment or parts.username is not None
    if not (host and private) or more or port is None:
        raise BadInput(f"{text[:80]!r} is no origin of a page; it looks like https://shop.example.com.")
    return f"{parts.scheme}://{host}{port}"


def clean_domain(text: str) -> str:
    """`shop.example.com`, as links are compared: without www, in the letters a network knows."""
    host = _host(text.strip().lower().removeprefix("www."))
    if "." not in host:
        raise BadInput(f"{text[:80]!r} is no domain; it looks like shop.example.com.")
    return host


def _host(text: str) -> str:
    """The name in ASCII, or empty for what is no name of a host."""
    try:
        ascii_name = text.encode("idna").decode().lower()
    except UnicodeError:
        return ""
    return ascii_name if _HOST.fullmatch(ascii_name) else ""


def _port(parts: SplitResult) -> str | None:
    """`:8443`, empty where none is named; None for what is no port."""
    try:
        return f":{parts.port}" if parts.port else ""
    except ValueError:
        return None


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

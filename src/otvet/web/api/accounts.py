"""The operator's shop as an account: pages that may hold its chat, what its replies may name, keys it signs identities with."""

import asyncio
import re
from typing import Annotated, Any, Final, Literal

from litestar import delete, get, put
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta, Struct, structs

from otvet.errors import BadInput, NotFound
from otvet.people.accounts import Account, Domains, clean_domains
from otvet.people.identity import IdentityKey
from otvet.web.api.conversations import Ask, Short

Many = Annotated[tuple[Short, ...], Meta(max_length=100)]
_KEY_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


class AccountChange(Struct, frozen=True, forbid_unknown_fields=True):
    """`widget_origins`: pages that may hold the chat; domains and phones that replies may name: they are the shop's own."""

    name: Short
    widget_origins: Many = ()
    own_domains: Many = ()
    own_phones: Many = ()


class NewKey(Struct, frozen=True, forbid_unknown_fields=True):
    """A public key in PEM; for HS256 a secret of at least 32 bytes, or none, and one is made."""

    algorithm: Literal["RS256", "ES256", "EdDSA", "HS256"]
    key: Annotated[str, Meta(max_length=8_000)] = ""


class KeyIs(Struct, frozen=True):
    """`secret` is told once, when it is made here."""

    id: str
    algorithm: str
    secret: str | None = None


class AccountIs(Struct, frozen=True):
    id: str
    name: str
    pack: str
    widget_origins: tuple[str, ...]
    own_domains: tuple[str, ...]
    own_phones: tuple[str, ...]
    identity_keys: list[KeyIs]


def _drawn(account: Account) -> AccountIs:
    """Without the keys themselves: a secret is not told again."""
    keys = [KeyIs(kid, key.algorithm) for kid, key in sorted(account.identity_keys.items())]
    return AccountIs(
        account.id, account.name, account.pack, account.widget_origins, account.own_domains, account.own_phones, keys
    )  # fmt: skip


@get("/accounts/{account_id:str}", opt={"action": "account.change"}, summary="See an account")
async def account(request: Ask, account_id: str) -> AccountIs:
    """Its pages, domains, phone numbers and the names of its keys."""
    return _drawn(await asyncio.to_thread(request.app.state.house.people.account, account_id))


@put("/accounts/{account_id:str}", opt={"action": "account.change"}, summary="Change an account")
async def change_account(request: Ask, account_id: str, data: AccountChange) -> AccountIs:
    """Whole lists; other servers know within three seconds."""
    people = request.app.state.house.people
    told = clean_domains(Domains(data.widget_origins, data.own_domains, data.own_phones))
    return await asyncio.to_thread(_saved, people, account_id, {"name": data.name, **structs.asdict(told)})


@put(
    "/accounts/{account_id:str}/identity-keys/{key_id:str}", opt={"action": "account.change"},
    summary="Set a key the shop signs identities with",
)  # fmt: skip
async def set_key(request: Ask, account_id: str, key_id: str, data: NewKey) -> KeyIs:
    """`key_id` is the `kid` of its tokens; a key of that name is replaced, and what it signed no longer counts."""
    house = request.app.state.house
    if not _KEY_NAME.fullmatch(key_id):
        raise BadInput("The name of a key has 1 to 64 Latin letters, digits, dots, dashes and underscores.")
    made = "" if data.key else house.clock.secret()
    if made and data.algorithm != "HS256":
        raise BadInput(
            f"Give the public key of {data.algorithm} in PEM; the private one stays with the shop."
        )
    key = IdentityKey(data.algorithm, data.key or made)
    await asyncio.to_thread(_keyed, house.people, account_id, (key_id, key))
    return KeyIs(key_id, data.algorithm, made or None)


@delete(
    "/accounts/{account_id:str}/identity-keys/{key_id:str}", opt={"action": "account.change"},
    summary="Take a key away",
)  # fmt: skip
async def drop_key(request: Ask, account_id: str, key_id: str) -> None:
    """What it signed no longer counts; buyers who are known stay known."""
    await asyncio.to_thread(_keyed, request.app.state.house.people, account_id, (key_id, None))


def _saved(people: Any, account_id: str, changes: dict[str, Any]) -> AccountIs:
    found = structs.replace(people.account(account_id), **changes)
    people.save_account(found)
    return _drawn(found)


def _keyed(people: Any, account_id: str, named: tuple[str, IdentityKey | None]) -> AccountIs:
    kid, key = named
    keys = dict(people.account(account_id).identity_keys)
    if key is None and kid not in keys:
        raise NotFound("There is no such key here.")
    keys = {**keys, kid: key} if key else {name: one for name, one in keys.items() if name != kid}
    return _saved(people, account_id, {"identity_keys": keys})


HANDLERS: Final[tuple[HTTPRouteHandler, ...]] = (account, change_account, set_key, drop_key)

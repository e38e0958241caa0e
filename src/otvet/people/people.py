"""The front of this room: everything the house asks about people goes through `People`."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from otvet.clock import Clock
from otvet.errors import NotFound, NotSignedIn
from otvet.people.accounts import Account, find_account, list_accounts, save_account
from otvet.people.actor import Actor, ActorKind, Language, Role
from otvet.people.buyers import Buyer, Buyers, BuyerToken
from otvet.people.limits import Limit, canonical_address
from otvet.people.links import Links
from otvet.people.looks import Looks
from otvet.people.names import Names
from otvet.people.sessions import Sessions
from otvet.people.staff import Colleague, Newcomer, Seller, Staff
from otvet.people.tokens import ProgramToken, Tokens
from otvet.people.words import canonical_email
from otvet.storage.database import Database

_HOUR = 3_600_000
_ACCOUNT_SECONDS = 3.0


class Lives(Struct, frozen=True, kw_only=True):
    """How long things last and how often they may be tried; the settings' values."""

    session_hours: int = 12
    guest_hours: int = 30 * 24
    set_up_hours: int = 24
    program_hours: int = 365 * 24
    link_hours: int = 14 * 24
    tries: int = 5  # wrong passwords for one e-mail from one address ...
    tries_seconds: int = 300
    tries_from_address: int = 10  # ... and from one address for any
    tries_from_address_seconds: int = 900
    guests_from_address: int = 30  # new guests a minute from one address; 0 counts nothing


class SignedIn(Struct, frozen=True):
    """The cookie's value, seen this once, and who it makes its bearer."""

    token: str
    actor: Actor
    expires_at: int


class People:
    """Buyers, sellers, colleagues and programs: who they are and what shows it."""

    def __init__(self, database: Database, clock: Clock, lives: Lives | None = None) -> None:
        lives = lives or Lives()
        self._database = database
        self._clock = clock
        self._sessions = Sessions(
            database,
            clock,
            {
                "staff": lives.session_hours * _HOUR,
                "buyer": lives.guest_hours * _HOUR,
                "api": lives.program_hours * _HOUR,
                "set_up": lives.set_up_hours * _HOUR,
                "link": lives.link_hours * _HOUR,
            },
        )
        self._staff = Staff(database, clock, self._sessions)
        self._buyers = Buyers(database, clock, self._sessions)
        self.links = Links(database, clock, self._sessions)
        self._tokens = Tokens(database, clock, self._sessions)
        self._looks = Looks(database, clock)
        self._names = Names(database, clock)
        self._accounts: dict[str, tuple[Account, float]] = {}
        self._tries = Limit(clock, lives.tries, lives.tries_seconds)
        self._tries_from = Limit(clock, lives.tries_from_address, lives.tries_from_address_seconds)
        self._guests_from = Limit(clock, lives.guests_from_address, 60)

    # Who is calling.

    def actor_of_session(self, token: object) -> Actor | None:
        """Whose cookie this is."""
        return self._sessions.actor(token, "staff")

    def actor_of_token(self, token: object) -> Actor | None:
        """Whose bearer token this is: a buyer's or a program's."""
        return self._sessions.actor(token, "buyer", "api")

    def still(self, actor: Actor) -> bool:
        """Whether what `actor` came with is still good: for streams that stay open."""
        return self._sessions.still(actor)

    def holds(self, actor: Actor) -> bool:
        """As `still`, between two calls of `gone`: cheap enough for every event of a stream."""
        return self._sessions.holds(actor)

    def gone(self, actors: Iterable[Actor]) -> set[str]:
        """Which of these actors' sessions are good no longer, as `Actor.session`; blocking, a few reads for all."""
        return self._sessions.gone(actors)

    def sign_in(self, email: object, password: object, *, address: str = "") -> SignedIn:
        """One answer for a wrong e-mail, a wrong password and a disabled colleague, after the same work."""
        who, where = canonical_email(email), canonical_address(address)
        self._tries_from.take(where)
        self._tries.take(f"{who} {where}")
        colleague = self._staff.matching(who, password)
        if colleague is None:
            raise NotSignedIn("E-mail or password is wrong.")
        self._tries_from.give_back(where)
        self._tries.forget(f"{who} {where}")
        with self._database.writing() as connection:
            issued = self._sessions.issue(connection, "staff", colleague.id)
        actor = self._sessions.actor(issued.token, "staff")
        if actor is None:  # disabled in this very moment
            raise NotSignedIn("E-mail or password is wrong.")
        return SignedIn(token=issued.token, actor=actor, expires_at=issued.expires_at)

    def sign_out(self, actor: Actor) -> None:
        """Ends the session `actor` came with, and no other."""
        with self._database.writing() as connection:
            self._sessions.end(connection, actor.session)
        self._sessions.forget(actor.id)

    def tidy(self) -> int:
        """Removes expired sessions and tokens; how many."""
        return self._sessions.tidy()

    # Buyers.

    def new_guest(self, account_id: str, language: Language, *, address: str = "") -> BuyerToken:
        if address:
            self._guests_from.take(canonical_address(address))
        return self._buyers.new_guest(account_id, language)

    def identify(self, token: object, guest: Actor | None = None) -> BuyerToken:
        """The buyer the shop's signed `token` speaks of, with a fresh token."""
        made = self._buyers.identify(token, guest)
        self._names.forget(made.actor.id)
        return made

    def buyer(self, buyer_id: str) -> Buyer | None:
        return self._buyers.find(buyer_id)

    def by_phone(self, phone: str) -> Buyer | None:
        """Whose number this is; the one who looks notes it."""
        return self._buyers.by_phone(phone)

    def known_buyer(self, account_id: str, shop_id: str) -> Buyer | None:
        """The buyer of the shop's own id, where one has come before."""
        return self._buyers.known(account_id, shop_id)

    def shop_id(self, buyer_id: str) -> str | None:
        """The shop's own id of a buyer, once it vouched for them."""
        buyer = self.buyer(buyer_id)
        return buyer.shop_id if buyer else None

    def rename_buyer(self, buyer_id: str, **changes: Any) -> Buyer:
        """Sets name, email, phone or language."""
        buyer = self._buyers.rename(buyer_id, changes)
        self._names.forget(buyer_id)
        return buyer

    # Staff and sellers.

    def staff_list(self) -> list[Colleague]:
        return self._staff.everybody()

    def colleague(self, staff_id: str) -> Colleague:
        """One member of staff, or `NotFound`."""
        return self._staff.find(staff_id)

    def stand_in(self, staff_id: str) -> Actor:
        """A colleague as an actor who is not there to confirm anything. Raises `NotFound`, for the disabled too."""
        who = self.colleague(staff_id)
        if who.disabled:
            raise NotFound("This colleague no longer works here.")
        kind: ActorKind = "seller" if who.role == "seller" else "staff"
        return Actor(kind, who.id, who.role, who.name, who.language, who.seller_id, attended=False)

    def add_staff(self, newcomer: Newcomer) -> Colleague:
        return self._staff.add(newcomer)

    def change_staff(
        self,
        staff_id: str,
        *,
        role: Role | None = None,
        disabled: bool | None = None,
        name: str | None = None,
    ) -> Colleague:
        """Changes a colleague; a new role or a disabling ends their sessions."""
        colleague = self._staff.change(staff_id, role=role, disabled=disabled, name=name)
        self._names.forget(staff_id)
        return colleague

    def set_password(self, staff_id: str, password: str) -> None:
        """Sets a password and ends all sessions of its owner."""
        self._staff.set_password(staff_id, password)

    def change_password(self, actor: Actor, *, old: object, new: str, address: str = "") -> None:
        """One's own password: the old one is asked for, and guessing it is counted."""
        key = f"{actor.id} {canonical_address(address)}"
        self._tries.take(key)
        if self._staff.matching(self._staff.find(actor.id).email, old) is None:
            raise NotSignedIn("The old password is wrong.")
        self._tries.forget(key)
        self._staff.set_password(actor.id, new)

    def set_up_link(self) -> str | None:
        """The token of the one-time link of the first start; `None` once anybody is here."""
        return self._staff.set_up_link()

    def set_up(
        self, token: object, *, email: str, name: str, password: str, language: Language = "ru"
    ) -> Colleague:
        """Makes the first administrator with the one-time link."""
        newcomer = Newcomer(
            email=email, name=name, password=password, role="administrator", language=language
        )
        return self._staff.set_up(token, newcomer)

    def add_seller(self, seller: Seller) -> None:
        """Adds a seller or changes its name and language."""
        self._staff.add_seller(seller)
        self._names.forget(seller.id)

    def sellers(self) -> list[Seller]:
        return self._staff.sellers()

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """What staff, buyers, sellers and programs are called."""
        return self._names.of(ids)

    # Programs.

    def api_token(
        self, name: str, role: Role, scopes: tuple[str, ...], *, seller_id: str | None = None
    ) -> str:
        """A token for a program, seen this once; scopes `("all",)` give all its role may do."""
        return self._tokens.make(name, role, scopes, seller_id=seller_id)

    def api_tokens(self) -> list[ProgramToken]:
        return self._tokens.everything()

    def revoke_token(self, token_id: str) -> None:
        self._tokens.revoke(token_id)

    # Accounts and the book of looks.

    def account(self, account_id: str) -> Account:
        """The account, or `NotFound`; remembered for three seconds."""
        now = self._clock.monotonic()
        known = self._accounts.get(account_id)
        if known and known[1] > now:
            return known[0]
        with self._database.reading() as connection:
            account = find_account(connection, account_id)
        self._accounts[account_id] = (account, now + _ACCOUNT_SECONDS)
        return account

    def accounts(self) -> list[Account]:
        return list_accounts(self._database)

    def save_account(self, account: Account) -> None:
        """Adds or replaces an account; identity keys that could not be trusted are refused."""
        save_account(self._database, account)
        self._accounts.pop(account.id, None)

    def look(
        self, actor: Actor, action: str, kind: str, object_id: str, *, allowed: bool = True, reason: str = ""
    ) -> None:
        """Notes who looked at whose personal data, or was refused; the same within a minute once."""
        self._looks.keep(actor, action, (kind, object_id), allowed=allowed, reason=reason)

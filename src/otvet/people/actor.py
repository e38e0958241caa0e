"""Who is calling: the one value that every access decision is made from."""

from typing import Literal, get_args

from msgspec import Struct

Role = Literal[
    "nobody", "buyer", "seller", "agent", "senior_agent", "supervisor", "moderator", "administrator"
]
ROLES: tuple[Role, ...] = get_args(Role)
ActorKind = Literal["nobody", "buyer", "staff", "seller", "bot", "system"]
Language = Literal["ru", "en", "zh"]


class Actor(Struct, frozen=True):
    """A caller as the doors know them.

    `kind` is what events store beside the id; `scopes` is `None` for a person and the token's own list for a
    program, which may then do less than its role; `attended` is false where no person could answer a warning.
    """

    kind: ActorKind
    id: str
    role: Role
    name: str = ""
    language: Language = "ru"
    seller_id: str | None = None
    scopes: tuple[str, ...] | None = None
    session: str = ""  # hash of the session's token, "" for none
    csrf: str = ""
    attended: bool = True


NOBODY = Actor(kind="nobody", id="", role="nobody")
SYSTEM = Actor(kind="system", id="system", role="nobody", attended=False)


class Parties(Struct, frozen=True):
    """Whose a conversation, a file or an order is."""

    buyer_id: str
    seller_id: str | None = None
    account_id: str = "own"

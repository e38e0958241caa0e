"""Who is who: sign in, guests, the shop's buyers, colleagues, tokens of programs."""

import asyncio
from typing import Annotated, Any, Literal

from litestar import Response, delete, get, patch, post, put
from litestar.datastructures import Cookie
from msgspec import UNSET, Meta, Struct, UnsetType

from otvet.errors import BadInput
from otvet.people.actor import Actor
from otvet.people.staff import Newcomer, Seller
from otvet.web.api.conversations import Ask, Short, actor_of
from otvet.web.doors import COOKIE

Long = Annotated[str, Meta(max_length=8_000)]
Password = Annotated[str, Meta(max_length=500)]
StaffRole = Literal["seller", "agent", "senior_agent", "supervisor", "moderator", "administrator"]


class Credentials(Struct, frozen=True, forbid_unknown_fields=True):
    email: Short
    password: Password


class SetUp(Struct, frozen=True, forbid_unknown_fields=True):
    """The one-time link's token and who becomes the first administrator."""

    token: Short
    email: Short
    name: Short
    password: Password
    language: Literal["ru", "en", "zh"] = "ru"


class Guest(Struct, frozen=True, forbid_unknown_fields=True):
    account: Short = "own"
    language: Literal["ru", "en", "zh"] = "ru"


class Identity(Struct, frozen=True, forbid_unknown_fields=True):
    """The shop's signed token (JWT)."""

    identity: Long


class NewColleague(Struct, frozen=True, forbid_unknown_fields=True):
    email: Short
    name: Short
    password: Password
    role: StaffRole
    language: Literal["ru", "en", "zh"] = "ru"
    seller_id: Short | None = None


class ColleagueChange(Struct, frozen=True, forbid_unknown_fields=True):
    """`password`: a new first one to hand over, for somebody who lost theirs."""

    role: StaffRole | None = None
    disabled: bool | None = None
    name: Short | None = None
    password: Password | None = None


class SellerNamed(Struct, frozen=True, forbid_unknown_fields=True):
    name: Short
    language: Literal["ru", "en", "zh"] = "ru"


class PasswordChange(Struct, frozen=True, forbid_unknown_fields=True):
    old: Password
    new: Password


class NewToken(Struct, frozen=True, forbid_unknown_fields=True):
    """`scopes` are the first words of actions, such as `reply`; `all` gives whatever the role may."""

    name: Short
    role: StaffRole
    scopes: Annotated[tuple[Short, ...], Meta(min_length=1, max_length=40)]
    seller_id: Short | None = None


class Me(Struct, frozen=True):
    id: str
    kind: str
    role: str
    name: str
    language: str
    csrf: str
    cursor: str
    seller_id: str | None = None


class SignedInAs(Struct, frozen=True):
    me: Me


class BuyerIs(Struct, frozen=True):
    token: str
    buyer_id: str
    name: str


class ColleagueIs(Struct, frozen=True):
    id: str
    name: str
    role: str
    email: str | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET
    seller_id: str | UnsetType | None = UNSET


class Colleagues(Struct, frozen=True):
    items: list[ColleagueIs]


class Sellers(Struct, frozen=True):
    items: list[Seller]


class TokenIs(Struct, frozen=True):
    token: str


class Tokens(Struct, frozen=True):
    items: list[Any]


def _me(request: Ask, actor: Actor) -> Me:
    house = request.app.state.house
    cursor = house.drawing.cursor(house.streams.hub.position)
    return Me(
        actor.id, actor.kind, actor.role, actor.name, actor.language, actor.csrf, cursor, actor.seller_id
    )


@post("/sign-in", opt={"action": "session.open"}, status_code=200, summary="Sign in")
async def sign_in(request: Ask, data: Credentials) -> Response[SignedInAs]:
    """Staff sign in with e-mail and password; the session is a cookie that scripts cannot read."""
    house = request.app.state.house
    address = request.scope["state"]["address"]
    signed = await asyncio.to_thread(lambda: house.people.sign_in(data.email, data.password, address=address))
    return Response(SignedInAs(_me(request, signed.actor)), cookies=[session_cookie(request, signed.token)])


def session_cookie(request: Ask, value: str | None) -> Cookie:
    """The session of staff, which no script reads; `None` ends it."""
    secure = request.app.state.secure
    hours = request.app.state.house.settings.session_hours
    return Cookie(
        key=f"__Host-{COOKIE}" if secure else COOKIE, value=value or "", path="/", httponly=True, secure=secure,
        samesite="lax", max_age=hours * 3600 if value else 0,
    )  # fmt: skip


@post("/sign-out", opt={"action": "session.own"}, status_code=204, summary="Sign out")
async def sign_out(request: Ask) -> Response[None]:
    """Ends this session, here and on the server."""
    house, actor = request.app.state.house, actor_of(request)
    await asyncio.to_thread(house.people.sign_out, actor)
    await asyncio.to_thread(house.desk.leave, actor)
    house.router.stir()
    return Response(None, status_code=204, cookies=[session_cookie(request, None)])


@get("/me", opt={"action": "session.own"}, summary="Who am I")
async def me(request: Ask) -> Me:
    """The caller, the token against forged requests, and the cursor of now."""
    return _me(request, actor_of(request))


@post("/me/password", opt={"action": "session.own"}, status_code=204, summary="Change one's password")
async def change_password(request: Ask, data: PasswordChange) -> None:
    """Ends all of one's sessions, this one too."""
    actor, address = actor_of(request), request.scope["state"]["address"]
    people = request.app.state.house.people
    await asyncio.to_thread(
        lambda: people.change_password(actor, old=data.old, new=data.new, address=address)
    )


@post("/set-up", opt={"action": "person.set-up"}, status_code=201, summary="Make the first administrator")
async def set_up(request: Ask, data: SetUp) -> ColleagueIs:
    """With the one-time link that the first start prints."""
    people = request.app.state.house.people
    made = await asyncio.to_thread(
        lambda: people.set_up(
            data.token, email=data.email, name=data.name, password=data.password, language=data.language
        )
    )
    return ColleagueIs(made.id, made.name, made.role)


@post("/guests", opt={"action": "buyer.guest"}, summary="Begin as a guest")
async def new_guest(request: Ask, data: Guest) -> BuyerIs:
    """A token for somebody nobody knows yet; it opens their own conversations and nothing else."""
    people, address = request.app.state.house.people, request.scope["state"]["address"]
    made = await asyncio.to_thread(lambda: people.new_guest(data.account, data.language, address=address))
    return BuyerIs(made.token, made.actor.id, made.actor.name)


@post(
    "/identify", opt={"action": "buyer.identify"}, status_code=200, summary="Show the shop's identity token"
)
async def identify(request: Ask, data: Identity) -> BuyerIs:
    """The buyer the shop vouches for; a guest's conversations stay theirs, the token is a new one."""
    actor = actor_of(request)
    guest = actor if actor.role == "buyer" else None
    made = await asyncio.to_thread(request.app.state.house.people.identify, data.identity, guest)
    return BuyerIs(made.token, made.actor.id, made.actor.name)


@get("/staff", opt={"action": "staff.list"}, summary="List colleagues")
async def list_staff(request: Ask) -> Colleagues:
    """Names and roles; e-mails and who is disabled for administrators only."""
    everybody = await asyncio.to_thread(request.app.state.house.people.staff_list)
    whole = actor_of(request).role == "administrator"
    if not whole:
        return Colleagues([ColleagueIs(c.id, c.name, c.role) for c in everybody if not c.disabled])
    return Colleagues(
        [ColleagueIs(c.id, c.name, c.role, c.email, c.disabled, c.seller_id) for c in everybody]
    )


@post("/staff", opt={"action": "staff.change"}, summary="Add a colleague")
async def add_staff(request: Ask, data: NewColleague) -> ColleagueIs:
    """With a first password to hand over."""
    newcomer = Newcomer(
        email=data.email, name=data.name, password=data.password, role=data.role, language=data.language,
        seller_id=data.seller_id,
    )  # fmt: skip
    made = await asyncio.to_thread(request.app.state.house.people.add_staff, newcomer)
    return ColleagueIs(made.id, made.name, made.role)


@patch("/staff/{staff_id:str}", opt={"action": "staff.change"}, summary="Change a colleague")
async def change_staff(request: Ask, staff_id: str, data: ColleagueChange) -> ColleagueIs:
    """A new role, a new password or a disabling ends all of their sessions."""
    people = request.app.state.house.people
    if data.password is not None:
        if data != ColleagueChange(password=data.password):
            raise BadInput("A new password is set by itself; change the rest in another request.")
        await asyncio.to_thread(people.set_password, staff_id, data.password)
    made = await asyncio.to_thread(
        lambda: people.change_staff(staff_id, role=data.role, disabled=data.disabled, name=data.name)
    )
    return ColleagueIs(made.id, made.name, made.role)


@get("/sellers", opt={"action": "staff.change"}, summary="List sellers")
async def list_sellers(request: Ask) -> Sellers:
    """Those whose staff may answer here, by the marketplace's own ids."""
    return Sellers(await asyncio.to_thread(request.app.state.house.people.sellers))


@put("/sellers/{seller_id:str}", opt={"action": "staff.change"}, summary="Name a seller")
async def name_seller(request: Ask, seller_id: Short, data: SellerNamed) -> Seller:
    """A new one, or another name for one that is here; the id is the one its products carry in the shop."""
    seller = Seller(seller_id, data.name, data.language)
    await asyncio.to_thread(request.app.state.house.people.add_seller, seller)
    return seller


@get("/tokens", opt={"action": "token.change"}, summary="List programs' tokens")
async def list_tokens(request: Ask) -> Tokens:
    """What each token may; never the token itself."""
    return Tokens(await asyncio.to_thread(request.app.state.house.people.api_tokens))


@post("/tokens", opt={"action": "token.change"}, summary="Make a program's token")
async def make_token(request: Ask, data: NewToken) -> TokenIs:
    """Shown this once."""
    people = request.app.state.house.people
    token = await asyncio.to_thread(
        lambda: people.api_token(data.name, data.role, data.scopes, seller_id=data.seller_id)
    )
    return TokenIs(token)


@delete("/tokens/{token_id:str}", opt={"action": "token.change"}, summary="Revoke a program's token")
async def revoke_token(request: Ask, token_id: str) -> None:
    """Works within three seconds, open streams included."""
    await asyncio.to_thread(request.app.state.house.people.revoke_token, token_id)


HANDLERS = (
    sign_in, sign_out, me, change_password, set_up, new_guest, identify, list_staff, add_staff, change_staff,
    list_sellers, name_seller, list_tokens, make_token, revoke_token,
)  # fmt: skip

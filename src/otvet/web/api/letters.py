"""Letters to absent buyers: the address they leave, the link they open, what a colleague stops (mission rows A6, A7)."""

import asyncio
from typing import Annotated, Any

from litestar import get, post, put
from msgspec import Meta, Struct

from otvet.errors import Conflict
from otvet.people.buyers import Buyer
from otvet.people.masking import masked
from otvet.web.api.conversations import Ask, Changed, Short, actor_of, drawn

Token = Annotated[str, Meta(max_length=100)]


class Contact(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a guest may be reached; an empty text takes one back, what is left out stays."""

    email: Short | None = None
    phone: Short | None = None


class ContactIs(Struct, frozen=True):
    """What is known, masked; `mail`: whether this installation sends letters; `known`: the shop keeps it."""

    email: str | None
    phone: str | None
    confirmed: bool
    known: bool
    mail: bool


class Link(Struct, frozen=True, forbid_unknown_fields=True):
    token: Token


class Entered(Struct, frozen=True):
    """A buyer's token, seen this once, and the conversation the link leads to."""

    token: str
    buyer_id: str
    name: str
    known: bool
    conversation_id: str


def _contact(house: Any, buyer: Buyer | None) -> ContactIs:
    email, phone = (buyer.email, buyer.phone) if buyer else (None, None)
    confirmed = bool(buyer and buyer.email_confirmed_at is not None)
    known = bool(buyer and buyer.shop_id)
    return ContactIs(masked(email), masked(phone), confirmed, known, house.letters.post.server is not None)


@get("/me/contact", opt={"action": "buyer.contact"}, summary="Where one is reached")
async def read_contact(request: Ask) -> ContactIs:
    """A buyer's own address and number, masked, and whether answers go there at all."""
    house = request.app.state.house
    return _contact(house, await asyncio.to_thread(house.people.buyer, actor_of(request).id))


@put("/me/contact", opt={"action": "buyer.contact"}, summary="Leave an address or a number")
async def leave_contact(request: Ask, data: Contact) -> ContactIs:
    """For guests; a buyer the shop vouches for is reached as the shop says. Never shown in a conversation."""
    house, actor = request.app.state.house, actor_of(request)
    house.pace.message(actor)

    def keep() -> ContactIs:
        buyer = house.people.buyer(actor.id)
        if buyer is not None and buyer.shop_id:
            raise Conflict("You are signed in to the shop: change your address there.")
        given = {name: getattr(data, name) for name in Contact.__struct_fields__}
        changes = {name: value.strip() or None for name, value in given.items() if value is not None}
        return _contact(house, house.people.rename_buyer(actor.id, **changes))

    return await asyncio.to_thread(keep)


@post("/letters/open", opt={"action": "letter.open"}, status_code=200, summary="Open the link of a letter")
async def open_letter(request: Ask, data: Link) -> Entered:
    """What stands behind `#/k/` in a letter's link, for a buyer's token; confirms the address it went to."""
    house = request.app.state.house
    house.pace.vote(request.scope["state"]["address"])
    opened = await asyncio.to_thread(house.people.links.open, data.token)
    buyer = await asyncio.to_thread(house.people.buyer, opened.actor.id)
    known = bool(buyer and buyer.shop_id)
    return Entered(opened.token, opened.actor.id, opened.actor.name, known, opened.conversation_id)


@post(
    "/conversations/{conversation_id:str}/transcript/letter",
    opt={"action": "conversation.transcript"},
    status_code=202,
    summary="Get a conversation by e-mail",
)
async def mail_transcript(request: Ask, conversation_id: str) -> None:
    """For the buyer: it leaves within seconds; asked for twice it leaves once."""
    house, actor = request.app.state.house, actor_of(request)
    house.pace.message(actor)
    await house.letters.ask_for_transcript(actor, conversation_id)


@post(
    "/conversations/{conversation_id:str}/letters/stop",
    opt={"action": "letter.stop"},
    status_code=200,
    summary="Stop a letter",
)
async def stop_letter(request: Ask, conversation_id: str) -> Changed:
    """An answer that has not left by e-mail yet stays in the chat alone; 409 when it is too late."""
    await request.app.state.house.letters.stop(actor_of(request), conversation_id)
    return Changed(await drawn(request, conversation_id))


HANDLERS = (read_contact, leave_contact, open_letter, mail_transcript, stop_letter)

"""The feedback form: what somebody writes here becomes a conversation in the inbox, with the topic feedback (rows A5, A8).

It works without a script too; with one it is sent as the buyer the browser knows, and stands among their requests.
"""

import asyncio
from typing import Any, Final

from litestar import Request, Response, get, post

from otvet.conversation.conversations import Opening
from otvet.conversation.sending import checked_text
from otvet.errors import BadInput
from otvet.people.words import clean_email
from otvet.web.pages.render import language_of, page

LONGEST: Final = 100_000  # characters of one field that are looked at; fewer may be sent


@get("/feedback", opt={"action": "buyer.guest"}, sync_to_thread=True, include_in_schema=False)
def form(request: Request[Any, Any, Any]) -> Response[str]:
    """The empty form."""
    return _form(request)


def _form(request: Request[Any, Any, Any], **more: Any) -> Response[str]:
    status = more.pop("status", 200)
    view = {"text": "", "email": "", "order": "", "refused": "", "reference": "", **more}
    key = request.app.state.house.clock.new_id("f")
    return page(request, "feedback.html", query="", key=key, status=status, **view)


@post("/feedback", opt={"action": "buyer.guest"}, include_in_schema=False)
async def sent(request: Request[Any, Any, Any]) -> Response[str]:
    """The same by a plain form: a new guest's conversation; what was not right comes back with all that was written."""
    given = await request.form()
    text, email, order, key = (
        str(given.get(name) or "")[:LONGEST] for name in ("text", "email", "order", "key")
    )
    try:
        reference = await _opened(request, text, (email, order), key)
    except BadInput as error:
        view = {
            "text": text,
            "email": email,
            "order": order,
            "refused": str(error),
            "status": 400,
        }
        return await asyncio.to_thread(lambda: _form(request, **view))
    return await asyncio.to_thread(lambda: _form(request, reference=reference, email=email))


async def _opened(request: Request[Any, Any, Any], text: str, about: tuple[str, str], key: str) -> str:
    """The reference number. A guest is made only for what can be opened."""
    house, address = request.app.state.house, request.scope["state"]["address"]
    email, order = about
    if not text.strip():
        raise BadInput("Write something; an empty message is not sent.")
    checked_text(text, house.settings.message_chars)
    address_left = clean_email(email) if email.strip() else ""
    language = language_of(request)
    made = await asyncio.to_thread(lambda: house.people.new_guest("own", language, address=address))
    if address_left:
        await asyncio.to_thread(lambda: house.people.rename_buyer(made.actor.id, email=address_left))
    opening = Opening(
        text=text,
        topic="feedback",
        language=language,
        channel="form",
        details={"order": order} if order.strip() else {},
    )
    stored = await house.conversations.open(made.actor, opening, key or None)
    return str(stored.answer["reference"])

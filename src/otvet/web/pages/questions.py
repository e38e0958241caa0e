"""Public questions for buyers: lists, one question with its answers, asking, answering, votes (mission rows A9, A10).

All of it works without a script.  In the demo a visitor is the chosen buyer; elsewhere a form is a guest's,
and what takes a buyer the shop knows goes through the API.
"""

import asyncio
from typing import Annotated, Any, Final
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from otvet.conversation.board import Asked, Listing, Wanted
from otvet.conversation.questions import LONGEST, Asking
from otvet.errors import BadInput, NotAllowed, NotFound, OtvetError, TooMany
from otvet.people.access import OPERATOR, STAFF
from otvet.people.actor import Actor
from otvet.people.identity import OWN_ACCOUNT
from otvet.web.api.questions import hurry
from otvet.web.pages.asked import common, reader
from otvet.web.pages.render import PageRequest, actor_of, house_of, language_of, page
from otvet.web.pages.topics import mark
from otvet.web.pages.visiting import remember, visitor

LONGEST_QUERY: Final = 200
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
Ask = Request[Any, Any, Any]


def writer(request: PageRequest) -> Actor:
    """Who a form is sent by: the demo's chosen buyer, else a new guest. Blocking."""
    identity = visitor(request)["identity"]
    people = house_of(request).people
    if identity:
        actor: Actor = people.identify(identity).actor
        return actor
    made = people.new_guest(OWN_ACCOUNT, language_of(request), address=request.scope["state"]["address"])
    guest: Actor = made.actor
    return guest


async def shown(request: PageRequest, template: str, /, **view: Any) -> Response[str]:
    """The page with what all of these need."""

    def draw() -> Response[str]:
        market = house_of(request).market
        given = {
            **common(request), "query": "", "refused": "", "text": "", "found": (), "name_of": lambda sku: _name(market, sku), "whys": {},
            "team": actor_of(request).role in OPERATOR, "staff": actor_of(request).role in STAFF, **visitor(request), **view,
        }  # fmt: skip
        return remember(request, page(request, template, **given))

    return await asyncio.to_thread(draw)


def _name(market: Any, sku: str | None) -> Any:
    product = market.product(sku) if sku else None
    return product.name if product else sku or ""


@get("/questions", opt={"action": "question.read"}, include_in_schema=False)
async def listing(request: Ask) -> Response[str]:
    """All public questions, of a product, without an answer, with words; or one's own."""
    given = request.query_params
    query = (given.get("q") or "").strip()[:LONGEST_QUERY]
    product, mine = (given.get("product") or "")[:100], given.get("mine") == "1"
    unanswered = given.get("unanswered") == "1"
    wanted = Wanted(
        product=product or None, words=query, unanswered=unanswered, after=given.get("after") or None
    )

    def look() -> Listing:
        board, actor = request.app.state.house.board, reader(request)
        if mine:
            return board.own(actor, wanted.after) if actor.role == "buyer" else Listing((), None)
        try:
            return board.page(actor, wanted)  # type: ignore[no-any-return]
        except (
            BadInput
        ):  # no word in it, or a cursor of nowhere: an empty page says so, and the search stands above
            return Listing((), None)

    found = await asyncio.to_thread(look)
    chosen = "mine" if mine else "unanswered" if unanswered else "help" if product == "help" else ""
    about = product if product != "help" else ""
    return await shown(
        request, "questions/list.html", listing=found, query=query, product=about, chosen=chosen,
        whys=await _whys(request, found.items),
    )  # fmt: skip


async def _whys(request: PageRequest, items: tuple[Asked, ...]) -> dict[str, list[str]]:
    """Why one's own posts wait, in words, by post."""
    house = request.app.state.house
    own = [one for asked in items for one in (asked.question, *asked.answers) if one.own or one.private]
    found: dict[str, list[str]] = {}
    for one in (one for one in own if one.state == "waiting"):
        judged = await house.questions.judged(_speaking(request), OWN_ACCOUNT, one.text, ())
        found[one.id] = [f"{finding.message} «{finding.text}»" for finding in judged.findings]
    return found


def _speaking(request: PageRequest) -> Actor:
    return Actor("nobody", "", "nobody", language=language_of(request))  # type: ignore[arg-type]


@get("/questions/ask", opt={"action": "question.read"}, include_in_schema=False)
async def form(request: Ask) -> Response[str]:
    """The form alone, with tips; about a product or about the shop."""
    product = (request.query_params.get("product") or "")[:100]
    if product and await asyncio.to_thread(request.app.state.house.market.product, product) is None:
        product = ""
    return await shown(request, "questions/ask.html", product=product, done=None)


@post("/questions", opt={"action": "buyer.guest"}, status_code=200, include_in_schema=False)
async def ask(request: Ask, data: Form) -> Response[str] | Redirect:
    """The form was sent: the question's own page, or the form again with everything that was written."""
    house, text, product = request.app.state.house, data.get("text", ""), data.get("product", "")[:100]
    try:
        actor = await asyncio.to_thread(_paced, request)
        asking = Asking(text=text[: 2 * LONGEST], product_id=product or None, language=language_of(request))
        stored = await house.questions.ask(actor, asking, data.get("key") or None)
    except (BadInput, TooMany, NotFound) as error:
        status = 429 if isinstance(error, TooMany) else 400
        drawn = await shown(
            request,
            "questions/ask.html",
            product=product,
            done=None,
            text=text[:LONGEST],
            refused=_why(error),
        )
        drawn.status_code = status
        return drawn
    if stored.answer["state"] == "public" or visitor(request)["identity"]:
        return Redirect(f"/questions/{stored.answer['reference']}?sent=1", status_code=303)
    judged = await house.questions.judged(_speaking(request), OWN_ACCOUNT, text, ())
    found = [f"{one.message} «{one.text}»" for one in judged.findings]
    return await shown(
        request, "questions/ask.html", product=product, done=stored.answer["reference"], found=found
    )


def _paced(request: PageRequest) -> Actor:
    actor = writer(request)
    hurry(request, actor)
    return actor


@get("/questions/{reference:str}", opt={"action": "question.read"}, include_in_schema=False)
async def question(request: Ask, reference: str) -> Response[str]:
    """One question with its answers; to its author also while it is not public."""
    return await _one(request, reference)


async def _one(request: PageRequest, reference: str, **more: Any) -> Response[str]:
    house = request.app.state.house
    actor = await asyncio.to_thread(reader, request)
    asked: Asked = await asyncio.to_thread(house.board.one, actor, reference)
    conversation = house.store.by_reference if actor.role in STAFF else None
    state = await asyncio.to_thread(conversation, reference) if conversation else None
    view = {
        "asked": asked, "whys": await _whys(request, (asked,)), "product": asked.product_id or "",
        "sent": request.query_params.get("sent") == "1", "may": actor.role == "buyer" and asked.question.state == "public",
        "desk": f"/{'seller' if actor.role == 'seller' else 'desk'}/{state.id}" if state else "",
    }  # fmt: skip
    return await shown(request, "questions/one.html", **view, **more)


@post(
    "/questions/{reference:str}/answers",
    opt={"action": "buyer.identify"},
    status_code=200,
    include_in_schema=False,
)
async def answer(request: Ask, reference: str, data: Form) -> Response[str] | Redirect:
    """A buyer's answer by a plain form."""
    house, text = request.app.state.house, data.get("text", "")
    try:
        actor = await asyncio.to_thread(_known, request)
        stored = await house.questions.answer(actor, reference, text[: 2 * LONGEST], data.get("key") or None)
    except (BadInput, TooMany, NotAllowed) as error:
        drawn = await _one(request, reference, text=text[:LONGEST], refused=_why(error))
        drawn.status_code = 429 if isinstance(error, TooMany) else 400
        return drawn
    return Redirect(f"/questions/{quote(reference)}?sent=1#{stored.answer['post_id']}", status_code=303)


def _why(error: OtvetError) -> str:
    """What was not right, as a key of the catalogues."""
    if isinstance(error, TooMany):
        return mark("You have written a lot in a short time. Come again in a while; nothing is lost.")
    if isinstance(error, NotAllowed):
        return mark("Sign in to the shop to answer or vote.")
    return mark("Write something, at most 2,000 characters.")


def _known(request: PageRequest) -> Actor:
    if not visitor(request)["identity"]:
        raise NotAllowed("Sign in to the shop to answer: guests may read and ask.")
    return _paced(request)


@post(
    "/questions/{reference:str}/votes",
    opt={"action": "buyer.identify"},
    status_code=200,
    include_in_schema=False,
)
async def vote(request: Ask, reference: str, data: Form) -> Response[str] | Redirect:
    """A vote by a plain form; the same button again takes it back."""
    house = request.app.state.house
    house.pace.vote(request.scope["state"]["address"])
    value = {"1": 1, "-1": -1}.get(data.get("value", ""), 0)
    if not visitor(request)["identity"]:
        raise NotAllowed("Sign in to the shop to vote: guests may read and ask.")
    actor = await asyncio.to_thread(writer, request)
    await house.questions.vote(actor, reference, data.get("post", ""), value)
    return Redirect(f"/questions/{quote(reference)}#{quote(data.get('post', ''))}", status_code=303)


HANDLERS: Final = (listing, form, ask, question, answer, vote)

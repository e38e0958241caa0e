"""The help centre: a search that answers while one types, shelves, guides, and "did this help?" (mission row A1)."""

import re
from typing import Annotated, Any, Final

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body
from litestar.response import Redirect
from msgspec import Struct

from otvet.errors import BadInput
from otvet.knowledge.votes import Vote
from otvet.language.catalogue import catalogue
from otvet.web.helped import LONGEST, cast
from otvet.web.pages.render import house_of, language_of, page, said
from otvet.web.pages.topics import TOPICS, mark

SECTIONS: Final = {
    "delivery": mark("Order and delivery"),
    "receiving": mark("Receiving a parcel"),
    "faults": mark("Wrong, broken, missing"),
    "returns": mark("Returns and exchange"),
    "refunds": mark("Refunds"),
    "payment": mark("Payment"),
    "discounts": mark("Discounts and bonuses"),
    "products": mark("Products and sellers"),
    "account": mark("Account and app"),
    "support": mark("Support and safety"),
}
_VOTE: Final = re.compile(r"[A-Za-z0-9-]{16,64}")
_LONGEST_QUERY: Final = 200
_SHOWN: Final = 7


class Found(Struct, frozen=True):
    """A guide that was found: title and excerpt in pieces, the words of the question marked."""

    slug: str
    title: Any
    excerpt: Any


class Clause(Struct, frozen=True):
    """A clause of offer, contract or law that was found: where it stands, and what it says in pieces."""

    title: str
    cite: str
    heading: str
    text: Any


class Shelf(Struct, frozen=True):
    """A section and its guides."""

    code: str
    name: str
    guides: list[Any]


@get("/help", opt={"action": "article.read"}, sync_to_thread=True, include_in_schema=False)
def front(request: Request[Any, Any, Any]) -> Response[str]:
    """The front page; asked by htmx it answers with the found guides alone."""
    language, knowledge = language_of(request), house_of(request).knowledge
    query = (request.query_params.get("q") or "").strip()[:_LONGEST_QUERY]
    articles = list(knowledge.search(query, language))[:_SHOWN] if query else []
    view: dict[str, Any] = {
        "query": query,
        "found": [_found(knowledge, one, query) for one in articles],
        "clauses": [_clause(knowledge, one, query) for one in knowledge.said(query, language)]
        if query
        else [],
        "about": articles[0].topic if articles else "",
    }
    if request.headers.get("hx-request") == "true":
        return page(request, "help/results.html", **view)
    by_slug = {one.slug: one for one in knowledge.articles(language)}
    topic = request.query_params.get("topic") or ""
    chosen = [one for one in by_slug.values() if one.topic == topic] if topic else []
    shown = chosen or [by_slug[slug] for slug in knowledge.order().popular]
    shelves = [
        Shelf(one.code, _named(one, language), [by_slug[slug] for slug in one.slugs])
        for one in knowledge.order().sections
    ]
    return page(
        request, "help/front.html", shown=shown, topic=topic if chosen else "", topics=TOPICS, shelves=shelves, **view
    )  # fmt: skip


def _named(section: Any, language: str) -> str:
    """What a shelf is called: as the operator wrote it, else by the catalogue."""
    if section.name:
        return said(section.name, language)
    return catalogue(language).text(SECTIONS.get(section.code, section.code))


def _found(knowledge: Any, one: Any, query: str) -> Found:
    excerpt = knowledge.excerpt(one, query)
    return Found(one.slug, knowledge.marked(one.title, query), knowledge.marked(excerpt, query))


def _clause(knowledge: Any, one: Any, query: str) -> Clause:
    return Clause(one.title, one.cite, one.heading, knowledge.marked(one.text, query))


@get("/help/{slug:str}", opt={"action": "article.read"}, sync_to_thread=True, include_in_schema=False)
def guide(request: Request[Any, Any, Any], slug: str) -> Response[str]:
    """One guide, its neighbours, whether it helped, and a way to ask."""
    language, house = language_of(request), house_of(request)
    article = house.knowledge.article(slug, language)
    if article is None:
        raise NotFoundException("There is no such guide.")
    by_slug = {one.slug: one for one in house.knowledge.articles(language)}
    section = next(one for one in house.knowledge.order().sections if slug in one.slugs)
    vote = request.query_params.get("vote") or ""
    voted = bool(_VOTE.fullmatch(vote))
    return page(
        request,
        "help/guide.html",
        article=article,
        related=[by_slug[name] for name in article.related if name in by_slug],
        query="",
        section_code=section.code,
        section_name=_named(section, language),
        vote=vote if voted else house.clock.new_id("v").replace("_", "-"),
        answer=request.query_params.get("helped") if voted else None,
        thanked=voted and request.query_params.get("told") == "1",
        longest=LONGEST,
    )


@post("/help/{slug:str}/helped", opt={"action": "article.vote"}, sync_to_thread=True, include_in_schema=False)
def helped(
    request: Request[Any, Any, Any],
    slug: str,
    data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """The same answer from a browser without JavaScript: a form, and back to the guide."""
    vote, answer, text = data.get("vote", ""), data.get("helped", ""), data.get("text", "")
    if not _VOTE.fullmatch(vote) or answer not in ("yes", "no") or len(text) > LONGEST:
        raise BadInput(f"Send `vote`, `helped` as yes or no, and `text` of at most {LONGEST} characters.")
    house = house_of(request)
    made = Vote(
        id=vote, slug=slug, language=language_of(request), helped=answer == "yes", text=text.strip(), at=house.clock.now()
    )  # fmt: skip
    cast(house, request.scope["state"]["address"], made)
    told = "&told=1" if text.strip() else ""
    return Redirect(f"/help/{slug}?vote={vote}&helped={answer}{told}#helped", status_code=303)

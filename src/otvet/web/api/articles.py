"""The help centre for programs: search, articles, and whether they helped."""

import asyncio
from typing import Annotated, Any, Literal

import msgspec
from litestar import get, put
from litestar.params import Parameter
from msgspec import Meta, Struct

from otvet.errors import NotFound
from otvet.knowledge import Article, votes
from otvet.web.api.conversations import Ask
from otvet.web.helped import LONGEST, cast

Lang = Literal["ru", "en", "zh"]
Query = Annotated[str, Parameter(max_length=200)]
Slug = Annotated[str, Parameter(max_length=100)]
VoteId = Annotated[str, Parameter(pattern=r"^[A-Za-z0-9-]{16,64}$")]
Spans = list[tuple[int, int]]
DAY_MS = 24 * 3600 * 1000


class Marks(Struct, frozen=True):
    """Where the words of the question stand, in code points."""

    title: Spans
    excerpt: Spans


class FoundArticle(Struct, frozen=True):
    """An article in a list; `excerpt` is what to show below the title, with `q` the place where its words stand."""

    slug: str
    topic: str
    title: str
    summary: str
    excerpt: str
    marks: Marks


class FoundArticles(Struct, frozen=True):
    items: list[FoundArticle]


class NewVote(Struct, frozen=True, forbid_unknown_fields=True):
    """A reader's answer to "did this help?"."""

    helped: bool
    language: Lang = "ru"
    text: Annotated[str, Meta(max_length=LONGEST)] = ""


class Voted(Struct, frozen=True):
    """The answer as it is kept."""

    id: str
    slug: str
    helped: bool


class VotesCounted(Struct, frozen=True):
    items: list[votes.Helped]


@get("/articles", opt={"action": "article.read"}, summary="Search the help centre")
async def articles(request: Ask, lang: Lang = "ru", q: Query = "") -> FoundArticles:
    """All articles, or those that answer the question best; the last word may be typed half."""
    shelf = request.app.state.house.knowledge

    def find() -> FoundArticles:
        found = shelf.search(q, lang) if q.strip() else shelf.articles(lang)
        return FoundArticles([_drawn(shelf, one, q) for one in found])

    return await asyncio.to_thread(find)


def _drawn(shelf: Any, one: Article, query: str) -> FoundArticle:
    said = shelf.excerpt(one, query)
    marks = Marks(_spans(shelf, one.title, query), _spans(shelf, said, query))
    return FoundArticle(one.slug, one.topic, one.title, one.summary, said, marks)


def _spans(shelf: Any, text: str, query: str) -> Spans:
    spans: Spans = []
    at = 0
    for piece in shelf.marked(text, query):
        if piece.found:
            spans.append((at, at + len(piece.text)))
        at += len(piece.text)
    return spans


@get("/articles/{slug:str}", opt={"action": "article.read"}, summary="Read an article")
async def article(request: Ask, slug: Slug, lang: Lang = "ru") -> Any:
    """One article as safe HTML."""
    found = request.app.state.house.knowledge.article(slug, lang)
    if found is None:
        raise NotFound("There is no such article; GET /api/v1/articles lists them.")
    return msgspec.to_builtins(found)


@put(
    "/articles/{slug:str}/votes/{vote_id:str}",
    opt={"action": "article.vote"},
    summary="Say whether an article helped",
)
async def vote(request: Ask, slug: Slug, vote_id: VoteId, data: NewVote) -> Voted:
    """The caller makes the id, 16 to 64 letters, digits or hyphens; the same id again changes the answer."""
    house = request.app.state.house
    made = votes.Vote(
        id=vote_id, slug=slug, language=data.language, helped=data.helped, text=data.text.strip(), at=house.clock.now()
    )  # fmt: skip
    await asyncio.to_thread(cast, house, request.scope["state"]["address"], made)
    return Voted(vote_id, slug, data.helped)


@get("/article-votes", opt={"action": "article.votes"}, summary="See which articles help")
async def counted(request: Ask, days: Annotated[int, Parameter(ge=1, le=3650)] = 90) -> VotesCounted:
    """Answers by article in the last days, the least helpful first, with the latest words of readers."""
    house = request.app.state.house
    since = house.clock.now() - days * DAY_MS
    return VotesCounted(await asyncio.to_thread(votes.counted, house.database, since))


HANDLERS = (articles, article, vote, counted)

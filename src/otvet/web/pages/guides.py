"""The help centre: a search that answers while one types, topics, guides."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from otvet.web.pages.render import house_of, language_of, page
from otvet.web.pages.topics import TOPICS

_POPULAR = 6


@get("/help", opt={"action": "article.read"}, sync_to_thread=True, include_in_schema=False)
def front(request: Request[Any, Any, Any]) -> Response[str]:
    """The front page; asked by htmx it answers with the found guides alone."""
    language, shelf = language_of(request), house_of(request).knowledge
    query = (request.query_params.get("q") or "").strip()[:200]
    found = list(shelf.search(query, language)) if query else []
    if request.headers.get("hx-request") == "true":
        return page(request, "help/results.html", query=query, found=found)
    articles = list(shelf.articles(language))
    topic = request.query_params.get("topic") or ""
    shown = [one for one in articles if one.topic == topic] if topic else articles[:_POPULAR]
    return page(request, "help/front.html", query=query, found=found, shown=shown, topic=topic, topics=TOPICS)


@get("/help/{slug:str}", opt={"action": "article.read"}, sync_to_thread=True, include_in_schema=False)
def guide(request: Request[Any, Any, Any], slug: str) -> Response[str]:
    """One guide, its neighbours, and a way to ask."""
    language, shelf = language_of(request), house_of(request).knowledge
    article = shelf.article(slug, language)
    if article is None:
        raise NotFoundException("There is no such guide.")
    names = {one.code: one.name for one in TOPICS}
    by_slug = {one.slug: one for one in shelf.articles(language)}
    related = [by_slug[name] for name in article.related if name in by_slug]
    return page(
        request,
        "help/guide.html",
        article=article,
        related=related,
        query="",
        topic_name=names.get(article.topic, ""),
    )

"""The articles of the help centre: Markdown pages with the terms in force written into them.

A page is `pages/SLUG.LANG.md`: a TOML head between `+++`, then text.  A number that is a term is never typed:
`{{return_days|days}}` takes it from the terms, so an article cannot say what no longer holds.
A line that begins with `? ` is a question the section answers, as buyers put it: it is searched and not shown.
"""

import re
import tomllib
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from otvet.errors import PackError
from otvet.knowledge import place
from otvet.knowledge.numbers import filled
from otvet.knowledge.terms import terms_in_force

LANGUAGES = ("ru", "en", "zh")

_QUESTION = re.compile(r"^\? +(.+)\n?", re.MULTILINE)
_TAGS = {"p", "h2", "h3", "ol", "ul", "li", "strong", "em", "a", "code", "blockquote", "br"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}


class Article(Struct, frozen=True, kw_only=True):
    """One article in one language, as of one day."""

    slug: str
    topic: str
    title: str
    summary: str
    html: str
    related: tuple[str, ...]
    asked: tuple[str, ...]  # how people put the question; searched, not shown
    questions: tuple[
        tuple[str, ...], ...
    ]  # the same for each section, what stands before the first heading being one


def articles(lang: str, day: date | None = None) -> list[Article]:
    """All articles in `lang`, in the order the help centre shows them; terms as of `day`, by default today."""
    return list(_all(lang, day or today()).values())


def article(slug: str, lang: str, day: date | None = None) -> Article | None:
    """One article, if there is one of this name."""
    return _all(lang, day or today()).get(slug)


class Section(Struct, frozen=True):
    """A shelf of the help centre: its code, the articles on it in order, and its name where the catalogues have none."""

    code: str
    slugs: tuple[str, ...]
    name: dict[str, str] = {}


class Order(Struct, frozen=True, forbid_unknown_fields=True):
    """`pages/order.toml`: what stands where, and what is shown first (mission row A1)."""

    popular: tuple[str, ...]
    sections: tuple[Section, ...]


@place.kept()
def order() -> Order:
    """The sections of the help centre and the popular articles."""
    try:
        return msgspec.toml.decode(place.text("pages", "order.toml") or "", type=Order)
    except ValueError as error:
        raise PackError(f"pages/order.toml is wrong: {error}") from error


def slugs() -> list[str]:
    """The names of all articles in the order they are shown."""
    return [slug for section in order().sections for slug in section.slugs]


@place.kept()
def _all(lang: str, day: date) -> dict[str, Article]:
    if lang not in LANGUAGES:
        lang = "ru"
    values = {key: term.value for key, term in terms_in_force(day).items()}
    return {slug: _read(slug, lang, values) for slug in slugs()}


def _read(slug: str, lang: str, values: dict[str, bool | int | float | str]) -> Article:
    name, page = _page(slug, lang)
    try:
        _, head, body = page.split("+++\n", 2)
        told = tomllib.loads(head)
        shown, questions = _parted(body.strip())
        return Article(
            slug=slug,
            topic=told["topic"],
            title=told["title"],
            summary=filled(told["summary"], values, lang),
            html=_html(filled(shown, values, lang)),
            related=tuple(told["related"]),
            asked=tuple(told["asked"]),
            questions=questions,
        )
    except (ValueError, KeyError) as error:
        raise PackError(f"The article {name} is wrong: {error}") from error


def _page(slug: str, lang: str) -> tuple[str, str]:
    """The page, in the nearest language there is."""
    for code in dict.fromkeys((lang, "en", "ru", *LANGUAGES)):
        page = place.text("pages", f"{slug}.{code}.md")
        if page is not None:
            return f"{slug}.{code}.md", page
    raise PackError(f"pages/order.toml names {slug}, and there is no {slug}.{lang}.md.")


def _parted(body: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """What is shown, and the questions of each section."""
    sections = re.split(r"^(?=## )", body, flags=re.MULTILINE)
    questions = tuple(tuple(_QUESTION.findall(section)) for section in sections)
    return _QUESTION.sub("", body), questions


def _html(text: str) -> str:
    """Our own pages, cleaned all the same: an operator will edit them one day."""
    import nh3  # noqa: PLC0415  as below

    return nh3.clean(_markdown().render(text), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https"})


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415  slow to import; the pages are read when there is time

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def today() -> date:
    return datetime.now(tz=UTC).date()

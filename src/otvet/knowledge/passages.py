"""Articles and documents cut into passages of a sentence or two: what a search answers with, and what it is measured on.

A passage says where it stands: its title, its heading and the questions of its section are searched with it.
"""

import re
from collections.abc import Iterable
from datetime import date
from html import unescape

from msgspec import Struct
from msgspec.structs import replace

from otvet.knowledge.documents import Clause, clauses
from otvet.knowledge.guides import Article, articles, today
from otvet.knowledge.lookup import Entry

_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|tr|th|td|h3)>")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZА-ЯЁ«“\"])|(?<=[。！？])")

_INTRODUCTION = 0.7


class Passage(Struct, frozen=True, kw_only=True):
    """One to three sentences. `place` is the section, `article#2` or `offer#6.2`; `asked` are the questions it answers."""

    id: str
    place: str
    lang: str
    title: str
    heading: str
    said: str
    asked: tuple[str, ...] = ()
    share: float = 1.0  # an introduction names everything the article has and answers little

    @property
    def text(self) -> str:
        """The passage as it is read alone: with its title and heading."""
        return ". ".join(filter(None, (self.title, self.heading, self.said)))


def passages(lang: str, day: date | None = None) -> list[Passage]:
    """Everything that can be found in `lang`, as of `day`: articles first, then offer, contract and law."""
    day = day or today()
    return [
        *of_articles(lang, day),
        *(one for clause in clauses(lang, day) for one in _of_clause(clause, lang)),
    ]


def of_articles(lang: str, day: date | None = None) -> list[Passage]:
    """What can be found in the articles alone."""
    return [one for article in articles(lang, day or today()) for one in _of_article(article, lang)]


def entries(kept: Iterable[Passage]) -> list[Entry]:
    """Passages as an index takes them."""
    return [
        Entry(
            id=one.id, said=one.said, place=one.place, title=one.title, heading=one.heading, asked=one.asked, share=one.share
        )
        for one in kept
    ]  # fmt: skip


def _of_article(article: Article, lang: str) -> list[Passage]:
    """Section by section: what stands before the first heading is section 0, with the summary."""
    parts = _HEADING.split(article.html)
    sections = [("", f"<p>{article.summary}</p>{parts[0]}"), *zip(parts[1::2], parts[2::2], strict=True)]
    found: list[Passage] = []
    for number, ((heading, html), asked) in enumerate(zip(sections, article.questions, strict=True)):
        whole = Passage(
            id="", place=f"{article.slug}#{number}", lang=lang, title=article.title, said="",
            heading=unescape(_TAG.sub("", heading)).strip(),
            asked=asked if number else (*article.asked, *asked), share=1.0 if number else _INTRODUCTION,
        )  # fmt: skip
        found += _cut(
            whole, [one for block in _BLOCK.split(html) for one in _sentences(unescape(_TAG.sub("", block)))]
        )
    return found


def _of_clause(clause: Clause, lang: str) -> list[Passage]:
    whole = Passage(
        id="", place=f"{clause.document}#{clause.no}", lang=lang, title=clause.title, heading=clause.heading, said="",
        asked=clause.asked,
    )  # fmt: skip
    return _cut(whole, _sentences(clause.text))


def _cut(whole: Passage, said: list[str]) -> list[Passage]:
    return [
        replace(whole, id=f"{whole.place}.{whole.lang}.{number}", said=one)
        for number, one in enumerate(said, 1)
    ]


def _sentences(text: str) -> list[str]:
    return [said.strip() for said in _SENTENCE.split(" ".join(text.split())) if said.strip()]

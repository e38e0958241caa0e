"""Articles and documents cut into passages of a sentence or two: what a search answers with, and what it is measured on.

A passage says where it stands: its title and heading are searched with it.
"""

import re
from datetime import date
from html import unescape

from msgspec import Struct

from otvet.knowledge.documents import Clause, clauses
from otvet.knowledge.guides import Article, articles, today

_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|tr|th|td|h3)>")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZА-ЯЁ«“\"])|(?<=[。！？])")


class Passage(Struct, frozen=True, kw_only=True):
    """One to three sentences. `place` is the section, `article#2` or `offer#6.2`; `text` begins with title and heading."""

    id: str
    place: str
    lang: str
    text: str


def passages(lang: str, day: date | None = None) -> list[Passage]:
    """Everything that can be found in `lang`, as of `day`: articles first, then offer, contract and law."""
    day = day or today()
    found: list[Passage] = []
    for article in articles(lang, day):
        found += _of_article(article, lang)
    for clause in clauses(lang, day):
        found += _of_clause(clause, lang)
    return found


def _of_article(article: Article, lang: str) -> list[Passage]:
    """Section by section: what stands before the first heading is section 0, with the summary."""
    parts = _HEADING.split(article.html)
    sections = [("", f"<p>{article.summary}</p>{parts[0]}"), *zip(parts[1::2], parts[2::2], strict=True)]
    found: list[Passage] = []
    for number, (heading, html) in enumerate(sections):
        place = f"{article.slug}#{number}"
        head = ". ".join(filter(None, (article.title, unescape(_TAG.sub("", heading)).strip())))
        said = [one for block in _BLOCK.split(html) for one in _sentences(unescape(_TAG.sub("", block)))]
        found += [_passage(place, lang, n, f"{head}. {one}") for n, one in enumerate(said, 1)]
    return found


def _of_clause(clause: Clause, lang: str) -> list[Passage]:
    place = f"{clause.document}#{clause.no}"
    head = f"{clause.title}. {clause.heading}"
    return [_passage(place, lang, n, f"{head}. {one}") for n, one in enumerate(_sentences(clause.text), 1)]


def _passage(place: str, lang: str, number: int, text: str) -> Passage:
    return Passage(id=f"{place}.{lang}.{number}", place=place, lang=lang, text=text)


def _sentences(text: str) -> list[str]:
    return [said.strip() for said in _SENTENCE.split(" ".join(text.split())) if said.strip()]

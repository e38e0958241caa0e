"""Showing why an article was found: the words of the question in its title, and the place in its text."""

import re
from html import unescape

from msgspec import Struct

from otvet.knowledge.guides import Article
from otvet.knowledge.words import counted, words

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W_]+")
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<h[23]>.*?</h[23]>", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|td|th)>")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_SHORTEST_PREFIX = 2
_LONGEST = 180


class Piece(Struct, frozen=True):
    """A stretch of a text; `found` where it is a word of the question."""

    text: str
    found: bool = False


def marked(text: str, query: str) -> tuple[Piece, ...]:
    """`text` in pieces, the words of `query` found; joined they are the text again."""
    pieces: list[Piece] = []
    last = 0
    for start, end in _spans(text, query):
        if start > last:
            pieces.append(Piece(text[last:start]))
        pieces.append(Piece(text[start:end], found=True))
        last = end
    return (*pieces, Piece(text[last:])) if last < len(text) else tuple(pieces)


def excerpt(article: Article, query: str) -> str:
    """The summary where title or summary has a word of the question, else the sentence that says most of it, if only by like words."""
    if _spans(article.title, query) or _spans(article.summary, query):
        return article.summary
    asked = set(counted([query]))
    said = max(_sentences(article.html), key=lambda one: len(asked.intersection(counted([one]))), default="")
    return said[:_LONGEST] if asked.intersection(counted([said])) else article.summary


def _sentences(html: str) -> list[str]:
    lines = (unescape(_TAG.sub("", block)).strip() for block in _BLOCK.split(_HEADING.sub("", html)))
    return [said for line in lines for said in _SENTENCE.split(line) if said.strip()]


def _spans(text: str, query: str) -> list[tuple[int, int]]:
    """Where words of the question stand, code points, in order and apart."""
    asked = {part for word in words(query) for part in word.parts}
    typed = query.casefold().split()[-1] if asked and not query[-1:].isspace() else ""
    spans: list[tuple[int, int]] = []
    for run in _RUN.finditer(text) if asked else ():
        spans += _of_han(run, asked) if "\u3400" <= run[0][0] <= "\u9fff" else _of_word(run, asked, typed)
    return _joined(spans)


def _of_word(run: re.Match[str], asked: set[str], typed: str) -> list[tuple[int, int]]:
    begun = len(typed) >= _SHORTEST_PREFIX and run[0].casefold().startswith(typed)
    return [run.span()] if begun or any(asked.intersection(word.parts) for word in words(run[0])) else []


def _of_han(run: re.Match[str], asked: set[str]) -> list[tuple[int, int]]:
    """Chinese is searched by pairs, so pairs are marked."""
    at = run.start()
    return [(at + i, at + i + 2) for i in range(len(run[0]) - 1) if run[0][i : i + 2] in asked]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    whole: list[tuple[int, int]] = []
    for start, end in spans:
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole

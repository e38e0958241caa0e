"""The rule book: every rule with what it finds and what it lets pass, and a place to try a text."""

import itertools
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Final

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body
from markdown_it import MarkdownIt
from msgspec import Struct

from otvet.clock import day
from otvet.language.script import LANGUAGES, Lang
from otvet.policy.context import Context
from otvet.policy.page import Example, Rule
from otvet.policy.verdict import SURFACES, Finding, Severity, Surface
from otvet.web.pages.render import PageRequest, house_of, language_of, page
from otvet.web.pages.topics import mark

MARKS: Final = {"block": "stop", "warn": "warn", "advise": "info"}
GROUPS: Final = {
    "conduct": mark("Conduct"),
    "safety": mark("Safety of the buyer"),
    "truth": mark("Truth"),
    "style": mark("Style"),
    "broadcast": mark("Broadcasts only"),
}
SURFACE_NAMES: Final = {"chat": mark("chat"), "broadcast": mark("broadcast"), "buyer": mark("buyer")}
DIFFICULTIES: Final = {"plain": mark("plain"), "indirect": mark("indirect"), "evasive": mark("evasive")}
_LONGEST: Final = 4_000
_OWN: Final = 8
_OTHER: Final = 3
_ORDER: Final = {"block": 0, "warn": 1, "advise": 2}


class Line(Struct, frozen=True):
    """A rule in the list."""

    code: str
    title: str
    summary: str
    worst: Severity


class Piece(Struct, frozen=True):
    """A stretch of a text that is underlined or not."""

    text: str
    severity: str = ""
    found: bool = False


class Shown(Struct, frozen=True):
    """An example with its found places cut out."""

    lang: str
    pieces: tuple[Piece, ...]
    difficulty: str
    rewrite: str | None


def worst_of(rule: Rule) -> Severity:
    """The severest of what a rule says in any context."""
    return min(rule.severity.values(), key=_ORDER.__getitem__, default="advise")


def lines(rules: Sequence[Rule], lang: Lang, query: str) -> list[tuple[str, list[Line]]]:
    """The rules by group, only those that have the word."""
    groups: dict[str, list[Line]] = {}
    word = query.casefold()
    for rule in rules:
        prose = rule.prose[lang]
        if word in f"{rule.code} {prose.title} {prose.summary} {prose.body}".casefold():
            line = Line(rule.code, prose.title, prose.summary, worst_of(rule))
            groups.setdefault(rule.group, []).append(line)
    order = {name: place for place, name in enumerate(GROUPS)}
    return sorted(groups.items(), key=lambda item: order.get(item[0], len(order)))


def cut(text: str, findings: Sequence[Finding]) -> list[Piece]:
    """The text in pieces; where findings lie over each other the severer one shows."""
    if not findings:
        return [Piece(text)]
    edges = sorted({0, len(text), *(f.start for f in findings), *(f.end for f in findings)})
    pieces: list[Piece] = []
    for start, end in itertools.pairwise(edges):
        over = [f.severity for f in findings if f.start <= start and f.end >= end]
        pieces.append(Piece(text[start:end], min(over, key=_ORDER.__getitem__) if over else ""))
    return [piece for piece in pieces if piece.text]


def shown(example: Example) -> Shown:
    """An example with the exact words it names cut out."""
    pieces: list[Piece] = []
    rest = example.text
    for span in example.spans:
        before, found, after = rest.partition(span)
        if not found:
            continue
        pieces += [Piece(before), Piece(span, found=True)]
        rest = after
    pieces.append(Piece(rest))
    return Shown(example.lang, tuple(p for p in pieces if p.text), example.difficulty, example.rewrite)


def chosen(rule: Rule, kind: str, lang: Lang) -> list[Shown]:
    """The first examples in the reader's language and a few in the others."""
    picked: list[Shown] = []
    for one in sorted(LANGUAGES, key=lambda code: code != lang):
        of_one = [example for example in rule.examples if example.kind == kind and example.lang == one]
        picked += [shown(example) for example in of_one[: _OWN if one == lang else _OTHER]]
    return picked


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def _view(request: PageRequest, query: str) -> dict[str, Any]:
    gate = house_of(request).gate
    lang: Lang = language_of(request)  # type: ignore[assignment]
    rules = gate.rules()
    return {
        "room": "rules",
        "groups": lines(rules, lang, query),
        "group_names": GROUPS,
        "marks": MARKS,
        "count": len(rules),
        "query": query,
        "pack": gate.pack_hash,
        "surfaces": list(SURFACE_NAMES.items()),
        "pieces": None,
        "verdict": None,
    }


@get("/rules", opt={"action": "rule.read"}, sync_to_thread=True, include_in_schema=False)
def book(request: Request[Any, Any, Any]) -> Response[str]:
    """All rules; asked by htmx the found ones alone."""
    query = (request.query_params.get("q") or "").strip()[:100]
    view = _view(request, query)
    template = "rules/list.html" if request.headers.get("hx-request") == "true" else "rules/book.html"
    return page(request, template, rule=None, **view)


@post(
    "/rules/try", opt={"action": "gate.check"}, status_code=200, sync_to_thread=True, include_in_schema=False
)
def tried(
    request: Request[Any, Any, Any],
    data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[str]:
    """What the gate says about a text, drawn here; nothing is stored."""
    asked, gate = data, house_of(request).gate
    text = (asked.get("text") or "")[:_LONGEST]
    surface: Surface = next((one for one in SURFACES if one == asked.get("surface")), "chat")
    reasons: Lang = asked.get("reasons") if asked.get("reasons") in {"ru", "en", "zh"} else None  # type: ignore[assignment]
    titles = {rule.code: rule.prose[language_of(request)].title for rule in gate.rules()}
    if not text.strip():
        return page(request, "rules/tried.html", pieces=None, verdict=None, titles=titles)
    today = day(house_of(request).clock.now())
    verdict = gate.check(text, Context(surface=surface, lang=reasons, date=today))
    return page(
        request, "rules/tried.html", pieces=cut(text, verdict.findings), verdict=verdict, titles=titles
    )


@get("/rules/{code:str}", opt={"action": "rule.read"}, sync_to_thread=True, include_in_schema=False)
def rule(request: Request[Any, Any, Any], code: str) -> Response[str]:
    """One rule's page."""
    view = _view(request, "")
    lang: Lang = language_of(request)  # type: ignore[assignment]
    found = next((one for one in house_of(request).gate.rules() if one.code == code), None)
    if found is None:
        raise NotFoundException("There is no such rule.")
    return page(
        request,
        "rules/book.html",
        rule=found,
        prose=found.prose[lang],
        body=_markdown().render(found.prose[lang].body),
        worst=worst_of(found),
        examples={kind: chosen(found, kind, lang) for kind in ("found", "passes")},
        difficulty_names=DIFFICULTIES,
        **view,
    )

"""The rule book: every rule with what it finds and what it lets pass, and a place to try a text."""

import itertools
from collections.abc import Sequence
from functools import cache
from threading import Lock, Thread
from typing import Annotated, Any, Final

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body
from msgspec import Struct

from otvet.clock import day
from otvet.conversation.context import terms_on
from otvet.language.catalogue import catalogue
from otvet.language.script import LANGUAGES, Lang
from otvet.policy.book import Book, Hit
from otvet.policy.context import Context
from otvet.policy.page import Example, Rule
from otvet.policy.verdict import SURFACES, Finding, Severity, Surface
from otvet.web.pages.render import PageRequest, house_of, language_of, page
from otvet.web.pages.topics import mark
from otvet.web.pages.tuning import account_of, may_look, tuning_of

MARKS: Final = {"block": "stop", "warn": "warn", "advise": "info"}
GROUPS: Final = {
    "conduct": mark("Conduct"),
    "safety": mark("Safety of the buyer"),
    "truth": mark("Truth"),
    "style": mark("Style"),
    "broadcast": mark("Broadcasts only"),
    "buyer": mark("What buyers write"),
}
SURFACE_NAMES: Final = {"chat": mark("chat"), "broadcast": mark("broadcast"), "buyer": mark("buyer")}
DIFFICULTIES: Final = {"plain": mark("plain"), "indirect": mark("indirect"), "evasive": mark("evasive")}
PLACES: Final = {
    "code": "", "title": "", "clause": mark("in the clause:"), "prose": mark("in the text:"),
    "example": mark("in an example:"), "word": mark("in its word list"),
}  # fmt: skip
_BOOKS: Final = 3
_LONGEST: Final = 4_000
_OWN: Final = 8
_OTHER: Final = 3
_ORDER: Final = {"block": 0, "warn": 1, "advise": 2}


class Line(Struct, frozen=True):
    """A rule in the list; of a search also where the words were found, and what stands there."""

    code: str
    title: str
    summary: str
    worst: Severity
    where: str = ""
    text: str = ""


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


def lines(rules: Sequence[Rule], lang: Lang, hits: Sequence[Hit] | None) -> list[tuple[str, list[Line]]]:
    """The rules by group; of a search only those found."""
    groups: dict[str, list[Line]] = {}
    found = None if hits is None else {hit.code for hit in hits}
    for rule in rules:
        if found is None or rule.code in found:
            groups.setdefault(rule.group, []).append(_line(rule, lang))
    order = {name: place for place, name in enumerate(GROUPS)}
    return sorted(groups.items(), key=lambda item: order.get(item[0], len(order)))


def _line(rule: Rule, lang: Lang, hit: Hit | None = None) -> Line:
    prose = rule.prose[lang]
    where, text = (hit.where, hit.text) if hit else ("", "")
    return Line(rule.code, prose.title, prose.summary, worst_of(rule), where, text)


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
def _markdown() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415  slow to import; a rule is read later than a start

    return MarkdownIt("commonmark", {"html": False})


_books: dict[str, Book] = {}
_binding = Lock()


def _search(gate: Any, query: str) -> list[Hit]:
    """Through the book of the pack in force; the last few are kept."""
    with _binding:
        if gate.pack_hash not in _books:
            for old in list(_books)[:-_BOOKS]:
                del _books[old]
            _books[gate.pack_hash] = Book(gate.pack)
    return _books[gate.pack_hash].search(query)


def _bind(gate: Any) -> None:
    """Make the index while somebody reads the first page: their first search need not wait."""
    if gate.pack_hash not in _books:
        Thread(target=_search, args=(gate, ""), daemon=True).start()


def _view(request: PageRequest, gate: Any, query: str) -> dict[str, Any]:
    lang: Lang = language_of(request)  # type: ignore[assignment]
    rules = gate.rules()
    hits = _search(gate, query) if query else None
    known = {rule.code: rule for rule in rules}
    return {
        "room": "rules",
        "groups": lines(rules, lang, hits),
        "hits": None if hits is None else [_line(known[hit.code], lang, hit) for hit in hits],
        "places": PLACES,
        "group_names": GROUPS,
        "marks": MARKS,
        "count": len(rules),
        "query": query,
        "pack": gate.pack_hash,
        "surfaces": list(SURFACE_NAMES.items()),
        "pieces": None,
        "verdict": None,
    }


def _query(request: PageRequest) -> str:
    return (request.query_params.get("q") or "").strip()[:100]


def _asked_by_htmx(request: PageRequest) -> bool:
    return request.headers.get("hx-request") == "true"


@get("/rules", opt={"action": "rule.read"}, sync_to_thread=True, include_in_schema=False)
def book(request: Request[Any, Any, Any]) -> Response[str]:
    """All rules; asked by htmx the found ones alone."""
    gate, query = house_of(request).gate, _query(request)
    view = _view(request, gate, query)
    if not query:
        _bind(gate)
    template = "rules/list.html" if _asked_by_htmx(request) else "rules/book.html"
    return page(request, template, rule=None, tuning=None, **view)


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
    verdict = gate.check(text, Context(surface=surface, lang=reasons, facts=terms_on(today), date=today))
    return page(
        request, "rules/tried.html", pieces=cut(text, verdict.findings), verdict=verdict, titles=titles
    )


@get("/rules/{code:str}", opt={"action": "rule.read"}, sync_to_thread=True, include_in_schema=False)
def rule(request: Request[Any, Any, Any], code: str) -> Response[str]:
    """One rule's page as the account in `?account=` has it; asked by htmx the found rules alone."""
    account = account_of(request)
    gate = house_of(request).packs.gate(account)
    view = _view(request, gate, _query(request))
    lang: Lang = language_of(request)  # type: ignore[assignment]
    found = next((one for one in gate.rules() if one.code == code), None)
    if found is None:
        raise NotFoundException("There is no such rule.")
    if _asked_by_htmx(request):
        return page(request, "rules/list.html", rule=found, **view)
    return page(
        request,
        "rules/book.html",
        rule=found,
        prose=found.prose[lang],
        cites=catalogue(lang).text(found.cites),
        body=_markdown().render(found.prose[lang].body),
        worst=worst_of(found),
        examples={kind: chosen(found, kind, lang) for kind in ("found", "passes")},
        difficulty_names=DIFFICULTIES,
        tuning=tuning_of(request, account, found) if may_look(request) else None,
        **view,
    )

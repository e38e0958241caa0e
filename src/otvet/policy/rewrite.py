"""Putting a text right: safe edits of style, and for conduct a sentence that may be said instead."""

import re
from collections.abc import Callable

from otvet.language.clauses import Bounds
from otvet.language.script import Lang
from otvet.policy.found import Found
from otvet.policy.kept import Sentence, addressed_as, kept_around, leaning, loses
from otvet.policy.page import Rule

Piece = tuple[int, int, str]

_SPACES = re.compile(r"[ \t]{2,}")
_BEFORE_MARK = re.compile(r"\s+([,.!?;:])(?=\s|$)")
_LONGEST_SUGGESTION = 300


def suggestion(rule: Rule, found: Found, lang: Lang) -> str | None:
    """What may stand in place of the words found."""
    if found.replace is not None:
        return found.replace.strip()[:_LONGEST_SUGGESTION] or None
    return _instead(rule, found, lang)


def _instead(rule: Rule, found: Found, lang: Lang) -> str | None:
    said = rule.instead.get(found.note) or rule.instead.get("default")
    if said is None:
        return None
    return said[lang].format_map(found.values) if found.values else said[lang]


def rewritten(
    text: str, edits: list[tuple[Rule, Found]], lang: Lang, clean: Callable[[str], bool]
) -> str | None:
    """The text with all edits made, if it then is clean, still says something and has lost no fact.

    First with what stands by itself in a sentence kept beside the suggestion, then with the suggestion alone.
    """
    sentences = Bounds(text)
    minded = [(found.start, found.end) for _, found in edits]
    spans = [
        span
        for rule, found in edits
        if not rule.keeps_facts
        for span in leaning(Sentence(text, sentences.around(found.start, found.end), minded, any_fact=False))
    ]
    for keeps in (True, False):
        pieces = _pieces(text, edits, lang, keeps=keeps)
        if pieces is None:
            return None
        new = _applied(text, pieces)
        if new != text and any(c.isalnum() for c in new) and not loses(text, new, spans) and clean(new):
            return new
    return None


def _pieces(text: str, edits: list[tuple[Rule, Found]], lang: Lang, *, keeps: bool) -> list[Piece] | None:
    """What replaces which stretch; `keeps`: the clauses nobody minds stay."""
    sentences = Bounds(text)
    minded = [(found.start, found.end) for _, found in edits]
    pieces: list[Piece] = []
    for rule, found in edits:
        if found.replace is not None:
            pieces.append((found.start, found.end, found.replace))
            continue
        instead = _instead(rule, found, lang)
        if instead is None:
            return None
        instead = addressed_as(instead, text, lang)
        sentence = sentences.around(found.start, found.end)
        if keeps:
            around = Sentence(text, sentence, minded, any_fact=rule.keeps_facts)
            instead = kept_around(around, instead=instead, lang=lang)
        pieces.append((*sentence, instead))
    return pieces


def _applied(text: str, pieces: list[Piece]) -> str:
    out: list[str] = []
    at = 0
    said: set[str] = set()
    for start, end, new in sorted(pieces, key=lambda p: (p[0], -p[1])):
        if start < at:
            continue
        out.append(text[at:start])
        if not (len(new) > 20 and new in said):  # noqa: PLR2004 - the same sentence is not said twice
            out.append(_fitted(text, end, new))
        said.add(new)
        at = end + (new.endswith(".") and text[end : end + 1] == ".")
    out.append(text[at:])
    return _tidy("".join(out))


def _fitted(text: str, end: int, new: str) -> str:
    if new and new[-1] in ".!?。！？" and end < len(text) and not text[end].isspace() and new[-1] in ".!?":
        return new + " "
    return new


def _tidy(text: str) -> str:
    return _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", text)).strip()

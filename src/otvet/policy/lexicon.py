"""Lexicons: plain lists of words and phrases, and the one search that finds all of them at once.

An entry is one line.  `#` begins a comment; every other sign is read like this:

    слово        the whole word (for Chinese characters: wherever they stand)
    слов*        with any letters where the star is, at either end or both
    слов+        with an ending of at most three letters
    {на,по,}шёл  any of the given pieces, also none
    два слова    a phrase: the words in this order, only spaces or marks between them
    один … два   the same with up to four other words (six Chinese characters) between
    - слово      an exception: where it stands, the lexicon finds nothing

All literals of all lexicons stand in one Aho-Corasick automaton; a phrase is anchored on its longest word
and confirmed by a bounded pattern around it, so the cost grows with the text and the hits, never faster.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import ahocorasick_rs

from otvet.errors import PackError
from otvet.language.views import View

_BRACES = re.compile(r"\{([^{}]*)\}")
_HAN = re.compile("[\u3400-\u9fff]")
_GAP = "…"
_ALPHABET = "a-zа-яё\u0370-\u03ff\u0400-\u04ff"
_WORDLIKE = re.compile(f"[{_ALPHABET}0-9]")
_REACH = 72  # characters looked at on either side of a phrase's anchor
_ENDING = 3


class Hit(NamedTuple):
    """An entry found: its span in the original text."""

    start: int
    end: int
    entry: str


class Entry(NamedTuple):
    """One literal of the automaton and what must hold around it."""

    lexicon: str
    source: str
    veto: bool
    left: bool  # a word must begin here
    right: int  # letters that may follow before the word ends; -1: any number
    literal: str
    phrase: re.Pattern[str] | None


class Lexicons:
    """Every lexicon of a pack behind one automaton."""

    def __init__(self, files: Iterable[tuple[str, str, str]]) -> None:
        """Take (lexicon, file name, text) of every file; a lexicon may have one file per language."""
        self.entries: list[Entry] = []
        self.names: set[str] = set()
        for name, file, text in files:
            self.names.add(name)
            self.entries.extend(parse(name, file, text))
        literals: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            literals.setdefault(entry.literal, []).append(number)
        self._of_literal = [tuple(self.entries[n] for n in numbers) for numbers in literals.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(literals), implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def search(self, view: View, into: dict[str, list[Hit]], vetoes: dict[str, list[Hit]]) -> int:
        """Add every hit in a view to `into`, exceptions to `vetoes`; answers how many places were looked at."""
        raw = self._automaton.find_matches_as_indexes(view.text, overlapping=True)
        text = view.text
        length = len(text)
        for number, start, end in raw:
            for entry in self._of_literal[number]:
                if entry.phrase is not None:
                    span = _confirm(entry, text, start)
                    if span is None:
                        continue
                    begin, finish = span
                else:
                    if entry.left and start and _WORDLIKE.match(text, start - 1):
                        continue
                    begin, finish = start, end
                    if entry.right >= 0 and end < length and _WORDLIKE.match(text, end):
                        finish = _word_end(text, end)
                        if finish - end > entry.right:
                            continue
                    elif entry.right < 0:
                        finish = _word_end(text, end)
                hit = Hit(*view.source(begin, finish), entry.source)
                (vetoes if entry.veto else into).setdefault(entry.lexicon, []).append(hit)
        return len(raw)


def _word_end(text: str, at: int) -> int:
    length = len(text)
    while at < length and _WORDLIKE.match(text, at):
        at += 1
        if not text[at - 1].isalpha():
            break
    return at


def _confirm(entry: Entry, text: str, anchor: int) -> tuple[int, int] | None:
    pattern = entry.phrase
    if pattern is None:  # pragma: no cover - the caller asked
        return None
    low, high = max(0, anchor - _REACH), min(len(text), anchor + _REACH)
    for match in pattern.finditer(text, low, high):
        if match.start() <= anchor < match.end():
            return match.span()
    return None


def parse(name: str, file: str, text: str) -> Iterator[Entry]:
    """The entries of one file; a line that cannot be read raises PackError with file and line."""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.partition("#")[0].strip() if not raw.startswith("#") else ""
        if not line:
            continue
        veto = line.startswith("- ")
        body = line.removeprefix("- ").strip().lower()
        if body.count("{") != body.count("}"):
            raise PackError(f"{file}:{number}: braces do not match in {line!r}")
        try:
            yield from _entries(name, body, veto=veto)
        except ValueError as error:
            raise PackError(f"{file}:{number}: {error} in {line!r}") from None


def _entries(name: str, body: str, *, veto: bool) -> Iterator[Entry]:
    if " " in body or _GAP in body:
        yield from _phrases(name, body, veto=veto)
        return
    for variant in expand(body):
        literal = variant.strip("*+")
        if not literal:
            raise ValueError("nothing but stars")
        if "*" in literal or "+" in literal:
            raise ValueError("a star may only stand at an end")
        han_left, han_right = bool(_HAN.match(literal[0])), bool(_HAN.match(literal[-1]))
        right = -1 if variant.endswith("*") else _ENDING if variant.endswith("+") else 0
        yield Entry(
            name, variant, veto, not variant.startswith("*") and not han_left,
            99 if han_right else right, literal, None,
        )  # fmt: skip


def _phrases(name: str, body: str, *, veto: bool) -> Iterator[Entry]:
    """A phrase becomes one pattern, and one literal for every way its longest word may be written."""
    words = body.replace(_GAP, f" {_GAP} ").split()
    variants = [[] if w == _GAP else expand(w) for w in words]
    choices = [min((len(v.strip("*+")) for v in forms), default=0) for forms in variants]
    anchor = max(range(len(words)), key=lambda i: choices[i])
    if not choices[anchor]:
        raise ValueError("a phrase needs a word that is always there")
    pattern = re.compile(_pattern(words, variants))
    for literal in sorted({v.strip("*+") for v in variants[anchor]}):
        yield Entry(name, body, veto, False, -1, literal, pattern)  # noqa: FBT003 - a record, read by name


def _pattern(words: list[str], variants: list[list[str]]) -> str:
    out = ""
    gap = joint = ""
    for word, forms in zip(words, variants, strict=True):
        if word == _GAP:
            gap = "gap"
            continue
        han = any(_HAN.match(f[0]) for f in forms if f)
        if out:
            joint = _joint(han=han, gap=bool(gap))
        alternatives = "|".join(_one(form) for form in sorted(forms, key=len, reverse=True) if form)
        optional = "" in forms
        out += f"(?:{joint}(?:{alternatives}))?" if optional else f"{joint}(?:{alternatives})"
        gap = ""
    return out


def _joint(*, han: bool, gap: bool) -> str:
    if han:
        return r"[^。！？!?\n]{0,8}?" if gap else r"[\s\W]{0,2}"
    return r"[^\w\n.!?]{1,3}(?:[\w-]{1,20}[^\w\n.!?]{1,3}){0,4}?" if gap else r"[^\w\n]{1,3}"


def _one(form: str) -> str:
    literal = form.strip("*+")
    left = "" if form.startswith("*") or _HAN.match(literal[0]) else f"(?<![{_ALPHABET}0-9])"
    if form.endswith("*"):
        right = f"[{_ALPHABET}]{{0,20}}"
    elif form.endswith("+"):
        right = f"[{_ALPHABET}]{{0,{_ENDING}}}(?![{_ALPHABET}0-9])"
    else:
        right = "" if _HAN.match(literal[-1]) else f"(?![{_ALPHABET}0-9])"
    return f"{left}{re.escape(literal)}{right}"


def expand(body: str) -> list[str]:
    """Every way to write a word with braces; at most 2,000, so that a slip cannot fill the memory."""
    pieces = _BRACES.split(body)
    options = [[p] if i % 2 == 0 else p.split(",") for i, p in enumerate(pieces)]
    total = 1
    for option in options:
        total *= len(option)
    if total > 2_000:  # noqa: PLR2004 - the limit the docstring names
        raise ValueError(f"{total} variants")
    return ["".join(pick) for pick in itertools.product(*options)]

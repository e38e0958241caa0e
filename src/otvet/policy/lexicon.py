"""Lexicons: plain lists of words and phrases, and the one search that finds all of them at once.

An entry is one line.  `#` begins a comment; every other sign is read like this:

    слово        the whole word (for Chinese characters: wherever they stand)
    слов*        with any letters where the star is, at either end or both
    слов+        with an ending of at most three letters
    {на,по,}шёл  any of the given pieces, also none
    два слова    a phrase: the words in this order, only spaces or marks between them
    один … два   the same with up to four other words (six Chinese characters) between
    - слово      an exception: where it stands, the lexicon finds nothing
    слово => имя  what the hit is called, where a lexicon tells things apart (countries, materials)

All literals of all lexicons stand in one Aho-Corasick automaton; a phrase is anchored on its longest word that is no everyday one
and confirmed by a bounded pattern around it, so the cost grows with the text and the hits, never faster.
"""

import contextlib
import functools
import gc
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs

from otvet.errors import PackError
from otvet.language.views import View, Views
from otvet.policy.phrases import ENDING, WORDLIKE, Phrase, phrase_of, possible, stands

_BRACES = re.compile(r"\{([^{}]*)\}")
_HAN = re.compile("[\u3400-\u9fff]")
_GAP = "…"
_WORDS = re.compile(r"(?:[^\s{}]|\{[^{}]*\})+")  # a brace with phrases inside is part of its word
_INNER_STAR = re.compile(r"[*+] ")
# The words that stand in many harmless texts, the most frequent first; written by training/words/everyday.py.
_EVERYDAY = {
    word: place
    for place, word in enumerate(Path(__file__).with_name("everyday.txt").read_text("utf-8").split(), 1)
}
_HAN_END = 99  # a Chinese word has no border that letters could cross
_JOINTS = (" ", ".", "-", " . ", "_", "/", "·", "  ", " - ", "*")


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
    phrase: str | None  # the whole phrase to confirm; its pattern is compiled when first needed


class _Literal(NamedTuple):
    """All entries with one literal; `left` and not `right`: none of them allows a letter there."""

    left: bool
    right: bool
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]


def _together(entries: list[Entry]) -> _Literal:
    if len(entries) == 1:
        only = entries[0]
        return _Literal(only.left, only.right != 0, ((only.lexicon, (only,)),))
    names = sorted({e.lexicon for e in entries})
    groups = tuple((name, tuple(e for e in entries if e.lexicon == name)) for name in names)
    return _Literal(all(e.left for e in entries), any(e.right for e in entries), groups)


Place = tuple[tuple[Entry, ...], View, int, int]
Places = defaultdict[str, list[Place]]


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """A hundred thousand entries are made at once and none is garbage: looking for some doubles the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Line(NamedTuple):
    """One line of a lexicon, read but not yet taken apart."""

    lexicon: str
    body: str
    veto: bool
    tag: str  # what a hit is called; "": as it is written


class Written(NamedTuple):
    """What lexicons say, read: their lines, and what the automaton looks for with the numbers of the lines that ask for it."""

    names: set[str]
    lines: list[Line]
    literals: list[str]
    lines_of: list[list[int]]


def written(files: Iterable[tuple[str, str, str]]) -> Written:
    """Read (lexicon, file name, text) of every file; a lexicon may have one file per language."""
    names: set[str] = set()
    lines: list[Line] = []
    literals: dict[str, list[int]] = {}
    with no_collection():
        for name, file, text in files:
            names.add(name)
            for line, found in parse(name, file, text):
                for literal in found:
                    literals.setdefault(literal, []).append(len(lines))
                lines.append(line)
    return Written(names, lines, list(literals), list(literals.values()))


class Lexicons:
    """Every lexicon of a pack behind one automaton, which is made for the first text or when there is time."""

    def __init__(self, said: Written) -> None:
        self.names = said.names
        self._said = said
        self._of_literal: list[_Literal | None] = [None] * len(said.literals)  # put together when first found

    @functools.cached_property
    def _automaton(self) -> Any:
        return ahocorasick_rs.AhoCorasick(
            self._said.literals, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def entries(self) -> Iterator[Entry]:
        """Every entry of every lexicon."""
        for line in self._said.lines:
            yield from entries_of(line)

    def _put_together(self, number: int) -> _Literal:
        """What must hold around a literal: a hundred thousand entries are written, a few thousand are ever met."""
        said = self._said.literals[number]
        lines = (self._said.lines[n] for n in dict.fromkeys(self._said.lines_of[number]))
        return _together([entry for line in lines for entry in entries_of(line) if entry.literal == said])

    def search(self, view: View, into: Places) -> int:
        """Add every place a literal stands in a view, by lexicon; answers how many places were looked at."""
        text = view.text
        length = len(text)
        raw = self._automaton.find_matches_as_indexes(text, overlapping=True)
        of_literal = self._of_literal
        for number, start, end in raw:
            literal = of_literal[number]
            if literal is None:
                literal = of_literal[number] = self._put_together(number)
            left, right, groups = literal
            if left and start and text[start - 1] in WORDLIKE:
                continue
            if not right and end < length and text[end] in WORDLIKE:
                continue
            for lexicon, found in groups:
                into[lexicon].append((found, view, start, end))
        return len(raw)


def tags(lexicons: Lexicons, text: str, lexicon: str) -> list[str]:
    """What one lexicon finds in a short text of its own, such as a fact's value."""
    places: Places = defaultdict(list)
    lexicons.search(Views(text).surface, places)
    hits, _ = confirmed(places.get(lexicon, []))
    return [hit.entry for hit in hits]


# Where an entry stands: its start, minus its end, minus how many pieces it asks for, its name; the best first when sorted.
_Stand = tuple[int, int, int, str]


def confirmed(places: list[Place]) -> tuple[list[Hit], list[Hit]]:
    """The hits and the exceptions among the places of one lexicon, in order, of overlapping ones the longest."""
    hits: list[_Stand] = []
    vetoes: list[_Stand] = []
    asked: dict[tuple[str, int], bool] = {}  # the same words over and over: asked once of every view
    for entries, view, start, end in places:
        text = view.text
        for _, source, veto, left, right, literal, body in entries:
            if body is not None:
                phrase = _phrase(body)
                may = asked.get((body, id(view)))
                if may is None:
                    may = asked[body, id(view)] = possible(phrase, text)
                span = stands(phrase, text, start) if may else None
            elif left and start and text[start - 1] in WORDLIKE:
                continue
            elif right == _HAN_END or end == len(text) or text[end] not in WORDLIKE:
                span = start, end
            else:
                span = _longer(right, text, start, end)
            if span is not None:
                start_at, end_at = view.source(*span)
                (vetoes if veto else hits).append((start_at, -end_at, -_pieces(body or literal), source))
    return _outermost(hits), _outermost(vetoes)


@functools.cache
def _pieces(written: str) -> int:
    return written.count("{") + len(written.split())


def _outermost(stands_at: list[_Stand]) -> list[Hit]:
    """Of those that overlap the longest, of those with one span the one that asks for most: "not paid by you" over "by you"."""
    out: list[Hit] = []
    for start, end, _, entry in sorted(set(stands_at)):
        if not out or -end > out[-1].end:
            out.append(Hit(start, -end, entry))
    return out


def _longer(right: int, text: str, start: int, end: int) -> tuple[int, int] | None:
    """The word when letters follow, if the entry allows so many."""
    if right == 0:
        return None
    finish = _word_end(text, end)
    return None if 0 < right < finish - end else (start, finish)


def _word_end(text: str, at: int) -> int:
    while at < len(text) and text[at] in WORDLIKE:
        at += 1
    return at


@functools.cache
def _phrase(body: str) -> Phrase:
    """A phrase taken apart, when it is first looked for."""
    words, variants, anchor = _taken_apart(body)
    return phrase_of(words, variants, anchor)


def _taken_apart(body: str) -> tuple[list[str], list[list[str]], int]:
    """The words of a phrase, how each may be written, and which one it is found by: the rarest that is always there."""
    words = _WORDS.findall(body.replace(_GAP, f" {_GAP} "))
    variants = [[] if w == _GAP else expand(w) for w in words]
    choices = [min((_rare(v.strip("*+")) for v in forms), default=(False, 0)) for forms in variants]
    anchor = max(range(len(words)), key=lambda i: choices[i])
    if not choices[anchor][1]:
        raise ValueError("a phrase needs a word that is always there")
    return words, variants, anchor


def _rare(literal: str) -> tuple[bool, int]:
    """How well a phrase is found by this word: by the longest of the rare ones, else by the rarest of the everyday ones."""
    place = _EVERYDAY.get(literal)
    if place is not None:
        return False, place
    letters = len(literal)
    return letters > 2 or bool(_HAN.match(literal)), letters  # noqa: PLR2004 - two letters stand in any word


def words_of(text: str) -> set[str]:
    """Every word that phrases of a lexicon are written with, as the automaton would look for it."""
    lines = (
        line.partition("#")[0].removeprefix("- ").partition("=>")[0].lower() for line in text.splitlines()
    )
    spread = (one for line in lines for one in _spread(line.strip()))
    words = {word for one in spread for word in _WORDS.findall(one.replace(_GAP, " "))}
    return {form.strip("*+") for word in words for form in expand(word)} - {""}


def parse(name: str, file: str, text: str) -> Iterator[tuple[Line, list[str]]]:
    """The lines of one file with their literals; a line that cannot be read raises PackError with file and line."""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.partition("#")[0].strip() if not raw.startswith("#") else ""
        if not line:
            continue
        veto = line.startswith("- ")
        body, _, tag = line.removeprefix("- ").strip().partition("=>")
        body, tag = body.strip().lower(), tag.strip()
        if body.count("{") != body.count("}"):
            raise PackError(f"{file}:{number}: braces do not match in {line!r}")
        try:
            literals = [body] if _PLAIN(body) else [lit for one in _spread(body) for lit in _literals(one)]
        except ValueError as error:
            raise PackError(f"{file}:{number}: {error} in {line!r}") from None
        yield Line(name, body, veto, tag), literals


_PLAIN = re.compile(r"[^\s{}*+…]+").fullmatch  # one word that is written one way


def entries_of(line: Line) -> Iterator[Entry]:
    """The entries a line stands for, one for every literal."""
    for spread in _spread(line.body):
        for entry in _entries(line.lexicon, spread, veto=line.veto):
            yield entry._replace(source=line.tag) if line.tag else entry


def _spread(body: str) -> list[str]:
    """Braces with whole phrases inside: one entry for each where nothing else is said, or where a star stands inside one."""
    if "{" not in body:
        return [" ".join(body.split())]
    alone = len(_WORDS.findall(body)) == 1
    for group in _BRACES.finditer(body):
        if " " in group[1] and (alone or _INNER_STAR.search(group[1])):
            rest = [body[: group.start()] + option + body[group.end() :] for option in group[1].split(",")]
            return [entry for one in rest for entry in _spread(one)]
    return [" ".join(body.split())]


def _is_phrase(body: str) -> bool:
    return " " in body or _GAP in body


def _literals(body: str) -> Iterable[str]:
    """What the automaton looks for, for one spread of a line."""
    if not _is_phrase(body):
        starred = "*" in body or "+" in body
        literals = [literal for _, literal in _words(body)] if starred else expand(body)
        if "" in literals:
            raise ValueError("nothing but stars")
        return literals
    if _is_short(body):
        return _joined(body)
    return dict.fromkeys(literal for _, literal in _anchors(body))


def _entries(name: str, body: str, *, veto: bool) -> Iterator[Entry]:
    """The entries of one spread of a line: one for every literal."""
    if not _is_phrase(body):
        for variant, literal in _words(body):
            left = not variant.startswith("*") and not _is_han(literal[0])
            right = -1 if variant.endswith("*") else ENDING if variant.endswith("+") else 0
            yield Entry(name, variant, veto, left, _HAN_END if _is_han(literal[-1]) else right, literal, None)
    elif _is_short(body):
        for literal in _joined(body):
            yield Entry(name, body, veto, not _HAN.match(body[0]), 0, literal, None)
    else:
        seen: set[str] = set()
        for form, literal in _anchors(body):
            if literal not in seen:
                seen.add(literal)
                left = form[0] != "*" and not _is_han(literal[0])
                loose = form[-1] in "*+" or _is_han(literal[-1])
                yield Entry(name, body, veto, left, -1 if loose else 0, literal, body)


def _words(body: str) -> Iterator[tuple[str, str]]:
    """Every way to write a word, with and without its stars."""
    for variant in expand(body):
        literal = variant.strip("*+")
        if "*" in literal or "+" in literal:
            raise ValueError("a star may only stand at an end")
        yield variant, literal


def _is_short(body: str) -> bool:
    """A phrase with nothing long enough to anchor on: the whole is the literal."""
    return _GAP not in body and all(len(w.strip("*+")) <= 2 and "{" not in w for w in _WORDS.findall(body))  # noqa: PLR2004


def _joined(body: str) -> Iterator[str]:
    words = body.split()
    return (joint.join(words) for joint in _JOINTS)


def _anchors(body: str) -> Iterator[tuple[str, str]]:
    """Every way to write the longest word of a phrase, with and without its stars."""
    _, variants, anchor = _taken_apart(body)
    for form in sorted(variants[anchor]):
        yield form, form.strip("*+")


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def expand(body: str) -> list[str]:
    """Every way to write a word with braces; at most 2,000, so that a slip cannot fill the memory."""
    if "{" not in body:
        return [body]
    pieces = _BRACES.split(body)
    options = [[p] if i % 2 == 0 else p.split(",") for i, p in enumerate(pieces)]
    total = 1
    for option in options:
        total *= len(option)
    if total > 2_000:  # noqa: PLR2004 - the limit the docstring names
        raise ValueError(f"{total} variants")
    return ["".join(pick) for pick in itertools.product(*options)]

"""What the lines of lexicons say: words and phrases, the ways each may be written, and what the automaton looks for.

The signs of a line are explained in `lexicon`. A line stands for many entries; they are made when one of its literals is met.
"""

import contextlib
import functools
import gc
import itertools
import re
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from otvet.errors import PackError
from otvet.policy.phrases import ENDING, Phrase, phrase_of

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
HAN_END = 99  # a Chinese word has no border that letters could cross
_JOINTS = (" ", ".", "-", " . ", "_", "/", "·", "  ", " - ", "*")


class Entry(NamedTuple):
    """One literal of the automaton and what must hold around it."""

    lexicon: str
    source: str
    veto: bool
    left: bool  # a word must begin here
    right: int  # letters that may follow before the word ends; -1: any number
    literal: str
    phrase: str | None  # the whole phrase to confirm; its pattern is compiled when first needed


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


class Line(Struct, frozen=True, array_like=True, gc=False):
    """One line of a lexicon, read but not yet taken apart; nothing a collection of garbage would have to walk."""

    lexicon: str
    body: str
    veto: bool
    tag: str  # what a hit is called; "": as it is written


class Written(NamedTuple):
    """What lexicons say, read: their lines, and what the automaton looks for with the numbers of the lines that ask for it.

    A hundred thousand literals take 2 MB in one piece and 20 as objects of their own.
    """

    names: set[str]
    lines: list[Line]
    literals: str  # one a line
    asking: bytes  # numbers of `lines`, those of the first literal first
    upto: bytes  # for every literal where its numbers in `asking` end

    def size(self) -> int:
        """How many literals there are."""
        return len(memoryview(self.upto).cast("I"))

    def lines_of(self, literal: int) -> list[Line]:
        """The lines that ask for the literal of this number."""
        upto, asking = memoryview(self.upto).cast("I"), memoryview(self.asking).cast("I")
        first = upto[literal - 1] if literal else 0
        return [self.lines[number] for number in dict.fromkeys(asking[first : upto[literal]])]


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
    asking = array("I", itertools.chain.from_iterable(literals.values()))
    upto = array("I", itertools.accumulate(map(len, literals.values())))
    return Written(names, lines, "\n".join(literals), asking.tobytes(), upto.tobytes())


@functools.cache
def phrase_in(body: str) -> Phrase:
    """A phrase taken apart, when it is first looked for."""
    words, variants, anchor = _taken_apart(body)
    return phrase_of(words, variants, anchor)


@functools.lru_cache(maxsize=1_000)  # one line is met by many literals, then looked for
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


def entries_of(line: Line, only: str | None = None) -> Iterator[Entry]:
    """The entries a line stands for, one for every literal; `only`: those with this one, the others are not made."""
    whole = only is not None and only.isalnum()  # then it stands in a body that has no braces as it is
    for spread in _spread(line.body):
        if whole and "{" not in spread and str(only) not in spread:
            continue
        for entry in _entries(line, spread, only):
            yield entry._replace(source=line.tag) if line.tag else entry


@functools.lru_cache(maxsize=1_000)
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


def _entries(line: Line, body: str, only: str | None) -> Iterator[Entry]:
    """The entries of one spread of a line: one for every literal."""
    name, veto = line.lexicon, line.veto
    if not _is_phrase(body):
        for variant, literal in _words(body):
            if only is None or literal == only:
                left = not variant.startswith("*") and not _is_han(literal[0])
                right = -1 if variant.endswith("*") else ENDING if variant.endswith("+") else 0
                yield Entry(
                    name, variant, veto, left, HAN_END if _is_han(literal[-1]) else right, literal, None
                )
    elif _is_short(body):
        for literal in _joined(body):
            if only is None or literal == only:
                yield Entry(name, body, veto, not _HAN.match(body[0]), 0, literal, None)
    else:
        seen: set[str] = set()
        for form, literal in _anchors(body):
            if literal not in seen and (only is None or literal == only):
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

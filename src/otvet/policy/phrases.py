"""Whether a phrase of a lexicon stands around one of its words: walked word by word, bounded, nothing compiled.

Between the words of a phrase stand one to three marks or spaces; a gap lets up to four other words through.
Chinese words follow one another with at most two signs between them, a gap lets up to eight characters through.
"""

import functools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_GAP = "…"
_HAN = re.compile("[\u3400-\u9fff]")
ALPHABET = "a-zа-яё\u0370-\u03ff\u0400-\u04ff"
WORDLIKE = frozenset(c for c in map(chr, range(0x530)) if re.match(f"[{ALPHABET}0-9]", c))
_WORD = re.compile(f"[{ALPHABET}0-9]+")
ENDING = 3  # letters of an ending
_LONGEST = 20  # letters a star stands for
_MOST_BETWEEN = 4  # words in a gap
_MOST_HAN_BETWEEN = 8
_STOPS = frozenset("。！？!?\n")
_SENTENCE = frozenset("\n.!?")

Span = tuple[int, int]


class Form(NamedTuple):
    """One way to write a word: its letters, whether a word must begin before them, how many letters may follow (-1: the end of a Chinese word)."""

    literal: str
    left: bool
    right: int


class Part(NamedTuple):
    """One word of a phrase in all its forms."""

    exact: frozenset[str]  # whole words, looked up at once
    forms: tuple[Form, ...]  # all the others, the longest first
    optional: bool
    gap: bool  # other words may stand before it
    han: bool
    literals: tuple[str, ...]  # of all forms: one question says that none of them is here
    grows: bool  # an ending may follow one of the forms


class Phrase(NamedTuple):
    """A phrase taken apart; of each set of `needs` the text must hold a word, of each of `stems` some letters."""

    parts: tuple[Part, ...]
    anchor: int
    needs: tuple[frozenset[str], ...]
    stems: tuple[tuple[str, ...], ...]


def phrase_of(words: list[str], variants: list[list[str]], anchor: int) -> Phrase:
    """A phrase from its words (a gap is a word of its own) and every variant of each; `anchor` is an index of `words`."""
    parts: list[Part] = []
    gap, at = False, 0
    for number, (word, forms) in enumerate(zip(words, variants, strict=True)):
        if word == _GAP:
            gap = True
            continue
        if number == anchor:
            at = len(parts)
        parts.append(_part(forms, gap=gap))
        gap = False
    others = [part for number, part in enumerate(parts) if number != at and not part.optional]
    needs = [part.exact for part in others if not part.forms]
    stems = [_fewest({*part.exact, *(form.literal for form in part.forms)}) for part in others if part.forms]
    return Phrase(tuple(parts), at, tuple(needs), tuple(stems))


def _fewest(said: set[str]) -> tuple[str, ...]:
    """The letters of which some must be there, the shortest first, without what another is part of."""
    out: list[str] = []
    for one in sorted(said, key=len):
        if not any(other in one for other in out):
            out.append(one)
    return tuple(out)


def _part(variants: list[str], *, gap: bool) -> Part:
    said = [v for v in variants if v]
    exact = frozenset(v for v in said if all(c in WORDLIKE for c in v))
    forms = sorted((_form(v) for v in said if v not in exact), key=lambda f: -len(f.literal))
    return Part(
        exact,
        tuple(forms),
        optional="" in variants,
        gap=gap,
        han=any(_HAN.match(v) for v in said),
        literals=tuple(f.literal for f in forms),
        grows=any(form.right > 0 for form in forms),
    )


def _form(variant: str) -> Form:
    literal = variant.strip("*+")
    left = not variant.startswith("*") and _HAN.match(literal[0]) is None
    if variant.endswith("*"):
        return Form(literal, left, _LONGEST)
    if variant.endswith("+"):
        return Form(literal, left, ENDING)
    return Form(literal, left, -1 if _HAN.match(literal[-1]) else 0)


def possible(phrase: Phrase, text: str) -> bool:
    """Whether the other words of a phrase are in the text at all; asked before it is looked for."""
    if phrase.needs:
        words = _words_of(text)
        for need in phrase.needs:
            if need.isdisjoint(words):
                return False
    for stems in phrase.stems:
        for stem in stems:
            if stem in text:
                break
        else:
            return False
    return True


def stands(phrase: Phrase, text: str, at: int) -> Span | None:
    """The span of the phrase with its anchor's letters at `at`, or None."""
    parts = phrase.parts
    for start, end in _here(parts[phrase.anchor], text, at):
        last = _forward(parts, phrase.anchor + 1, text, end)
        if last is None:
            continue
        first = _backward(parts, phrase.anchor, text, start)
        if first is not None:
            return first, last
    return None


@functools.lru_cache(maxsize=16)
def _words_of(text: str) -> frozenset[str]:
    """The words of a text, asked for by every phrase that may stand in it."""
    return frozenset(_WORD.findall(text))


def _run_end(text: str, at: int) -> int:
    run = _WORD.match(text, at)
    return run.end() if run else at


def _run_start(text: str, at: int) -> int:
    while at and text[at - 1] in WORDLIKE:
        at -= 1
    return at


def _here(part: Part, text: str, at: int) -> Iterator[Span]:
    """Every way the part stands with letters at `at`, which may lie inside its word."""
    begins = _run_start(text, at)
    yield from ((begins, end) for end in _ends(part, text, begins))
    if begins != at:
        yield from ((at, end) for end in _ends(part, text, at))
    if not text.startswith(part.literals, at):
        return
    for form in part.forms:  # letters may stand before the form's own
        if not form.left and text.startswith(form.literal, at):
            end = _closed(form, text, at + len(form.literal))
            if end is not None:
                yield at, end


def _ends(part: Part, text: str, start: int) -> Iterator[int]:
    """Where the part may end when it begins at `start`."""
    fresh = not start or text[start - 1] not in WORDLIKE
    if fresh:
        end = _run_end(text, start)
        if text[start:end] in part.exact:
            yield end
    if not text.startswith(part.literals, start):
        return
    for form in part.forms:
        if (fresh or not form.left) and text.startswith(form.literal, start):
            stop = _closed(form, text, start + len(form.literal))
            if stop is not None:
                yield stop


def _closed(form: Form, text: str, end: int) -> int | None:
    """The end of a word whose letters of the form end here, if the form allows what follows."""
    if form.right < 0:
        return end
    finish = _run_end(text, end)
    return finish if finish - end <= form.right else None


def _forward(parts: tuple[Part, ...], number: int, text: str, end: int) -> int | None:
    """The end of the phrase when the part before `number` ended at `end`."""
    if number == len(parts):
        return end
    part = parts[number]
    for start in _starts_after(part, text, end):
        for stop in _ends(part, text, start):
            last = _forward(parts, number + 1, text, stop)
            if last is not None:
                return last
    return _forward(parts, number + 1, text, end) if part.optional else None


def _starts_after(part: Part, text: str, end: int) -> Iterator[int]:
    if part.han:
        yield from _han_steps(text, end, 1, gap=part.gap)
        return
    place = _over_marks(text, end, 1, _SENTENCE if part.gap else frozenset("\n"))
    for _ in range(_MOST_BETWEEN + 1):
        if place is None or place >= len(text):
            return
        yield place
        if not part.gap:
            return
        word = place
        while word < len(text) and word - place < _LONGEST and (text[word].isalnum() or text[word] in "_-"):
            word += 1
        place = _over_marks(text, word, 1, _SENTENCE) if word > place else None


def _backward(parts: tuple[Part, ...], number: int, text: str, start: int) -> int | None:
    """The start of the phrase when part `number` began at `start`."""
    if number == 0:
        return start
    before, joint = parts[number - 1], parts[number]
    for end in _ends_before(joint, text, start):
        for first in _begins(before, text, end):
            found = _backward(parts, number - 1, text, first)
            if found is not None:
                return found
    if before.optional:
        if number == 1:
            return start
        return _backward(
            (*parts[: number - 1], joint._replace(gap=joint.gap or before.gap)), number - 1, text, start
        )
    return None


def _ends_before(joint: Part, text: str, start: int) -> Iterator[int]:
    """Where the word before may end; the part that follows says what may stand between."""
    if joint.han:
        yield from _han_steps(text, start, -1, gap=joint.gap)
        return
    place = _over_marks(text, start, -1, _SENTENCE if joint.gap else frozenset("\n"))
    for _ in range(_MOST_BETWEEN + 1):
        if place is None or place <= 0:
            return
        yield place
        if not joint.gap:
            return
        word = place
        while word and place - word < _LONGEST and (text[word - 1].isalnum() or text[word - 1] in "_-"):
            word -= 1
        place = _over_marks(text, word, -1, _SENTENCE) if word < place else None


def _begins(part: Part, text: str, end: int) -> Iterator[int]:
    """Where the part may begin when it ends at `end`."""
    if end < len(text) and text[end] in WORDLIKE and text[end - 1] in WORDLIKE:
        return
    start = _run_start(text, end)
    if start < end and text[start:end] in part.exact:
        yield start
    if not part.grows and not text.endswith(part.literals, 0, end):
        return
    for form in part.forms:
        if form.right > 0:
            inside = start if form.left else text.rfind(form.literal, start, end)
            length = len(form.literal)
            if (
                inside >= 0
                and text.startswith(form.literal, inside)
                and length < end - inside <= length + form.right
            ):
                yield inside
        if text.endswith(form.literal, 0, end):
            first = end - len(form.literal)
            if not form.left or not first or text[first - 1] not in WORDLIKE:
                yield first


def _over_marks(text: str, at: int, step: int, stops: frozenset[str]) -> int | None:
    """Past one to three characters that are no letters; None where there is none, or more."""
    crossed = 0
    while 0 <= (look := at if step > 0 else at - 1) < len(text):
        sign = text[look]
        if sign.isalnum() or sign == "_":
            break
        if sign in stops or crossed == 3:  # noqa: PLR2004 - the docstring's three
            return None
        at += step
        crossed += 1
    return at if crossed else None


def _han_steps(text: str, at: int, step: int, *, gap: bool) -> Iterator[int]:
    """From here on over at most two signs, or with a gap over at most eight characters of the sentence."""
    allowed: Callable[[str], bool] = (
        (lambda c: c not in _STOPS) if gap else (lambda c: not (c.isalnum() or c == "_"))
    )
    for _ in range((_MOST_HAN_BETWEEN if gap else 2) + 1):
        yield at
        look = at if step > 0 else at - 1
        if not 0 <= look < len(text) or not allowed(text[look]):
            return
        at += step

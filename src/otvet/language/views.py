"""Views of a text: the same words without their disguise, each character mapped back to the original.

A view is made when first asked for and shared by everything that looks at the same message.
Ordinary text is its own surface apart from case, so the clean path costs one `lower()` and one search.
"""

import functools
import itertools
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from otvet.language.later import later
from otvet.language.lookalikes import TO_CYRILLIC, TO_LATIN, plain_form
from otvet.language.signs import signs
from otvet.language.spelling import is_russian

# Everything that needs more than `lower()`; the ranges are what ordinary messages are made of.
_ODD = later(
    "[^\t\n\r\x20-\x7eА-яЁё\u2010-\u201e\u2022\u2026\u20bd\u2116«»°\u00a0\u3001-\u3011\u4e00-\u9fff，。！？：；（）]"
)
# In a text that has any of those, these change as well.
_CHANGED = later(f"{_ODD.pattern}|[\u2011\u2017\u2026\u2116！（），：；？]")
_LETTER = r"[^\W\d_]"
_SPELLED = later(rf"(?<![^\W_]){_LETTER}(?:[\W_]{{1,3}}{_LETTER}){{2,}}(?![^\W_])")
_INNER = later(rf"(?<={_LETTER})[.\-_*~·•|/\\+=^\"#%&°,]{{1,2}}(?={_LETTER})")
_LOOSE = later(r"(?<![^\W_])([бгджзлмнпртфхцчшщbcdfghjklnpqrtwyz])[\s.\-_*]{1,2}(?=[^\W\d_]{2})")
_MIXED = later(
    "[a-z\u0250-\u02af\u0370-\u03ff\u1d00-\u1dbf][а-яё]|[а-яё][a-z\u0250-\u02af\u0370-\u03ff\u1d00-\u1dbf]"
    "|[\u0250-\u02af\u0370-\u03ff\u1d00-\u1dbf\u0450\u0452-\u045f\u04bb\u0501\u1580-\u15f0]"
    r"|[a-zа-яё][0-9@$!|€£]+[a-zа-яё]|(?<![^\W_])[0-9@$]+[а-яёa-z]{2}|(?<=[а-яёa-z]{2})[03@$](?![\w.@])"
)
_TOKEN = later(r"[\w@$!|€£]+")
_REPEATED = later(r"([а-яё])\1|([^\W\d_])\2\2")
_WORD = later(r"[^\W\d_]+")
_LONGEST_WORD = 40
_TRIPLE = later(r"([^\W\d_])\1\1")
_RUN = later(r"([^\W\d_])\1+")
_HAN_GAP = later("(?<=[\u4e00-\u9fff])[\\s·.\\-_*~|/]+(?=[\u4e00-\u9fff])")

# Which of the above can be there at all: one pass of an automaton, whatever the text.
_ALIEN = r"\x{250}-\x{2af}\x{370}-\x{3ff}\x{1d00}-\x{1dbf}"
_L = r"[a-zа-яё\x{4e00}-\x{9fff}]"
_N = r"[^a-zа-яё0-9\x{4e00}-\x{9fff}]"
_NO_SHORT_FORM = (
    r"(?:^|[^a-zа-яё0-9\x{4e00}-\x{9fff}'’]|(?:^|[^a-zа-яё])['’])"  # the “t” of “doesn't” is no loose letter
)
_GAPPED, _MIXED_UP, _REPEATING = range(3)
_HINTS = (
    "|".join(
        [
            rf"(?:^|{_N}){_L}{_N}{{1,3}}{_L}{_N}{{1,3}}{_L}(?:{_N}|$)",
            rf"{_L}[.\-_*~·•|/\\+=^\"#%&°,]{{1,2}}{_L}",
            rf"{_NO_SHORT_FORM}[бгджзлмнпртфхцчшщbcdfghjklnpqrtwyz][\s.\-_*]{{1,2}}{_L}{_L}",
            r"[\x{4e00}-\x{9fff}][\s·.\-_*~|/]+[\x{4e00}-\x{9fff}]",
        ]
    ),
    "|".join(
        [
            rf"[a-z{_ALIEN}][а-яё]|[а-яё][a-z]|[{_ALIEN}\x{{450}}\x{{452}}-\x{{45f}}\x{{4bb}}\x{{501}}\x{{1580}}-\x{{15f0}}]",
            "[a-zа-яё][0-9@$!|€£]+[a-zа-яё]|[0-9@$][а-яёa-z]{2}|[а-яёa-z]{2}[03@$](?:$|[^a-zа-яё0-9.@])",
        ]
    ),
    "|".join(
        [
            *(c * 2 for c in "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
            *(c * 3 for c in "abcdefghijklmnopqrstuvwxyz"),
        ]
    ),
)


_disguised = signs(*_HINTS)

_MOST_VIEWS = 100  # more than there can be
_HOW = ("letters", "words", "after a word")
_LETTER_WORDS = frozenset("аиовкусяai")
_forms: dict[str, str] = {}


class View(NamedTuple):
    """A reading of a text. `starts[i]` and `ends[i]` bound, in the original, what stands at `text[i]`; None: the same."""

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that `text[start:end]` was read from."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


class Views:
    """All views of one text."""

    def __init__(self, text: str) -> None:
        self.original = text

    @cached_property
    def surface(self) -> View:
        """Small letters, compatibility forms, no marks, nothing invisible; й and ё stay."""
        lowered = self.original.lower().replace("\u00a0", " ")
        if len(lowered) == len(self.original) and _ODD.search(self.original) is None:
            return View(lowered)
        return _surface(self.original)

    @cached_property
    def surface_raw(self) -> bytes:
        """The surface in UTF-8."""
        return self.surface.text.encode("utf-8", "replace")

    def disguises(self, most: int = _MOST_VIEWS) -> tuple[View, ...]:
        """Other readings than the surface, the likeliest first, none for an ordinary text: spelled letters joined, look-alikes folded."""
        hints = _disguised(self.surface_raw)
        if not hints:
            return ()
        seen = {self.surface.text}
        out: list[View] = []
        for view in _readings(self.surface, hints):
            if view.text not in seen:
                seen.add(view.text)
                out.append(view)
                if len(out) == most:
                    break
        return tuple(out)


def _readings(surface: View, hints: list[int]) -> Iterator[View]:
    """Every reading, each made when it is its turn; the same may come twice."""
    made = [surface]
    if _GAPPED in hints:
        spelled = [_Spelled(surface.text, *m.span()) for m in _SPELLED.finditer(surface.text)]
        others = set(_gaps(surface.text, spelled))
        for how in _HOW if spelled else _HOW[:1]:
            made.append(_opened(surface, sorted(others.union(*(one.gaps(how) for one in spelled)))))
            yield made[-1]
    for base in _different(made):
        if _MIXED.search(base.text):
            for table in (TO_CYRILLIC, TO_LATIN):
                made.append(_folded(base, table))
                yield made[-1]
    for reading in _different(made):
        if _drawn_out(reading.text):
            yield _calmed(reading, 2, 1)
            if _TRIPLE.search(reading.text) is not None:
                yield from (_calmed(reading, 3, left) for left in (1, 2))


def _drawn_out(text: str) -> bool:
    """Whether a word repeats a letter that its spelling does not: “ссумка”, “coool”, not “длинный”."""
    if _REPEATED.search(text) is None:
        return False
    return any(not _doubled_rightly(word[0]) for word in _WORD.finditer(text))


@functools.lru_cache(maxsize=20_000)
def _doubled_rightly(word: str) -> bool:
    if _REPEATED.search(word) is None:
        return True
    return len(word) <= _LONGEST_WORD and _TRIPLE.search(word) is None and is_russian(word)


def _different(views: list[View]) -> list[View]:
    seen: dict[str, View] = {}
    for view in views:
        seen.setdefault(view.text, view)
    return list(seen.values())


def _surface(text: str) -> View:
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for odd in _CHANGED.finditer(text):
        _plain(text, at, odd.start(), (out, starts, ends))
        at = odd.end()
        form = _form(odd[0])
        if form:
            out += form
            starts += [odd.start()] * len(form)
            ends += [at] * len(form)
        elif out:
            _compose(out, odd[0])
            ends[-1] = at
    _plain(text, at, len(text), (out, starts, ends))
    return View("".join(out), starts, ends)


def _plain(text: str, at: int, end: int, view: tuple[list[str], list[int], list[int]]) -> None:
    """A stretch that keeps its length."""
    if at < end:
        out, starts, ends = view
        out += text[at:end].lower().replace("\u00a0", " ")
        starts += range(at, end)
        ends += range(at + 1, end + 1)


def _form(character: str) -> str:
    form = _forms.get(character)
    if form is None:
        form = plain_form(character)
        if len(_forms) < 50_000:  # noqa: PLR2004 - the table of seen characters stays small whatever is sent
            _forms[character] = form
    return form


def _compose(out: list[str], mark: str) -> None:
    """Put a decomposed й or ё together again: they are letters, not marked letters."""
    if mark == "\u0306" and out[-1] == "и":
        out[-1] = "й"
    elif mark == "\u0308" and out[-1] == "е":
        out[-1] = "ё"


class _Spelled:
    """A stretch of single letters with gaps between them."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start, self.end = start, end
        letters = [at for at in range(start, end) if text[at].isalpha()]
        self._gaps = [(a + 1, b) for a, b in itertools.pairwise(letters)]
        self._of_one_letter = text[start] in _LETTER_WORDS

    def gaps(self, how: str) -> list[tuple[int, int]]:
        """What separates letters that belong together.

        Read as words, wider gaps of a spelled text stand between words, and read as coming after a word
        its first letter is a word itself: “и х у …”.
        """
        if how == "letters":
            return self._gaps
        least = min(
            (b - a for a, b in self._gaps), default=0
        )  # signs that count as letters and are none leave no gaps
        gaps = self._gaps[1:] if how == "after a word" and self._of_one_letter else self._gaps
        return [gap for gap in gaps if gap[1] - gap[0] == least]


def _gaps(text: str, spelled: list[_Spelled]) -> Iterator[tuple[int, int]]:
    """What separates letters where nothing is spelled: marks inside words, a letter before its word, spaced Han."""
    yield from (m.span() for m in _INNER.finditer(text))
    at = 0
    for loose in _LOOSE.finditer(text):
        while at < len(spelled) and spelled[at].end <= loose.start():
            at += 1
        if at == len(spelled) or not spelled[at].start <= loose.start():
            yield loose.end(1), loose.end()
    yield from (m.span() for m in _HAN_GAP.finditer(text))


def _opened(view: View, gaps: list[tuple[int, int]]) -> View:
    """The view without the gaps of disguise; whole words are never joined to one another by a space."""
    if not gaps:
        return view
    kept: list[tuple[int, int]] = []
    at = 0
    for start, end in gaps:
        if at < start:
            kept.append((at, start))
        at = max(at, end)
    kept.append((at, len(view.text)))
    return _picked(view, kept)


def _picked(view: View, kept: list[tuple[int, int]]) -> View:
    """The stretches of a view that are kept, one after another."""
    text = "".join([view.text[a:b] for a, b in kept])
    if view.starts is None or view.ends is None:
        starts = list(itertools.chain.from_iterable(itertools.starmap(range, kept)))
        return View(text, starts, [i + 1 for i in starts])
    starts, ends = view.starts, view.ends
    return View(
        text,
        list(itertools.chain.from_iterable([starts[a:b] for a, b in kept])),
        list(itertools.chain.from_iterable([ends[a:b] for a, b in kept])),
    )


def _folded(view: View, table: dict[int, str]) -> View:
    """Look-alikes folded to one alphabet: words that mix alphabets, and strangers that look like the alphabet's own."""
    latin = table is TO_LATIN

    def fold(token: re.Match[str]) -> str:
        word = token[0]
        return _kept_fold(word, latin) if len(word) <= _LONGEST_WORD else _fold(word, latin)

    return View(_TOKEN.sub(fold, view.text), view.starts, view.ends)


def _fold(word: str, latin: bool) -> str:
    if _MIXED.search(word) or _STRANGE[latin].fullmatch(word):
        return word.translate(TO_LATIN if latin else TO_CYRILLIC)
    return word


_kept_fold = functools.lru_cache(maxsize=20_000)(_fold)
_STRANGE = (later("[aceopxykmhbt]{1,6}"), later("[асеорхукмнвт]{1,6}"))


def _calmed(view: View, least: int, left: int) -> View:
    """Runs of at least so many of one letter cut down to so many."""
    kept: list[tuple[int, int]] = []
    at = 0
    for run in _RUN.finditer(view.text):
        if run.end() - run.start() >= least:
            kept.append((at, run.start() + left))
            at = run.end()
    kept.append((at, len(view.text)))
    return _picked(view, kept)

"""Amounts spelled letter by letter: “д в а г о д а” is joined to “двагода” by the views, and parted here."""

from otvet.language.later import later
from otvet.language.numbers import DOZENS, HALVES, HUNDRED, SMALL, THOUSANDS
from otvet.language.units import unit_at
from otvet.language.views import View

_SHORT = 3  # letters: a shorter number is inside too many words to be told there
_LONGEST = 30  # letters of an amount that is said in words
_WORDS = "|".join(
    sorted(
        (w for w in {*SMALL, *HUNDRED, *THOUSANDS, *HALVES, *DOZENS} if len(w) >= _SHORT),
        key=len,
        reverse=True,
    )
).replace("е", "[её]")
_GLUED = later(rf"(?<![a-zа-яё])(?P<said>(?:{_WORDS}){{1,4}})(?=\s?[a-zа-яё])")
_WORD = later(_WORDS)


def parted(view: View) -> View | None:
    """The view with spaces between the words of glued amounts; None where there is none."""
    cuts: list[int] = []
    for match in _GLUED.finditer(view.text):
        words = [word.end() for word in _WORD.finditer(view.text, match.start(), match.end())]
        apart = view.text[match.end()] == " "
        if (apart and len(words) == 1) or match.end() - match.start() > _LONGEST:
            continue
        if unit_at(view.text, match.end() + apart) is not None:
            cuts += words[:-1] if apart else words
    if not cuts:
        return None
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for cut in [*cuts, len(view.text)]:
        text.append(view.text[at:cut])
        spans = [view.source(n, n + 1) for n in range(at, cut)]
        starts += [start for start, _ in spans]
        ends += [end for _, end in spans]
        if cut < len(view.text):
            text.append(" ")
            starts.append(ends[-1])
            ends.append(ends[-1])
        at = cut
    return View("".join(text), starts, ends)

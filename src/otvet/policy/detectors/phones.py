"""Telephone numbers in any spelling, also spread over the author's last messages."""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from otvet.language.later import later
from otvet.language.signs import signs
from otvet.language.views import View, Views
from otvet.policy.detectors.digits import Atom, Chain, chains
from otvet.policy.found import Detector, Found, Options
from otvet.policy.lexicon import tags
from otvet.policy.reading import Reading

_DIGITS = "0-9零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖洞拐勾两"
_dense = signs(f"[{_DIGITS}](?:[^{_DIGITS}]{{0,6}}[{_DIGITS}]){{6}}")
_loose = signs(f"[{_DIGITS}](?:[^{_DIGITS}]{{0,24}}[{_DIGITS}]){{6}}")
_FEWEST = 7
_MOST_DIGITS = 15
_HISTORY = 3
# Numbers people use here: Russia and Kazakhstan, Belarus, China with and without code, the US, abroad with a plus.
_MOBILE = later(
    r"(?:[78]|7?8)?9\d{9}|[78][3-8]\d{9}|375(?:17|25|29|33|44)\d{7}|998\d{9}|996\d{9}|374\d{8}|995\d{9}"
    r"|(?:86|0086)?1[3-9]\d{9}|1?[2-9]\d{2}[2-9]\d{6}|07\d{9}|810?\d{9,11}"
)
_SURE = later(r"[78]9\d{9}|375(?:25|29|33|44)\d{7}|(?:86|0086)?1[3-9]\d{9}|77\d{9}")
_ABROAD = later(r"[1-9]\d{7,14}")
_LOCAL = later(r"\d{3}[\s.-]\d\d[\s.-]\d\d")
_ORDER = later(r"\d{6,10}-\d{4}(?:-\d{1,2})?")
_MOST_LETTERS = 40  # “мой номер начинается на” and the like, beside the digits
_LABEL_REACH = 34
_CUE_REACH = 60
_CLAUSE = later(r"[,;!?，。；！？]|\.\s")
_TOLL_FREE = later(r"[78]?800\d{7}|400\d{7}")


def _maybe_a_part(reading: Reading) -> bool:
    """Whether the text could be little more than digits, as a number spread over messages comes."""
    if reading.hits("number-words"):
        return True
    letters = 0
    for char in reading.surface.text:
        letters += char.isalpha()
        if letters > _MOST_LETTERS:
            return False
    return True


class _Candidate(NamedTuple):
    start: int
    end: int
    digits: str
    sure: bool


def make(options: Options) -> Detector:
    """`cues` speak of calling, `labels` of orders and parcels, `elsewhere` of other firms; `official` numbers pass."""
    cues = options.lexicons("cues", needed=True)
    labels = options.lexicons("labels", needed=True)
    elsewhere = options.lexicons("elsewhere")
    official = frozenset(_tail(number) for number in options.texts("official"))

    def detect(reading: Reading) -> Iterator[Found]:
        context = reading.context
        if not _worth_reading(reading, cues) and not (context.history and _maybe_a_part(reading)):
            return
        own = official | {_tail(re.sub(r"\D", "", p)) for p in context.own_phones}
        around = _Around(reading, cues, labels, elsewhere)
        seen = False
        said = list(chains(reading.surface))
        for view in (reading.surface, *reading.disguises):
            for chain in said if view is reading.surface else chains(view):
                for candidate in _candidates(view, chain, around):
                    seen = True
                    if _tail(candidate.digits) not in own:
                        yield Found(candidate.start, candidate.end, "phone")
            if seen:
                return
        yield from _scattered(reading, said, around, own)
        yield from _over_messages(reading, said, around, own)

    return detect


def _worth_reading(reading: Reading, cues: tuple[str, ...]) -> bool:
    """Whether digits, or words for them, stand close enough together to make a number."""
    raw = reading.surface_raw
    if _dense(raw) or len(reading.hits("number-words")) > 2:  # noqa: PLR2004 - “twenty two” is two
        return True
    return any(map(reading.has, cues)) and bool(_loose(raw)) and bool(reading.any_hits(cues))


class _Around:
    """What is said before and after a number."""

    def __init__(
        self, reading: Reading, cues: tuple[str, ...], labels: tuple[str, ...], elsewhere: tuple[str, ...]
    ) -> None:
        self.reading = reading
        self._cues = cues
        self._labels = labels
        self._elsewhere = elsewhere

    def labelled(self, start: int, end: int, *, sure: bool = False) -> bool:
        """Whether the nearest word about numbers says that this is an order, a parcel, an article.

        A number that can hardly be anything but a telephone's (`sure`) is named in its own clause: “Заказ собран, 8916…” names no order.
        """
        labels = self.reading.inside(self._labels, start - _LABEL_REACH - 20, start)
        label = max((h.end for h in labels if start - _LABEL_REACH <= h.end <= start), default=-1)
        cue = max(
            (h.end for h in self.reading.inside(self._cues, start - _CUE_REACH, start) if h.end <= start),
            default=-1,
        )
        if sure and label >= 0 and _goes_on(self.reading.text[label:start]):
            label = -1
        return self._behind(end) or (label >= 0 and label >= cue)

    def _behind(self, end: int) -> bool:
        """Whether a unit stands right behind the number; what follows a comma belongs to something else."""
        units = self.reading.inside(self._labels, end, end + 4)
        return any(not self.reading.text[end : unit.start].strip() for unit in units)

    def cued(self, start: int, end: int) -> bool:
        return bool(self.reading.inside(self._cues, start - _CUE_REACH, end + _CUE_REACH))

    def names_an_order(self, text: str) -> bool:
        """Whether an earlier text of the author labels its number."""
        return any(tags(self.reading.lexicons, text, name) for name in self._labels)

    def any_cue(self) -> bool:
        return bool(self.reading.any_hits(self._cues))

    def others(self, start: int, end: int) -> bool:
        return bool(self.reading.inside(self._elsewhere, *self.reading.sentence(start, end)))


def _tail(digits: str) -> str:
    return digits[-10:]


def _candidates(view: View, chain: Chain, around: _Around) -> Iterator[_Candidate]:
    digits = chain.digits
    if len(digits) < _FEWEST:
        return
    starts: list[int] = []
    ends: dict[int, Atom] = {}
    at = 0
    for atom in chain.atoms:
        starts.append(at)
        at += len(atom.digits)
        ends[at] = atom
    free_from = 0
    for atom, first in zip(chain.atoms, starts, strict=True):
        if first < free_from:
            continue
        for last in _lengths(digits, first, view, atom):
            stop = ends.get(last)
            if stop is None:
                continue
            ends_here = (atom, stop)
            if _innocent(view, ends_here, digits[first:last], around):
                free_from = last  # a part of what is innocent is no number either
                break
            candidate = _judge(view, ends_here, digits[first:last], around, whole=last - first == len(digits))
            if candidate is not None:
                yield candidate
                free_from = last
                break


def _lengths(digits: str, first: int, view: View, atom: Atom) -> list[int]:
    """Where a number that begins here may end, the likeliest first."""
    out: list[int] = []
    plus = "+" in view.text[max(0, atom.start - 2) : atom.start]
    for length in (11, 10, 12, 13, 14, 15) if not plus else (11, 12, 13, 10, 9, 8, 14, 15):
        last = first + length
        if last > len(digits):
            continue
        piece = digits[first:last]
        if (plus and _ABROAD.fullmatch(piece)) or _MOBILE.fullmatch(piece):
            out.append(last)
    if first + _FEWEST <= len(digits):
        out.append(first + _FEWEST)
    if not first and 9 <= len(digits) <= 13:  # noqa: PLR2004 - as long as telephone numbers are
        out.append(len(digits))
    return out


def _innocent(view: View, ends: tuple[Atom, Atom], digits: str, around: _Around) -> bool:
    """Whether it is an order, sizes in a row, what a word calls something else, or another firm's free line."""
    raw = view.text[ends[0].start : ends[1].end]
    if _ORDER.fullmatch(raw) or _rising(raw):
        return True
    start, end = view.source(ends[0].start, ends[1].end)
    called = _after_plus(view, ends) or (_grouped(raw, ends) and _SURE.fullmatch(digits))
    if not called and around.labelled(start, end, sure=_SURE.fullmatch(digits) is not None):
        return True
    return _TOLL_FREE.fullmatch(digits) is not None and around.others(start, end)


def _judge(
    view: View, ends: tuple[Atom, Atom], digits: str, around: _Around, *, whole: bool
) -> _Candidate | None:
    start, end = view.source(ends[0].start, ends[1].end)
    raw = view.text[ends[0].start : ends[1].end]
    plus = _after_plus(view, ends)
    cued = around.cued(start, end)
    sure = _is_sure(digits, raw, plus=plus, grouped=_grouped(raw, ends), cued=cued)
    if not sure or not (whole or cued or plus or _SURE.fullmatch(digits)):
        return None
    if plus:
        start = view.source(view.text.rindex("+", 0, ends[0].start), ends[1].end)[0]
    return _Candidate(start, end, digits, sure)


def _goes_on(between: str) -> bool:
    """Whether a new clause has begun; numbers in a row are still what the first one is."""
    return _CLAUSE.search(between) is not None and any(char.isalpha() for char in between)


def _after_plus(view: View, ends: tuple[Atom, Atom]) -> bool:
    return "+" in view.text[max(0, ends[0].start - 2) : ends[0].start]


def _grouped(raw: str, ends: tuple[Atom, Atom]) -> bool:
    return _is_grouped(raw) or ends[0].spelled


def _is_sure(digits: str, raw: str, *, plus: bool, grouped: bool, cued: bool) -> bool:
    if len(digits) == _FEWEST:
        return cued and (_LOCAL.fullmatch(raw) is not None or not raw.isdecimal())
    if (plus and _ABROAD.fullmatch(digits)) or _is_spoken(digits, raw):
        return True
    if _SURE.fullmatch(digits):
        return True
    return _MOBILE.fullmatch(digits) is not None and (cued or grouped)


def _is_spoken(digits: str, raw: str) -> bool:
    """Nine digits and more said one by one are no amount and no size."""
    if any(c.isdecimal() for c in raw) or not 9 <= len(digits) <= 13:  # noqa: PLR2004
        return False
    said = len(re.findall(r"[a-zа-яё]+|[\u3400-\u9fff]", raw))
    return said >= len(digits) * 2 // 3 and digits[:6] != "123456"


def _is_grouped(raw: str) -> bool:
    """Written in at least three groups, as numbers to be dialled are."""
    return len(re.findall(r"\d+", raw)) >= 3 or not raw.isascii() or bool(re.search(r"[a-zа-я()]", raw))  # noqa: PLR2004


def _rising(raw: str) -> bool:
    """36, 37, 38, 39: sizes in a row."""
    numbers = [int(n) for n in re.findall(r"\d+", raw)]
    return len(numbers) > 3 and all(0 < b - a <= 20 for a, b in itertools.pairwise(numbers))  # noqa: PLR2004


def _scattered(reading: Reading, said: list[Chain], around: _Around, own: frozenset[str]) -> Iterator[Found]:
    """Digits with words between them that make one number together: “сначала 8916, после 555, в конце 0142”."""
    if len(said) < 2 or not around.any_cue():  # noqa: PLR2004 - one alone is not scattered
        return
    unlabelled = (
        c for c in said if not around.labelled(*reading.surface.source(c.atoms[0].start, c.atoms[-1].end))
    )
    free = list(itertools.islice(unlabelled, _MOST_DIGITS + 1))
    digits = "".join(c.digits for c in free)
    if len(free) < 2 or not _SURE.fullmatch(digits) or _tail(digits) in own:  # noqa: PLR2004
        return
    yield Found(*reading.surface.source(free[0].atoms[0].start, free[-1].atoms[-1].end), "phone")


def _over_messages(
    reading: Reading, said: list[Chain], around: _Around, own: frozenset[str]
) -> Iterator[Found]:
    """The last messages of the author, read as one: only what is little more than digits takes part."""
    history = reading.context.history[-_HISTORY:]
    if not history or not said:
        return
    here = "".join(c.digits for c in said)
    start, end = reading.surface.source(said[0].atoms[0].start, said[-1].atoms[-1].end)
    if len(here) >= 11 or around.labelled(start, end) or not _bare(reading.surface, said):  # noqa: PLR2004
        return
    before = ""
    for text in reversed(history):
        view = Views(text).surface
        earlier = list(chains(view))
        if not earlier or not _bare(view, earlier) or around.names_an_order(text):
            break
        before = "".join(c.digits for c in earlier) + before
        if _SURE.fullmatch(before + here) and _tail(before + here) not in own:
            yield Found(start, end, "split")
            return


def _bare(view: View, said: list[Chain]) -> bool:
    """Whether a message is digits and little else."""
    covered = sum(a.end - a.start for c in said for a in c.atoms)
    letters = sum(c.isalpha() for c in view.text)
    spelled = sum(a.end - a.start for c in said for a in c.atoms if a.spelled)
    return bool(covered) and letters - spelled <= _MOST_LETTERS

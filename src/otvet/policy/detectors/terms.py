"""Words and phrases of lexicons, alone or near one another."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

from otvet.policy.claims.evidence import backed
from otvet.policy.found import Detector, Found, Options
from otvet.policy.lexicon import Hit
from otvet.policy.reading import Reading

_CLOSING = " \t\n.,;:!?…。，、；：！？—–-"
Excuse = Callable[[Reading, int, int], bool]


def terms(options: Options) -> Detector:
    """Every hit of `lexicons`, unless `unless` stands in the same sentence (`unless-near`: in the same clause)."""
    lexicons = options.lexicons("lexicons", needed=True)
    options.needs.append(frozenset(lexicons))
    excused = excuse(options)
    widened = extent(options)
    note = options.text("note")
    doubtful = options.flag("doubtful")

    def detect(reading: Reading) -> Iterator[Found]:
        for hit in reading.any_hits(lexicons):
            if not excused(reading, hit.start, hit.end):
                yield Found(*widened(reading, hit.start, hit.end), note, doubtful=doubtful)

    return detect


def near(options: Options) -> Detector:
    """A hit of `lexicons` with one of `with` (and one of `also`) in the same sentence, or `in = "clause"`.

    At most `within` characters lie between them; `order = "before"`: the hit stands before its partner.
    """
    lexicons = options.lexicons("lexicons", needed=True)
    others = options.lexicons("with", needed=True)
    also = options.lexicons("also")
    options.needs += [frozenset(group) for group in (lexicons, others, also) if group]
    excused = excuse(options)
    widened = extent(options)
    within = options.number("within", 40)
    clause = options.choice("in", ("sentence", "clause")) == "clause"
    before = options.choice("order", ("any", "before")) == "before"
    note = options.text("note")
    doubtful = options.flag("doubtful")

    def detect(reading: Reading) -> Iterator[Found]:
        hits = reading.any_hits(lexicons)
        partners = reading.any_hits(others) if hits else []
        if not partners:
            return
        starts = [p.start for p in partners]
        reach = _seen(reading, within)
        for hit in hits:
            first, last = (reading.clause if clause else reading.sentence)(hit.start, hit.end)
            partner = _nearest(hit, partners, starts, reach, first=hit.end if before else first)
            if partner is None or not first <= partner.start < last:
                continue
            if also and not reading.inside(also, first, last):
                continue
            start, end = min(hit.start, partner.start), max(hit.end, partner.end)
            if not excused(reading, start, end):
                yield Found(*widened(reading, start, end), note, doubtful=doubtful)

    return detect


def excuse(options: Options) -> Excuse:
    """Whether `unless` stands in the sentence, `unless-near` in the clause, or `unless-before` shortly before it.

    `evidence`: a piece on file that speaks for the words excuses them too;
    `own-line`: a telephone number of the account's own does, where it is the only one.
    """
    evidence = options.flag("evidence")
    sentence = options.lexicons("unless")
    clause = options.lexicons("unless-near")
    before = options.lexicons("unless-before")
    text = options.lexicons("unless-anywhere")
    own_line = options.flag("own-line")

    def excused(reading: Reading, start: int, end: int) -> bool:
        return bool(
            (sentence and reading.inside(sentence, *reading.sentence(start, end)))
            or (clause and reading.inside(clause, *reading.clause(start, end)))
            or (before and any(h.end <= start for h in reading.inside(before, start - _BEFORE, start)))
            or (text and reading.any_hits(text))
            or (own_line and _names_own_line(reading, start, end))
            or (evidence and backed(reading.context, reading.text[start:end], _around(reading, start, end)))
        )

    return excused


_BEFORE = 14
_NUMBER = 7  # digits: the shortest telephone number
_TAIL = 10


def _names_own_line(reading: Reading, start: int, end: int) -> bool:
    """Whether the sentence has a telephone number of the account's own, and digits enough for no other."""
    if not reading.context.own_phones:
        return False
    said = _digits(_around(reading, start, end))
    tails = (_digits(phone)[-_TAIL:] for phone in reading.context.own_phones)
    return any(tail and tail in said and len(said) - len(tail) < _NUMBER for tail in tails)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdecimal())


def _around(reading: Reading, start: int, end: int) -> str:
    first, last = reading.sentence(start, end)
    return reading.text[first:last]


def extent(options: Options) -> Callable[[Reading, int, int], tuple[int, int]]:
    """What is shown as found: the words themselves, or with `span` the clause or the sentence around them."""
    how = options.choice("span", ("words", "clause", "sentence"))

    def widened(reading: Reading, start: int, end: int) -> tuple[int, int]:
        if how == "words":
            return start, end
        first, last = (reading.clause if how == "clause" else reading.sentence)(start, end)
        while last > end and reading.text[last - 1] in _CLOSING:
            last -= 1
        return first, last

    return widened


def _seen(reading: Reading, within: int) -> int:
    """As many characters as a reader sees: signs nobody sees between the letters bring nothing further apart."""
    length, seen = len(reading.text), len(reading.surface.text)
    return within * length // seen if seen and length * 2 > seen * 3 else within


def _nearest(hit: Hit, partners: list[Hit], starts: list[int], within: int, *, first: int) -> Hit | None:
    low = bisect_left(starts, max(first, hit.start - within - 40))
    high = bisect_right(starts, hit.end + within)
    best: tuple[int, Hit] | None = None
    for partner in partners[low : min(high, low + 50)]:
        gap = max(partner.start - hit.end, hit.start - partner.end, 0)
        overlaps = partner.start < hit.end and hit.start < partner.end
        if not overlaps and gap <= within and (best is None or gap < best[0]):
            best = gap, partner
    return best[1] if best else None

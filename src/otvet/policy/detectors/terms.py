"""Words and phrases of lexicons, alone or near one another."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from otvet.policy.found import Detector, Found, Options
from otvet.policy.lexicon import Hit
from otvet.policy.reading import Reading


def terms(options: Options) -> Detector:
    """Every hit of `lexicons`, unless `unless` stands in the same sentence."""
    lexicons = options.lexicons("lexicons", needed=True)
    unless = options.lexicons("unless")
    note = options.text("note")

    def detect(reading: Reading) -> Iterator[Found]:
        for hit in reading.any_hits(lexicons):
            if not unless or not _excused(reading, hit.start, hit.end, unless):
                yield Found(hit.start, hit.end, note)

    return detect


def near(options: Options) -> Detector:
    """A hit of `lexicons` with one of `with` in the same sentence, at most `within` characters between them."""
    lexicons = options.lexicons("lexicons", needed=True)
    others = options.lexicons("with", needed=True)
    unless = options.lexicons("unless")
    within = options.number("within", 40)
    note = options.text("note")

    def detect(reading: Reading) -> Iterator[Found]:
        hits = reading.any_hits(lexicons)
        partners = reading.any_hits(others) if hits else []
        if not partners:
            return
        starts = [p.start for p in partners]
        for hit in hits:
            first, last = reading.sentence(hit.start, hit.end)
            partner = _nearest(hit, partners, starts, within)
            if partner is None or not first <= partner.start < last:
                continue
            start, end = min(hit.start, partner.start), max(hit.end, partner.end)
            if not unless or not _excused(reading, start, end, unless):
                yield Found(start, end, note)

    return detect


def _nearest(hit: Hit, partners: list[Hit], starts: list[int], within: int) -> Hit | None:
    low = bisect_left(starts, hit.start - within - 40)
    high = bisect_right(starts, hit.end + within)
    best: tuple[int, Hit] | None = None
    for partner in partners[low : min(high, low + 50)]:
        gap = max(partner.start - hit.end, hit.start - partner.end, 0)
        overlaps = partner.start < hit.end and hit.start < partner.end
        if not overlaps and gap <= within and (best is None or gap < best[0]):
            best = gap, partner
    return best[1] if best else None


def _excused(reading: Reading, start: int, end: int, unless: tuple[str, ...]) -> bool:
    first, last = reading.sentence(start, end)
    return bool(reading.inside(unless, first, last))

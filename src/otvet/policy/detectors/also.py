"""What another rule has found and this one forbids too: a remark against somebody's age, said to them, is rude as well."""

from collections.abc import Iterator

from otvet.policy.detectors.terms import excuse
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading
from otvet.policy.verdict import SURFACES


def make(options: Options) -> Detector:
    """`of`: the codes, `on`: the surfaces where it is so, all when none is named; `with`: words that must stand in the sentence.

    It is asked last, when every other rule has spoken; the models may withdraw nothing here.
    """
    codes, where, note = options.texts("of"), frozenset(options.texts("on")), options.text("note")
    if not codes or not where <= set(SURFACES):
        raise ValueError(f"option of must name codes, and option on some of {', '.join(SURFACES)}")
    with_, excused = options.lexicons("with"), excuse(options)

    def detect(reading: Reading) -> Iterator[Found]:
        if where and reading.context.surface not in where:
            return
        for code in codes:
            for start, end in reading.placed.get(code, ()):
                if with_ and not reading.inside(with_, *reading.sentence(start, end)):
                    continue
                if not excused(reading, start, end):
                    yield Found(start, end, note)

    return detect

"""What a linear head reads in a text beyond its words; always doubtful, so that it warns at most."""

from collections.abc import Iterator

from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import BESIDE, Reading


def make(options: Options) -> Detector:
    """`head`: the code the head was trained for, `note`: which of the page's reasons it gives.  Without models nothing is found, and the verdict says so.

    `beside`: how it speaks where words have found something graver than style, or another head speaks louder:
    only if `surer`, as ever (`free`), or not at all (`silent`), because it takes one fault for two.
    """
    head = options.text("head")
    if not head:
        raise ValueError("option head must name a code")
    note, beside = options.text("note"), options.choice("beside", BESIDE)

    def detect(reading: Reading) -> Iterator[Found]:
        if reading.meaning is not None:
            for start, end in reading.meaning.found(reading, head, beside):
                yield Found(start, end, note, doubtful=True)

    return detect

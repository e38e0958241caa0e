"""One side of a talk: short answers with silences between, whose questions nobody on air has heard."""

import re
from collections.abc import Iterator

from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_SILENCE = re.compile(r"\.{2,}|…+")
_LONGEST = 48  # characters said between two silences
_LEAST = 3  # pieces that make a talk
_ANSWERS = re.compile(
    r"\s*(?:да|нет|угу|ага|мгм|ну да|хорошо|ладно|давай|алл?[оё]|привет"
    r"|yes|yeah|yep|no|nope|mm-?hm+|mhm|uh-?huh|hello|hi|okay|ok|right"
    r"|喂|嗯+|对+|好+的?|不是|不用|行|哦)(?![^\W_])",
    re.IGNORECASE,
)
_SIGN_ANSWERS = re.compile(r"\s*(?:喂|嗯|对|好|不是|不用|行|哦)")


def make(options: Options) -> Detector:
    """Pieces of at most 48 characters between silences, three or more, of which two answer somebody.

    The source is S4 on broadcasts, parallel conversations; one answer alone is a host who thinks aloud.
    """
    note = options.text("note")

    def detect(reading: Reading) -> Iterator[Found]:
        text = reading.text
        if text.count("…") + text.count("..") < _LEAST - 1:
            return
        first, start = 0, 0
        row: list[str] = []
        for silence in _SILENCE.finditer(text):
            piece = text[start : silence.start()]
            if len(piece) > _LONGEST:
                row, first = [], silence.end()
            else:
                row.append(piece)
            start = silence.end()
        if len(row) >= _LEAST - 1 and sum(map(_answers, [*row, text[start:]])) >= _LEAST - 1:
            yield Found(first, start, note)

    return detect


def _answers(piece: str) -> bool:
    return _ANSWERS.match(piece) is not None or _SIGN_ANSWERS.match(piece) is not None

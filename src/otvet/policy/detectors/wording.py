"""Words out of tone: slang and chat short forms, with the plain word where there is one."""

import re
from collections.abc import Iterator

from otvet.language.words_zh import cuts_a_word
from otvet.policy.detectors.terms import excuse
from otvet.policy.found import Detector, Found, Options
from otvet.policy.lexicon import Hit
from otvet.policy.reading import Reading

_QUOTED = re.compile(
    r"(?<!\w)'[^'\n]{1,40}'(?!\w)|«[^«»\n]{1,40}»|“[^“”\n]{1,40}”|\"[^\"\n]{1,40}\"|「[^「」\n]{1,40}」"
)
_SHORT = 2
_HAN = "\u3400"
_BEFORE_WORD = re.compile(r"(?:^|[^\W_]{2}[.,!?]?\s|[^\w\s]\s|\b[ai]\s)$", re.IGNORECASE)
_AFTER_WORD = re.compile(r"$|[，。！？]|[.,!?](?:\s|$)|\s(?:[^\W_]{2}|[^\w\s]|[ai]\b|\d|$)", re.IGNORECASE)
_BEGINS = '.!?…。！？\n:;—–-,(«“"'


def make(options: Options) -> Detector:
    """Hits of `lexicons`, and of `plain`, whose entries name the word that may stand instead (“щас => сейчас”).

    With `whole-words` a Chinese hit that begins or ends inside a word of the dictionary is none.
    What is quoted or, past the first word, begins with a capital letter is a name and passes.
    """
    slang = options.lexicons("lexicons")
    plain = options.lexicons("plain")
    if not slang and not plain:
        raise ValueError("option lexicons or plain must name a lexicon")
    excused = excuse(options)
    note = options.text("note")
    doubtful = options.flag("doubtful")
    whole = options.flag("whole-words")

    def detect(reading: Reading) -> Iterator[Found]:
        swaps = [(hit, _cased(reading.text, hit)) for hit in reading.any_hits(plain)] if plain else []
        others = [(hit, None) for hit in reading.any_hits(slang)] if slang else []
        if not swaps and not others:
            return
        names = [m.span() for m in _QUOTED.finditer(reading.text)]
        for hit, replace in [*swaps, *others]:
            if (
                not (
                    whole
                    and reading.text[hit.start] >= _HAN
                    and cuts_a_word(reading.text, hit.start, hit.end)
                )
                and not _part(reading.text, hit)
                and not _named(reading.text, hit, names)
                and not excused(reading, hit.start, hit.end)
            ):
                yield Found(hit.start, hit.end, note, replace=replace, doubtful=doubtful)

    return detect


def _part(text: str, hit: Hit) -> bool:
    """Whether a very short hit is no word of its own: “1-го”, “U型”, “r.u.n”, one of several letters spelled."""
    if hit.end - hit.start > _SHORT or text[hit.start] >= _HAN:
        return False
    before, after = text[: hit.start], text[hit.end :]
    if text[hit.start : hit.end].isupper() and before.strip() and any(c.islower() for c in text):
        return True  # “the letter U”, “chart Y”: chat writes them small
    return not _BEFORE_WORD.search(before[-3:]) or not _AFTER_WORD.match(after[:3])


def _named(text: str, hit: Hit, names: list[tuple[int, int]]) -> bool:
    if any(start < hit.start and hit.end < end for start, end in names):
        return True
    before = text[: hit.start].rstrip()
    said = text[hit.start : hit.end]
    return said[:1].isupper() and not said.isupper() and bool(before) and before[-1] not in _BEGINS


def _cased(text: str, hit: Hit) -> str:
    word = hit.entry
    return word[:1].upper() + word[1:] if text[hit.start].isupper() else word

"""Slips of spelling and of grammar; what was meant is offered where it is certain enough."""

import re
from collections.abc import Iterator

from otvet.language.agreement import far_slips
from otvet.language.grammar import slips
from otvet.language.grammar_en import english_slips
from otvet.language.spelling import meant, surely_meant
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_WORD = re.compile(r"(?<![\w@.#/\\'’*_-])[A-Za-zА-Яа-яЁё]+(?![\w@*_/\\'’-]|\.\w)")
_SPEAKS = re.compile(
    r"\s(?:thinks?|says?|asks?|writes?|wants?|wonders?|prefers?|пишет|спрашивает|говорит|считает|просит|хочет)(?!\w)"
)
_FIRST = re.compile(r"(?:^|[.!?…\n]\s*|[«“\"(]\s*)$")
_MOST_WORDS = 2_000  # of one text; the dictionary is asked once for each different word
_MOST_UNKNOWN = 60  # words that are none: more of them are another language or made to be slow


def spelling(options: Options) -> Detector:
    """Words that are none, with a frequent word one slip away; `known` are words of the trade."""
    known = options.lexicons("known")

    def detect(reading: Reading) -> Iterator[Found]:
        lang = reading.language
        if lang == "zh":
            return
        names = _named(reading)
        found = 0
        for count, word in enumerate(_WORD.finditer(reading.text)):
            if count >= _MOST_WORDS or found >= _MOST_UNKNOWN:
                return
            said = word[0]
            lowered = said.lower()
            if not (said.islower() or _begins(reading.text, word.start(), said)) or lowered in names:
                continue
            if lang == "ru" and lowered.isascii():
                continue
            if not said.islower() and _SPEAKS.match(reading.text, word.end()):
                continue  # “Inna thinks …”: somebody's name
            right = meant(lowered) if said.islower() else surely_meant(lowered)
            if right is None:
                continue
            found += 1
            if not known or not reading.inside(known, word.start(), word.end()):
                shown = right.capitalize() if said[0].isupper() else right
                yield Found(word.start(), word.end(), "spelling", {"meant": shown}, shown)

    return detect


def _begins(text: str, at: int, said: str) -> bool:
    """A capital letter only because a sentence begins."""
    return said[1:].islower() and _FIRST.search(text[max(0, at - 6) : at]) is not None


def _named(reading: Reading) -> frozenset[str]:
    """Words of the product's card and the order: names nobody else knows."""
    facts = reading.context.facts
    if facts is None:
        return frozenset()
    values = [value for section in (facts.product, facts.order) for value in (section or {}).values()]
    return frozenset(re.findall(r"[a-zа-яё]+", " ".join(map(str, values)).lower()))


def grammar(options: Options) -> Detector:
    """Case after a preposition, agreement, -тся and -ться in Russian; verbs, pairs and words that sound alike in English."""
    del options

    def detect(reading: Reading) -> Iterator[Found]:
        text = reading.text.lower()
        if reading.language == "zh" or len(text) != len(reading.text):
            return
        if reading.language == "en":
            for start, end in english_slips(text.replace("’", "'")):
                yield Found(start, end, "wrong")
            return
        for slip in (*slips(text), *far_slips(text)):
            if reading.text[slip.end - 1].islower() and not _is_name(reading.text, slip.start, slip.end):
                yield Found(slip.start, slip.end, slip.kind)

    return detect


def _is_name(text: str, start: int, end: int) -> bool:
    """The second word begins with a capital: a name, whose forms nobody knows."""
    return text[start:end].rpartition(" ")[2][:1].isupper()

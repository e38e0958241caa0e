"""Linear heads: one for each code, over a sentence's vector, its letters and words, what the lexicons found in it, and where it goes.

A model alone warns at most; what a rule's words have found already needs no second finding.
What a page calls doubtful it may withdraw (`unlikely`), never what words are sure of.
"""

import hashlib
import io
import zipfile
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from otvet.errors import PackError
from otvet.language.encoder import Encoder, sentence_encoder
from otvet.language.script import LANGUAGES, Lang, language_of
from otvet.policy.meaning import grams, lemmas, words
from otvet.policy.meaning.stretches import clauses_in, stretches_of
from otvet.policy.reading import Reading
from otvet.policy.verdict import SURFACES, Surface

VECTOR_SCALE = 4.0
GRAM_SCALE = 6.0
WORD_SCALE = 6.0
LEMMA_SCALE = 6.0
FLAG_SCALE = 1.0
SURER = 0.3  # log-odds above its limit at which a head speaks of a part: out of its text a sentence looks worse than it is
BESIDE = 1.0  # the same beside another fault: it is taken for two more often than there are two (docs/measured/gate.md)
UNLIKELY = -2.0  # log-odds below which a doubtful hint of the words is withdrawn: less than one in eight
AHEAD = 0.7  # share of a head's margin within which a text is read ahead, before its lexicons are known (measured)
LEAST_SCORE = 0.05  # a lower probability says nothing that an appeal could turn on
_FILE = "heads.npz"
_MOST_KEPT = 4_096  # vectors of 2 kB
TABLES = {"grams": GRAM_SCALE, "words": WORD_SCALE, "lemmas": LEMMA_SCALE}
WEIGHTS = ("vectors", *TABLES, "flags", "where", "bias", "thresholds", "gist", "margin", "asked")
BYTES = ("vectors", *TABLES)  # kept as one signed byte each, with a scale for every head
WHERE = (*SURFACES, *LANGUAGES)
_WHOLE = f"{__name__} whole"
_CLOSING = " \t\n.,;:!?…。，、；：！？—–-"

Rows = NDArray[np.float32]


class Table(NamedTuple):
    """What each of many buckets says to every head, in signed bytes: a text asks for a few hundred rows of megabytes."""

    bytes: NDArray[np.int8]  # buckets x codes: a text's rows lie together
    scale: Rows  # codes


class Heads(NamedTuple):
    """The weights of every head, and from which probability on each speaks, by language."""

    codes: tuple[str, ...]
    lexicons: tuple[str, ...]
    vectors: Rows  # codes x 512
    grams: Table
    words: Table
    lemmas: Table
    flags: Rows  # lexicons x codes
    where: (
        Rows  # WHERE x codes: a chat is not a broadcast, and languages differ in how much their letters say
    )
    bias: Rows  # codes
    thresholds: Rows  # codes x languages, as log-odds
    gist: Rows  # codes x GIST: what a text's vector will say, guessed from its gist
    margin: Rows  # codes: how far beyond the guess three vectors of a thousand say more
    asked: Rows  # surfaces x codes: 1 where a head was taught to judge
    hash: str

    def spelled(self, text: str) -> Rows:
        """What the letters and words of a text alone say, as log-odds by code."""
        out = np.zeros(len(self.codes), dtype=np.float32)
        for kind, table in ((grams, self.grams), (words, self.words), (lemmas, self.lemmas)):
            buckets, values = kind.counted(text)
            out += values @ table.bytes[buckets] * table.scale
        return out

    def going(self, surface: Surface, language: Lang) -> Rows:
        """What the surface and the language of a text say before it is read."""
        said = self.where[WHERE.index(surface)] + self.where[WHERE.index(language)]
        return np.asarray(said, dtype=np.float32)


class Glance(NamedTuple):
    """What is known of a text before the encoder has read it, as log-odds by code."""

    spelled: Rows
    guess: Rows  # what its vector will say


class Window(NamedTuple):
    """A stretch of the text that was taken at once, and the log-odds of every head there; guessed where no head comes near its limit."""

    start: int
    end: int
    part: bool  # of a longer window
    logits: Rows
    read: bool  # by the encoder


Spoken = tuple[Window, float]  # where a head speaks, and how far above its limit


class Meaning:
    """The heads with their encoder, ready to score readings."""

    def __init__(self, heads: Heads, encoder: Encoder) -> None:
        self.heads = heads
        self._encoder = encoder
        self._place = {code: at for at, code in enumerate(heads.codes)}
        self._flag = {name: at for at, name in enumerate(heads.lexicons)}
        self._kept: OrderedDict[str, Rows] = OrderedDict()
        self._glances: OrderedDict[str, Glance] = OrderedDict()
        self.hash = hashlib.blake2b(f"{heads.hash} {encoder.name}".encode(), digest_size=16).hexdigest()

    def windows(self, reading: Reading, *, whole: bool = False) -> list[Window]:
        """At most eight windows of the text, each scored; `whole`: read by the encoder also where no head can speak.

        A head speaks on the encoder's vector alone.  Where even a vector that says much more than the guess
        would leave every head below its limit, the vector is not worked out (decision 0015).
        """
        heads, spans = self.heads, stretches_of(reading.text)
        texts = [seen(reading.text[one.start : one.end]) for one in spans]
        glances = [self._glance(text) for text in texts]
        flags = [
            heads.flags[self._flags(reading, one.start, one.end)].sum(axis=0) * np.float32(FLAG_SCALE)
            for one in spans
        ]
        sure = (
            np.stack([one.spelled for one in glances])
            + np.stack(flags)
            + heads.bias
            + heads.going(reading.context.surface, reading.language)
        )
        logits = sure + np.stack([one.guess for one in glances])
        surer = np.array([[SURER * one.part] for one in spans], dtype=np.float32)
        near = logits + heads.margin >= self._limits(reading.language) + surer
        unsure = (near & self._asked(reading.context.surface)).any(axis=1) | whole
        if unsure.any():
            read = self._vectors([text for text, one in zip(texts, unsure, strict=True) if one])
            logits[unsure] = sure[unsure] + read @ heads.vectors.T * np.float32(VECTOR_SCALE)
        return [Window(*span, row, bool(one)) for span, row, one in zip(spans, logits, unsure, strict=True)]

    def read_ahead(self, texts: Iterable[tuple[str, Surface]]) -> None:
        """Read at once what must be read of several texts, which costs a third of reading one after the other.

        What the lexicons say is not known yet, so this is a guess of what `windows` will ask for; what it misses is read there.
        """
        heads, most = self.heads, self.heads.bias + AHEAD * self.heads.margin
        doubtful = []
        for text, surface in texts:
            language = language_of(text)
            limits = self._limits(language) - heads.going(surface, language) - most
            for start, end, _ in stretches_of(text):
                one = self._glance(part := seen(text[start:end]))
                if ((one.spelled + one.guess >= limits) & self._asked(surface)).any():
                    doubtful.append(part)
        if doubtful:
            self._vectors(doubtful)

    def close(self) -> None:
        """End what the encoder keeps running."""
        self._encoder.close()

    def _limits(self, language: Lang) -> Rows:
        return self.heads.thresholds[:, LANGUAGES.index(language)]

    def _asked(self, surface: Surface) -> NDArray[np.bool_]:
        return np.asarray(self.heads.asked[SURFACES.index(surface)] > 0)

    def _glance(self, text: str) -> Glance:
        known = self._glances.get(text)
        if known is None:
            guess = self.heads.gist @ self._encoder.gist(text)
            known = self._glances[text] = Glance(self.heads.spelled(text), guess)
            while len(self._glances) > _MOST_KEPT:
                self._glances.popitem(last=False)
        return known

    def _vectors(self, texts: Sequence[str]) -> Rows:
        """A row a text; what was read lately (typed, then sent) is not read again."""
        known = {text: self._kept.get(text) for text in texts}
        new = [text for text, row in known.items() if row is None]
        if new:
            read = dict(zip(new, self._encoder.vectors(new), strict=True))
            known.update(read)
            self._kept.update(read)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return np.stack([row for text in texts if (row := known[text]) is not None])

    def _flags(self, reading: Reading, start: int, end: int) -> list[int]:
        """The places of the lexicons that found something in a stretch."""
        there = self._flag.keys() & reading.lexicons_there
        if not start and end == len(reading.text):
            return [self._flag[name] for name in sorted(there) if reading.some(name)]
        return [self._flag[name] for name in sorted(there) if reading.inside((name,), start, end)]

    def found(self, reading: Reading, code: str, beside: str = "surer") -> list[tuple[int, int]]:
        """Where a head speaks: in each window above its threshold the clauses that made it speak.

        `beside`: how it speaks beside another fault, see `detectors.meaning`.
        """
        at = self._place.get(code)
        if at is None:
            return []
        speaking = reading.kept.get(__name__)
        if not isinstance(speaking, dict):
            speaking = reading.kept[__name__] = self._speaking(reading)
        spoken = speaking.get(at, [])
        if spoken and beside != "free" and (reading.faulty or len(speaking) > 1):
            spoken = _beside(
                spoken, [one for other, one in speaking.items() if other != at], beside, faulty=reading.faulty
            )
        return [self._clauses(reading, window, at) for window, _ in spoken]

    def _speaking(self, reading: Reading) -> dict[int, list[Spoken]]:
        """Of each head that speaks the windows it speaks in, once a check for all heads."""
        limits, asked = self._limits(reading.language), self._asked(reading.context.surface)
        out: dict[int, list[Spoken]] = {}
        for window in reading.meaning_windows:
            if window.read:
                above = window.logits - limits - SURER * window.part
                for at in np.flatnonzero((above >= 0) & asked).tolist():
                    out.setdefault(at, []).append((window, float(above[at])))
        return out

    def unlikely(self, reading: Reading, code: str) -> bool:
        """Whether the head of a code has read the whole text and finds it unlikely everywhere; without a head it has no say."""
        at = self._place.get(code)
        if at is None or stretches_of(reading.text)[-1].end < len(reading.text):
            return False
        windows = reading.kept.get(_WHOLE)
        if not isinstance(windows, list):
            windows = reading.kept[_WHOLE] = self.windows(reading, whole=True)
        return all(window.logits[at] < UNLIKELY for window in windows)

    def scores(self, reading: Reading) -> dict[str, float]:
        """The probability each head gives the text's likeliest window; what is below `LEAST_SCORE` is left out."""
        if not reading.meaning_windows:
            return {}
        highest = np.max([window.logits for window in reading.meaning_windows], axis=0)
        shares = (1 / (1 + np.exp(-highest))).tolist()
        return {
            code: round(share, 3)
            for code, share in zip(self.heads.codes, shares, strict=True)
            if share >= LEAST_SCORE
        }

    def _clauses(self, reading: Reading, window: Window, at: int) -> tuple[int, int]:
        """The stretch of clauses around the one whose words speak loudest."""
        parts = clauses_in(reading, window.start, window.end)
        scores = [float(self.heads.spelled(seen(reading.text[a:b]))[at]) for a, b in parts]
        best = max(range(len(parts)), key=scores.__getitem__)
        first = last = best
        while first and scores[first - 1] > scores[best] / 2 > 0:
            first -= 1
        while last + 1 < len(parts) and scores[last + 1] > scores[best] / 2 > 0:
            last += 1
        start, end = parts[first][0], parts[last][1]
        while end > start + 1 and reading.text[end - 1] in _CLOSING:
            end -= 1
        return start, end


def _beside(spoken: list[Spoken], others: Sequence[list[Spoken]], how: str, *, faulty: bool) -> list[Spoken]:
    """What is left of a head's windows beside another fault: nothing where it is to be silent, else those it is surer of."""
    if how == "silent":
        return []
    mine = max(above for _, above in spoken)
    if faulty or any(above > mine for other in others for _, above in other):
        return [one for one in spoken if one[1] >= BESIDE]
    return spoken


def seen(text: str) -> str:
    """A text as the models read it: any run of white space is one space."""
    return " ".join(text.split())


def flags_of(reading: Reading, lexicons: Sequence[str], start: int, end: int) -> Rows:
    """Which lexicons found something in a stretch."""
    found = [
        float(bool(reading.inside((name,), start, end))) if reading.has(name) else 0.0 for name in lexicons
    ]
    return np.asarray(found, dtype=np.float32) * np.float32(FLAG_SCALE)


def heads_from(content: bytes) -> Heads:
    """Heads from the bytes of an npz file; nothing in it is ever executed."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as kept:
            weights = {name: kept[name].astype(np.float32) for name in WEIGHTS if name not in TABLES}
            weights["vectors"] *= kept["vectors_scale"][:, None]
            tables = [_table(kept, name) for name in TABLES]
            codes, lexicons = tuple(map(str, kept["codes"])), tuple(map(str, kept["lexicons"]))
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise PackError(f"{_FILE}: these are no heads: {error}") from None
    for name in ("flags", "where"):
        weights[name] = np.ascontiguousarray(weights[name].T)
    mark = hashlib.blake2b(content, digest_size=16).hexdigest()
    grams_, words_, lemmas_ = tables
    return Heads(
        codes=codes, lexicons=lexicons, hash=mark, grams=grams_, words=words_, lemmas=lemmas_, **weights
    )


def _table(kept: Mapping[str, Any], name: str) -> Table:
    rows = np.ascontiguousarray(kept[name].astype(np.int8).T)
    return Table(rows, kept[f"{name}_scale"].astype(np.float32) * np.float32(TABLES[name]))


@cache
def bundled() -> Meaning:
    """The heads that come with Otvet, with the encoder they were trained on."""
    return bundled_with(sentence_encoder())


def bundled_with(encoder: Encoder) -> Meaning:
    """The same with an encoder that is elsewhere."""
    return Meaning(heads_from((files("otvet.policy.meaning") / _FILE).read_bytes()), encoder)

"""Train the gate's heads from the corpus, and say how well they read a hand they have not seen.

python training/gate/train.py                        trains on all hands, writes heads.npz of src/otvet/policy/meaning
python training/gate/train.py --held-out [HAND ...]  trains without each hand in turn and prints the table for docs/measured
"""

import argparse
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from corpus import FURTHER, HANDS, MEANT, Line, judged, lines
from evaluate import f1
from linear import Asked, Rows, fit
from sklearn.linear_model import LogisticRegression

from otvet.knowledge.guides import articles
from otvet.language.encoder import sentence_encoder
from otvet.language.script import language_of
from otvet.policy import Context, Gate
from otvet.policy.meaning import grams, lemmas, words
from otvet.policy.meaning import heads as shape
from otvet.policy.reading import Reading

CODES = (*MEANT, *FURTHER)
KINDS = {"grams": grams, "words": words, "lemmas": lemmas}
# The writers of rules looked at these, at hands 17 to 19 where words found too much: what words find there is flattering.
# Hand 10 is theirs, hand 35 was mended for: they teach what is clean and set no limit.
SEEN_BY_RULES = ("hand-1", "hand-2", "hand-10", "hand-17", "hand-18", "hand-19", "hand-35")
CALM = "calm"  # the hand of what is said a thousand times a day and of our help centre: always learnt from, never measured
# told of in a few hands alone, of which a fold leaves out all of one language
TOLD_BY_FEW = ("profanity", "off-policy", "literacy")
STYLE = frozenset(
    {"informal-style", "literacy", "negative-emotion", "off-policy"}
)  # the group `style` of the pack
FREE, SILENT = frozenset({"rudeness"}), frozenset({"external-resource"})  # as the pages have it
FOLDS = 3  # parts the other hands are left out in, to learn what a head says of what it has not seen
MOST_FALSE = 0.005  # of clean lines a head may flag; half of them are look-alikes
MOST_ORDINARY = 0.001  # of ordinary messages a head may flag
LEAST_SURE = 0.3  # log-odds from which a head may speak at all: four to three that it is right (chosen with two exams in view)
MOST_HELPING = 0.005  # of the sentences of our help centre a head may flag
MOST_RAISED = 1.5  # log-odds: platform talk is not what sellers say, it may not silence a head
MOST_OVERHEARD = (
    0.003  # of texts whose vector may say more to a head than guess and margin together (decision 0015)
)
LEAST_SQUARE = 1e-2
MARGIN = 0.3  # log-odds above the loudest calm line
LEAST = 8  # characters of a sentence
RARE = 5.0  # the logarithm of how much rarer than a line a column is, at which its scale is 1
FILE = Path(shape.__file__).with_name("heads.npz")


class Seen(NamedTuple):
    """The corpus as the heads see it."""

    lines: list[Line]
    rows: Rows
    scale: np.ndarray  # by column: a rare gram or word may weigh more than one that stands everywhere
    said: dict[str, np.ndarray]  # by code: where the words alone find it
    sure: dict[str, np.ndarray]  # where they do even if the models find everything unlikely
    lexicons: tuple[str, ...]


class Trained(NamedTuple):
    """One linear head for each code: weights over all features, and the log-odds from which it speaks."""

    weights: np.ndarray
    bias: np.ndarray
    limits: np.ndarray


def look(gate: Gate) -> Seen:
    """Every line as a row: vector, n-grams, words, lexicons, where it goes."""
    corpus = [*lines(), *(Line(CALM, "", "chat", t, "ordinary", frozenset(), "passes") for t in _calm())]
    lexicons = gate._pack.lexicons  # noqa: SLF001 - the training looks inside
    names = tuple(sorted(lexicons.names))
    encoder = sentence_encoder()
    texts = [shape.seen(line.text) for line in corpus]
    vectors = np.vstack([encoder.vectors(texts[at : at + 64]) for at in range(0, len(texts), 64)])
    readings = (Reading(line.text, Context(surface=line.context), lexicons) for line in corpus)  # type: ignore[arg-type]
    flags = sp.csr_matrix(np.vstack([shape.flags_of(r, names, 0, len(r.text)) for r in readings]))
    tables = {name: _table(texts, KINDS[name]) for name in shape.TABLES}
    others = [*(tables[name] * scale for name, scale in shape.TABLES.items()), flags, _where(corpus)]
    fixed = [np.ones(part) for part in (vectors.shape[1], flags.shape[1] + len(shape.WHERE))]
    scale = np.concatenate([fixed[0], *map(_rarity, tables.values()), fixed[1]]).astype(np.float32)
    rows = Rows(
        (vectors * shape.VECTOR_SCALE).astype(np.float32), sp.hstack(others).tocsr().astype(np.float32)
    )
    sure = Gate(gate._pack, Denying(), proven=True)  # noqa: SLF001 - the training looks inside
    return Seen(corpus, rows, scale, _found(gate, corpus), _found(sure, corpus), names)


class Denying:
    """Models that find nothing and think everything unlikely: beside them the words say only what they are sure of."""

    hash = "denying"

    def windows(self, _reading: Reading) -> list[object]:
        return []

    def read_ahead(self, _texts: Iterable[object]) -> None:
        """Nothing to read."""

    def close(self) -> None:
        """Nothing runs."""

    def found(self, _reading: Reading, _code: str, _beside: str) -> list[tuple[int, int]]:
        return []

    def unlikely(self, _reading: Reading, _code: str) -> bool:
        return True

    def scores(self, _reading: Reading) -> dict[str, float]:
        return {}


def _table(texts: Sequence[str], kind: object) -> sp.csr_matrix:
    """A row a text, a column a bucket; `kind` is the module that counts."""
    counted = [kind.counted(text) for text in texts]  # type: ignore[attr-defined]
    pointers = np.cumsum([0, *(len(places) for places, _ in counted)])
    values, places = (np.concatenate([one[at] for one in counted]) for at in (1, 0))
    return sp.csr_matrix((values, places, pointers), (len(texts), kind.BUCKETS))  # type: ignore[attr-defined]


def _rarity(table: sp.csr_matrix) -> np.ndarray:
    standing = np.asarray((table > 0).sum(axis=0)).ravel() + 1.0
    return np.log(table.shape[0] / standing) / RARE


def _where(corpus: Sequence[Line]) -> sp.csr_matrix:
    table = np.zeros((len(corpus), len(shape.WHERE)))
    for row, line in zip(table, corpus, strict=True):
        row[[shape.WHERE.index(line.context), shape.WHERE.index(language_of(line.text))]] = 1
    return sp.csr_matrix(table)


def _found(gate: Gate, corpus: Sequence[Line]) -> dict[str, np.ndarray]:
    found = [{f.rule for f in gate.check(c.text, Context(surface=c.context)).findings} for c in corpus]  # type: ignore[arg-type]
    return {code: np.array([code in one for one in found]) for code in CODES}


def asked_of(seen: Seen, codes: Sequence[str]) -> Asked:
    """What each head should say, and which lines it learns from: where its code is judged, and what is clean elsewhere."""
    where = [judged(code) for code in codes]
    truth = np.array([[code in line.codes for code in codes] for line in seen.lines])
    counts = np.array([[line.context in one or not line.codes for one in where] for line in seen.lines])
    return Asked(truth, counts)


def fitted(seen: Seen, asked: Asked, hands: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Weights and biases from some hands and what is calm."""
    chosen = np.array([line.hand in hands or line.hand == CALM for line in seen.lines])
    return fit(seen.rows.of(chosen), Asked(asked.truth[chosen], asked.counts[chosen]), seen.scale)


def train(seen: Seen, hands: Sequence[str], codes: Sequence[str] = CODES) -> Trained:
    """All heads; calibrated and limited by what each says of the hands it was not shown."""
    asked = asked_of(seen, codes)
    honest = [hand for hand in hands if hand not in SEEN_BY_RULES] or hands
    logits = crossed(seen, asked, (hands, honest))
    for at, code in enumerate(codes):
        if code in TOLD_BY_FEW:
            _in_parts(seen, (code, at), hands, logits)
    return limited(seen, codes, Unseen(honest, logits), fitted(seen, asked, hands))


def _in_parts(seen: Seen, code: tuple[str, int], hands: Sequence[str], logits: np.ndarray) -> None:
    """What a head says of parts of files it was not shown, in place: without a hand it would not know that hand's language."""
    name, at = code
    asked = asked_of(seen, (name,))
    told = {line.hand for line in seen.lines if name in line.codes}
    files: dict[tuple[str, str], list[int]] = {}
    for place, line in enumerate(seen.lines):
        if line.hand in told and line.hand in hands:
            files.setdefault((line.hand, line.about), []).append(place)
    for part in range(FOLDS):
        here = np.zeros(len(seen.lines), dtype=bool)
        for places in files.values():
            here[places[len(places) * part // FOLDS : len(places) * (part + 1) // FOLDS]] = True
        learnt = np.array([line.hand in hands or line.hand == CALM for line in seen.lines]) & ~here
        heads = fit(seen.rows.of(learnt), Asked(asked.truth[learnt], asked.counts[learnt]), seen.scale)
        logits[here, at] = seen.rows.of(here).scored(*heads)[:, 0]


class Unseen(NamedTuple):
    """Some hands, and the log-odds of every head for their lines (lines x heads) when it was not shown them."""

    hands: Sequence[str]
    logits: np.ndarray


def crossed(seen: Seen, asked: Asked, hands: tuple[Sequence[str], Sequence[str]]) -> np.ndarray:
    """What heads made of `hands[0]` say of `hands[1]`, each of these left out once."""
    logits = np.zeros(asked.truth.shape)
    learnt, honest = hands
    for unseen in (honest[at::FOLDS] for at in range(min(FOLDS, len(honest)))):
        here = np.array([line.hand in unseen for line in seen.lines])
        heads = fitted(seen, asked, [hand for hand in learnt if hand not in unseen])
        logits[here] = seen.rows.of(here).scored(*heads)
    return logits


def limited(
    seen: Seen, codes: Sequence[str], unseen: Unseen, heads: tuple[np.ndarray, np.ndarray]
) -> Trained:
    """Heads whose log-odds mean what they say, each with its limit."""
    asked = asked_of(seen, codes)
    measured = np.array([line.hand in unseen.hands for line in seen.lines])
    ordinary = np.array([line.about == "ordinary" for line in seen.lines])
    slopes, shifts, limits = [], [], []
    for at, code in enumerate(codes):
        mine = measured & asked.counts[:, at]
        truth, logits = asked.truth[mine, at], unseen.logits[mine, at]
        scale = LogisticRegression(C=1e6).fit(logits[:, None], truth)
        slopes.append(float(scale.coef_[0, 0]))
        shifts.append(float(scale.intercept_[0]))
        said = Said(truth, seen.said[code][mine], ordinary[mine])
        limits.append(limit(logits * slopes[-1] + shifts[-1], said))
    weights, bias = heads
    return Trained((weights * slopes).T, bias * slopes + shifts, np.array(limits))


class Said(NamedTuple):
    """Of the lines a limit is chosen on: which break the code, where words say so, which are ordinary messages."""

    truth: np.ndarray
    words: np.ndarray
    ordinary: np.ndarray


def limit(logits: np.ndarray, said: Said) -> float:
    """The log-odds from which words and head together are best, with few clean lines flagged by the head."""
    clean = ~said.truth
    best = (0.0, 9.0)
    for at in np.arange(LEAST_SURE, 4.0, 0.1):
        alone = (logits >= at) & clean & ~said.words
        if (
            alone.sum() > MOST_FALSE * clean.sum()
            or (alone & said.ordinary).sum() > MOST_ORDINARY * said.ordinary.sum()
        ):
            continue
        both = (logits >= at) | said.words
        found, false, missed = (both & said.truth), (both & clean), (~both & said.truth)
        best = max(best, (f1(int(found.sum()), int(false.sum()), int(missed.sum()))[2], float(at)))
    return best[1]


def calm_texts() -> tuple[list[str], list[str]]:
    """What is said a thousand times a day, and every sentence of the help centre."""
    calm = (Path(__file__).parent / "calm.txt").read_text("utf-8").splitlines()
    pages = (re.sub(r"<[^>]+>", " ", one.html) for lang in ("ru", "en", "zh") for one in articles(lang))
    said = (part.strip() for page in pages for part in re.split(r"(?<=[.!?])\s+|(?<=[。！？])|\n", page))
    return calm, [part for part in said if len(part) >= LEAST]


def _calm() -> list[str]:
    calm, helping = calm_texts()
    return [*calm, *helping]


def calmed(gate: Gate, meaning: shape.Meaning, limits: np.ndarray) -> np.ndarray:
    """Limits at which no head speaks in a calm line, and in few sentences of the help centre."""
    raised = limits.copy()
    calm, helping = (np.array([_loudest(gate, meaning, text) for text in texts]) for texts in calm_texts())
    for at, limit_ in enumerate(limits):
        few = np.sort(helping[:, at])[-int(len(helping) * MOST_HELPING) - 1]
        raised[at] = max(limit_, min(few + 0.01, limit_ + MOST_RAISED), calm[:, at].max() + MARGIN)
        print(f"{CODES[at]:26}{limit_:6.2f} raised to {raised[at]:6.2f}")
    return raised


def _loudest(gate: Gate, meaning: shape.Meaning, text: str) -> np.ndarray:
    reading = Reading(text, Context(), gate._pack.lexicons, meaning)  # noqa: SLF001 - the training looks inside
    return np.max([window.logits for window in meaning.windows(reading, whole=True)], axis=0)


def held_out(seen: Seen, codes: Sequence[str], hands: Sequence[str]) -> None:
    """The table: each hand judged by heads that never saw it."""
    print(
        "| hand | rules alone | heads alone | both | clean lines flagged | ordinary messages flagged |\n| --- | --- | --- | --- | --- | --- |"
    )
    for hand in hands:
        trained = train(seen, [other for other in HANDS if other != hand], codes)
        here = np.array([line.hand == hand for line in seen.lines])
        logits = seen.rows.scored(trained.weights.T.astype(np.float32), trained.bias)
        speaks = _speaking(seen, codes, logits - trained.limits)
        ways: dict[str, list[float]] = {"rules": [], "heads": [], "both": []}
        flagged = np.zeros(len(seen.lines), dtype=bool)
        for at, code in enumerate(codes):
            asked = here & np.array([line.context in judged(code) for line in seen.lines])
            truth, said = np.array([code in line.codes for line in seen.lines]), seen.said[code]
            both = speaks[:, at] | seen.sure[code] | (said & (logits[:, at] >= shape.UNLIKELY))
            for way, found in (("rules", said), ("heads", speaks[:, at]), ("both", both)):
                counts = ((found & truth), (found & ~truth), (~found & truth))
                ways[way].append(f1(*(int((one & asked).sum()) for one in counts))[2])
            flagged |= asked & both
        clean = here & np.array([not line.codes for line in seen.lines])
        ordinary = clean & np.array([line.about == "ordinary" for line in seen.lines])
        print(_row(hand, ways, [flagged[one].mean() if one.any() else 0.0 for one in (clean, ordinary)]))
        for at, code in enumerate(codes):
            each = " ".join(f"{ways[way][at]:.2f}" for way in ways)
            print(f"   {code} {each} ({trained.limits[at]:.1f})")


def _speaking(seen: Seen, codes: Sequence[str], above: np.ndarray) -> np.ndarray:
    """Which heads speak of which lines, by how far each is above its limit: beside another fault only as their pages say."""
    nothing = np.zeros(len(seen.lines), dtype=bool)
    grave = np.stack([nothing if code in STYLE else seen.said[code] for code in codes], axis=1)
    speaks = above >= 0
    for at, code in enumerate(codes):
        others = np.delete(above, at, axis=1).max(axis=1)
        beside = np.delete(grave, at, axis=1).any(axis=1) | (others > np.maximum(above[:, at], 0))
        if code in SILENT:
            speaks[:, at] &= ~(beside | (others >= 0))
        elif code not in FREE:
            speaks[:, at] &= ~beside | (above[:, at] >= shape.BESIDE)
    return speaks


def _row(hand: str, ways: dict[str, list[float]], flagged: list[float]) -> str:
    means = [sum(one[: len(MEANT)]) / len(MEANT) for one in ways.values()]
    return f"| {hand} | " + " | ".join(f"{value:.3f}" for value in (*means, *flagged)) + " |"


class Guessed(NamedTuple):
    """How what a text's vector says to every head is guessed from its gist, and beyond which margin hardly any vector says more."""

    weights: np.ndarray
    margin: np.ndarray


def guessed(seen: Seen, weights: np.ndarray) -> Guessed:
    """Least squares over every line; `weights` of the heads for vectors (heads x columns)."""
    encoder = sentence_encoder()
    gists = np.stack([encoder.gist(shape.seen(line.text)) for line in seen.lines]).astype(np.float64)
    said = seen.rows.vectors @ weights.T
    squares = gists.T @ gists + LEAST_SQUARE * np.eye(gists.shape[1])
    guess = np.linalg.solve(squares, gists.T @ said)
    return Guessed(guess.T, np.quantile(said - gists @ guess, 1 - MOST_OVERHEARD, axis=0))


def write(seen: Seen, trained: Trained, guess: Guessed) -> None:
    """The heads as an npz of signed bytes, each head and part with its own scale."""
    buckets = (KINDS[name].BUCKETS for name in shape.TABLES)
    sizes = [seen.rows.vectors.shape[1], *buckets, len(seen.lexicons)]
    parts = dict(zip(shape.WEIGHTS, np.split(trained.weights, np.cumsum(sizes), axis=1), strict=False))
    kept: dict[str, np.ndarray] = {name: parts[name].astype(np.float32) for name in ("flags", "where")}
    for name in shape.BYTES:
        scale = np.abs(parts[name]).max(axis=1) / 127
        kept[name] = np.round(parts[name] / scale[:, None]).astype(np.int8)
        kept[f"{name}_scale"] = scale.astype(np.float32)
    np.savez_compressed(
        FILE,
        codes=np.array(CODES),
        lexicons=np.array(seen.lexicons),
        bias=trained.bias.astype(np.float32),
        thresholds=np.repeat(trained.limits[:, None], 3, axis=1).astype(np.float32),
        gist=guess.weights.astype(np.float32),
        margin=guess.margin.astype(np.float32),
        asked=np.array([[surface in judged(code) for code in CODES] for surface in shape.SURFACES]),
        **kept,
    )
    print(f"{FILE.name}: {FILE.stat().st_size / 1e6:.2f} MB, {len(CODES)} heads, {len(seen.lines)} lines")


def main() -> None:
    """Train, or show what training without a hand is worth."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--held-out", nargs="*", choices=HANDS, metavar="HAND")
    args = parser.parse_args()
    seen = look(Gate.load())
    if args.held_out is not None:
        held_out(seen, CODES, args.held_out or HANDS)
    else:
        trained = train(seen, HANDS)
        guess = guessed(seen, trained.weights[:, : seen.rows.vectors.shape[1]])
        write(seen, trained, guess)
        meaning = shape.Meaning(shape.heads_from(FILE.read_bytes()), sentence_encoder())
        write(seen, trained._replace(limits=calmed(Gate.load(), meaning, trained.limits)), guess)


if __name__ == "__main__":
    main()

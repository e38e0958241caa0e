"""Train the gate's heads from the corpus, and say how well they read a hand they have not seen.

python training/gate/train.py               trains on all hands, writes src/otvet/policy/meaning/heads.npz and its card
python training/gate/train.py --held-out    trains without each hand in turn and prints the table for docs/measured
"""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from corpus import FURTHER, HANDS, MEANT, Line, judged, lines
from evaluate import f1
from sklearn.linear_model import LogisticRegression

from otvet.knowledge.guides import articles
from otvet.language.encoder import sentence_encoder
from otvet.policy import Context, Gate
from otvet.policy.meaning import heads as shape
from otvet.policy.meaning.grams import BUCKETS, counted
from otvet.policy.reading import Reading

CODES = (*MEANT, *FURTHER)
STRENGTH = 1.0  # inverse of the regularisation
SEEN_BY_RULES = (
    "hand-1",
    "hand-2",
)  # the writers of rules looked at these: what words find there is flattering
MOST_FALSE = 0.002  # of clean lines a head may flag
MOST_HELPING = 0.005  # of the sentences of our help centre a head may flag
MOST_RAISED = 1.5  # log-odds: platform talk is not what sellers say, it may not silence a head
MARGIN = 0.3  # log-odds above the loudest calm line
LEAST = 8  # characters of a sentence
FILE = Path(shape.__file__).with_name("heads.npz")


class Seen(NamedTuple):
    """The corpus as the heads see it."""

    lines: list[Line]
    features: sp.csr_matrix
    said: dict[str, np.ndarray]  # by code: where the words alone find it
    lexicons: tuple[str, ...]


class Trained(NamedTuple):
    """One linear head for each code: weights over all features, and the log-odds from which it speaks."""

    weights: np.ndarray
    bias: np.ndarray
    limits: np.ndarray


def look(gate: Gate) -> Seen:
    """Every line as a row: vector, n-grams, lexicons."""
    corpus = list(lines())
    names = tuple(sorted(gate._pack.lexicons.names))  # noqa: SLF001 - the training looks inside
    lexicons = gate._pack.lexicons  # noqa: SLF001 - the training looks inside
    readings = [Reading(line.text, Context(surface=line.context), lexicons) for line in corpus]  # type: ignore[arg-type]
    encoder = sentence_encoder()
    texts = [shape.seen(line.text) for line in corpus]
    vectors = np.vstack([encoder.vectors(texts[at : at + 64]) for at in range(0, len(texts), 64)])
    grams = [counted(text) for text in texts]
    pointers = np.cumsum([0, *(len(buckets) for buckets, _ in grams)])
    spelled = sp.csr_matrix(
        (np.concatenate([v for _, v in grams]), np.concatenate([b for b, _ in grams]), pointers),
        (len(texts), BUCKETS),
    )
    flags = np.vstack([shape.flags_of(r, names, 0, len(r.text)) for r in readings])
    features = sp.hstack(
        [sp.csr_matrix(vectors * shape.VECTOR_SCALE), spelled * shape.GRAM_SCALE, sp.csr_matrix(flags)]
    )
    found = [
        {f.rule for f in gate.check(line.text, Context(surface=line.context)).findings} for line in corpus
    ]  # type: ignore[arg-type]
    said = {code: np.array([code in one for one in found]) for code in CODES}
    return Seen(corpus, features.tocsr(), said, names)


def rows(seen: Seen, code: str, hands: Sequence[str]) -> np.ndarray:
    """The lines a head learns from: where its code is judged, and what is clean elsewhere."""
    where = judged(code)
    return np.array([line.hand in hands and (line.context in where or not line.codes) for line in seen.lines])


def labels(seen: Seen, code: str) -> np.ndarray:
    return np.array([code in line.codes for line in seen.lines])


def fit(seen: Seen, code: str, hands: Sequence[str]) -> tuple[np.ndarray, float]:
    """The weights and the bias of one head."""
    mine = rows(seen, code, hands)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=7, tol=1e-3)
    model.fit(seen.features[mine], labels(seen, code)[mine])
    return model.coef_[0], float(model.intercept_[0])


def train(seen: Seen, hands: Sequence[str], codes: Sequence[str] = CODES) -> Trained:
    """All heads; calibrated and limited by what each says of the hands it was not shown."""
    weights, biases, limits = [], [], []
    for code in codes:
        mine, truth = rows(seen, code, hands), labels(seen, code)
        crossed = np.zeros(len(seen.lines))
        honest = [hand for hand in hands if hand not in SEEN_BY_RULES] or hands
        for hand in honest:
            others = [other for other in hands if other != hand]
            weight, bias = fit(seen, code, others)
            here = np.array([line.hand == hand for line in seen.lines])
            crossed[here] = seen.features[here] @ weight + bias
        mine = mine & np.array([line.hand in honest for line in seen.lines])
        scale = LogisticRegression(C=1e6).fit(crossed[mine][:, None], truth[mine])
        slope, shift = float(scale.coef_[0, 0]), float(scale.intercept_[0])
        weight, bias = fit(seen, code, hands)
        weights.append(weight * slope)
        biases.append(bias * slope + shift)
        limits.append(limit(crossed[mine] * slope + shift, truth[mine], seen.said[code][mine]))
    return Trained(np.array(weights), np.array(biases), np.array(limits))


def limit(logits: np.ndarray, truth: np.ndarray, said: np.ndarray) -> float:
    """The log-odds from which words and head together are best, with few clean lines flagged by the head."""
    clean = ~truth
    best = (0.0, 9.0)
    for at in np.arange(-2.5, 4.0, 0.1):
        speaks = logits >= at
        if (speaks & clean & ~said).sum() > MOST_FALSE * clean.sum():
            continue
        both = speaks | said
        score = f1(int((both & truth).sum()), int((both & clean).sum()), int((~both & truth).sum()))[2]
        best = max(best, (score, float(at)))
    return best[1]


def calm_texts() -> tuple[list[str], list[str]]:
    """What is said a thousand times a day, and every sentence of the help centre."""
    calm = (Path(__file__).parent / "calm.txt").read_text("utf-8").splitlines()
    pages = (re.sub(r"<[^>]+>", " ", one.html) for lang in ("ru", "en", "zh") for one in articles(lang))
    said = (part.strip() for page in pages for part in re.split(r"(?<=[.!?])\s+|(?<=[。！？])|\n", page))
    return calm, [part for part in said if len(part) >= LEAST]


def calmed(gate: Gate, meaning: shape.Meaning, limits: np.ndarray) -> np.ndarray:
    """Limits at which no head speaks in a calm line, and in few sentences of the help centre."""
    raised = limits.copy()
    calm, helping = (np.array([_loudest(gate, meaning, text) for text in texts]) for texts in calm_texts())
    for at, limit_ in enumerate(limits):
        few = np.sort(helping[:, at])[-int(len(helping) * MOST_HELPING) - 1]
        raised[at] = max(limit_, min(few + 0.01, limit_ + MOST_RAISED), calm[:, at].max() + MARGIN)
    return raised


def _loudest(gate: Gate, meaning: shape.Meaning, text: str) -> np.ndarray:
    reading = Reading(text, Context(), gate._pack.lexicons, meaning)  # noqa: SLF001 - the training looks inside
    return np.max([window.logits for window in meaning.windows(reading)], axis=0)


def held_out(seen: Seen, codes: Sequence[str]) -> None:
    """The table: each hand judged by heads that never saw it."""
    print(
        "| hand | rules alone | heads alone | both | clean lines flagged |\n| --- | --- | --- | --- | --- |"
    )
    for hand in HANDS:
        trained = train(seen, [other for other in HANDS if other != hand], codes)
        here = np.array([line.hand == hand for line in seen.lines])
        ways: dict[str, list[float]] = {"rules": [], "heads": [], "both": []}
        flagged = np.zeros(len(seen.lines), dtype=bool)
        detail = []
        for at, code in enumerate(codes):
            asked = here & np.array([line.context in judged(code) for line in seen.lines])
            truth, said = labels(seen, code), seen.said[code]
            speaks = seen.features @ trained.weights[at] + trained.bias[at] >= trained.limits[at]
            for way, found in (("rules", said), ("heads", speaks), ("both", said | speaks)):
                counts = ((found & truth), (found & ~truth), (~found & truth))
                ways[way].append(f1(*(int((one & asked).sum()) for one in counts))[2])
            flagged |= asked & (said | speaks)
            detail.append(
                f"{code} {ways['rules'][-1]:.2f} {ways['heads'][-1]:.2f} {ways['both'][-1]:.2f} ({trained.limits[at]:.1f})"
            )
        clean = here & np.array([not line.codes for line in seen.lines])
        means = [sum(ways[way][: len(MEANT)]) / len(MEANT) for way in ("rules", "heads", "both")]
        print(
            f"| {hand} | {means[0]:.3f} | {means[1]:.3f} | {means[2]:.3f} | {(flagged & clean).sum() / clean.sum():.3f} |"
        )
        print("   " + "\n   ".join(detail))


def write(seen: Seen, trained: Trained) -> None:
    """The heads as an npz of half-precision numbers."""
    size = shape.DIMENSIONS if hasattr(shape, "DIMENSIONS") else 512
    np.savez_compressed(
        FILE,
        codes=np.array(CODES),
        lexicons=np.array(seen.lexicons),
        vectors=trained.weights[:, :size].astype(np.float16),
        grams=trained.weights[:, size : size + BUCKETS].astype(np.float16),
        flags=trained.weights[:, size + BUCKETS :].astype(np.float16),
        bias=trained.bias.astype(np.float32),
        thresholds=np.repeat(trained.limits[:, None], 3, axis=1).astype(np.float32),
    )
    print(f"{FILE.name}: {FILE.stat().st_size / 1e6:.2f} MB, {len(CODES)} heads, {len(seen.lines)} lines")


def main() -> None:
    """Train, or show what training without a hand is worth."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--held-out", action="store_true")
    args = parser.parse_args()
    seen = look(Gate.load())
    if args.held_out:
        held_out(seen, CODES)
    else:
        trained = train(seen, HANDS)
        write(seen, trained)
        meaning = shape.Meaning(shape.heads_from(FILE.read_bytes()), sentence_encoder())
        write(seen, trained._replace(limits=calmed(Gate.load(), meaning, trained.limits)))


if __name__ == "__main__":
    main()

"""Logistic regression for all heads at once: one pass over the features serves every code.

One against the rest, each head over the lines it is judged on; a column's scale says how freely its weight may grow.
"""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

MOST_STEPS = 50
KEPT_STEPS = 10  # of which the shape of the loss is learnt


class Rows(NamedTuple):
    """What is known of each line: the encoder's numbers (dense) and everything that is mostly nothing (sparse)."""

    vectors: np.ndarray
    others: sp.csr_matrix

    def of(self, chosen: np.ndarray) -> "Rows":
        """Some of the lines."""
        return Rows(self.vectors[chosen], self.others[chosen])

    def scored(self, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
        """Log-odds, lines x heads; weights are columns x heads."""
        size = self.vectors.shape[1]
        return self.vectors @ weights[:size] + self.others @ weights[size:] + bias


class Asked(NamedTuple):
    """What the heads should say (lines x heads), and on which lines each is asked."""

    truth: np.ndarray
    counts: np.ndarray


def fit(rows: Rows, asked: Asked, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns x heads) and biases (heads) that lose least, weights kept small in units of `scale` (columns)."""
    truth, counts = asked.truth.astype(np.float32), asked.counts.astype(np.float32)
    columns, heads = len(scale), truth.shape[1]
    turned = rows.others.T.tocsr()

    def lost(flat: np.ndarray) -> tuple[float, np.ndarray]:
        given = flat.reshape(columns + 1, heads).astype(np.float32)
        logits = rows.scored(given[:-1] * scale[:, None], given[-1])
        loss = (counts * np.logaddexp(0, np.where(truth > 0, -logits, logits))).sum()
        off = counts * (1 / (1 + np.exp(-np.clip(logits, -30, 30))) - truth)
        slope = np.vstack([rows.vectors.T @ off, turned @ off]) * scale[:, None]
        whole = np.vstack([slope, off.sum(axis=0)[None]]) + given
        return float(loss + (given.astype(np.float64) ** 2).sum() / 2), whole.astype(np.float64).ravel()

    options = {"maxiter": MOST_STEPS, "maxcor": KEPT_STEPS, "ftol": 1e-7}
    start = np.zeros((columns + 1) * heads)
    found = minimize(lost, start, jac=True, method="L-BFGS-B", options=options).x.reshape(columns + 1, heads)
    return (found[:-1] * scale[:, None]).astype(np.float32), found[-1].astype(np.float32)

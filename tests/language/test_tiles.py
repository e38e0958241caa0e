"""A convolution in tiles gives what the plain one gives."""

import numpy as np
import pytest

from otvet.language.tiles import TILE, convolved, tiles_of, tiling

WIDTH = 16


def _plainly(rows, weights, sentences, left):
    """Each token's neighbours below one another, with zeros beyond the sentence, times the weights."""
    order = len(weights) // rows.shape[1]
    out = []
    for start, length in sentences:
        beyond = np.zeros((order, rows.shape[1]))
        padded = np.vstack([beyond, rows[start : start + length], beyond])
        places = range(order, order + length)
        out += [padded[at - left : at - left + order].reshape(-1) @ weights for at in places]
    return np.array(out)


@pytest.mark.parametrize(("order", "left"), [(2, 0), (3, 1), (5, 2)])
@pytest.mark.parametrize("lengths", [[1], [2], [3, 1], [TILE], [TILE + 1, 7], [33], [5, 60, 3, 8]])
def test_it_is_the_plain_convolution(order, left, lengths):
    """Sentences of any length side by side, none of which sees its neighbour."""
    chance = np.random.default_rng(7)
    rows = np.vstack([chance.standard_normal((sum(lengths), WIDTH)), np.zeros((1, WIDTH))]).astype(np.float32)
    weights = chance.standard_normal((order * WIDTH, WIDTH)).astype(np.float32)
    counts = np.array(lengths)
    starts = np.cumsum(counts) - counts

    made = convolved(rows, tiling(weights, order), tiles_of(starts, counts), left)

    wanted = _plainly(rows, weights, zip(starts, lengths, strict=True), left)
    assert np.allclose(made, wanted, atol=1e-3)
    assert np.abs(made - wanted).max() < 1e-4 * np.abs(wanted).max() + 1e-4

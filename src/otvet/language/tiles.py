"""A convolution over a sentence's tokens with fewer products: several outputs at once from one stretch of tokens.

Four outputs of a convolution over five tokens need twenty matrix products one by one, and eight when the stretch of eight
tokens is mixed first and the results are unmixed after (Toom and Cook; S. Winograd, Arithmetic Complexity of Computations, 1980).
The numbers are the same but for rounding: about a hundred-thousandth of an output.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TILE = 4  # outputs at once
# Where the polynomials are evaluated, beside infinity; small numbers, so that rounding stays small.
_POINTS = (0, 1, -1, 2, -2, 0.5, -0.5)

Floats = NDArray[np.float32]
Places = NDArray[np.int64]


class Tiling(NamedTuple):
    """One convolution made ready: how a stretch is mixed, the weights of each mixture, how outputs are unmixed."""

    mix: Floats  # reach x reach
    weights: Floats  # reach x inputs x outputs
    unmix: Floats  # TILE x reach

    @property
    def reach(self) -> int:
        """Tokens of a stretch."""
        return len(self.mix)


class Tiles(NamedTuple):
    """Where the tiles of several sentences lie, none over the end of its sentence."""

    first: Places  # of each tile the first token it answers for
    begins: Places  # of each tile where its sentence begins
    ends: Places  # and where the next one does
    picked: Places  # of each token its place among the outputs, which lie by place in the tile, then by tile


def tiling(weights: Floats, order: int) -> Tiling:
    """A convolution over `order` tokens, its weights one token's below the other's."""
    reach = TILE + order - 1
    mix = np.linalg.inv(_powers(reach, reach)).T
    each = weights.reshape(order, -1, weights.shape[1]).astype(np.float64)
    mixed = np.einsum("pk,kij->pij", _powers(reach, order), each)
    return Tiling(
        mix.astype(np.float32), mixed.astype(np.float32), _powers(reach, TILE).T.astype(np.float32).copy()
    )


def _powers(reach: int, count: int) -> NDArray[np.float64]:
    """The powers of every point; of infinity the highest alone."""
    out = np.zeros((reach, count))
    out[:-1] = np.vander(np.array(_POINTS[: reach - 1]), count, increasing=True)
    out[-1, -1] = 1
    return out


def tiles_of(starts: Places, lengths: Places) -> Tiles:
    """The tiles of sentences that lie one after another."""
    tiles = -(-lengths // TILE)
    total = int(tiles.sum())
    before = np.cumsum(tiles) - tiles
    begins = np.repeat(starts, tiles)
    first = begins + TILE * (np.arange(total) - np.repeat(before, tiles))
    within = np.arange(int(lengths.sum())) - np.repeat(starts, lengths)
    picked = (within % TILE) * total + within // TILE + np.repeat(before, lengths)
    return Tiles(first, begins, np.repeat(starts + lengths, tiles), picked)


def convolved(rows: Floats, how: Tiling, tiles: Tiles, left: int) -> Floats:
    """The outputs of all tokens; the last of `rows` stands for what lies beyond a sentence, `left` tokens are seen before each."""
    seen = tiles.first + np.arange(-left, how.reach - left)[:, None]
    seen = np.where((seen >= tiles.begins) & (seen < tiles.ends), seen, len(rows) - 1)
    count, width = len(tiles.first), rows.shape[1]
    mixed = how.mix @ rows.take(seen, axis=0).reshape(how.reach, count * width)
    made = np.matmul(mixed.reshape(how.reach, count, width), how.weights)
    outputs: Floats = (how.unmix @ made.reshape(how.reach, -1)).reshape(TILE * count, -1)
    return outputs.take(tiles.picked, axis=0)

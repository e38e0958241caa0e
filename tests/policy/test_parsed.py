"""A pack is parsed once and kept; what is kept is believed only whole, and only of the same pack and code."""

import sys

import pytest

from otvet.policy import parsed
from otvet.policy.entries import written
from otvet.policy.pack import files_of, open_pack
from otvet.policy.pack import pack_of as as_written
from otvet.policy.parsed import Parsed, parsed_once

WORDS = [("tea", "tea.txt", "чай\nча{ю,ем}\n- чай … лист\nкита{й,я} => cn")]


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where it is kept, with leave to write there."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "among" / "tea.parsed"


@pytest.fixture
def parse():
    """Parsing that counts how often it is asked."""

    def parse():
        parse.asked += 1
        return Parsed((), written(WORDS))

    parse.asked = 0
    return parse


def test_what_was_parsed_is_read_the_next_time(place, parse):
    """The same words, without parsing."""
    first = parsed_once(place, "a", parse)

    assert parsed_once(place, "a", parse) == first
    assert parse.asked == 1


def test_another_pack_is_parsed_and_takes_the_place(place, parse):
    """The hash of the pack tells them apart."""
    parsed_once(place, "a", parse)
    parsed_once(place, "b", parse)
    parsed_once(place, "b", parse)

    assert parse.asked == 2
    assert [path.name for path in place.parent.iterdir()] == ["tea.parsed"]


def test_other_code_parses_anew(place, parse, monkeypatch):
    """A changed line of this room may read the same words otherwise."""
    parsed_once(place, "a", parse)
    monkeypatch.setattr(sys, "version", "3.99.0")
    parsed_once(place, "a", parse)

    assert parse.asked == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda _raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw[:10],
        lambda raw: raw + b"\0",
        lambda raw: raw.replace("чаю".encode(), "чае".encode()),
        lambda raw: b"\0" * len(raw),
    ],
)
def test_what_is_damaged_or_foreign_is_made_again_in_silence(place, parse, damage):
    """One changed letter would let a rule pass what it forbids."""
    first = parsed_once(place, "a", parse)
    raw = place.read_bytes()
    assert damage(raw) != raw
    place.write_bytes(damage(raw))

    assert parsed_once(place, "a", parse) == first
    assert place.read_bytes() == raw
    assert parse.asked == 2


def test_a_place_that_cannot_be_written_does_without(tmp_path, parse, monkeypatch):
    """An installation that belongs to somebody else."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    taken = tmp_path / "a file"
    taken.write_text("no folder", "utf-8")

    assert parsed_once(taken / "tea.parsed", "a", parse) == parse()


def test_who_wants_no_bytecode_gets_nothing_kept(place, parse, monkeypatch):
    """PYTHONDONTWRITEBYTECODE holds here as well."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    parsed_once(place, "a", parse)

    assert not place.exists()


def test_the_pack_that_comes_along_is_the_same_kept_or_not(place):
    """Every rule, example, line and literal."""
    pack = open_pack("ozon")
    plain = as_written(files_of(parsed._CODE / "packs" / "ozon"))
    once = Parsed(plain.rules, plain.lexicons._said)
    for _ in range(2):
        kept = parsed_once(place, pack.hash, lambda: once)
        assert kept == once

    assert (pack.hash, pack.rules) == (plain.hash, plain.rules)
    assert pack.lexicons._said == plain.lexicons._said
    assert pack.watches.keys() == plain.watches.keys()

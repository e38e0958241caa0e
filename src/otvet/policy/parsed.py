"""The packs that come along, parsed once and kept as Python keeps bytecode: a start reads no hundred thousand words anew."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from otvet.language.kept import kept_once, key_of, place_beside
from otvet.policy.entries import Written, no_collection
from otvet.policy.page import Rule

_CODE = Path(__file__).parent


class Parsed(NamedTuple):
    """Pages and words of a pack, read."""

    rules: tuple[Rule, ...]
    written: Written


def place_of(name: str) -> Path:
    """Where the pack `name` is kept parsed: among the bytecode of this room."""
    return place_beside(__file__, f"{name}.parsed")


def parsed_once(place: Path, pack_hash: str, parse: Callable[[], Parsed]) -> Parsed:
    """What is kept at `place` of the pack with this hash; otherwise what `parse` gives, which is kept then."""
    sources = [path.read_bytes() for path in sorted(_CODE.glob("*.py"))]  # everything that parsing depends on
    key = key_of(pack_hash.encode(), (_CODE / "everyday.txt").read_bytes(), *sources)
    with no_collection():
        return kept_once(place, key, Parsed, parse)

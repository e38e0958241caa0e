"""The packs that come along, parsed once and kept beside the code as Python keeps bytecode: a start reads no hundred thousand words anew.

Whoever can write there can change the code itself, so no stranger can slip the gate other words.
A file counts only for the very pack, code and Python it was made by, and only whole; any other is silently made again.
"""

import hashlib
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import NamedTuple

import msgspec

from otvet.policy.lexicon import Written, no_collection
from otvet.policy.page import Rule

_CODE = Path(__file__).parent


class Parsed(NamedTuple):
    """Pages and words of a pack, read."""

    rules: tuple[Rule, ...]
    written: Written


def place_of(name: str) -> Path:
    """Where the pack `name` is kept parsed: among the bytecode of this room."""
    return Path(cache_from_source(__file__)).with_name(f"{name}.parsed")


def parsed_once(place: Path, pack_hash: str, parse: Callable[[], Parsed]) -> Parsed:
    """What is kept at `place` of the pack with this hash; otherwise what `parse` gives, which is kept then."""
    key = _key(pack_hash)
    found = _kept(place, key)
    if found is None:
        found = parse()
        if not sys.dont_write_bytecode:
            _keep(place, key, found)
    return found


def _key(pack_hash: str) -> bytes:
    """Everything that parsing depends on."""
    sources = [path.read_bytes() for path in sorted(_CODE.glob("*.py"))]
    everything = [sys.version.encode(), pack_hash.encode(), (_CODE / "everyday.txt").read_bytes(), *sources]
    return hashlib.sha256(b"\0".join(everything)).digest()


def _kept(place: Path, key: bytes) -> Parsed | None:
    try:
        seal, content = (raw := place.read_bytes())[: len(key)], raw[len(key) :]
        if seal != hashlib.sha256(key + content).digest():
            return None
        with no_collection():
            return msgspec.msgpack.decode(content, type=Parsed)
    except (OSError, msgspec.MsgspecError):
        return None


def _keep(place: Path, key: bytes, parsed: Parsed) -> None:
    """Whole or not at all; where nothing may be written, nothing is kept."""
    content = msgspec.msgpack.encode(parsed)
    part = place.with_name(f"{place.name}.{os.getpid()}.{threading.get_ident()}")
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        part.write_bytes(hashlib.sha256(key + content).digest() + content)
        part.replace(place)

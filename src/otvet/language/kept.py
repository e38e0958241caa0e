"""What takes long to work out and never changes, kept beside the bytecode: worked out once, read back at every start.

Whoever can write there can change the code itself, so no stranger can slip in anything.
A file counts only under the very key it was made for, and only whole; any other is silently made again.
"""

import hashlib
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TypeVar

import msgspec

Made = TypeVar("Made")


def place_beside(source: str, name: str) -> Path:
    """Where what is called `name` is kept: among the bytecode of the room that `source` lies in."""
    return Path(cache_from_source(source)).with_name(name)


def key_of(*parts: bytes) -> bytes:
    """The key of what depends on all these parts and on this Python."""
    return hashlib.sha256(b"\0".join([sys.version.encode(), *parts])).digest()


def kept_once(place: Path, key: bytes, kind: type[Made], make: Callable[[], Made]) -> Made:
    """What is kept at `place` under this key; otherwise what `make` gives, which is kept then."""
    found = _kept(place, key, kind)
    if found is None:
        found = make()
        if not sys.dont_write_bytecode:
            _keep(place, key, found)
    return found


def _kept(place: Path, key: bytes, kind: type[Made]) -> Made | None:
    try:
        seal, content = (raw := place.read_bytes())[: len(key)], raw[len(key) :]
        if seal != hashlib.sha256(key + content).digest():
            return None
        return msgspec.msgpack.decode(content, type=kind)
    except (OSError, msgspec.MsgspecError):
        return None


def _keep(place: Path, key: bytes, made: object) -> None:
    """Whole or not at all; where nothing may be written, nothing is kept."""
    content = msgspec.msgpack.encode(made)
    part = place.with_name(f"{place.name}.{os.getpid()}.{threading.get_ident()}")
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        part.write_bytes(hashlib.sha256(key + content).digest() + content)
        part.replace(place)

"""What the C library keeps of a server's memory: one heap for all threads, and what is free goes back after the start.

Where the library is another than glibc, nothing is done.  `docs/measured/messages.md` has what it saves.
"""

import ctypes
from functools import cache
from typing import Any

_ARENA_MAX = -8  # `M_ARENA_MAX` of malloc.h
# A thread's own heap stays as large as its largest moment, and ours wait for each other in Python anyway.
_ARENAS = 1


def keep_together() -> None:
    """Before threads are started: all of them take from one heap."""
    if (library := _glibc()) is not None:
        library.mallopt(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """What a start needed and nothing needs now goes back to the system; some milliseconds."""
    if (library := _glibc()) is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> Any:
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):  # no such thing on this system
        return None
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None

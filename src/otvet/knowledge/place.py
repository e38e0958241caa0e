"""Where articles, documents and terms are read from: the ones that come along, and over them an operator's own folder.

The folder has the same parts, `pages/`, `documents/`, `sources/`, `alike/`: a file of the same name takes the place of ours,
an empty one leaves ours out, another name is added.
"""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from otvet.errors import StartRefused

PARTS: Final = ("pages", "documents", "sources", "alike")
Reader = TypeVar("Reader", bound=Callable[..., Any])

_OURS: Final = files("otvet.knowledge")
_over: list[Path] = []  # the operator's own folder, when there is one
_kept: list[Callable[[], None]] = []  # what forgets what was read


def use(folder: Path | None) -> None:
    """Read from `folder` over ours from now on, or from ours alone; raises `StartRefused` for what is no such folder."""
    if folder is not None and not any((folder / part).is_dir() for part in PARTS):
        raise StartRefused(f"{folder} has none of the folders {', '.join(PARTS)}: no knowledge is there.")
    if _over != ([folder] if folder else []):
        _over[:] = [folder] if folder else []
        for forget in _kept:
            forget()


def kept(most: int | None = None) -> Callable[[Reader], Reader]:
    """Keeps what a reader gave, for `most` questions, until another folder is used."""

    def keeping(reader: Reader) -> Reader:
        made = lru_cache(maxsize=most)(reader)
        _kept.append(made.cache_clear)
        return cast("Reader", made)

    return keeping


def found(part: str) -> dict[str, Traversable]:
    """The files of a part by name, in the order of names."""
    named = {one.name: one for one in (_OURS / part).iterdir() if one.is_file()}
    for own in _over:
        if (own / part).is_dir():
            named |= {one.name: one for one in (own / part).iterdir() if one.is_file()}
    return {name: named[name] for name in sorted(named) if named[name].read_bytes().strip()}


def text(part: str, name: str) -> str | None:
    """One file's text, the operator's own before ours; None where there is none."""
    places: tuple[Traversable, ...] = (*_over, _OURS)
    page = next((one for place in places if (one := place / part / name).is_file()), None)
    said = page.read_text(encoding="utf-8") if page is not None else ""
    return said if said.strip() else None

"""Where attachments lie: a folder of random names, each on the disk before the row that cites it."""

import os
from pathlib import Path
from typing import Protocol

from otvet.errors import NotFound


class FileBox(Protocol):
    """A folder today, an S3-compatible store later: the same three verbs."""

    def put(self, name: str, content: bytes) -> None: ...
    def get(self, name: str) -> bytes: ...
    def has(self, name: str) -> bool: ...


class Folder:
    """Files in `root`, fanned out by the end of their random names."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def put(self, name: str, content: bytes) -> None:
        """Write and flush the file, then its folder: after this a power cut loses nothing of it."""
        path = self._path(name)
        path.parent.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        for folder in (path.parent, self.root):
            _flush(folder)

    def get(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise NotFound("The file is no longer there.") from None

    def has(self, name: str) -> bool:
        return self._path(name).is_file()

    def _path(self, name: str) -> Path:
        if (
            not name.isascii() or not name.replace("_", "").isalnum()
        ):  # names are ours; a stranger's never gets here
            raise NotFound("There is no such file.")
        return self.root / name[-2:] / name


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

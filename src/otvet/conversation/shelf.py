"""Every pack ever used, kept among the files under its hash, so that an old verdict can be replayed."""

import gzip

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from otvet.clock import Clock
from otvet.errors import NotFound
from otvet.policy import Gate
from otvet.policy.cleared import digest
from otvet.storage.database import Database
from otvet.storage.filebox import FileBox
from otvet.storage.schema import packs


class Shelf:
    """Takes packs and gives them back. The file is on the disk before the row that names it."""

    def __init__(self, database: Database, box: FileBox, clock: Clock) -> None:
        self._database = database
        self._box = box
        self._clock = clock
        self._kept: set[str] = set()

    def keep(self, gate: Gate) -> None:
        """Keep the gate's pack, once."""
        name = gate.pack_hash
        if name in self._kept:
            return
        if not self._box.has(file_of(name)):
            self._box.put(file_of(name), packed(gate.pack_content))
        with self._database.reading() as connection:
            there = connection.execute(select(packs.c.hash).where(packs.c.hash == name)).first()
        if there is None:
            row = {"hash": name, "name": gate.pack.name, "content": None, "at": self._clock.now()}
            try:
                with self._database.writing() as connection:
                    connection.execute(insert(packs), [row])
            except IntegrityError:  # another server keeps the same pack in this very moment
                pass
        self._kept.add(name)

    def content(self, name: str) -> str:
        """The content of the pack with this hash, or `NotFound`."""
        with self._database.reading() as connection:
            row = connection.execute(
                select(packs.c.hash, packs.c.content).where(packs.c.hash == name)
            ).first()
        if row is None:
            raise NotFound(f"The pack {name} was never used here.")
        return unpacked(
            name, packed(row.content) if row.content is not None else self._box.get(file_of(name))
        )

    def move_old(self) -> None:
        """Packs that an earlier version kept in the database go among the files."""
        with self._database.reading() as connection:
            old = connection.execute(
                select(packs.c.hash, packs.c.content).where(packs.c.content.is_not(None))
            ).all()
        for row in old:
            self._box.put(file_of(row.hash), packed(row.content))
            with self._database.writing() as connection:
                connection.execute(update(packs).where(packs.c.hash == row.hash).values(content=None))


def file_of(name: str) -> str:
    """The name of a pack's file."""
    return f"pack_{name}"


def packed(content: str) -> bytes:
    """A pack's content as a file: the same content, the same bytes."""
    return gzip.compress(content.encode(), compresslevel=9, mtime=0)


def unpacked(name: str, file: bytes) -> str:
    """The content again; raises `NotFound` where it is not the pack of this hash."""
    try:
        content = gzip.decompress(file).decode()
    except (OSError, EOFError, UnicodeDecodeError):
        content = ""
    if digest(content) != name:
        raise NotFound(f"The file of the pack {name} is damaged; take it from a backup.")
    return content

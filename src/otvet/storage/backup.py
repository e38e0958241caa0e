"""Backup and restore: one archive of JSON lines and files, the same for SQLite and PostgreSQL.

The tables are read in one transaction, so the archive is of one moment; files are written before the rows
that cite them, so every file of that moment is there.  Restore gives the ledger a new epoch: clients load again.
"""

import hashlib
import io
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Table, func, insert, select

from otvet.clock import Clock
from otvet.errors import BadInput, StartRefused
from otvet.storage.database import Database
from otvet.storage.filebox import FileBox
from otvet.storage.migrations import HEAD
from otvet.storage.schema import files, ledger, metadata, packs

AT_ONCE = 1_000
Progress = Callable[[str, int], None]


def backup(database: Database, box: FileBox, to: Path, progress: Progress) -> None:
    """Write the archive beside its name first, then move it there: a half one never has the name."""
    part = to.with_name(to.name + ".part")
    with database.reading() as connection, tarfile.open(part, "w:gz", compresslevel=3) as archive:
        if database.dialect == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        about = {"otvet": 1, "schema": HEAD}
        _add(archive, "about.json", msgspec.json.encode(about))
        for table in metadata.sorted_tables:
            for number, chunk in enumerate(_chunks(connection, table)):
                _add(archive, f"tables/{table.name}/{number:06d}.jsonl", chunk)
                progress(table.name, chunk.count(b"\n"))
        for name in connection.execute(select(files.c.id)).scalars():
            _add(archive, f"files/{name}", box.get(name))
            progress("files", 1)
        for name in connection.execute(select(packs.c.hash).where(packs.c.content.is_(None))).scalars():
            _add(archive, f"packs/{name}", box.get(f"pack_{name}"))
            progress("packs", 1)
    part.replace(to)


def _chunks(connection: Connection, table: Table) -> Iterator[bytes]:
    found = connection.execution_options(yield_per=AT_ONCE).execute(select(table))
    for rows in found.mappings().partitions():
        yield b"".join(msgspec.json.encode(dict(row)) + b"\n" for row in rows)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def restore(database: Database, box: FileBox, source: Path, *, clock: Clock, progress: Progress) -> None:
    """Fill an empty database from an archive, in one transaction. Raises `StartRefused` when it is not empty."""
    tables = {table.name: table for table in metadata.sorted_tables}
    with tarfile.open(source, "r:gz") as archive, database.writing() as connection:
        if connection.execute(select(func.count()).select_from(ledger)).scalar():
            raise StartRefused(
                "This database holds data; restore only into an empty one (another --data-dir or database)."
            )
        first = archive.next()
        if first is None or first.name != "about.json":
            raise BadInput(f"{source} is no backup of Otvet.")
        _check_schema(archive, first)
        while (entry := archive.next()) is not None:
            kind, _, name = entry.name.partition("/")
            content = _read(archive, entry)
            if kind == "tables":
                table = tables[name.partition("/")[0]]
                rows = [msgspec.json.decode(line) for line in content.splitlines()]
                connection.execute(insert(table), rows)
                progress(table.name, len(rows))
            elif kind == "files":
                _put(connection, box, name, content)
                progress("files", 1)
            elif kind == "packs" and name.isalnum():
                box.put(f"pack_{name}", content)
                progress("packs", 1)
        connection.execute(ledger.update().values(epoch=clock.new_id("e")[-12:]))


def _check_schema(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> None:
    about = msgspec.json.decode(_read(archive, entry))
    if about.get("schema") != HEAD:
        raise BadInput(
            f"The backup has schema {about.get('schema')}, this program {HEAD}: use the same version."
        )


def _read(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(entry)
    if file is None:
        raise BadInput(f"{entry.name} in the backup is no file.")
    return file.read()


def _put(connection: Connection, box: FileBox, name: str, content: bytes) -> None:
    expected = connection.execute(select(files.c.sha256).where(files.c.id == name)).scalar()
    if expected != hashlib.sha256(content).hexdigest():
        raise BadInput(f"File {name} in the backup is not what the database says; take another backup.")
    box.put(name, content)

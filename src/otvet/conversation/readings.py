"""What was read from pictures, kept by the hash of their content: the same picture is read once.

The gate gets it as `Seen`; the desk gets the words of a finding and where in the picture they stand.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select

from otvet.clock import Clock
from otvet.conversation import events as e
from otvet.conversation.picture_reader import DOUBTED, PictureReader, Reading, box_of
from otvet.conversation.pictures import PICTURES
from otvet.policy import Code, Finding, Seen, Verdict
from otvet.storage.database import Database
from otvet.storage.filebox import FileBox
from otvet.storage.schema import files, readings

PLAIN = "text/plain"
PLAIN_BYTES = 40_000  # of a text file: what is longer a person looks at
_decode = msgspec.json.Decoder(Reading).decode
_of_files = select(
    files.c.id, files.c.sha256, files.c.media_type, readings.c.reader, readings.c.found
).outerjoin(readings, readings.c.sha256 == files.c.sha256)


class Readings:
    """Reads pictures once and remembers."""

    def __init__(self, database: Database, box: FileBox, reader: PictureReader, clock: Clock) -> None:
        self.reader = reader
        self._database = database
        self._box = box
        self._clock = clock

    def known(self, ids: Sequence[str]) -> dict[str, Reading]:
        """What is known of these files, by id; blocking."""
        return {row.id: _decode(row.found) for row in self._rows(ids) if row.found is not None}

    def seen(self, ids: Sequence[str], *, fresh: bool = False) -> tuple[Seen, ...]:
        """The files that say something, as the gate takes them; blocking.

        `fresh`: what could not be read, or was read by less than what is here now, waits for another reading;
        otherwise it stands as it is.
        """
        rows = {row.id: row for row in self._rows(ids)}
        return tuple(self._seen(rows[one], fresh=fresh) for one in ids if one in rows and _says(rows[one]))

    def _seen(self, row: Any, *, fresh: bool) -> Seen:
        if row.media_type == PLAIN:
            return self._plain(row)
        reading = _decode(row.found) if row.found is not None else None
        if reading is None or (fresh and self._stale(row, reading)):
            return Seen(row.id, row.sha256, "waiting")
        return seen_as(row.id, row.sha256, reading)

    def _stale(self, row: Any, reading: Reading) -> bool:
        if reading.state == "failed":
            return True
        return bool(row.reader != self.reader.version and self.reader.reads_words)

    def _plain(self, row: Any) -> Seen:
        content = self._box.get(row.id)
        if len(content) > PLAIN_BYTES:
            return Seen(row.id, row.sha256, "unread")
        return Seen(row.id, row.sha256, "read", content.decode())

    async def read(self, ids: Sequence[str]) -> None:
        """Read what has not been read; afterwards every one of them has a reading, perhaps `failed`."""
        waiting = [
            one for one in await asyncio.to_thread(self.seen, ids, fresh=True) if one.state == "waiting"
        ]
        for one in {seen.content: seen for seen in waiting}.values():
            content = await asyncio.to_thread(self._box.get, one.file)
            await asyncio.to_thread(self._keep, one.content, await self.reader.read(content))

    def _keep(self, sha256: str, reading: Reading) -> None:
        row = {
            "sha256": sha256, "reader": self.reader.version, "found": msgspec.json.encode(reading).decode(),
            "at": self._clock.now(),
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(delete(readings).where(readings.c.sha256 == sha256))
            connection.execute(insert(readings), [row])

    def _rows(self, ids: Sequence[str]) -> Sequence[Any]:
        if not ids:
            return ()
        with self._database.reading() as connection:
            return connection.execute(_of_files.where(files.c.id.in_(ids))).all()


def seen_as(file: str, content: str, reading: Reading) -> Seen:
    """A reading as the gate takes it."""
    return Seen(
        file, content, "read" if reading.state == "read" else "unread", reading.text,
        tuple(Code(one.start, one.end, one.kind) for one in reading.codes),
        tuple((one.start, one.end) for one in reading.words if one.sure < DOUBTED),
    )  # fmt: skip


def kept_findings(verdict: Verdict, readings: Readings) -> tuple[e.Found, ...]:
    """Findings as events keep them: offsets and places, never words; blocking where pictures are among them."""
    known = readings.known([f.file for f in verdict.findings if f.file])
    return tuple(_kept(f, known.get(f.file or "")) for f in verdict.findings)


def _kept(found: Finding, reading: Reading | None) -> e.Found:
    box = box_of(reading, found.start, found.end) if reading is not None else None
    return e.Found(found.rule, found.severity, found.start, found.end, found.file, box)


def _says(row: Any) -> bool:
    return row.media_type in PICTURES or row.media_type == PLAIN

"""One door to SQLite and PostgreSQL: the same statements, the same promises.

SQLite runs in WAL with `synchronous=FULL`: what was committed is on the disk (reliability, P1).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from otvet.errors import DatabaseDown, StartRefused
from otvet.storage.migrations import bring_up_to_date

Dialect = Literal["sqlite", "postgresql"]
PAGES_BEFORE_CHECKPOINT = 4000
AWAY = "The database does not answer; try again with the same key."


class Database:
    """Connections for reading and for the rare rows; conversations are written by the `Writer` alone."""

    def __init__(self, engine: Engine, dialect: Dialect) -> None:
        self.engine = engine
        self.dialect: Dialect = dialect

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a read transaction: everything read in it is of one moment."""
        with _translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a write transaction that commits at the end of the block."""
        with _translated(), self.for_writing() as connection, connection.begin():
            yield connection

    def for_writing(self) -> Connection:
        """A connection whose transactions write; to be closed by who took it."""
        return self.engine.connect().execution_options(otvet_write=True)

    def insert(self, table: Table) -> Any:
        """An INSERT that knows ON CONFLICT, as this database writes it."""
        if self.dialect == "sqlite":
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415  slow to import, and most do without

        return postgresql.insert(table)

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated or "OperationalError" in type(error.orig).__name__:
            raise DatabaseDown(AWAY) from error
        raise


def open_database(url: str, *, migrate: bool = True) -> Database:
    """Open, and bring to the newest schema, the database at a SQLAlchemy `url`.

    Raises `StartRefused` where the address is of neither kind or nothing answers there.
    """
    address = make_url(url)
    kind = address.get_backend_name()
    if kind == "sqlite":
        if address.database and address.database != ":memory:":
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, pool_size=8, max_overflow=8)
        _prepare_sqlite(engine)
        database = Database(engine, "sqlite")
    elif kind == "postgresql":
        engine = create_engine(
            address.set(drivername="postgresql+psycopg"), pool_size=8, max_overflow=8, pool_pre_ping=True
        )
        database = Database(engine, "postgresql")
    else:
        raise StartRefused(
            f"Otvet keeps its data in SQLite or PostgreSQL, not in {kind}: give --database-url as "
            "sqlite:////path/otvet.db or postgresql://user:password@host/name."
        )
    try:
        if migrate:
            bring_up_to_date(database.engine)
        else:
            with database.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
    except DBAPIError as error:
        raise StartRefused(f"The database cannot be used: {error.orig}") from error
    return database


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(raw: Any, _record: object) -> None:
        raw.isolation_level = None  # transactions begin where we say so
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout=15000")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA wal_autocheckpoint={PAGES_BEFORE_CHECKPOINT}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        write = connection.get_execution_options().get("otvet_write", False)
        try:  # past Core, which takes longer over it than SQLite
            connection.connection.cursor().execute("BEGIN IMMEDIATE" if write else "BEGIN")
        except sqlite3.OperationalError as error:
            raise DatabaseDown(AWAY) from error

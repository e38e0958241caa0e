"""What every test stands on: no network but this machine, a clock that is turned by hand, a database of its own."""

import importlib.util
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine is late, not wrong
settings.load_profile("untimed")

sys.path.insert(0, str(Path(__file__).parent))

# Servers and browsers for the tests marked `normal` are made in tests/servers.py.
pytest_plugins = ["servers"] if importlib.util.find_spec("servers") else []

_HERE = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "")  # noqa: S104 nothing is bound here, only compared


def _guarded(connect):
    def connect_nearby(self, address):
        if isinstance(address, tuple) and str(address[0]) not in _HERE:
            raise AssertionError(f"a test reached for the network: {address[0]}:{address[1]}")
        return connect(self, address)

    return connect_nearby


@pytest.fixture(scope="session", autouse=True)
def _no_network():
    before = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}
    for name, connect in before.items():
        setattr(socket.socket, name, _guarded(connect))
    yield
    for name, connect in before.items():
        setattr(socket.socket, name, connect)


@pytest.fixture
def clock():
    from fakes import HandClock

    return HandClock()


@pytest.fixture(scope="session")
def _empty_database(tmp_path_factory):
    """One migrated file per process; each test gets a copy, which is faster than migrating."""
    from otvet.storage.database import open_database

    path = tmp_path_factory.mktemp("empty") / "otvet.db"
    database = open_database(f"sqlite:///{path}")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path.read_bytes()


@pytest.fixture
def database(tmp_path, _empty_database):
    """An empty SQLite database of the newest schema."""
    from otvet.storage.database import open_database

    path = tmp_path / "otvet.db"
    path.write_bytes(_empty_database)
    opened = open_database(f"sqlite:///{path}", migrate=False)
    yield opened
    opened.close()

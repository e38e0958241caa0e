"""Negative control: Otvet on SQLite that never flushes. Never shipped; started by a test."""

from sqlalchemy import event
from sqlalchemy.engine import Engine

from otvet.cli import main


@event.listens_for(Engine, "connect", insert=False)
def _off(raw, _record):
    raw.execute("PRAGMA synchronous=OFF")


main()

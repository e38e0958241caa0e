"""The rooms of the house, driven step by step."""

import pytest

from otvet.policy import Gate
from rooms import Rooms, one_gate, rooms

__all__ = ["any_rooms", "one_gate", "rooms"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.normal)])
def any_rooms(request, tmp_path, one_gate, monkeypatch):
    """The house on either database: the same contract."""
    if request.param == "sqlite":
        yield request.getfixturevalue("rooms")
        return
    monkeypatch.setattr(Gate, "load", lambda _pack="ozon": one_gate)
    made = Rooms(tmp_path, database_url=request.getfixturevalue("postgres_url"))
    yield made
    made.close()

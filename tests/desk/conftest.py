"""The desk's rooms, where nothing is routed and no deadline is looked for unless a test says so."""

import pytest

from conversation.conftest import any_rooms
from otvet import journey
from otvet.desk.router import Router
from rooms import one_gate, rooms

__all__ = ["any_rooms", "one_gate", "rooms"]
RARELY = 1_000_000.0


@pytest.fixture(autouse=True)
def _by_hand(monkeypatch, request):
    if "by_itself" in request.node.name:
        return
    monkeypatch.setattr(Router, "stir", lambda _: None)
    for name in ("desk.give-out", "desk.due"):
        monkeypatch.setitem(journey.TICKS, name, RARELY)

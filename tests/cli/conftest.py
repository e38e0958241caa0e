"""One gate for all calls of a worker: loading it takes a second or two."""

import functools

import pytest

from otvet.policy import Gate

_load = functools.cache(Gate.load.__func__)


@pytest.fixture(autouse=True)
def _loaded_once(monkeypatch):
    monkeypatch.setattr(
        Gate, "load", classmethod(lambda cls, pack="ozon", *, models=False: _load(cls, pack, models=models))
    )

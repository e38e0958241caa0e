"""A writer with the real timeline on an empty database of either kind."""

import pytest

from otvet.bootstrap import found as _found
from otvet.conversation.timeline import Timeline
from otvet.journey import REACTIONS
from otvet.storage.database import open_database
from otvet.storage.writer import Writer


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.normal)])
def any_database(request, clock):
    """The same contract on both databases."""
    if request.param == "sqlite":
        database = request.getfixturevalue("database")
    else:
        database = open_database(request.getfixturevalue("postgres_url"))
    _found(database, clock)
    yield database
    database.close()


@pytest.fixture
def timeline():
    """The real timeline, with the first reactions alone: what the outbox does is the same whatever else follows."""
    later = {"desk.vip", "desk.automate"}
    return Timeline({event: tuple(r for r in names if r not in later) for event, names in REACTIONS.items()})


@pytest.fixture
def writer(any_database, timeline, clock):
    """A running writer; `commits` collects what it announces."""
    made = Writer(any_database, timeline, clock)
    made.commits = []
    settle = made.announce
    made.announce = lambda committed: (made.commits.append(committed), settle(committed))
    made.start()
    yield made
    made.stop()

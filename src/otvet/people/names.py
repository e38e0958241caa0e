"""What people are called, remembered for three seconds: every line of every conversation asks."""

from collections.abc import Iterable

from sqlalchemy import select

from otvet.clock import Clock
from otvet.storage.database import Database
from otvet.storage.schema import buyers, sellers, sessions, staff

_REMEMBERED_SECONDS = 3.0
_REMEMBERED = 50_000


class Names:
    """Names of staff, buyers, sellers and programs by id."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: dict[str, tuple[str, float]] = {}

    def of(self, ids: Iterable[str]) -> dict[str, str]:
        """The name of each id that has one."""
        now = self._clock.monotonic()
        found: dict[str, str] = {}
        unknown: set[str] = set()
        for one in ids:
            known = self._known.get(one)
            if known and known[1] > now:
                if known[0]:
                    found[one] = known[0]
            elif one:
                unknown.add(one)
        if unknown:
            learnt = self._learn(unknown, now + _REMEMBERED_SECONDS)
            found |= {one: name for one, (name, _) in learnt.items() if name}
        return found

    def forget(self, person_id: str) -> None:
        self._known.pop(person_id, None)

    def _learn(self, ids: set[str], until: float) -> dict[str, tuple[str, float]]:
        """Read, and remembered only when all of it is known: others ask meanwhile."""
        programs = select(sessions.c.person_id, sessions.c.label)
        queries = (
            select(staff.c.id, staff.c.name).where(staff.c.id.in_(ids)),
            select(buyers.c.id, buyers.c.name).where(buyers.c.id.in_(ids)),
            select(sellers.c.id, sellers.c.name).where(sellers.c.id.in_(ids)),
            programs.where(sessions.c.person_id.in_(ids), sessions.c.kind == "api"),
        )
        # who is nobody's name is remembered too: a list would ask for it row by row
        learnt = dict.fromkeys(ids, ("", until))
        with self._database.reading() as connection:
            for query in queries:
                for person_id, name in connection.execute(query):
                    learnt[person_id] = (name, until)
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known.update(learnt)
        return learnt

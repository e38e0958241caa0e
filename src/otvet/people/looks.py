"""Who looked at whose personal data, and who was refused what."""

from sqlalchemy import insert

from otvet.clock import Clock
from otvet.people.actor import Actor
from otvet.people.words import is_id
from otvet.storage.database import Database
from otvet.storage.schema import looks

# The same look again within a minute is the same look: a desk that reloads must not write a row each time,
# nor a stranger who knocks all day fill the disk.
_SAME_SECONDS = 60.0
_REMEMBERED = 10_000


class Looks:
    """Keeps the book."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._lately: dict[tuple[str, str, str, str, bool], float] = {}

    def keep(self, actor: Actor, action: str, thing: tuple[str, str], *, allowed: bool, reason: str) -> None:
        """One row: `actor` did or wanted `action` on `thing`, its kind and id."""
        kind, object_id = thing[0], thing[1] if is_id(thing[1]) else "?"
        key = (actor.id, action, kind, object_id, allowed)
        now = self._clock.monotonic()
        if now - self._lately.get(key, -_SAME_SECONDS) < _SAME_SECONDS:
            return
        if len(self._lately) >= _REMEMBERED:
            self._lately.clear()
        with self._database.writing() as connection:
            connection.execute(
                insert(looks).values(
                    id=self._clock.new_id("look"),
                    at=self._clock.now(),
                    actor_kind=actor.kind,
                    actor_id=actor.id,
                    action=action,
                    object_kind=kind,
                    object_id=object_id,
                    allowed=allowed,
                    reason=reason,
                )
            )
        self._lately[key] = now

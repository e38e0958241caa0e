"""What somebody chose for themselves: keys, ways of working; kept on the server, so that every device knows."""

import json
from typing import Any

from sqlalchemy import select

from otvet.errors import BadInput
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.database import Database
from otvet.storage.schema import preferences

NAMES = (
    "keys",
    "after",
    "notices",
)  # remapped keys: {what: code}; after an answer: stay | next | list; what rings when
MOST_CHARS = 8_000


class Preferences:
    """One JSON value a name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, actor: Actor) -> dict[str, Any]:
        access.allow(actor, "session.prefer")
        mine = select(preferences).where(preferences.c.person_id == actor.id)
        with self._database.reading() as connection:
            return {row.name: json.loads(row.value) for row in connection.execute(mine)}

    def keep(self, actor: Actor, name: str, value: Any) -> None:
        """Raises `BadInput` for a name nobody reads and for more than is reasonable."""
        access.allow(actor, "session.prefer")
        kept = json.dumps(value, ensure_ascii=False)
        if name not in NAMES or len(kept) > MOST_CHARS:
            raise BadInput(f"Preferences are {', '.join(NAMES)}, of at most {MOST_CHARS} characters each.")
        saving = self._database.insert(preferences).values(person_id=actor.id, name=name, value=kept)
        saving = saving.on_conflict_do_update(index_elements=["person_id", "name"], set_={"value": kept})
        with self._database.writing() as connection:
            connection.execute(saving)

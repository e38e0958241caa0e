"""Drafts on the server: what somebody has begun, on every device of theirs, and nobody else's to see.

A save names the version it knows; a late one is answered with what is there instead of undoing it.
"""

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import and_, select

from otvet.clock import Clock
from otvet.conversation.sending import checked_text
from otvet.errors import Conflict
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.database import Database
from otvet.storage.schema import drafts

KINDS = ("reply", "note")
MOST_CHARS = 20_000


class DraftFile(Struct, frozen=True):
    """A file uploaded and not sent."""

    id: str
    name: str


class Draft(Struct, frozen=True, kw_only=True):
    """What was begun; `version` counts its saves, 0 where nothing was ever begun."""

    kind: str
    text: str = ""
    files: tuple[DraftFile, ...] = ()
    version: int = 0


class Drafts:
    """Kept per conversation, person and kind."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of(self, actor: Actor, conversation_id: str) -> list[Draft]:
        """The actor's own drafts of a conversation, emptied ones too: their version goes on counting."""
        access.allow(actor, "draft.keep")
        mine = and_(drafts.c.conversation_id == conversation_id, drafts.c.person_id == actor.id)
        with self._database.reading() as connection:
            rows = {row.kind: row for row in connection.execute(select(drafts).where(mine))}
        return [_draft(kind, rows.get(kind)) for kind in KINDS]

    def keep(self, actor: Actor, conversation_id: str, draft: Draft) -> Draft:
        """Save over version `draft.version`. Raises `Conflict` with the newer one in `details` when there is one."""
        access.allow(actor, "draft.keep")
        checked_text(draft.text, MOST_CHARS, "The draft")
        key = {"conversation_id": conversation_id, "person_id": actor.id, "kind": draft.kind}
        values: dict[str, Any] = {
            "text": draft.text, "files": msgspec.json.encode(draft.files).decode(),
            "version": draft.version + 1, "at": self._clock.now(),
        }  # fmt: skip
        known = and_(*(drafts.c[name] == value for name, value in key.items()))
        saving = self._database.insert(drafts).values(**key, **values)
        over = saving.on_conflict_do_update(
            index_elements=list(key), set_=values, where=drafts.c.version == draft.version
        ).returning(drafts.c.version)
        with self._database.writing() as connection:
            row = connection.execute(select(drafts).where(known)).first()
            there = _draft(draft.kind, row)
            saved = there.version == draft.version and connection.execute(over).first() is not None
            if not saved:
                there = _draft(draft.kind, connection.execute(select(drafts).where(known)).first())
        if not saved:
            raise Conflict(
                "This draft was changed elsewhere meanwhile; take the newer one or save over its version.",
                details={"draft": msgspec.to_builtins(there)},
            )
        return Draft(kind=draft.kind, text=draft.text, files=draft.files, version=draft.version + 1)


def _draft(kind: str, row: Any) -> Draft:
    if row is None:
        return Draft(kind=kind)
    files = msgspec.json.decode(row.files, type=tuple[DraftFile, ...])
    return Draft(kind=kind, text=row.text, files=files, version=row.version)

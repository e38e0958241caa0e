"""Files in conversations: type by content, metadata stripped, random names, served so that nothing can run.

A file belongs to its sender until a message cites it, and to that conversation from then on.
"""

import asyncio
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from otvet.clock import Clock
from otvet.conversation.pictures import PICTURES, Picture, redrawn
from otvet.conversation.sending import Limits
from otvet.errors import BadInput, NotFound, TooLarge
from otvet.people import access
from otvet.people.actor import Actor, Parties
from otvet.storage.database import Database
from otvet.storage.filebox import FileBox
from otvet.storage.schema import conversations, files

NAME_CHARS = 120
OTHERS = {b"%PDF-": "application/pdf"}
TYPES = (*PICTURES, *OTHERS.values(), "text/plain")
_WIDER = {"public": (), "seller": ("public",), "team": ("public", "seller")}
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


class Attachments:
    """Takes files in, gives them out, and says whose they are."""

    def __init__(self, database: Database, box: FileBox, clock: Clock, limits: Limits) -> None:
        self.limits = limits
        self._database = database
        self._box = box
        self._clock = clock

    async def take(self, actor: Actor, name: str, content: bytes) -> dict[str, Any]:
        """Store a file for the actor's next message; raises `BadInput` or `TooLarge` with what is allowed."""
        access.allow(actor, "file.send")
        if len(content) > self.limits.file_bytes:
            raise TooLarge(
                f"The file has {len(content)} bytes; at most {self.limits.file_bytes} fit. Nothing was stored."
            )
        if not content:
            raise BadInput("The file is empty; nothing was stored.")
        return await asyncio.to_thread(self._store, actor, shown_name(name), content)

    def _store(self, actor: Actor, name: str, content: bytes) -> dict[str, Any]:
        media_type, content, picture = self._examined(content)
        row = {
            "id": self._clock.new_id("f"), "conversation_id": None, "owner_kind": actor.kind, "owner_id": actor.id,
            "audience": "public", "name": name, "media_type": media_type, "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(), "at": self._clock.now(),
            "width": picture.width if picture else None, "height": picture.height if picture else None,
        }  # fmt: skip
        self._box.put(str(row["id"]), content)
        with self._database.writing() as connection:
            connection.execute(insert(files), [row])
        return row

    def _examined(self, content: bytes) -> tuple[str, bytes, Picture | None]:
        picture = redrawn(content, self.limits.file_pixels)
        if picture is not None:
            return picture.media_type, picture.content, picture
        for start, media_type in OTHERS.items():
            if content.startswith(start):
                return media_type, content, None
        if _is_text(content):
            return "text/plain", content, None
        raise BadInput(f"This kind of file is not taken; send one of {', '.join(TYPES)}.")

    async def cite(
        self, actor: Actor, ids: Sequence[str], conversation_id: str, *, audience: str = "public"
    ) -> None:
        """Tie the actor's own fresh files to a conversation; foreign or tied ones read as absent."""
        if not ids:
            return
        if len(ids) > self.limits.files_per_message or len(set(ids)) != len(ids):
            raise BadInput(f"At most {self.limits.files_per_message} different files go with one message.")
        await asyncio.to_thread(self._tie, actor, list(ids), conversation_id, audience)

    def _tie(self, actor: Actor, ids: list[str], conversation_id: str, audience: str) -> None:
        mine = (files.c.id.in_(ids)) & (files.c.owner_id == actor.id) & (files.c.owner_kind == actor.kind)
        with self._database.writing() as connection:
            rows = connection.execute(select(files.c.conversation_id).where(mine)).all()
            if len(rows) != len(ids) or any(r.conversation_id not in (None, conversation_id) for r in rows):
                raise NotFound("One of the files is not there; upload it again.")
            # A file that more people have seen already is not hidden from them by a note that cites it too.
            wider = files.c.conversation_id.is_not(None) & files.c.audience.in_(_WIDER[audience])
            values = {"conversation_id": conversation_id, "audience": audience}
            connection.execute(update(files).where(mine, ~wider).values(values))

    async def give(self, actor: Actor, file_id: str) -> tuple[Any, bytes]:
        """The file's row and bytes, if the actor may see them."""
        access.allow(actor, "file.read")
        return await asyncio.to_thread(self._give, actor, file_id)

    def _give(self, actor: Actor, file_id: str) -> tuple[Any, bytes]:
        owners = conversations.c.buyer_id, conversations.c.seller_id, conversations.c.account_id
        query = select(files, *owners).outerjoin(conversations, conversations.c.id == files.c.conversation_id)
        with self._database.reading() as connection:
            row = connection.execute(query.where(files.c.id == file_id)).first()
        if row is None:
            raise NotFound("There is no such thing here.")
        if row.conversation_id is None or row.buyer_id is None:
            own = row.owner_id == actor.id and row.owner_kind == actor.kind
            access.see(actor, Parties(actor.id, actor.seller_id) if own else None)
        else:
            access.see(actor, Parties(row.buyer_id, row.seller_id, row.account_id))
            if row.audience not in access.audiences(actor):
                raise NotFound("There is no such thing here.")
        return row, self._box.get(file_id)


def shown_name(name: str) -> str:
    """The name as people see it: composed, without control, bidi and path characters, of bounded length."""
    kept = "".join(
        c
        for c in unicodedata.normalize("NFC", name)
        if unicodedata.category(c) not in ("Cf", "Cc", "Cs", "Co")
    )
    clean = _UNSAFE.sub("_", kept).strip(" .")
    if len(clean) > NAME_CHARS:
        stem, dot, ending = clean.rpartition(".")
        clean = f"{stem[: NAME_CHARS - 12]}{dot}{ending[:10]}" if dot else clean[:NAME_CHARS]
    return clean or "file"


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and "<" not in text[:4096]

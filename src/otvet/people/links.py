"""Links in letters: whoever opens one reads the address it went to, and comes into the conversation it is about.

A link is 256 random bits of which only the hash is kept: it cannot be forged, it expires, and it ends with the record.
How many letters went out is counted here too, by buyer and by address (mission row A6).
"""

from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import delete, func, insert, select, update

from otvet.clock import Clock
from otvet.errors import NotFound
from otvet.people.actor import Actor
from otvet.people.sessions import Sessions, token_hash, token_kind
from otvet.storage.database import Database
from otvet.storage.schema import buyers, letters, sessions

DAY_MS = 24 * 3600 * 1000
GONE = "This link has expired or was never ours. Write to us in the chat, or sign in to the shop."


class Opened(Struct, frozen=True):
    """What a link gives: a buyer's token, seen this once, whose it is, and the conversation it leads to."""

    token: str
    actor: Actor
    conversation_id: str


class Posted(Struct, frozen=True):
    """A letter about to leave: its id, whose it is, and the address."""

    letter_id: str
    buyer_id: str
    email: str


class Links:
    """Makes, opens and counts."""

    def __init__(self, database: Database, clock: Clock, sessions: Sessions) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions

    def make(self, letter: Posted, conversation_id: str) -> str:
        """A link's token for this letter; a letter that is tried again gets another one, the first stays good."""
        scopes = [f"conversation:{conversation_id}", f"email:{_hashed(letter.email)}"]
        with self._database.writing() as connection:
            issued = self._sessions.issue(
                connection, "link", letter.buyer_id, label=letter.letter_id, scopes=scopes
            )
        return issued.token

    def open(self, token: object) -> Opened:
        """Raises `NotFound` for a link that is not good; the address it went to is confirmed by this."""
        if token_kind(token) != "link":
            raise NotFound(GONE)
        with self._database.writing() as connection:
            good = (sessions.c.token_hash == token_hash(str(token))) & (sessions.c.kind == "link")
            row = connection.execute(select(sessions).where(good)).first()
            if row is None or row.expires_at <= self._clock.now():
                raise NotFound(GONE)
            kept = dict(one.split(":", 1) for one in msgspec.json.decode(row.scopes, type=list[str]))
            buyer = connection.execute(select(buyers).where(buyers.c.id == row.person_id)).first()
            if buyer is None:
                raise NotFound(GONE)
            self._confirm(connection, buyer, kept["email"])
            issued = self._sessions.issue(connection, "buyer", buyer.id)
        actor = Actor("buyer", buyer.id, "buyer", buyer.name, buyer.language, session=issued.hash)
        return Opened(issued.token, actor, kept["conversation"])

    def _confirm(self, connection: Any, buyer: Any, address: str) -> None:
        """Only the address the link went to, and only while it is still the buyer's."""
        if buyer.email and buyer.email_confirmed_at is None and _hashed(buyer.email) == address:
            now = self._clock.now()
            connection.execute(update(buyers).where(buyers.c.id == buyer.id).values(email_confirmed_at=now))

    def counted(self, letter: Posted, most: int) -> int | None:
        """Counts the letter in; when both buyer and address have had `most` within a day, when the next may go, in ms.

        A letter that was counted before is not counted twice.
        """
        now, address = self._clock.now(), _hashed(letter.email)
        with self._database.writing() as connection:
            connection.execute(delete(letters).where(letters.c.at < now - 2 * DAY_MS))
            if connection.execute(select(letters.c.id).where(letters.c.id == letter.letter_id)).first():
                return None
            for mine in (letters.c.buyer_id == letter.buyer_id, letters.c.address == address):
                late = mine & (letters.c.at > now - DAY_MS)
                number, first = connection.execute(
                    select(func.count(), func.min(letters.c.at)).where(late)
                ).one()
                if number >= most:
                    return int(first) + DAY_MS
            row = {"id": letter.letter_id, "buyer_id": letter.buyer_id, "address": address, "at": now}
            connection.execute(insert(letters).values(**row))
        return None


def _hashed(email: str) -> str:
    return sha256(email.encode()).hexdigest()

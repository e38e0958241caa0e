"""Earlier conversations like this one: what buyers asked in nearly the same words, and what they were answered.

Words are those of the one analyser.  The index is walked from the newest backwards over messages with any of the
question's rarer words, so the cost has a bound; what is found is ranked by the words it shares (mission row B7).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, and_, select, text

from otvet.conversation.store import Store
from otvet.language.analyser import tokens
from otvet.people import access
from otvet.people.actor import Actor
from otvet.policy.masking import PLACEHOLDER, masked
from otvet.storage.schema import bodies, buyers, conversations, events, searched, staff

WORDS = 12  # of the question
WALKED = 600  # newest messages with one of them that are looked at
SHOWN = 3
LEAST = 0.34  # share of the question's weight a message has to have
SHORTEST = 12  # characters of an answer worth offering
ANSWER_CHARS = 1_500

_NUMBERS = re.compile(r"\d[\d \u00a0.,:/-]*\d|\d")
_KIND = re.compile(r"[A-Z]+")


class Similar(Struct, frozen=True, kw_only=True):
    """One earlier conversation: what was asked, and the answer that left, without anybody's data.

    What was hidden stands as `{{private.number}}`: it stops the sending until somebody writes what belongs there.
    """

    conversation_id: str
    reference: str
    at: int
    asked: str
    answer: str


def similar(store: Store, actor: Actor, conversation_id: str, question: str) -> list[Similar]:
    """At most `SHOWN` resolved conversations of others that the actor may see, the most alike first. Blocks."""
    access.allow(actor, "suggestion.read")
    wanted = tuple(dict.fromkeys(tokens(question)))
    if not wanted:
        return []
    found: list[Similar] = []
    with store.database.reading() as connection:
        rarest = sorted(wanted, key=len, reverse=True)[:WORDS]
        rows = _walk(connection, store.database.dialect, rarest)
        for row in _ranked(connection, actor, (rows, wanted, conversation_id)):
            answer = _answer(connection, row.conversation_id, row.seq)
            if answer is None or any(one.answer == answer for one in found):
                continue
            asked, told = _hidden(connection, row, answer)
            found.append(
                Similar(
                    conversation_id=row.conversation_id,
                    reference=row.reference,
                    at=row.at,
                    asked=asked,
                    answer=told,
                )
            )
            if len(found) == SHOWN:
                break
    return found


def _walk(connection: Connection, dialect: str, words: Sequence[str]) -> dict[int, frozenset[str]]:
    """Positions of the newest events with any of the words, and all words of each."""
    if dialect == "sqlite":
        statement = text("SELECT rowid FROM found WHERE found MATCH :words ORDER BY rowid DESC LIMIT :most")
        given = " OR ".join(f'"{word}"' for word in words)
    else:
        statement = text(
            "SELECT position FROM searched WHERE words @@ CAST(:words AS tsquery) ORDER BY position DESC LIMIT :most"
        )
        given = " | ".join(f"'{word}'" for word in words)
    positions = list(connection.execute(statement, {"words": given, "most": WALKED}).scalars())
    rows = connection.execute(
        select(searched.c.position, searched.c.words).where(searched.c.position.in_(positions))
    )
    return {row.position: _words(row.words) for row in rows}


def _words(stored: str) -> frozenset[str]:
    """The tokens of a row: with spaces between on SQLite, `'word':3,5` on PostgreSQL."""
    return frozenset(one.partition("':")[0].strip("'") for one in stored.split())


def _ranked(
    connection: Connection, actor: Actor, asked: tuple[dict[int, frozenset[str]], tuple[str, ...], str]
) -> list[Any]:
    """Buyers' messages of resolved conversations the actor may see, by the weight of the words they share."""
    rows, wanted, here = asked
    often = Counter(word for words in rows.values() for word in words)
    weight = {word: log(1 + len(rows) / (1 + often[word])) for word in wanted}
    whole = sum(weight.values()) or 1.0
    scores = {
        position: sum(weight[word] for word in wanted if word in words) / whole
        for position, words in rows.items()
    }
    near = [position for position, score in scores.items() if score >= LEAST]
    query = (
        select(events.c.position, events.c.conversation_id, events.c.seq, events.c.at, conversations.c.reference,
               conversations.c.buyer_id, conversations.c.order_id, bodies.c.text)
        .join(conversations, conversations.c.id == events.c.conversation_id)
        .join(bodies, bodies.c.id == events.c.body_id)
        .where(
            events.c.position.in_(near), events.c.name == "MessageReceived", events.c.conversation_id != here,
            conversations.c.status == "resolved", access.visible(actor), events.c.audience.in_(sorted(access.audiences(actor))),
        )
    )  # fmt: skip
    found = sorted(connection.execute(query), key=lambda row: (-scores[row.position], -row.position))
    return list({row.conversation_id: row for row in reversed(found)}.values())[::-1]


def _answer(connection: Connection, conversation_id: str, seq: int) -> str | None:
    """The first answer of a person that left after that message: the gate had cleared it."""
    query = (
        select(bodies.c.text)
        .join(events, bodies.c.id == events.c.body_id)
        .where(and_(
            events.c.conversation_id == conversation_id, events.c.seq > seq, events.c.name == "ReplyDelivered",
            events.c.by_kind.in_(("staff", "seller")),
        ))
        .order_by(events.c.seq)
        .limit(1)
    )  # fmt: skip
    said: str | None = connection.execute(query).scalar()
    return said if said and SHORTEST <= len(said) <= ANSWER_CHARS else None


def _hidden(connection: Connection, row: Any, answer: str) -> tuple[str, str]:
    """Question and answer without the data of the people of that conversation."""
    people = select(buyers.c.name).where(buyers.c.id == row.buyer_id)
    names = tuple(connection.execute(people).scalars())
    authors = select(staff.c.name).join(events, events.c.by_id == staff.c.id)
    names += tuple(
        connection.execute(authors.where(events.c.conversation_id == row.conversation_id)).scalars()
    )
    return hidden(row.text or "", names), hidden(answer, names)


def hidden(said: str, names: Iterable[str]) -> str:
    """The text with personal data and every number in the place of which `{{private.…}}` stands.

    Numbers go too, be they dates or amounts: what was true of one order is not of another.
    """
    plain = masked(said, tuple(names)).text
    out, last = "", 0
    for place in PLACEHOLDER.finditer(plain):
        kind = _KIND.search(place[0])
        out += _without_numbers(plain[last : place.start()])
        out += f"{{{{private.{kind[0].lower() if kind else 'number'}}}}}"
        last = place.end()
    return out + _without_numbers(plain[last:])


def _without_numbers(plain: str) -> str:
    return _NUMBERS.sub("{{private.number}}", plain)

"""Search: which conversations hold all the words asked for, newest mention first, without a limit of age.

Words are those of the one analyser, for a text and for the question alike.  The index is walked from the newest
event backwards, a stretch at a time: a common word costs no more than a rare one, and whoever wants older ones
follows the cursor.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Executable, Select, and_, bindparam, select, text

from otvet.conversation.store import Listed, Store
from otvet.conversation.timeline import decode_state, party
from otvet.conversation.views import Filters, holds
from otvet.errors import BadInput
from otvet.language.analyser import spans, tokens
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.schema import bodies, conversations, events, searched

STRETCH = 400  # matching events looked at with one statement
STRETCHES = 12  # and how often, before the page is given as it is, with the cursor to go on from
AROUND = 60  # characters shown on both sides of the first word found
MOST_WORDS = 12


class Found(Struct, frozen=True):
    """Where the words stand: the event, whose it is, a piece of its text, code point offsets of the words in it."""

    seq: int
    at: int
    by_kind: str
    by_id: str
    note: bool
    text: str
    marks: tuple[tuple[int, int], ...]


class Hit(Struct, frozen=True):
    """A conversation, and the newest place in it that holds the words."""

    listed: Listed
    found: Found


class Hits(Struct, frozen=True):
    """One page; `next` goes on where the walk stopped, which may be after few or no items."""

    items: tuple[Hit, ...]
    next: str | None


class Question(Struct, frozen=True, kw_only=True):
    """What is looked for and where; `view` is `None` for everywhere."""

    words: str
    view: str | None = None
    filters: Filters = Filters()
    after: int | None = None
    limit: int = 30


def search(store: Store, actor: Actor, question: Question) -> Hits:
    """The newest conversations that answer the question and are the actor's to see. Raises `BadInput` for no words."""
    access.allow(actor, "conversation.search")
    wanted = wanted_words(question.words)
    hits: dict[str, Any] = {}
    before = question.after
    with store.database.reading() as connection:
        for _ in range(STRETCHES):
            rows = _stretch(connection, store.database.dialect, actor, (wanted, before, question))
            for row in rows[0]:
                if row.conversation_id not in hits and len(hits) < question.limit:
                    hits[row.conversation_id] = row
                    before = row.position
            if len(hits) >= question.limit:
                return Hits(_drawn(store, connection, actor, (hits, wanted)), str(before))
            before = rows[1]
            if before is None:
                break
        return Hits(_drawn(store, connection, actor, (hits, wanted)), None if before is None else str(before))


def wanted_words(words: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(tokens(words)))[:MOST_WORDS]
    if not found:
        raise BadInput("There is no word here to look for; write a name, a number or a word of the text.")
    return found


def _stretch(
    connection: Connection, dialect: str, actor: Actor, asked: tuple[tuple[str, ...], int | None, Question]
) -> tuple[Sequence[Any], int | None]:
    """The matching events the actor may see, newest first, and where the next stretch begins."""
    wanted, before, question = asked
    walked = walk(connection, dialect, _with_party(wanted, actor), before)
    if not walked:
        return (), None
    where = and_(
        events.c.position.in_(walked),
        events.c.audience.in_(sorted(access.audiences(actor))),
        access.visible(actor),
        holds(actor, question.view, question.filters),
    )
    query = (
        select(events.c.position, events.c.conversation_id, events.c.seq, events.c.at, events.c.by_kind,
               events.c.by_id, events.c.name, events.c.body_id)
        .join(conversations, conversations.c.id == events.c.conversation_id)
        .where(where)
        .order_by(events.c.position.desc())
    )  # fmt: skip
    rows = connection.execute(query).all()
    return rows, walked[-1] if len(walked) == STRETCH else None


def _with_party(wanted: tuple[str, ...], actor: Actor) -> tuple[str, ...]:
    """A seller's walk passes only the seller's own rows; who may see what is still decided by `access`."""
    return (*wanted, party(actor.seller_id)) if actor.role == "seller" and actor.seller_id else wanted


def walk(connection: Connection, dialect: str, wanted: Sequence[str], before: int | None) -> list[int]:
    """Positions of the newest events before `before` that hold all the words."""
    statement: Executable
    if dialect == "sqlite":
        upto = " AND rowid < :before" if before is not None else ""
        statement = text(
            f"SELECT rowid FROM found WHERE found MATCH :words{upto} ORDER BY rowid DESC LIMIT {STRETCH}"  # noqa: S608  a constant
        )
        words = " AND ".join(f'"{word}"' for word in wanted)
    else:
        statement = _postgres(before)
        words = " & ".join(f"'{word}'" for word in wanted)
    given: dict[str, Any] = {"words": words} | ({} if before is None else {"before": before})
    return [int(position) for position in connection.execute(statement, given).scalars()]


def _postgres(before: int | None) -> Select[tuple[int]]:
    query = select(searched.c.position).where(text("words @@ CAST(:words AS tsquery)"))
    if before is not None:
        query = query.where(searched.c.position < bindparam("before"))
    return query.order_by(searched.c.position.desc()).limit(STRETCH)


def _drawn(
    store: Store, connection: Connection, actor: Actor, found: tuple[dict[str, Any], tuple[str, ...]]
) -> tuple[Hit, ...]:
    rows, wanted = found
    held = select(conversations.c.id, conversations.c.state).where(conversations.c.id.in_(list(rows)))
    states = {row.id: decode_state(row.state) for row in connection.execute(held)}
    said = select(bodies.c.id, bodies.c.text).where(
        bodies.c.id.in_([row.body_id for row in rows.values() if row.body_id])
    )
    texts = {row.id: row.text or "" for row in connection.execute(said)}
    listed = store.listed(connection, actor, [states[name] for name in rows])
    return tuple(
        Hit(one, _place(row, texts.get(row.body_id, ""), wanted))
        for one, row in zip(listed, rows.values(), strict=True)
    )


def _place(row: Any, said: str, wanted: Sequence[str]) -> Found:
    """The text around the first word found; from its beginning where only the name or a number was found."""
    places = spans(said, frozenset(wanted))
    start = max(0, places[0][0] - AROUND) if places else 0
    start = said.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(said), start + 3 * AROUND)
    shown = " ".join(said[start:end].split("\n"))
    marks = tuple((a - start, b - start) for a, b in places if a >= start and b <= end)
    note = row.name in ("NoteWritten", "SellerNoteWritten", "NoteCarried")
    return Found(row.seq, row.at, row.by_kind, row.by_id, note, shown, marks)

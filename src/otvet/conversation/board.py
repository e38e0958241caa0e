"""The public side of questions: lists, one question with its answers, a search, and what waits for a moderator.

Here words leave the circle of a conversation's parties: only posts that are public now are drawn for others,
authors as strangers may know them, and nothing of what else belongs to the conversation.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, case, func, select, tuple_

from otvet.conversation.posts import Post, PostState, Sort
from otvet.conversation.searching import STRETCHES, walk, wanted_words
from otvet.conversation.state import Conversation
from otvet.conversation.store import Store
from otvet.conversation.timeline import decode_event, decode_state
from otvet.errors import BadInput, NotFound
from otvet.people import access
from otvet.people.actor import Actor
from otvet.people.people import People
from otvet.storage.schema import bodies, conversations, events, marks, question_votes

PAGE: Final = 20
SAID_IN: Final = ("MessageReceived", "AnswerGiven", "ReplyProposed")  # events that hold public words
_CURSOR: Final = re.compile(r"(\d{1,18})(?:\.(c_[0-9a-f]{1,64}))?")
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_'’-]{0,30}")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,4}")
_c, _v = conversations.c, question_votes.c


class Votes(Struct, frozen=True):
    """How many find an answer helpful, how many do not, and what the reader said: 1, -1 or 0."""

    up: int = 0
    down: int = 0
    mine: int = 0


class Shown(Struct, frozen=True, kw_only=True):
    """A post for one reader. `author` is "" where no name may be shown; `at` in ms; `reason` is its author's alone."""

    id: str
    sort: Sort
    state: PostState
    role: str  # buyer | seller | support
    author: str
    text: str
    at: int
    own: bool
    votes: Votes
    private: bool = False
    reason: str = ""


class Asked(Struct, frozen=True, kw_only=True):
    """A question for one reader; `answers`: official ones first, then what helped most."""

    reference: str
    product_id: str | None
    topic: str
    language: str
    at: int
    question: Shown
    answers: tuple[Shown, ...] = ()

    @property
    def best(self) -> Shown | None:
        """The answer a list shows: the official one, else what helped most."""
        return next((one for one in self.answers if one.state == "public"), None)

    @property
    def official(self) -> bool:
        return any(one.sort == "official" and one.state == "public" for one in self.answers)


class Listing(Struct, frozen=True):
    """One page; `next` is the cursor of the following one."""

    items: tuple[Asked, ...]
    next: str | None


class Wanted(Struct, frozen=True, kw_only=True):
    """Which public questions: of one product, or, "help", of none; those without an official answer; with all the words."""

    product: str | None = None
    unanswered: bool = False
    words: str = ""
    after: str | None = None
    limit: int = PAGE


class Board:
    """Reads; whoever calls has an actor, `NOBODY` too."""

    def __init__(self, store: Store, people: People) -> None:
        self._store = store
        self._people = people

    def page(self, actor: Actor, wanted: Wanted) -> Listing:
        """Public questions, the newest first; with words those that hold all of them, the newest mention first."""
        access.allow(actor, "question.read")
        cursor = _cursor(wanted.after)
        with self._store.database.reading() as connection:
            if wanted.words.strip():
                states, more = self._found(connection, wanted, cursor)
            else:
                states, more = _listed(connection, _of(wanted), cursor, wanted.limit)
            return Listing(self._drawn(connection, actor, states), more)

    def number(self, product: str | None = None) -> int:
        """How many public questions there are about a product, or at all."""
        value = f"product:{product}" if product else ""
        query = (
            select(func.count()).select_from(marks).where(marks.c.kind == "question", marks.c.value == value)
        )
        with self._store.database.reading() as connection:
            return connection.execute(query).scalar_one()

    def one(self, actor: Actor, reference: str) -> Asked:
        """A question with everything the reader may see; raises `NotFound` alike for absent and for not public."""
        access.allow(actor, "question.read")
        state = self._store.by_reference(reference)
        if state is None or state.question is None or not _may_read(actor, state):
            raise NotFound("There is no such public question.")
        with self._store.database.reading() as connection:
            return self._drawn(connection, actor, [state])[0]

    def own(self, actor: Actor, after: str | None = None) -> Listing:
        """What a buyer has asked or answered, public or not."""
        access.allow(actor, "question.own")
        mine = _marked("posted", actor.id)
        with self._store.database.reading() as connection:
            states, more = _listed(connection, mine, _cursor(after), PAGE)
            return Listing(self._drawn(connection, actor, states), more)

    def waiting(self, actor: Actor, after: str | None = None) -> tuple[Listing, int]:
        """What waits for a moderator, the longest wait first, and how many questions it is about."""
        access.allow(actor, "question.moderate")
        cursor = _cursor(after)
        where = _marked("moderate", "")
        key = tuple_(_c.created_at, _c.id)
        with self._store.database.reading() as connection:
            later = and_(where, key > tuple_(cursor[0], cursor[1])) if cursor else where
            query = select(_c.state).where(later).order_by(_c.created_at, _c.id).limit(PAGE + 1)
            states = [decode_state(one) for one in connection.execute(query).scalars()]
            shown = self._drawn(connection, actor, states[:PAGE])
        return Listing(shown, _next(states, PAGE)), self.waits()

    def waits(self) -> int:
        """How many questions a moderator has to look at."""
        query = select(func.count()).select_from(marks).where(marks.c.kind == "moderate")
        with self._store.database.reading() as connection:
            return connection.execute(query).scalar_one()

    def _found(
        self, connection: Connection, wanted: Wanted, cursor: tuple[int, str] | None
    ) -> tuple[list[Conversation], str | None]:
        """Walk the index of words backwards, and keep what everybody may read."""
        words, before = wanted_words(wanted.words), cursor[0] if cursor else None
        found: dict[str, Conversation] = {}
        for _ in range(STRETCHES):
            positions = walk(connection, self._store.database.dialect, words, before)
            for position, state in _public(connection, positions, _of(wanted)):
                found.setdefault(state.id, state)
                before = position
                if len(found) >= wanted.limit:
                    return list(found.values()), str(before)
            if not positions:
                return list(found.values()), None
            before = positions[-1]
        return list(found.values()), str(before)

    def _drawn(
        self, connection: Connection, actor: Actor, states: Sequence[Conversation]
    ) -> tuple[Asked, ...]:
        seen = {c.id: _readable(actor, c) for c in states}
        posts = {name: post for some in seen.values() for name, post in some.items()}
        ids = [one for post in posts.values() for one in (post.body_id, post.reason) if one]
        rows = (
            connection.execute(select(bodies.c.id, bodies.c.text).where(bodies.c.id.in_(ids))) if ids else ()
        )
        words = {row.id: row.text or "" for row in rows}
        votes = _votes(connection, list(posts), actor.id)
        wanted = {one.by_id for one in posts.values()} | {c.seller_id or "" for c in states}
        drawing = _Drawing(actor, self._people.names(wanted), words, votes)
        return tuple(drawing.asked(c, seen[c.id]) for c in states if seen[c.id])


class _Drawing:
    """Draws posts for one reader with what was read for all of them at once."""

    def __init__(
        self, actor: Actor, names: dict[str, str], words: dict[str, str], votes: dict[str, Votes]
    ) -> None:
        self._actor, self._names, self._words, self._votes = actor, names, words, votes

    def asked(self, c: Conversation, posts: dict[str, Post]) -> Asked:
        shown = [self._post(c, name, post) for name, post in posts.items()]
        question = next((one for one in shown if one.sort == "question"), None) or _gone(c)
        answers = sorted((one for one in shown if one.sort != "question"), key=_order)
        return Asked(
            reference=c.reference, product_id=c.product_id, topic=c.topic, language=c.language, at=c.created_at,
            question=question, answers=tuple(answers),
        )  # fmt: skip

    def _post(self, c: Conversation, name: str, post: Post) -> Shown:
        role = "support" if post.by_kind in ("staff", "bot") else post.by_kind
        called = self._names.get(c.seller_id or "" if role == "seller" else post.by_id, "")
        own = post.by_id == self._actor.id
        team = self._actor.role in access.OPERATOR
        return Shown(
            id=name, sort=post.sort, state=post.state, role=role, at=post.at, own=own,
            author=called if role == "seller" or team else known_as(called), text=self._words.get(post.body_id, ""),
            votes=self._votes.get(name, Votes()), private=post.private and (own or team),
            reason=self._words.get(post.reason or "", "") if own or team else "",
        )  # fmt: skip


def known_as(name: str) -> str:
    """What strangers are told of a person's name: "Мария С.", "Maria S.", "王**"; "" for what is no name."""
    first, _, rest = name.strip().partition(" ")
    if _HAN.fullmatch(first):
        return first[0] + "**"
    if not _NAME.fullmatch(first):
        return ""
    return f"{first} {rest[0].upper()}." if rest[:1].isalpha() and _NAME.fullmatch(rest.split()[0]) else first


def _gone(c: Conversation) -> Shown:
    """In place of a question that its reader may not see, beside an answer of theirs that they may."""
    return Shown(
        id="", sort="question", state="hidden", role="buyer", author="", text="", at=c.created_at, own=False,
        votes=Votes(),
    )  # fmt: skip


def _order(one: Shown) -> tuple[bool, int, int]:
    return (one.sort != "official", one.votes.down - one.votes.up, one.at)


def _may_read(actor: Actor, c: Conversation) -> bool:
    if c.question is None:
        return False
    return c.question.public or bool(_readable(actor, c))


def _readable(actor: Actor, c: Conversation) -> dict[str, Post]:
    """The posts this reader may see: public ones of a public question, one's own, for the operator's people all."""
    posts = c.question.posts if c.question else {}
    if actor.role in access.OPERATOR:
        return posts
    public = bool(c.question and c.question.public)
    mine = actor.id if actor.role == "buyer" else ""
    return {
        name: one
        for name, one in posts.items()
        if (public and one.state == "public") or (mine and one.by_id == mine)
    }


def _marked(kind: str, value: str) -> ColumnElement[bool]:
    return _c.id.in_(select(marks.c.conversation_id).where(marks.c.kind == kind, marks.c.value == value))


def _of(wanted: Wanted) -> ColumnElement[bool]:
    value = (
        "" if wanted.product is None else "help" if wanted.product == "help" else f"product:{wanted.product}"
    )
    where = _marked("question", value)
    return and_(where, _marked("unanswered", "")) if wanted.unanswered else where


def _listed(
    connection: Connection, where: ColumnElement[bool], cursor: tuple[int, str] | None, limit: int
) -> tuple[list[Conversation], str | None]:
    if cursor:
        where = and_(where, tuple_(_c.created_at, _c.id) < tuple_(cursor[0], cursor[1]))
    query = select(_c.state).where(where).order_by(_c.created_at.desc(), _c.id.desc()).limit(limit + 1)
    states = [decode_state(one) for one in connection.execute(query).scalars()]
    return states[:limit], _next(states, limit)


def _next(states: Sequence[Conversation], limit: int) -> str | None:
    return f"{states[limit - 1].created_at}.{states[limit - 1].id}" if len(states) > limit else None


def _cursor(after: str | None) -> tuple[int, str] | None:
    if not after:
        return None
    match = _CURSOR.fullmatch(after)
    if match is None or not after.isascii():
        raise BadInput("This cursor is not one of ours; take `next` of the page before, or leave it out.")
    return int(match[1]), match[2] or ""


def _public(
    connection: Connection, positions: Sequence[int], where: ColumnElement[bool]
) -> Iterable[tuple[int, Conversation]]:
    """The questions whose public words stand at these positions, newest first."""
    if not positions:
        return
    query = (
        select(events.c.position, events.c.data, _c.state)
        .join(conversations, _c.id == events.c.conversation_id)
        .where(events.c.position.in_(positions), events.c.name.in_(SAID_IN), where)
        .order_by(events.c.position.desc())
    )
    for row in connection.execute(query):
        state, event = decode_state(row.state), decode_event(row.data)
        name = next(
            (getattr(event, one) for one in ("post_id", "reply_id", "message_id") if hasattr(event, one)), ""
        )
        post = state.question.posts.get(name) if state.question else None
        if post is not None and post.state == "public":
            yield row.position, state


def _votes(connection: Connection, ids: Sequence[str], person_id: str) -> dict[str, Votes]:
    if not ids:
        return {}
    up, down = (func.sum(case((_v.value == way, 1), else_=0)) for way in (1, -1))
    mine: Any = func.sum(case((_v.person_id == person_id, _v.value), else_=0)) if person_id else 0
    query = select(_v.post_id, up, down, mine).where(_v.post_id.in_(ids)).group_by(_v.post_id)
    return {row[0]: Votes(int(row[1]), int(row[2]), int(row[3])) for row in connection.execute(query)}

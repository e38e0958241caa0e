"""The timeline, what follows from it, the outbox, the files."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.types import UserDefinedType

from otvet.storage.schema.metadata import metadata


class _Searched(UserDefinedType[str]):
    """PostgreSQL's words of a search: named here, because its dialect is slow to import and most do without."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "TSVECTOR"


NEVER = str(2**62)  # the due time of what has none: sorts last

# One row.  Every batch locks it first and takes its positions from it,
# so the order of positions is the order of commits, with any number of servers.
ledger = Table(
    "ledger",
    metadata,
    Column("id", SmallInteger, primary_key=True),
    Column("epoch", Text, nullable=False),  # random; changes on restore
    Column("position", BigInteger, nullable=False),  # the last one given away
    Column("conversations", BigInteger, nullable=False),  # how many were ever opened
    Column("reference_key", BigInteger, nullable=False),  # hides the count in reference numbers
    Column("derived", Integer, nullable=False, server_default="0"),  # how the derived rows were made
)

events = Table(
    "events",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("conversation_id", Text, nullable=False),
    Column("seq", Integer, nullable=False),  # gap-free within the conversation
    Column("name", Text, nullable=False),
    Column("audience", Text, nullable=False),  # public | seller | team
    Column("at", BigInteger, nullable=False),
    Column("by_kind", Text, nullable=False),  # buyer | staff | seller | bot | system
    Column("by_id", Text, nullable=False),
    Column("body_id", Text),
    Column("data", Text, nullable=False),  # the event's own fields as JSON
    UniqueConstraint("conversation_id", "seq", name="events_seq"),
)

bodies = Table(
    "bodies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("subject_id", Text, nullable=False),  # whose words or whose data: the erasure key
    Column("text", Text),  # null once erased
)

# What the list needs as columns; the rest of the folded state as JSON beside it.
conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("account_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("buyer_id", Text, nullable=False),
    Column("seller_id", Text),
    Column("order_id", Text),
    Column("topic", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("status", Text, nullable=False),  # open | resolved
    Column("assignee_id", Text),
    Column("held", Integer, nullable=False),  # replies waiting at the gate
    Column("waiting_since", BigInteger),  # the first unanswered message of the buyer
    Column(
        "snoozed", Boolean, nullable=False, server_default=false()
    ),  # out of sight until a time or a message
    Column("queue", Text),
    Column("turn", Text, nullable=False, server_default="nobody"),  # who owns the next one
    Column("priority", SmallInteger, nullable=False, server_default="3"),  # 1 first
    Column("due_at", BigInteger, nullable=False, server_default=NEVER),  # the next deadline of any kind
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("heard", Integer, nullable=False, server_default="0"),  # seq of the buyer's newest message
    Column("last_seq", Integer, nullable=False),
    Column("last_position", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    # wide: what a list is filtered by is read from the index, the state only of what is shown
    Index(
        "conversations_list",
        "status",
        "last_position",
        "id",
        "assignee_id",
        "topic",
        "channel",
        "language",
        "seller_id",
        "snoozed",
    ),
    Index("conversations_assignee", "assignee_id", "status", "last_position"),
    Index("conversations_waiting", "status", "snoozed", "waiting_since", "id"),
    Index("conversations_due", "status", "snoozed", "due_at", "last_position"),
    Index("conversations_routed", "status", "turn", "assignee_id", "priority", "due_at", "id"),
    Index("conversations_buyer", "buyer_id", "last_position"),
    Index("conversations_seller", "seller_id", "last_position"),
)

# Derived rows: they follow from events and states alone, and the writer keeps them in its own transaction.

# How many conversations a view holds, for everybody ('') or for a person, a seller, a tag.
tallies = Table(
    "tallies",
    metadata,
    Column("view", Text, primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)

# What a conversation is found by beside its columns: a tag, a person mentioned.
marks = Table(
    "marks",
    metadata,
    Column("kind", Text, primary_key=True),  # tag | mention
    Column("value", Text, primary_key=True),
    Column("conversation_id", Text, primary_key=True),
)

# What has to happen at a time, whoever is awake then: the end of a snooze, a reply to be sent later,
# a clock that turns amber or red, an answer from elsewhere that is overdue.
deadlines = Table(
    "deadlines",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("due_at", BigInteger, nullable=False),
    Index("deadlines_due", "due_at"),
)

# The tokens of what was written, one row an event; SQLite keeps an FTS5 index `found` beside it by triggers.
searched = Table(
    "searched",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),  # of the event
    # its index is of another kind on each database and made by migration 0004
    Column("words", Text().with_variant(_Searched(), "postgresql"), nullable=False),
)

# Idempotency, for good: what the key did, so that the answer can be rebuilt.
keys = Table(
    "keys",
    metadata,
    Column("key", Text, primary_key=True),  # first: the batch looks keys up by it
    Column("sender", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("body_hash", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# The outbox: written in one transaction with the event that asks for it.
jobs = Table(
    "jobs",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # position of its event * 16 + n
    Column("conversation_id", Text, nullable=False),
    Column("reaction", Text, nullable=False),
    Column("event", Text, nullable=False),  # the event as JSON, ids only
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),  # counted before the work
    Column("lease", Text, nullable=False),  # who works on it, or ''
    Column("leased_until", BigInteger, nullable=False),
    Column("dead", Boolean, nullable=False),  # a person has to look
    Column("error", Text),
    Index("jobs_by_conversation", "conversation_id", "id"),
    Index("jobs_due", "dead", "due_at"),
)

files = Table(
    "files",
    metadata,
    Column("id", Text, primary_key=True),  # also its random name in the folder
    Column("conversation_id", Text),  # null until a message cites it
    Column("owner_kind", Text, nullable=False),
    Column("owner_id", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("name", Text, nullable=False),  # as shown, cleaned
    Column("media_type", Text, nullable=False),  # by content, never as claimed
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("at", BigInteger, nullable=False),
)

# What was read from a picture, by the hash of its content: words of a person, so erasure has to reach them too.
readings = Table(
    "readings",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("reader", Text, nullable=False),  # what read it: less than what is here now is read again
    Column("found", Text, nullable=False),  # JSON
    Column("at", BigInteger, nullable=False),
)

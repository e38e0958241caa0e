"""People, their sessions, what is theirs alone."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from otvet.storage.schema.metadata import metadata

reads = Table(
    "reads",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
)

# What somebody has written and not sent; nobody else's to see.
drafts = Table(
    "drafts",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # reply | note
    Column("text", Text, nullable=False),  # '' once sent or thrown away
    Column("files", Text, nullable=False),  # JSON: [{id, name}]
    Column("version", Integer, nullable=False),  # a late save never brings a deleted draft back
    Column("at", BigInteger, nullable=False),
    Index("drafts_person", "person_id", "conversation_id"),
)

# What somebody chose for themselves: keys, sorting.
preferences = Table(
    "preferences",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)

staff = Table(
    "staff",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email", Text, nullable=False, unique=True),  # lower-cased
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("seller_id", Text),  # for seller staff
    Column("language", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

sellers = Table(
    "sellers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
)

buyers = Table(
    "buyers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("shop_id", Text),  # the shop's own id of the buyer, once the shop vouched for it
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("email_confirmed_at", BigInteger),  # the shop vouched for it, or a link in a letter was opened
    Column("phone", Text),
    Column("language", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("account_id", "shop_id", name="buyers_shop"),
    Index("buyers_phone", "phone"),
)

# Sessions of staff, tokens of buyers and of programs: only hashes of the secrets.
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # staff | buyer | api | set_up
    Column("person_id", Text, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("scopes", Text, nullable=False),  # JSON list; [] means all of the role
    Column("label", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("sessions_person", "person_id"),
)

# Who looked at whose personal data, and who was refused what.
looks = Table(
    "looks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object_kind", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Index("looks_object", "object_kind", "object_id", "at"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("own_domains", Text, nullable=False),  # JSON list
    Column("own_phones", Text, nullable=False),  # JSON list
    Column("identity_keys", Text, nullable=False),  # JSON: key id -> public key or secret
    Column("widget_origins", Text, nullable=False),  # JSON list of allowed page origins
)

# Did this help? A reader's answer to an article of the help centre; words of strangers, for colleagues only.
article_votes = Table(
    "article_votes",
    metadata,
    Column("id", Text, primary_key=True),  # made by the reader's page: sent again, it changes the answer
    Column("slug", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("helped", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("article_votes_slug", "slug", "at"),
)

"""What the gate used and was told: packs, facts, tuning, opinions."""

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    Table,
    Text,
)

from otvet.storage.schema.metadata import metadata

# What the second reader said, by the hash of what it was asked.
opinions = Table(
    "opinions",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("said", Text, nullable=False),  # JSON
    Column("at", BigInteger, nullable=False),
)

# Every pack ever used, so that a verdict can be replayed years later; the pack itself lies among the files.
packs = Table(
    "packs",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", Text),  # of an earlier version, until the next start has moved it among the files
    Column("at", BigInteger, nullable=False),
)

# What was known around a text when it was judged, by the hash its verdict names.
contexts = Table(
    "contexts",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("content", Text, nullable=False),  # JSON; no words of people
    Column("at", BigInteger, nullable=False),
)

# What an account changed about its pack: only ever added to, the last row of a thing counts.
tunings = Table(
    "tunings",
    metadata,
    Column("account_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 within the account
    Column("rule", Text, nullable=False),
    Column("what", Text, nullable=False),  # severity | term
    Column("name", Text, nullable=False),  # the context, or the term
    Column("before", Text),  # a severity; a term's last day or 'always'; null: as the pack says
    Column("after", Text),
    Column("reason", Text, nullable=False),
    Column("by_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

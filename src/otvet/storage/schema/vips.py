"""Buyers with a tier: as last reckoned from their orders, and whose they are."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from otvet.storage.schema.metadata import metadata

vips = Table(
    "vips",
    metadata,
    Column("buyer_id", Text, primary_key=True),
    Column("tier", Text),  # null: had one once; the personal manager stays known
    Column("orders", Integer, nullable=False),
    Column("spent", BigInteger, nullable=False),  # kopecks
    Column("manager_id", Text),
    Column("by_id", Text, nullable=False),  # who named the manager, "" for the desk itself
    Column("at", BigInteger, nullable=False),
    Index("vips_manager", "manager_id"),
)

"""Filters that somebody keeps for the inbox, and what is known of customers by fields of the operator's own."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from otvet.storage.schema.metadata import metadata

saved_views = Table(
    "saved_views",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", Text, nullable=False),
    Column("shared", Boolean, nullable=False),  # everybody who works for the operator has it
    Column("name", Text, nullable=False),
    Column("asks", Text, nullable=False),  # JSON: view, filters, words, order
    Column("place", Integer, nullable=False),  # in the list, the lowest first
    Column("version", Integer, nullable=False),
    Column("by_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("saved_views_owner", "owner_id"),
)

# The last value of each field of a customer; every one before stands in the timeline it was written in.
buyer_fields = Table(
    "buyer_fields",
    metadata,
    Column("buyer_id", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("value", Text, nullable=False),  # '' for a text: its words are a body
    Column("body_id", Text),
    Column("position", BigInteger, nullable=False),  # of the event
    Index("buyer_fields_value", "code", "value"),
)

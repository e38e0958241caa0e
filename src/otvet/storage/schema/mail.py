"""Letters that left: how many went to whom, for the daily limit; the address as a hash."""

from sqlalchemy import BigInteger, Column, Index, Table, Text

from otvet.storage.schema.metadata import metadata

letters = Table(
    "letters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("buyer_id", Text, nullable=False),
    Column("address", Text, nullable=False),  # SHA-256 of the address
    Column("at", BigInteger, nullable=False),
    Index("letters_buyer", "buyer_id", "at"),
    Index("letters_address", "address", "at"),
)

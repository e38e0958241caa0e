"""What was asked of the demo shop and done: its own ledger, so that it remembers over a restart."""

from sqlalchemy import BigInteger, Column, Index, Table, Text

from otvet.storage.schema.metadata import metadata

shop_deeds = Table(
    "shop_deeds",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, unique=True),  # the same key again is the same deed
    Column("id", Text, nullable=False),  # of what was made, as the buyer is told it
    Column("shop_buyer_id", Text, nullable=False),
    Column("order_number", Text),
    Column("wish", Text, nullable=False),  # JSON: what was asked
    Column("at", BigInteger, nullable=False),
    Index("shop_deeds_buyer", "shop_buyer_id", "number"),
    Index("shop_deeds_order", "order_number"),
)

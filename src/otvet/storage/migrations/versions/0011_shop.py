"""The demo shop's ledger: returns, refunds, bonuses and what else it did for a buyer."""

import sqlalchemy as sa
from alembic import op

revision = "0011_shop"
down_revision = "0010_feedback"


def upgrade() -> None:
    op.create_table(
        "shop_deeds",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("shop_buyer_id", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text()),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("shop_deeds_buyer", "shop_deeds", ["shop_buyer_id", "number"])
    op.create_index("shop_deeds_order", "shop_deeds", ["order_number"])

"""Buyers with a tier and their personal managers; buyers found by their number."""

import sqlalchemy as sa
from alembic import op

revision = "0015_vips"
down_revision = "0014_words"


def upgrade() -> None:
    op.create_table(
        "vips",
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text()),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("manager_id", sa.Text()),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("buyer_id"),
    )
    op.create_index("vips_manager", "vips", ["manager_id"])
    op.create_index("buyers_phone", "buyers", ["phone"])

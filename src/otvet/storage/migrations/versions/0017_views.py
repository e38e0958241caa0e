"""Saved views, fields of customers, and how far the buyer has spoken, for the filter of unread ones.

The new column is filled from the timeline at the first start (`storage/renewing.py`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_views"
down_revision = "0016_community"


def upgrade() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("saved_views_owner", "saved_views", ["owner_id"])
    op.create_table(
        "buyer_fields",
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("body_id", sa.Text()),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("buyer_id", "code"),
    )
    op.create_index("buyer_fields_value", "buyer_fields", ["code", "value"])
    op.add_column("conversations", sa.Column("heard", sa.Integer(), nullable=False, server_default="0"))

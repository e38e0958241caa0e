"""The desk: pages of its plan, who is at it, whose turn it is and by when.

The new columns are filled from the timeline at the first start (`storage/renewing.py`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_desk"
down_revision = "0011_shop"


def upgrade() -> None:
    op.create_table(
        "desk_pages",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "duty",
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("idle", sa.Boolean(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
    op.add_column("conversations", sa.Column("queue", sa.Text()))
    op.add_column("conversations", sa.Column("turn", sa.Text(), nullable=False, server_default="nobody"))
    op.add_column(
        "conversations", sa.Column("priority", sa.SmallInteger(), nullable=False, server_default="3")
    )
    op.add_column(
        "conversations", sa.Column("due_at", sa.BigInteger(), nullable=False, server_default=str(2**62))
    )
    op.create_index("conversations_due", "conversations", ["status", "snoozed", "due_at", "last_position"])
    op.create_index(
        "conversations_routed", "conversations", ["status", "turn", "assignee_id", "priority", "due_at", "id"]
    )

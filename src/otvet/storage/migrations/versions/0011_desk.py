"""The desk: pages of its plan, who is at it."""

import sqlalchemy as sa
from alembic import op

revision = "0011_desk"
down_revision = "0010_feedback"


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

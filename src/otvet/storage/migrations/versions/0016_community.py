"""Votes on public answers."""

import sqlalchemy as sa
from alembic import op

revision = "0016_community"
down_revision = "0015_vips"


def upgrade() -> None:
    op.create_table(
        "question_votes",
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("post_id", "person_id"),
    )
    op.create_index("question_votes_person", "question_votes", ["person_id"])

"""Did this help: readers' answers to the articles of the help centre."""

import sqlalchemy as sa
from alembic import op

revision = "0010_feedback"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "article_votes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("article_votes_slug", "article_votes", ["slug", "at"])

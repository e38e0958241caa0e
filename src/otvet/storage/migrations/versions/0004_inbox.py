"""What the inbox finds conversations by: tallies, marks, deadlines, searched words, drafts, preferences."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0004"
down_revision = "0003"

LIST = (
    "status", "last_position", "id", "assignee_id", "topic", "channel", "language", "seller_id", "snoozed",
)  # fmt: skip

# The index of words lies beside the table on SQLite; the table alone is backed up.
TABLE = (
    "CREATE VIRTUAL TABLE found USING fts5(words, content='searched', content_rowid='position', detail=none, "
    "tokenize='unicode61 remove_diacritics 0')"
)
ADDED = (
    "CREATE TRIGGER searched_added AFTER INSERT ON searched BEGIN "
    "INSERT INTO found (rowid, words) VALUES (new.position, new.words); END"
)
GONE = (
    "CREATE TRIGGER searched_gone AFTER DELETE ON searched BEGIN "
    "INSERT INTO found (found, rowid, words) VALUES ('delete', old.position, old.words); END"
)


def upgrade() -> None:
    op.add_column("ledger", sa.Column("derived", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "conversations", sa.Column("snoozed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.drop_index("conversations_recent", "conversations")
    op.create_index("conversations_list", "conversations", LIST)
    op.create_index("conversations_waiting", "conversations", ["status", "snoozed", "waiting_since", "id"])
    _found_by()
    _kept()
    _searched()


def _found_by() -> None:
    op.create_table(
        "tallies",
        sa.Column("view", sa.Text(), primary_key=True),
        sa.Column("owner", sa.Text(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
    )
    op.create_table(
        "marks",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), primary_key=True),
        sa.Column("conversation_id", sa.Text(), primary_key=True),
    )
    op.create_table(
        "deadlines",
        sa.Column("conversation_id", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("subject", sa.Text(), primary_key=True),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("deadlines_due", "deadlines", ["due_at"])


def _kept() -> None:
    op.create_table(
        "drafts",
        sa.Column("conversation_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("drafts_person", "drafts", ["person_id", "conversation_id"])
    op.create_table(
        "preferences",
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )


def _searched() -> None:
    op.create_table(
        "searched",
        sa.Column("position", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.create_index("searched_words", "searched", ["words"], postgresql_using="gin")
        return
    for statement in (TABLE, ADDED, GONE):
        connection.exec_driver_sql(statement)

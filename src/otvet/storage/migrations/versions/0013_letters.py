"""Letters: confirmed addresses, and how many letters went to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0013_letters"
down_revision = "0012_desk"


def upgrade() -> None:
    op.add_column("buyers", sa.Column("email_confirmed_at", sa.BigInteger()))
    op.create_table(
        "letters",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("letters_buyer", "letters", ["buyer_id", "at"])
    op.create_index("letters_address", "letters", ["address", "at"])

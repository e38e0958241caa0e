"""How the desk works and who is at it."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from otvet.storage.schema.metadata import metadata

# What supervisors changed about the desk's plan: only ever added to, the last row of a page counts.
desk_pages = Table(
    "desk_pages",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 in the installation
    Column(
        "sort", Text, nullable=False
    ),  # topics | queues | schedules | budgets | answers | members | tiers | fields
    Column("name", Text, nullable=False),
    Column("content", Text),  # JSON; null: as it comes along, or gone
    Column("reason", Text, nullable=False),
    Column("by_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# Who is at the desk: renewed by their browser, and past `until` they are not.
duty = Table(
    "duty",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("chosen", Text, nullable=False),  # online | away | hand-over
    Column("idle", Boolean, nullable=False),  # nothing was touched for five minutes
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
)

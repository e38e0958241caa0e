"""What readers think of public answers."""

from sqlalchemy import BigInteger, Column, Index, SmallInteger, Table, Text

from otvet.storage.schema.metadata import metadata

# One row a person and post: given again, it takes the place of the one before; taken back, it is gone.
question_votes = Table(
    "question_votes",
    metadata,
    Column("post_id", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("value", SmallInteger, nullable=False),  # 1 helps, -1 does not
    Column("at", BigInteger, nullable=False),
    Index("question_votes_person", "person_id"),
)

"""What all tables are registered with; Alembic compares the database to it."""

from sqlalchemy import MetaData

metadata = MetaData()

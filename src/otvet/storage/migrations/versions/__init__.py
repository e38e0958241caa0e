"""Alembic's versions, oldest first."""

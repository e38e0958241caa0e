"""From any earlier schema to this one, by Alembic; an up-to-date database is left alone at once."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

HEAD = "0017_views"
LOCK = 7_403_118  # PostgreSQL: two servers that start together must not migrate together


def bring_up_to_date(engine: Engine) -> None:
    """Run the missing migrations in one transaction; costs one query where there are none."""
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    from alembic import command  # noqa: PLC0415  Alembic is slow to import and rarely needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.connect().execution_options(otvet_write=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

"""Check, backup and restore, and that an up-to-date schema is what the page draws."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update

from otvet.errors import BadInput, StartRefused
from otvet.storage.backup import backup, restore
from otvet.storage.database import open_database
from otvet.storage.filebox import Folder
from otvet.storage.schema import conversations, events, files, jobs, ledger, metadata
from otvet.storage.verify import verify
from works import note, opened


@pytest.fixture
def box(tmp_path):
    return Folder(tmp_path / "files")


@pytest.fixture
def filled(writer, any_database, box):
    """Two conversations, one with a file."""
    for name in ("c_1", "c_2"):
        writer.run(opened(name))
        for number in range(3):
            writer.run(note(name, number))
    box.put("f_1", b"content")
    row = {
        "id": "f_1", "conversation_id": "c_1", "owner_kind": "buyer", "owner_id": "by_1", "audience": "public",
        "name": "a.txt", "media_type": "text/plain", "size": 7, "sha256": hashlib.sha256(b"content").hexdigest(), "at": 1,
    }  # fmt: skip
    with any_database.writing() as connection:
        connection.execute(insert(files), [row])
    return any_database


def _faults(database, timeline, box):
    return list(verify(database, timeline, box))


def test_a_good_database_has_no_faults(filled, timeline, box):
    """Verify is silent when all is well."""
    assert _faults(filled, timeline, box) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (events.delete().where(events.c.seq == 3, events.c.conversation_id == "c_1"), "gaps"),
        (update(conversations).where(conversations.c.id == "c_2").values(status="resolved"), "status is not"),
        (update(ledger).values(position=99), "position is 99"),
        (text("DELETE FROM bodies WHERE conversation_id = 'c_2'"), "words of seq"),
        (update(jobs).values(conversation_id="c_9"), "c_9: a job"),
        (conversations.delete().where(conversations.c.id == "c_1"), "has events and no state"),
    ],
)
def test_each_damage_is_found(filled, timeline, box, damage, said):
    """Whatever is broken by hand, verify says where."""
    with filled.writing() as connection:
        connection.execute(damage)

    assert any(said in fault for fault in _faults(filled, timeline, box))


def test_a_missing_file_is_found(filled, timeline, box):
    """A row whose file is gone is a fault."""
    box._path("f_1").unlink()

    assert _faults(filled, timeline, box) == ["c_1: the content of file f_1 is missing"]


def test_a_backup_restores_into_sqlite_whatever_it_came_from(filled, timeline, box, tmp_path, clock):
    """Every row and file is there again; the epoch is a new one, so that browsers load anew."""
    archive = tmp_path / "backup.tar.gz"
    backup(filled, box, archive, lambda _what, _count: None)
    fresh, fresh_box = open_database(f"sqlite:///{tmp_path / 'fresh.db'}"), Folder(tmp_path / "fresh-files")

    restore(fresh, fresh_box, archive, clock=clock, progress=lambda _what, _count: None)

    assert _faults(fresh, timeline, fresh_box) == []
    assert fresh_box.get("f_1") == b"content"
    with filled.reading() as before, fresh.reading() as after:
        for table in metadata.sorted_tables:
            if table is not ledger:
                rows = [sorted(map(tuple, c.execute(select(table))), key=str) for c in (before, after)]
                assert rows[0] == rows[1], table.name
        assert (
            before.execute(select(ledger.c.epoch)).scalar() != after.execute(select(ledger.c.epoch)).scalar()
        )
    fresh.close()


def test_restore_wants_an_empty_database(filled, box, tmp_path, clock):
    """Nothing is overwritten."""
    archive = tmp_path / "backup.tar.gz"
    backup(filled, box, archive, lambda _what, _count: None)

    with pytest.raises(StartRefused, match="empty"):
        restore(filled, box, archive, clock=clock, progress=lambda _what, _count: None)


def test_something_else_is_no_backup(database, box, tmp_path, clock):
    """A tar of other things is refused before anything is written."""
    import tarfile

    other = tmp_path / "other.tar.gz"
    with tarfile.open(other, "w:gz") as archive:
        archive.add(__file__, "about.txt")

    with pytest.raises(BadInput, match="no backup"):
        restore(database, box, other, clock=clock, progress=lambda _what, _count: None)


def test_the_migrations_make_what_the_page_draws(any_database):
    """Alembic finds nothing to change between the migrated database and the schema."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(_object, name, *_about: object):
        """SQLite's index of words is a virtual table beside `searched`, with tables of its own."""
        return not (name or "").startswith(("found", "searched_words"))

    with any_database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_looked_for():
    """A database of the version before is brought up to date: `HEAD` names the last of the versions, and there is one."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from otvet.storage import migrations

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))

    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]

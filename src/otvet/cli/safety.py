"""`otvet verify`, `backup`, `restore`: safety, beside a running server too."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from otvet.cli.serve import DatabaseUrl, DataDir
from otvet.clock import SystemClock
from otvet.conversation.timeline import Timeline
from otvet.journey import REACTIONS
from otvet.settings import Settings, read
from otvet.storage import backup as archive
from otvet.storage.database import Database, open_database
from otvet.storage.filebox import Folder
from otvet.storage.verify import verify as faults_of

MOST_SHOWN = 100


def verify(data_dir: DataDir = None, database_url: DatabaseUrl = None) -> None:
    """Check everything that must be true; status 0 when it is, 1 with a line for each fault."""
    settings, database = _open(data_dir, database_url)
    count = 0
    for fault in faults_of(database, Timeline(REACTIONS), Folder(settings.data_dir / "files")):
        count += 1
        if count <= MOST_SHOWN:
            typer.echo(fault)
    if count:
        typer.echo(f"verify: {count} faults")
        raise typer.Exit(1)
    typer.echo("verify: all is well")


def backup(
    to: Annotated[Path, typer.Argument(help="The archive to write, such as otvet-2026-11-22.tar.gz.")],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write one archive of everything, of one moment, for either kind of database."""
    settings, database = _open(data_dir, database_url)
    with _progress() as progress:
        archive.backup(database, Folder(settings.data_dir / "files"), to, _counting(progress))
    typer.echo(f"backup: {to} ({to.stat().st_size:,} bytes)")


def restore(
    source: Annotated[Path, typer.Argument(help="An archive that `otvet backup` wrote.", exists=True)],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Fill an empty database from an archive; browsers that were connected load anew."""
    settings, database = _open(data_dir, database_url)
    with _progress() as progress:
        box = Folder(settings.data_dir / "files")
        archive.restore(database, box, source, clock=SystemClock(), progress=_counting(progress))
    typer.echo("restore: done; check it with `otvet verify`")


def _open(data_dir: Path | None, database_url: str | None) -> tuple[Settings, Database]:
    settings = read({"data_dir": data_dir, "database_url": database_url})
    return settings, open_database(settings.url)


def _progress() -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True))


def _counting(progress: Progress) -> archive.Progress:
    tasks: dict[str, TaskID] = {}

    def count(what: str, number: int) -> None:
        if what not in tasks:
            tasks[what] = progress.add_task(what, total=None)
        progress.advance(tasks[what], number)

    return count

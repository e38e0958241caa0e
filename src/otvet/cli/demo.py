"""`otvet demo`: fills a database with a deterministic made-up past, to look at and to measure with."""

import time
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from otvet.bootstrap import alone, found
from otvet.cli.serve import DatabaseUrl, DataDir
from otvet.clock import SystemClock
from otvet.demo.past import Past, Wanted
from otvet.settings import read
from otvet.storage.database import open_database

PER_CONVERSATION = 10


def demo(
    conversations: Annotated[int, typer.Option(help="How many conversations to make up.", min=1)] = 1_000,
    messages: Annotated[
        int | None, typer.Option(help="How many messages in all; ten each by default.", min=1)
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same past.")] = 1,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Fill a database with made-up people, conversations and notes of the last year; beside no running server."""
    settings = read({"data_dir": data_dir, "database_url": database_url})
    total = messages or conversations * PER_CONVERSATION
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with alone(settings), Progress(*columns, console=Console(stderr=True)) as progress:
        database = open_database(settings.url)
        found(database, SystemClock())
        wanted = Wanted(seed=seed, conversations=conversations, messages=total, until=SystemClock().now())
        task = progress.add_task("messages", total=total)
        began = time.monotonic()
        Past(database, wanted).make(lambda number: progress.advance(task, number))
        database.close()
    typer.echo(
        f"demo: {conversations:,} conversations, about {total:,} messages in {time.monotonic() - began:.0f} s"
    )

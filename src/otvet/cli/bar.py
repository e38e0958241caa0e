"""What long commands show while they work, and how a mistake in the call is said."""

import sys
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def progress() -> Progress:
    """A bar on standard error where somebody looks at it; away when the work is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def refuse(command: str, message: str) -> NoReturn:
    """One line on standard error, status 2."""
    sys.stdout.flush()
    typer.echo(f"otvet {command}: {message}", err=True)
    raise typer.Exit(2)

"""`otvet pack`: making a pack of rules, proving it, reading what changed, trying it over past messages.

Exit status: 0 well or nothing differs, 1 faults or differences, 2 a mistake in the call.
"""

import json
import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from otvet.cli import pack_past, pack_try
from otvet.cli.bar import progress, refuse
from otvet.errors import PackError
from otvet.policy.difference import Change, difference
from otvet.policy.pack import open_pack
from otvet.policy.proof import faults

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
pack = typer.Typer(help="Make, check, compare and try packs of rules.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@pack.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make; its name becomes the pack's.")],
    title: Annotated[str, typer.Option(help="What people read; the name when left out.")] = "",
) -> None:
    """Write a small pack of one rule, commented and valid, to start from."""
    name = folder.absolute().name
    if not _NAME.fullmatch(name):
        refuse("pack new", f"{name!r} is no name of a pack: small Latin letters, digits and hyphens")
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        refuse("pack new", f"{folder} is there already and not empty; give another folder")
    with as_file(files("otvet.policy") / "first") as first:
        shutil.copytree(first, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    head = folder / "pack.toml"
    said = head.read_text("utf-8").replace('name = "NAME"', f'name = "{name}"')
    shown = json.dumps(title or name, ensure_ascii=False)
    head.write_text(said.replace('title = "NAME"', f"title = {shown}"), "utf-8")
    typer.echo(f"made {folder}; read its README.md, then run: otvet pack check {folder}")


@pack.command()
def check(
    folder: Annotated[str, typer.Argument(help="The pack's folder, or the name of one that comes along.")],
    as_json: AsJson = False,
) -> None:
    """Prove every page: its form, its lexicons, its severities, and that every example is found exactly or passes."""
    home = _folder(folder)
    with progress() as bar:
        task = bar.add_task("examples", total=None)
        found = list(faults(home, lambda done, total: bar.update(task, completed=done, total=total)))
    if as_json:
        typer.echo(json.dumps({"faults": found}, ensure_ascii=False))
    else:
        for fault in found:
            typer.echo(fault)
        typer.echo(f"{folder}: {_count(len(found), 'fault')}" if found else f"{folder}: every page is proven")
    raise typer.Exit(1 if found else 0)


@pack.command()
def diff(
    one: Annotated[str, typer.Argument(help="A pack's name or folder.")],
    other: Annotated[str, typer.Argument(help="The one to compare with it.")],
    as_json: AsJson = False,
) -> None:
    """Say in words what changed: rules, severities, clauses, prose, detectors, examples, lexicons, allowed terms."""
    try:
        packs = [open_pack(name) for name in (one, other)]
    except PackError as error:
        refuse("pack diff", error.message)
    changes = difference(*packs)
    if as_json:
        told = {"before": packs[0].hash, "after": packs[1].hash, "changes": msgspec.to_builtins(changes)}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _print(changes)
        typer.echo(_count(len(changes), "change"))
    raise typer.Exit(1 if changes else 0)


def _print(changes: list[Change]) -> None:
    last = ""
    for change in changes:
        if change.where != last:
            typer.secho(change.where, bold=True)
            last = change.where
        typer.echo(f"  {change.words()}")


def _folder(name: str) -> Path:
    folder = Path(name)
    if not folder.is_dir() and name.replace("-", "").isalnum():
        with as_file(files("otvet.policy") / "packs" / name) as bundled:
            folder = bundled
    if not folder.is_dir():
        refuse("pack check", f"there is no folder {name}; `otvet pack new {name}` makes one")
    return folder


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


pack.command("try")(pack_try.try_)
pack.command("replay")(pack_past.replay)

"""`otvet check`: the gate alone, for people, editors, scripts and whole files of messages."""

import contextlib
import datetime as dt
import json
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from otvet.cli.lines import answer_lines, as_object
from otvet.cli.sarif import sarif
from otvet.cli.second import by_both, by_gate
from otvet.errors import BadInput, OtvetError
from otvet.policy import Context, Facts, Gate, Verdict


class ContextName(StrEnum):
    """Where a text goes."""

    chat = "chat"
    broadcast = "broadcast"
    buyer = "buyer"


class Language(StrEnum):
    """The languages of the reasons."""

    ru = "ru"
    en = "en"
    zh = "zh"


class Format(StrEnum):
    """How findings are printed."""

    text = "text"
    json = "json"
    sarif = "sarif"


def check(  # noqa: PLR0917 - Typer reads options from parameters
    text: Annotated[list[str] | None, typer.Argument(help="Texts to judge.")] = None,
    file: Annotated[
        list[Path] | None, typer.Option(help="Judge a file as one text; may be repeated.")
    ] = None,
    context: Annotated[ContextName, typer.Option(help="Where the text goes.")] = ContextName.chat,
    facts: Annotated[
        Path | None, typer.Option(help="A JSON file with what is known of goods and order.")
    ] = None,
    pack: Annotated[str, typer.Option(help="The rules: a pack's name or folder.")] = "ozon",
    lang: Annotated[
        Language | None, typer.Option(help="Language of the reasons; the text's own by default.")
    ] = None,
    no_models: Annotated[bool, typer.Option("--no-models", help="Words only.")] = False,
    second_reader: Annotated[
        bool, typer.Option("--second-reader", help="Ask the second reader too.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.text,
    fix: Annotated[
        bool, typer.Option("--fix", help="Print the text with safe fixes made, nothing else.")
    ] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Judge JSON lines from standard input.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="With --jsonl: processes.")] = 1,
) -> None:
    """Judge texts. Exit status: 0 clean or advice only, 1 something to hold, 2 a mistake in the call."""
    judge = by_both if second_reader else by_gate
    if jsonl:
        if text or file or fix or facts:
            _refuse(
                "--jsonl reads everything from standard input: leave out texts, --file, --facts and --fix"
            )
        _run(lambda: answer_lines(pack, workers=workers, models=not no_models, judge=judge))
        return
    texts = [("text", t) for t in text or []] + [(str(p), _read(p)) for p in file or []]
    if not texts:
        _refuse("nothing to check: give a text, --file or --jsonl")
    given = Context(
        surface=context.value, lang=lang.value if lang else None, facts=_facts(facts), date=_today()
    )
    gate = _load(pack, models=not no_models)
    if fix:
        for _, said in texts:
            typer.echo(gate.rewrite(said, given, safe=True) or said, nl=not said.endswith("\n"))
        return
    verdicts = [(name, said, judge(gate, said, given)) for name, said in texts]
    PRINTERS[output](verdicts)
    raise typer.Exit(1 if any(v.holds for _, _, v in verdicts) else 0)


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


def _run(work: Callable[[], None]) -> None:
    try:
        work()
    except BrokenPipeError:
        _leave_quietly()
    except OtvetError as error:
        _refuse(error.message)


def _leave_quietly() -> None:
    """Nobody reads any more: close without a complaint at exit."""
    with contextlib.suppress(OSError):
        sys.stdout.close()
    raise typer.Exit(0)


def _load(pack: str, *, models: bool) -> Gate:
    try:
        return Gate.load(pack, models=models)
    except OtvetError as error:
        _refuse(error.message)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _refuse(f"{path}: {error}")


def _facts(path: Path | None) -> Facts | None:
    if path is None:
        return None
    try:
        return Facts.parse(json.loads(_read(path)))
    except (ValueError, BadInput) as error:
        _refuse(f"{path}: {error}")


def _refuse(message: str) -> NoReturn:
    typer.echo(f"otvet check: {message}", err=True)
    raise typer.Exit(2)


def _print_text(verdicts: list[tuple[str, str, Verdict]]) -> None:
    for name, said, verdict in verdicts:
        title = name if name != "text" else said if len(said) <= 60 else said[:57] + "…"  # noqa: PLR2004
        typer.secho(f"{verdict.verdict}: {title}", bold=True, fg=_COLOURS[verdict.verdict])
        for finding in verdict.findings:
            typer.echo(f"  {finding.start}-{finding.end}  {finding.severity}  {finding.rule}: {finding.text}")
            typer.echo(f"      {finding.message}")
            if finding.suggestion:
                typer.echo(f"      → {finding.suggestion}")
        if verdict.unchecked:
            typer.echo(f"  not checked: {', '.join(verdict.unchecked)}")
        if verdict.rewrite:
            typer.echo(f"  ⇒ {verdict.rewrite}")


_COLOURS = {
    "allow": typer.colors.GREEN,
    "advise": typer.colors.BLUE,
    "warn": typer.colors.YELLOW,
    "block": typer.colors.RED,
}


def _print_json(verdicts: list[tuple[str, str, Verdict]]) -> None:
    for name, _, verdict in verdicts:
        typer.echo(json.dumps(as_object(None if name == "text" else name, verdict), ensure_ascii=False))


def _print_sarif(verdicts: list[tuple[str, str, Verdict]]) -> None:
    typer.echo(json.dumps(sarif(verdicts), ensure_ascii=False, indent=2))


PRINTERS = {Format.text: _print_text, Format.json: _print_json, Format.sarif: _print_sarif}

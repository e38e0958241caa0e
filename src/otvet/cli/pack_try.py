"""`otvet pack try`: both packs over past messages, and which verdicts the changed one would alter."""

import itertools
import json
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from otvet.cli.bar import progress, refuse
from otvet.cli.lines import message_of
from otvet.cli.serve import DatabaseUrl, DataDir
from otvet.errors import BadInput, OtvetError
from otvet.policy import Gate
from otvet.policy.trial import Alteration, Count, Judged, Message, Tally, Trial

_AT_ONCE = 50
_MOST_WORKERS = 8
_TEXT = 70


def try_(  # noqa: PLR0917 - Typer reads options from parameters
    folder: Annotated[str, typer.Argument(help="The changed pack: a folder or a name.")],
    pack_now: Annotated[str, typer.Option(help="The pack in force to compare with.")] = "ozon",
    over: Annotated[Path | None, typer.Option(help='Messages as JSON lines: {"id", "text", ...}.')] = None,
    demo: Annotated[int | None, typer.Option(min=1, help="So many made-up replies instead.")] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many messages, the newest.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Processes; all cores by default.")
    ] = None,
    models: Annotated[bool, typer.Option("--models", help="Let the models read too: slower.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Replay past messages under both packs and show which verdicts would alter. Status 1: some would."""
    sources = [over is not None, demo is not None, data_dir is not None or database_url is not None]
    if sum(sources) != 1:
        refuse(
            "pack try", "say what to try it over: --over FILE, --data-dir DIR, --database-url URL or --demo N"
        )
    try:
        gates = [
            Gate.load(name, models=False) for name in (pack_now, folder)
        ]  # a faulty pack is said at once
        messages, wrong = _messages(over, demo, (data_dir, database_url), limit)
    except OtvetError as error:
        refuse("pack try", error.message)
    messages = messages[-limit:] if limit else messages
    tally = _over(messages, (pack_now, folder, models), workers or min(os.cpu_count() or 1, _MOST_WORKERS))
    if as_json:
        told = {
            "pack_now": gates[0].pack_hash,
            "pack": gates[1].pack_hash,
            **msgspec.to_builtins(tally),
            "errors": wrong,
        }
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        for line in (*wrong, *shown(tally)):
            typer.echo(line)
    raise typer.Exit(1 if tally.altered else 0)


def _messages(
    over: Path | None, demo: int | None, database: tuple[Path | None, str | None], limit: int | None
) -> tuple[list[Message], list[str]]:
    if demo is not None:
        from otvet.demo.messages import replies  # noqa: PLC0415

        return list(replies(demo)), []
    if over is not None:
        return _read(over)
    from otvet.cli.pack_past import past_messages  # noqa: PLC0415  a file of messages needs no database

    return past_messages(*database, limit), []


def _read(path: Path) -> tuple[list[Message], list[str]]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from None
    messages, wrong = [], []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                name, text, context = message_of(line)
                messages.append(Message(str(name if name is not None else number), text, context))
            except OtvetError as error:
                wrong.append(f"{path}:{number}: {error.message}")
    return messages, wrong


_trials: list[Trial] = []


def _prepare(pack_now: str, pack: str, models: bool) -> None:
    """In a worker: load both gates once; Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _trials[:] = [Trial(Gate.load(pack_now, models=models), Gate.load(pack, models=models))]


def _work(messages: list[Message]) -> list[Judged]:
    return [_trials[0].judged(message) for message in messages]


def _over(messages: list[Message], packs: tuple[str, str, bool], workers: int) -> Tally:
    count = Count()
    with progress() as bar:
        task = bar.add_task("messages", total=len(messages))
        for done in _all(messages, packs, workers):
            for one in done:
                count.add(one)
            bar.advance(task, len(done))
    return count.tally()


def _all(messages: list[Message], packs: tuple[str, str, bool], workers: int) -> Iterator[list[Judged]]:
    batches = list(_batched(messages))
    if workers == 1 or len(batches) <= 1:
        _trials[:] = [Trial(Gate.load(packs[0], models=packs[2]), Gate.load(packs[1], models=packs[2]))]
        yield from map(_work, batches)
        return
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    with multiprocessing.get_context(method).Pool(min(workers, len(batches)), _prepare, packs) as pool:
        yield from pool.imap(_work, batches)
        pool.close()
        pool.join()


def _batched(messages: Iterable[Message]) -> Iterator[list[Message]]:
    rest = iter(messages)
    while batch := list(itertools.islice(rest, _AT_ONCE)):
        yield batch


def shown(tally: Tally) -> Iterator[str]:
    """A tally for people, line by line."""
    yield f"{tally.messages:,} messages, {tally.altered:,} would be judged otherwise"
    yield ""
    yield f"{'verdict':<10}{'before':>9}{'after':>9}"
    for name in ("allow", "advise", "warn", "block"):
        row = [tally.verdicts.get(side, {}).get(name, 0) for side in ("before", "after")]
        yield f"{name:<10}{row[0]:>9,}{row[1]:>9,}"
    for code, numbers in tally.rules.items():
        yield ""
        found = f"{numbers['before']:,} → {numbers['after']:,}"
        yield f"{code}: found in {found} messages, {numbers['altered']:,} altered"
        yield from map(_sample, tally.samples[code])


def _sample(one: Alteration) -> str:
    text = " ".join(one.text.split())
    verdict = one.before if one.before == one.after else f"{one.before} → {one.after}"
    return f"  {one.id}: {verdict}: {text if len(text) <= _TEXT else text[: _TEXT - 1] + '…'}"

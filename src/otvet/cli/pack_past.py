"""Past replies of a database for `otvet pack try`, and `otvet pack replay`: a verdict with the pack of its time."""

import json
from pathlib import Path
from typing import Annotated

import typer

from otvet.cli.bar import refuse
from otvet.cli.serve import DatabaseUrl, DataDir
from otvet.clock import SystemClock, iso
from otvet.conversation.appeal import Replayed, Replaying
from otvet.conversation.past import past_replies, verdicts_of
from otvet.conversation.shelf import Shelf
from otvet.errors import OtvetError
from otvet.policy.trial import Message
from otvet.settings import Settings, read
from otvet.storage.database import Database, open_database
from otvet.storage.filebox import Folder

SAID = {
    "equal": "comes out as it did",
    "differs": "comes out otherwise",
    "models": "other models are here than judged it then; by words alone",
    "erased": "its words were erased on request",
    "no-context": "what was known around it was not kept by the version of its time",
    "no-pack": "its pack is not among the files",
}


def past_messages(data_dir: Path | None, database_url: str | None, newest: int | None) -> list[Message]:
    """Replies with the context they were judged in, the oldest first; erased ones are left out."""
    _, database = _open(data_dir, database_url)
    return [one.message() for one in past_replies(database, newest) if one.text]


def replay(
    wanted: Annotated[
        str, typer.Argument(help="A reply's id, or a reference number for all of its replies.")
    ],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a verdict.")] = False,
) -> None:
    """Judge a past reply again with the very pack of its time. Status 0: as it did, 1: otherwise or not to be known."""
    try:
        settings, database = _open(data_dir, database_url)
        found = verdicts_of(database, wanted)
        if not found:
            refuse(
                "pack replay", f"there is no verdict on {wanted!r}; give a reply's id or a reference number"
            )
        meaning = None
        if any(one.models for one in found):
            from otvet.policy.meaning.heads import bundled  # noqa: PLC0415  words alone need no numpy

            meaning = bundled()
        replaying = Replaying(Shelf(database, Folder(settings.data_dir / "files"), SystemClock()), meaning)
        replayed = [replaying.again(one) for one in found]
    except OtvetError as error:
        refuse("pack replay", error.message)
    for one in replayed:
        typer.echo(json.dumps(_object(one), ensure_ascii=False) if as_json else _line(one))
    raise typer.Exit(0 if all(one.outcome == "equal" for one in replayed) else 1)


def _line(one: Replayed) -> str:
    past = one.past
    now = "" if one.verdict is None else f", now {one.verdict.verdict}: {_places(one)}"
    models = f", models {past.models[:8]}" if past.models else ""
    then = ", ".join(f"{f.rule} {f.start}-{f.end}" for f in past.findings) or "nothing found"
    head = f"{past.reply_id} ({past.reference}) {iso(past.at)} {past.event}, pack {past.pack[:8]}{models}"
    return f"{head}\n  then {past.verdict}: {then}{now}\n  {SAID[one.outcome]}"


def _places(one: Replayed) -> str:
    found = one.verdict.findings if one.verdict else ()
    return ", ".join(f"{f.rule} {f.start}-{f.end}" for f in found) or "nothing found"


def _object(one: Replayed) -> dict[str, object]:
    past, verdict = one.past, one.verdict
    return {
        "id": past.reply_id, "reference": past.reference, "at": iso(past.at), "event": past.event, "outcome": one.outcome,
        "pack": past.pack, "models": past.models, "scores": past.scores,
        "then": {"verdict": past.verdict, "findings": [[f.rule, f.severity, f.start, f.end] for f in past.findings]},
        "now": None if verdict is None else {
            "verdict": verdict.verdict, "findings": [[f.rule, f.severity, f.start, f.end] for f in verdict.findings],
        },
    }  # fmt: skip


def _open(data_dir: Path | None, database_url: str | None) -> tuple[Settings, Database]:
    settings = read({"data_dir": data_dir, "database_url": database_url})
    return settings, open_database(settings.url)

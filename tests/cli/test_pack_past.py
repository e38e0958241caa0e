"""`otvet pack try` over a database and `otvet pack replay`, beside a running house."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import otvet.policy
from otvet.cli.pack import pack
from otvet.conversation.tunings import Adjustment
from otvet.policy import Gate
from rooms import FINE, SHOUT, SUPERVISOR, one_gate, rooms

__all__ = ["one_gate", "rooms"]

RUN = CliRunner()
LOAD = Gate.__dict__["load"]  # as it is before a test puts one gate in its place
OZON = Path(otvet.policy.__file__).parent / "packs" / "ozon"


def _run(*arguments: object, expect=0):
    result = RUN.invoke(pack, list(map(str, arguments)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == expect, result.output
    return result.output


@pytest.fixture
def made(rooms):
    """Two replies under two packs."""
    conversation = rooms.open()
    first = rooms.reply(conversation, FINE)
    wish = Adjustment(rule="uppercase", what="severity", name="chat", after="block")
    rooms.house.packs.adjust(SUPERVISOR, "own", wish, "Жалобы")
    return rooms.state(conversation).reference, first, rooms.reply(conversation, SHOUT)


def test_a_past_verdict_is_replayed(rooms, made):
    """By id and by reference, for people and for programs."""
    reference, first, second = made
    folder = ("--data-dir", rooms.house.settings.data_dir)

    assert "comes out as it did" in _run("replay", second.id, *folder)
    told = [json.loads(line) for line in _run("replay", reference, *folder, "--json").splitlines()]
    assert [(one["id"], one["outcome"]) for one in told] == [(first.id, "equal"), (second.id, "equal")]
    assert told[0]["pack"] != told[1]["pack"]
    assert told[1]["then"] == told[1]["now"]
    assert "no verdict on" in _run("replay", "R-NOBODY", *folder, expect=2)


def test_a_changed_pack_is_tried_over_the_database(rooms, made, tmp_path, monkeypatch):
    """The replies as they were judged, with history and facts; `--limit` keeps the newest."""
    folder = Path(shutil.copytree(OZON, tmp_path / "softer"))
    page = folder / "style" / "uppercase.md"
    page.write_text(page.read_text("utf-8").replace('chat = "warn"', 'chat = "advise"'), "utf-8")
    monkeypatch.setattr(Gate, "load", LOAD)
    asked = ("try", folder, "--data-dir", rooms.house.settings.data_dir, "--json")

    told = json.loads(_run(*asked, expect=1))
    assert (told["messages"], told["altered"]) == (2, 1)
    assert told["samples"]["uppercase"][0]["id"] == made[2].id
    assert json.loads(_run(*asked, "--limit", 1, expect=1))["messages"] == 1

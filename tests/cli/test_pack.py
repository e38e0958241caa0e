"""`otvet pack`: a pack of one's own is made, proven, compared and tried."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import otvet.policy
from otvet.cli.pack import pack

RUN = CliRunner()
OZON = Path(otvet.policy.__file__).parent / "packs" / "ozon"


def _run(*arguments: object, expect=0):
    result = RUN.invoke(pack, list(map(str, arguments)))
    assert result.exit_code == expect, result.output
    return result.output


@pytest.fixture
def softer(tmp_path):
    """Our pack with capitals as advice."""
    folder = Path(shutil.copytree(OZON, tmp_path / "softer"))
    page = folder / "style" / "uppercase.md"
    page.write_text(page.read_text("utf-8").replace('chat = "warn"', 'chat = "advise"'), "utf-8")
    return folder


def test_a_new_pack_is_proven_at_once(tmp_path):
    """Made, checked, and it says where to go on."""
    folder = tmp_path / "my-market"

    assert "otvet pack check" in _run("new", folder, "--title", 'Рынок "Свой"')
    assert "every page is proven" in _run("check", folder)
    assert 'title = "Рынок \\"Свой\\""' in (folder / "pack.toml").read_text("utf-8")


def test_nothing_is_written_over(tmp_path):
    """A folder with something in it stays as it is."""
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "kept.txt").write_text("mine", "utf-8")

    assert "already and not empty" in _run("new", tmp_path / "there", expect=2)
    assert [p.name for p in (tmp_path / "there").iterdir()] == ["kept.txt"]
    assert "no name of a pack" in _run("new", tmp_path / "My Market", expect=2)


def test_faults_have_status_one(tmp_path):
    """Each on a line of its own, for people and for programs."""
    folder = tmp_path / "mine"
    _run("new", folder)
    (folder / "lexicons" / "outside-payment.txt").write_text("{\n", "utf-8")

    assert (
        _run("check", folder, expect=1).splitlines()[0].startswith("lexicons/outside-payment.txt:1: braces")
    )
    assert len(json.loads(_run("check", folder, "--json", expect=1))["faults"]) == 1
    assert "`otvet pack new" in _run("check", tmp_path / "nowhere", expect=2)


def test_differences_are_said_in_words(softer):
    """Status 1 when there are some, as `diff` does."""
    assert "severity in chat: warn → advise" in _run("diff", "ozon", softer, expect=1)
    told = json.loads(_run("diff", "ozon", softer, "--json", expect=1))
    assert told["changes"] == [
        {"where": "uppercase", "what": "severity in chat", "before": "warn", "after": "advise"}
    ]
    assert "0 changes" in _run("diff", "ozon", OZON)
    assert "there is no pack" in _run("diff", "ozon", "nobody", expect=2)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_changed_pack_is_tried_over_a_file(softer, tmp_path, workers):
    """Which verdicts alter, by rule; a line that cannot be read is told and the run goes on."""
    past = tmp_path / "past.jsonl"
    lines = [
        json.dumps({"id": n, "text": "Ответьте СРОЧНО." if n % 10 == 0 else "Заказ в пути."})
        for n in range(120)
    ]
    past.write_text("\n".join([*lines, "{", ""]), "utf-8")

    told = json.loads(_run("try", softer, "--over", past, "--workers", workers, "--json", expect=1))
    assert (told["messages"], told["altered"]) == (120, 12)
    assert told["rules"] == {"uppercase": {"before": 12, "after": 12, "altered": 12}}
    assert told["samples"]["uppercase"][0] | {"text": ""} == {
        "id": "0", "text": "", "before": "warn", "after": "advise", "rules": ["uppercase"],
    }  # fmt: skip
    assert told["errors"][0].startswith(f"{past}:121: not a JSON object")
    assert "warn → advise: Ответьте СРОЧНО." in _run("try", softer, "--over", past, "--workers", 1, expect=1)


def test_only_so_many_of_the_newest_are_tried(softer):
    """`--limit` takes them from the end."""
    told = json.loads(_run("try", softer, "--demo", 40, "--limit", 5, "--json"))

    assert told["messages"] == 5


@pytest.mark.parametrize("arguments", [(), ("--demo", 3, "--over", "x"), ("--over", "/nowhere/at/all")])
def test_a_trial_needs_one_past(softer, arguments):
    """None, two, or one that is not there: a mistake in the call."""
    _run("try", softer, *arguments, expect=2)

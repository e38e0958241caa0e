"""The docs say what is so, or these tests say what is not."""

import importlib.util
import re
from urllib.parse import unquote

import pytest

from house.tree import HOUSE, files, name_of

PAGES = files(".md")
WRITTEN = tuple(path for path in PAGES if not name_of(path).startswith(("src/", "tests/")))
DECISIONS = tuple(path for path in PAGES if name_of(path).startswith("docs/decisions/"))
LONGEST_DECISION = 45


def made():
    spec = importlib.util.spec_from_file_location("make", HOUSE / "docs" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


def test_generated_pages_are_current():
    """Run `make docs` after a change of settings, permissions, errors or events."""
    stale = [
        name
        for name, text in made().items()
        if (HOUSE / "docs" / "reference" / name).read_text(encoding="utf-8") != text
    ]

    assert stale == []


def test_the_map_of_the_house_is_true():
    """README lists every room of src/otvet and no other."""
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)(?:/|\.py)` \|", readme, re.MULTILINE))
    rooms = {
        path.stem
        for path in (HOUSE / "src" / "otvet").iterdir()
        if (path / "__init__.py").exists() or (path.suffix == ".py" and "__" not in path.stem)
    }

    assert listed == rooms


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_links_lead_somewhere(page):
    """Every link inside the tree has its file, every picture is there."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    broken = [
        link
        for link in links
        if not re.match(r"[a-z]+:", link) and not (page.parent / unquote(link.partition("#")[0])).exists()
    ]

    assert broken == []


def test_decisions_are_short_and_whole():
    """At most 45 lines; what was decided, why, what follows, what else there was."""
    for page in DECISIONS:
        text = page.read_text(encoding="utf-8")
        for part in (
            "Status",
            "Date",
            "## Context",
            "## Decision",
            "## Consequences",
            "## Alternatives",
            "## Files",
        ):
            assert part in text, f"{name_of(page)} lacks {part}"
        assert len(text.splitlines()) <= LONGEST_DECISION, name_of(page)


def test_decisions_name_files_that_exist():
    """A decision whose files are gone is history and says so."""
    for page in DECISIONS:
        listed = page.read_text(encoding="utf-8").partition("## Files")[2]
        gone = [name for name in re.findall(r"`([\w./-]+)`", listed) if not (HOUSE / name).exists()]

        assert gone == [], name_of(page)


def test_decisions_are_numbered_without_gaps():
    """0001, 0002 and so on."""
    numbers = sorted(int(page.name[:4]) for page in DECISIONS)

    assert numbers == list(range(1, len(numbers) + 1))


def test_the_glossary_speaks_three_languages():
    """One word for one thing in each: no empty cell, no word twice."""
    page = (HOUSE / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("|")
    ][2:]

    assert len(rows) >= 20
    assert all(len(row) == 4 and all(row) for row in rows)
    for column in range(3):
        words = [row[column] for row in rows]
        assert len(set(words)) == len(words)


def test_the_changelog_has_its_sections():
    """Keep a Changelog, and a section for what changes what sellers may send."""
    text = (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8")

    assert "## [Unreleased]" in text
    assert "### Rules" in text


def test_the_commands_of_the_readme_exist():
    """Every `./otvet WORD` in it is a word of the launcher or of the command line."""
    from typer.main import get_command

    from otvet import cli

    text = "".join((HOUSE / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    asked = set(re.findall(r"\./otvet ([a-z]+)", text)) - {"test"}
    mount = getattr(cli, "_mount", None)
    if mount:
        mount(None)

    assert asked <= set(get_command(cli.app).commands)


def test_the_page_of_packs_names_every_detector_and_key():
    """Who writes a pack finds each kind of detector, each key of a page and of an example, and no other."""
    from otvet.policy.detectors import KINDS
    from otvet.policy.page import Example

    page = (HOUSE / "docs" / "reference" / "packs.md").read_text(encoding="utf-8")
    told = page.partition("| kind | finds |")[2].partition("## Examples")[0]
    kinds = {
        name
        for line in told.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    keys = page.partition("## Examples")[2].partition("## Lexicons")[0]

    assert kinds == set(KINDS)
    assert {name for name in Example.__struct_fields__ if f"`{name}`" in keys} == set(
        Example.__struct_fields__
    )

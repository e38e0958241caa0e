"""`docs/coverage.toml` says where every demand of the source documents is met, and says it truly."""

import re
import tomllib
from collections import Counter

import pytest

from house.tree import HOUSE
from otvet.conversation.events import CATALOGUE
from otvet.policy.gate import Gate
from otvet.settings import Settings
from otvet.web.pages import PAGES

PAGE = HOUSE / "docs" / "coverage.toml"
DEMANDS = tuple(tomllib.loads(PAGE.read_text(encoding="utf-8"))["demand"])
TARGETS = {"rule", "screen", "setting", "event", "article", "later"}
SAID = {"source", "line", "demand"}
SOURCES = ("S0", "S1", "S2", "S3", "S4")
ROW = re.compile(r"[A-F]\d+")
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
# The documents are not ours to pass on; they lie beside the tree where it is written.
SEEDS = HOUSE.parent / "shared" / "seeds"
beside = pytest.mark.skipif(not SEEDS.is_dir(), reason="the source documents are not beside the tree")


def named(kind):
    return {one[kind] for one in DEMANDS if kind in one}


def lines_of(source):
    """The lines of a source document; line 1 is the first."""
    (path,) = SEEDS.glob(f"00{source[1]}_*")
    return path.read_text(encoding="utf-8").split("\n")


def test_every_demand_has_exactly_one_target():
    """Source, line and demand are there, one target, and nothing else."""
    for one in DEMANDS:
        assert one.keys() >= SAID, one
        assert one.keys() - SAID <= TARGETS, one
        assert len(one.keys() & TARGETS) == 1, one
        assert one["source"] in SOURCES, one
        assert type(one["line"]) is int, one
        assert one["demand"].strip(), one


def test_no_demand_stands_twice():
    """One demand of one line has one entry."""
    said = Counter((one["source"], one["line"], one["demand"]) for one in DEMANDS)

    assert [one for one, times in said.items() if times > 1] == []


def test_every_rule_is_in_the_pack():
    """A rule that is named has its page in Ozon's pack."""
    assert named("rule") <= {rule.code for rule in Gate.load().rules()}


def test_every_rule_of_the_pack_is_asked_for():
    """No rule of the pack is our own invention: some source demands it."""
    assert {rule.code for rule in Gate.load().rules()} <= named("rule")


def test_every_article_exists():
    """An article that is named is there in all three languages."""
    pages = HOUSE / "src" / "otvet" / "knowledge" / "pages"
    gone = [
        f"{slug}.{language}"
        for slug in sorted(named("article"))
        for language in ("ru", "en", "zh")
        if not (pages / f"{slug}.{language}.md").exists()
    ]

    assert gone == []


def test_every_screen_setting_and_event_exists():
    """Screens are paths of the pages, settings fields of `Settings`, events classes of the catalogue."""
    screens = {path.replace(":str}", "}") for page in PAGES for path in page.paths}

    assert named("screen") <= screens
    assert named("setting") <= set(Settings.__struct_fields__)
    assert named("event") <= {event.__name__ for event in CATALOGUE}


def test_later_names_a_row_or_a_code():
    """What is not built names the row of the mission, or the rule's code, under which it will be."""
    strange = [name for name in named("later") if not (ROW.fullmatch(name) or CODE.fullmatch(name))]

    assert strange == []


@beside
def test_every_bullet_of_the_rules_is_named():
    """No bullet of S4, the rules themselves, is without a demand."""
    bullets = {
        number
        for number, line in enumerate(lines_of("S4"), 1)
        if line.strip().startswith("•") and line.strip("• \t")
    }

    assert bullets - {one["line"] for one in DEMANDS if one["source"] == "S4"} == set()
    assert len(bullets) >= 24


@beside
def test_every_line_is_one_of_its_source():
    """A demand stands on a line that is there and is not empty."""
    sources = {source: lines_of(source) for source in SOURCES}
    gone = [
        one
        for one in DEMANDS
        if not 1 <= one["line"] <= len(sources[one["source"]])
        or not sources[one["source"]][one["line"] - 1].strip()
    ]

    assert gone == []


@beside
def test_no_sentence_of_the_articles_is_copied():
    """Demands are in our own words: no six words in a row stand in S0 to S3."""
    texts = {source: " ".join(re.findall(r"\w+", " ".join(lines_of(source)).lower())) for source in SOURCES}
    copied = [
        one["demand"]
        for one in DEMANDS
        if one["source"] != "S4"
        for words in [re.findall(r"\w+", one["demand"].lower())]
        if any(" ".join(words[at : at + 6]) in texts[one["source"]] for at in range(len(words) - 5))
    ]

    assert copied == []

"""What is known of words: kept beside the bytecode, and the same as the packages say."""

import subprocess
import sys

import pytest

from otvet.language import vocabulary


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_what_is_kept_is_what_the_packages_say(lang, tmp_path, monkeypatch):
    """The packages are read once; after that the kept tables are the very same."""
    monkeypatch.setattr(vocabulary, "place_beside", lambda _, name: tmp_path / name)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    fresh = vocabulary.vocabulary.__wrapped__
    said = fresh(lang)
    assert (tmp_path / f"vocabulary.{lang}.parsed").is_file()
    monkeypatch.setattr(vocabulary, "worked_out", lambda _: pytest.fail("read from the packages again"))
    assert fresh(lang) == said


def test_another_release_of_a_package_is_read_anew(tmp_path, monkeypatch):
    """A package of another version may know other words."""
    monkeypatch.setattr(vocabulary, "place_beside", lambda _, name: tmp_path / name)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    vocabulary.vocabulary.__wrapped__("en")
    read = []
    monkeypatch.setattr(vocabulary, "version", lambda _: "9.9")
    monkeypatch.setattr(
        vocabulary,
        "worked_out",
        lambda lang: read.append(lang) or vocabulary.Vocabulary({}, frozenset(), {}, frozenset()),
    )
    vocabulary.vocabulary.__wrapped__("en")
    assert read == ["en"]


def test_a_start_does_without_the_packages():
    """Once kept, neither the frequencies nor the list are imported: 0.4 s and 20 MB of a start."""
    code = "from otvet.language.spelling import warm; warm(); import sys; print('wordfreq' in sys.modules, 'symspellpy' in sys.modules)"
    command = [sys.executable, "-c", code]
    environ = {"PYTHONDONTWRITEBYTECODE": ""}
    for _ in range(2):
        said = subprocess.run(command, capture_output=True, text=True, check=True, env=environ).stdout
    assert said.split() == ["False", "False"]

"""Patterns that wait: as good as those compiled at once, and each one compiles."""

import gc
import importlib
import pkgutil
import re

import pytest

import otvet
from otvet.language.later import _Later, later


def test_a_pattern_that_waits_finds_the_same():
    """Every way of asking, flags included."""
    waiting, at_once = later("ча(й|ю)", re.IGNORECASE), re.compile("ча(й|ю)", re.IGNORECASE)

    assert waiting.pattern == at_once.pattern
    assert waiting.findall("Чай к чаю") == at_once.findall("Чай к чаю")
    assert waiting.sub("_", "чай") == at_once.sub("_", "чай")
    assert waiting.search("к чаю").span() == at_once.search("к чаю").span()


def test_it_is_compiled_when_it_is_first_asked_and_not_before():
    """A fault shows then, and nothing else is there to be asked."""
    waiting = later("(")

    with pytest.raises(AttributeError):
        waiting.compile  # noqa: B018  that there is none is the point
    with pytest.raises(re.error):
        waiting.search("x")


def test_every_pattern_of_the_house_compiles():
    """A fault would otherwise wait for the text that needs it."""
    for module in pkgutil.walk_packages(otvet.__path__, "otvet."):
        if module.name.startswith(("otvet.policy.", "otvet.language.")):
            importlib.import_module(module.name)
    gc.unfreeze()  # a gate that was warmed before in this process has put everything there was out of sight
    waiting = [one for one in gc.get_objects() if isinstance(one, _Later) and one.pattern != "("]

    assert len(waiting) > 100
    for one in waiting:
        re.compile(one.pattern, one.flags)

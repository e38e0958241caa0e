"""Passages, the documents they are cut from, and finding them by words, or by words and meaning together."""

import json
import re
import subprocess
import sys
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from otvet.knowledge.documents import clauses
from otvet.knowledge.lookup import Lookup, weighed
from otvet.knowledge.passages import passages
from otvet.language.analyser import tokens

BENCH = Path(__file__).parents[2] / "bench" / "knowledge" / "ask.py"
DAY = date(2026, 11, 26)
SAID = (
    ("a", "Деньги возвращаются за три дня."),
    ("b", "Посылку привезёт курьер."),
    ("c", "退款将在三天内到账。"),
)


@pytest.mark.parametrize("lang", ["ru", "en", "zh"])
def test_there_are_a_thousand_passages_and_each_has_a_name(lang):
    """Of at least a thousand, no two share an id, and none has a place that was not filled."""
    found = passages(lang, DAY)

    assert len(found) >= 1_000
    assert len({one.id for one in found}) == len(found)
    assert not any("{" in one.text for one in found)


def test_a_document_says_the_terms_of_its_day():
    """The refund took ten days until the end of August; the law's own number never changes."""
    before, after = (
        {one.no: one.text for one in clauses("en", day)} for day in (date(2026, 8, 31), date(2026, 9, 1))
    )
    assert "within 10 days" in before["6.4"]
    assert "within 3 days" in after["6.4"]
    assert {one.document for one in clauses("ru", DAY)} == {"offer", "contract", "law"}
    assert clauses("ru", date(2019, 1, 1)) == []


def test_a_word_is_found_in_any_form_and_the_best_comes_first():
    """In Russian by its stem, in Chinese by its pairs; what is unknown finds nothing."""
    index = Lookup(SAID)

    assert index.best("возвращаем деньги") == ["a"]
    assert index.best("курьеру") == ["b"]
    assert index.best("退款") == ["c"]
    assert index.best("xylophone") == []
    assert index.best("") == []


def test_a_like_word_is_asked_for_more_quietly():
    """What buyers call otherwise counts less than what they said themselves."""
    wanted = weighed("промокод")
    own, like = tokens("промокод")[0], tokens("купон")[0]

    assert wanted[own] == 1.0
    assert 0 < wanted[like] < 1.0


def test_meaning_joins_what_words_do_not_find():
    """A passage near in meaning comes up although it shares no word."""

    class Meant:
        def passages(self, _texts):
            return np.asarray([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]], dtype=np.float32)

        def question(self, _text):
            return np.asarray([0.0, 1.0], dtype=np.float32)

    assert Lookup(SAID, Meant()).best("xylophone", 1) == ["b"]


def test_every_question_of_the_bench_has_a_passage_that_answers():
    """Three hundred in each language; a section that was renamed fails here."""
    spec = spec_from_file_location("ask", BENCH)
    ask = module_from_spec(spec)
    spec.loader.exec_module(ask)
    for lang in ask.LANGUAGES:
        asked = ask.questions(lang, passages(lang))
        assert len(asked) == 300
        assert all(one["relevant"] and re.search(r"\w", one["text"]) for one in asked)


def _evaluate(tmp_path, kept, asked, *more: str):
    (tmp_path / "p").write_text(kept, "utf-8")
    (tmp_path / "q").write_text(asked, "utf-8")
    command = [sys.executable, "-m", "otvet", "knowledge", "evaluate", "--passages", str(tmp_path / "p")]
    return subprocess.run(
        [*command, "--questions", str(tmp_path / "q"), *more], capture_output=True, text=True, check=False
    )


def test_the_command_measures_and_refuses_a_bad_line(tmp_path):
    """The shares of the interface; a line that is none is named and nothing is measured."""
    kept = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in SAID)
    asked = (
        json.dumps({"text": "деньги", "relevant": ["a"]})
        + "\n"
        + json.dumps({"text": "xx", "relevant": ["b"]})
    )

    told = _evaluate(tmp_path, kept, asked, "--json")
    refused = _evaluate(tmp_path, kept + "{}\n", asked, "--json")

    measured = json.loads(told.stdout)
    assert set(measured) == {"r1", "r3", "mrr", "p50_ms", "p95_ms", "n"}
    assert (measured["r1"], measured["r3"], measured["n"]) == (0.5, 0.5, 2)
    assert refused.returncode == 2
    assert "line 4" in refused.stderr

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
from otvet.knowledge.guides import articles
from otvet.knowledge.lookup import Entry, Lookup
from otvet.knowledge.meaning import Meaning
from otvet.knowledge.passages import passages
from otvet.knowledge.words import _page, likes, words
from otvet.language.analyser import tokens

BENCH = Path(__file__).parents[2] / "bench" / "knowledge" / "ask.py"
FRESH = {"first": 100, "second": 50}
ALIKE = 7  # questions of one language
DAY = date(2026, 11, 26)
SAID = (
    Entry(id="a", said="Деньги возвращаются за три дня."),
    Entry(id="b", said="Посылку привезёт курьер."),
    Entry(id="c", said="退款将在三天内到账。"),
)
SECTIONS = (
    Entry(
        id="r1",
        place="r",
        title="Возврат",
        heading="Куда нести",
        said="Подойдёт любой пункт.",
        asked=("сдать вещь",),
    ),
    Entry(
        id="r2",
        place="r",
        title="Возврат",
        heading="Куда нести",
        said="Крупное заберём из дома.",
        asked=("сдать вещь",),
    ),
    Entry(
        id="d1",
        place="d",
        title="Доставка",
        heading="Опоздание",
        said="Мы спросим перевозчика.",
        asked=("где заказ",),
    ),
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


def test_a_like_word_finds_and_the_very_word_comes_first():
    """What buyers call otherwise is found too, below what says it as they do."""
    index = Lookup((Entry(id="like", said="Купон на заказ."), Entry(id="very", said="Промокод на заказ.")))

    assert index.best("промокод") == ["very", "like"]
    assert Lookup(SAID).best("доставщик") == ["b"]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("верните деньги", "возврат денег"),
        ("my parcel never came", "it has not arrived"),
        ("快递弄丢了", "包裹丢失"),
    ],
)
def test_phrases_that_ask_for_the_same_share_a_group(text, other):
    """By a word's root, by a phrase of several words, by characters that stand together."""
    assert set(likes(words(text))) & set(likes(words(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [("sent", "sending"), ("deliveries", "delivered"), ("вернёт", "верните"), ("bought", "buys")],
)
def test_forms_of_a_word_are_one(one, other):
    """By the stemmer, by the dictionary, and by a list where neither knows."""
    assert words(one)[0].parts == words(other)[0].parts


def test_a_phrase_is_no_scatter_of_its_words():
    """Words that stand together say something else than the same words apart."""
    assert likes(words("it did not come"))
    assert not set(likes(words("come, it did rain, not snow"))) & set(likes(words("it did not come")))


def test_every_phrase_of_the_list_finds_its_own_group():
    """None is written in a form that no text can have once it is folded and stemmed."""
    for groups in (_page(lang)["groups"] for lang in ("ru", "en", "zh")):
        for group in groups:
            named = [set(likes(words(phrase))) for phrase in group]
            assert set.intersection(*named), group


def test_a_section_is_found_as_one_and_its_best_sentence_shown():
    """Title, heading and the owner's questions speak for every sentence; the one that says most stands for them."""
    index = Lookup(SECTIONS)

    assert index.best("возврат крупной вещи") == ["r2"]
    assert index.best("куда нести возврат")[0].startswith("r")
    assert index.best("сдать") == ["r1"]
    assert index.best("опоздание") == ["d1"]


def test_a_slip_of_the_hand_is_read_over():
    """A letter too much, too few, swapped or wrong in a word nobody knows; short words are left alone."""
    index = Lookup(SECTIONS)

    for typed in ("опаздание", "опозданние", "опозадние", "перевозчк"):
        assert index.best(typed) == ["d1"], typed
    assert index.best("гдя") == []


def test_the_last_word_may_be_half_of_one():
    """Only while somebody types, and only at the end."""
    index = Lookup(SECTIONS)

    assert index.best("перев", typing=True) == ["d1"]
    assert index.best("перев ", typing=True) == index.best("перев") == []


class Meant:
    """Vectors of two numbers: the second passage is what every question means."""

    def passages(self, texts):
        rows = [[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]]
        return np.asarray(rows[: len(texts)], dtype=np.float32)

    def questions(self, texts):
        return np.asarray([[0.0, 1.0]] * len(texts), dtype=np.float32)

    def question(self, _text):
        return np.asarray([0.0, 1.0], dtype=np.float32)


def test_meaning_joins_what_words_do_not_find():
    """A passage near in meaning comes up although it shares no word."""
    assert Lookup(SAID, Meant()).best("xylophone", 1) == ["b"]


def test_a_place_without_questions_is_neither_near_nor_far():
    """Where only some carry questions, the others keep what their passages say."""
    nearness = Meaning(Meant(), [["x"], ["y"], ["z"]], [[], ["q"], []]).nearness("?")

    assert nearness.argmax() == 1
    assert nearness[0] == nearness.min()


def test_no_question_an_article_carries_is_one_of_the_bench():
    """Those of the sections were written when the set was there; a question of it would only measure itself."""
    ask = _bench()
    for lang in ask.LANGUAGES:
        kept = passages(lang)
        written = [section for one in articles(lang) for section in one.questions]
        written += [one.asked for one in clauses(lang, DAY)]
        carried = {frozenset(tokens(question)) for section in written for question in section}
        bare = [one for one in ask.questions(lang, kept) if frozenset(tokens(one["text"])) in carried]
        assert not bare, bare


def test_every_question_of_the_bench_has_a_passage_that_answers():
    """Three hundred in each language; a section that was renamed fails here."""
    ask = _bench()
    for lang in ask.LANGUAGES:
        asked = ask.questions(lang, passages(lang))
        assert len(asked) == 300
        assert all(one["relevant"] and re.search(r"\w", one["text"]) for one in asked)


@pytest.mark.parametrize("name", FRESH)
def test_a_fresh_set_names_sections_that_are_there(name):
    """Its questions are natively put in each language; what nothing answers may stand there, and counts as missed."""
    ask = _bench()
    for lang in ask.LANGUAGES:
        asked = ask.fresh(name, lang, passages(lang))
        assert len(asked) >= FRESH[name]
        assert sum(bool(one["relevant"]) for one in asked) >= 0.9 * len(asked)


@pytest.mark.parametrize("name", FRESH)
def test_articles_carry_no_question_of_a_fresh_set(name):
    """But for the few that were there before it was written: plain ones are put alike by everybody."""
    ask = _bench()
    for lang in ask.LANGUAGES:
        carried = {
            frozenset(tokens(one)) for section in articles(lang) for part in section.questions for one in part
        }
        same = [
            one["text"]
            for one in ask.fresh(name, lang, passages(lang))
            if frozenset(tokens(one["text"])) in carried
        ]
        assert len(same) <= ALIKE, same


def _bench():
    spec = spec_from_file_location("ask", BENCH)
    ask = module_from_spec(spec)
    spec.loader.exec_module(ask)
    return ask


def _evaluate(tmp_path, kept, asked, *more: str):
    (tmp_path / "p").write_text(kept, "utf-8")
    (tmp_path / "q").write_text(asked, "utf-8")
    command = [sys.executable, "-m", "otvet", "knowledge", "evaluate", "--passages", str(tmp_path / "p")]
    return subprocess.run(
        [*command, "--questions", str(tmp_path / "q"), *more], capture_output=True, text=True, check=False
    )


def test_the_command_measures_and_refuses_a_bad_line(tmp_path):
    """The shares of the interface; a line that is none is named and nothing is measured."""
    kept = "".join(json.dumps({"id": one.id, "text": one.said}) + "\n" for one in SAID)
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

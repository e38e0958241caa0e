"""The notation of lexicons, and what the one search finds with it."""

from collections import defaultdict

import pytest

from otvet.errors import PackError
from otvet.language.views import Views
from otvet.policy.entries import entries_of, expand, parse, written
from otvet.policy.lexicon import Lexicons, confirmed, stands_somewhere, tags


def _found(lines, text):
    lexicons = Lexicons(written([("words", "words.txt", lines)]))
    places = defaultdict(list)
    for view in (Views(text).surface, *Views(text).disguises()):
        lexicons.search(view, places)
    hits, vetoes = confirmed(places.get("words", []))
    return [text[h.start : h.end] for h in hits], [text[v.start : v.end] for v in vetoes]


@pytest.mark.parametrize(
    ("line", "text", "found"),
    [
        ("чай", "Чай и чайник", ["Чай"]),
        ("чай*", "Чай и чайник", ["Чай", "чайник"]),
        ("*ник", "чайник", ["чайник"[3:]]),
        ("чай+", "чаями чайниками", ["чаями"][:0]),
        ("чай+", "чай чайком чайниками", ["чай", "чайком"]),
        ("ча{й,ю,ем}", "чаю с чаем", ["чаю", "чаем"]),
        ("пиши мне", "Пиши, мне не спится", ["Пиши, мне"]),
        ("пиши мне", "пиши маме и мне", []),
        ("пиши … мне", "пиши скорее лично мне", ["пиши скорее лично мне"]),
        ("пиши … мне", "пиши. Потом скажи мне", []),
        ("微信", "加微信聊", ["微信"]),
        ("加…微信", "加一下我的微信", ["加一下我的微信"]),
        ("vx", "加vx聊 avx", ["vx"]),
        ("чай", "ч а й", ["ч а й"]),
        ("чай", "чaй", ["чaй"]),
        ("чай", "ч\u200bай", ["ч\u200bай"]),
    ],
)
def test_an_entry_finds_what_its_line_says(line, text, found):
    """Stars, endings, braces, phrases, gaps; disguised words too, with their span in the original."""
    assert _found(line, text)[0] == found


def test_an_exception_is_found_apart():
    """Where the exception stands, the reader of hits drops what lies inside."""
    hits, vetoes = _found("чёрт*\n- чёртов мост", "Чёртов мост")

    assert hits == ["Чёртов"]
    assert vetoes == ["Чёртов мост"]


def test_a_tag_names_the_hit():
    """Countries and materials are told apart by their tag, whatever the word."""
    lexicons = Lexicons(written([("countries", "countries.txt", "кита{й,я} => cn\n意大利 => it")]))

    assert tags(lexicons, "Китай, 意大利", "countries") == ["cn", "it"]


def test_comments_and_empty_lines_say_nothing():
    """A lexicon is a plain list with remarks."""
    assert (
        next(Lexicons(written([("words", "words.txt", "# one\n\nчай # two\n")])).entries()).literal == "чай"
    )


@pytest.mark.parametrize("line", ["{а,б", "*", "а*б", "{1,2,3,4,5,6,7,8,9,0}" * 4 + "x"])
def test_a_line_that_cannot_be_read_is_refused(line):
    """With its file and its line."""
    with pytest.raises(PackError, match=r"words\.txt:1: "):
        Lexicons(written([("words", "words.txt", line)]))


def test_braces_multiply():
    """Every way to write the word."""
    assert expand("{а,б}в{,г}") == ["ав", "авг", "бв", "бвг"]


def test_of_entries_with_one_span_the_one_that_asks_for_most_speaks():
    """The same under every hash seed: a verdict is replayed for whoever appeals."""
    lines = "运费…{自理,您出,你出} => client\n运费…{不用,无需}{您,你}{出,付} => seller"
    lexicons = Lexicons(written([("words", "words.txt", lines)]))
    places = defaultdict(list)
    lexicons.search(Views("运费不用您出").surface, places)
    assert [hit.entry for hit in confirmed(places["words"])[0]] == ["seller"]


@pytest.mark.parametrize(
    ("lines", "text", "somewhere"),
    [
        ("чай … лист", "чай, зелёный лист", True),
        ("чай … лист", "лист и чай", False),
        ("чай", "чайник", None),
        ("чай*\n- чайник", "чайник", None),
        ("чай*\n- чайник", "чай", True),
    ],
)
def test_whether_it_stands_at_all_is_answered_without_saying_where(lines, text, somewhere):
    """None where nothing has a place, or where an exception has to be weighed."""
    places = defaultdict(list)
    Lexicons(written([("words", "words.txt", lines)])).search(Views(text).surface, places)

    assert (stands_somewhere(places["words"]) if "words" in places else None) is somewhere


@pytest.mark.parametrize(
    "written_as",
    ["чай", "ча{ю,ем}", "{в,на,}чай {с,} {мёдом,лимоном}*", "а б", "{пить чай,с чаем}*", "чай … {вам,+}л*"],
)
def test_the_entries_of_one_literal_are_those_of_all(written_as):
    """Made alone when a literal is first met, or picked out of all that the line stands for."""
    (line, literals), *_ = parse("words", "words.txt", written_as)
    every = list(entries_of(line))

    assert {entry.literal for entry in every} == set(literals)
    for literal in literals:
        assert list(entries_of(line, literal)) == [entry for entry in every if entry.literal == literal]

"""Every text of every screen in every language: none missing, none left over."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from otvet.language.catalogue import LANGUAGES, catalogue, negotiate
from otvet.web.pages import strings, widget

WEB = Path(strings.__file__).parents[1]
MARKED = re.compile(r'\bmark\(\s*"((?:[^"\\]|\\.)+)"')
# What the rooms below the web say by themselves: words.text("...") and words.plural("one", "many", ...).
SAID = re.compile(r'\.text\(\s*"((?:[^"\\]|\\.)+)"')
SAID_MANY = re.compile(r'\.plural\(\s*"((?:[^"\\]|\\.)+)",\s*"((?:[^"\\]|\\.)+)"')
CYRILLIC_OR_HAN = re.compile(r"[а-яёА-ЯЁ\u4e00-\u9fff]")


def asked():
    """The keys that templates, Python and JavaScript ask for: single ones, and pairs of one and many."""
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)  # noqa: S701  reads only
    single, pairs = map(set, strings.keys())
    for path in (WEB / "templates").rglob("*.html"):
        for _, _, key in environment.extract_translations(path.read_text("utf-8")):
            if isinstance(key, tuple):
                one, many = key[:2]
                (pairs if many else single).add((one, many) if many else one)
            elif key:
                single.add(key)
    for path in WEB.parent.rglob("*.py"):
        single.update(MARKED.findall(path.read_text("utf-8")))
    for path in (WEB.parent / "desk").rglob("*.py"):
        single.update(SAID.findall(path.read_text("utf-8")))
        pairs.update(SAID_MANY.findall(path.read_text("utf-8")))
    return single | set(widget.KEYS) | strings.clauses(), pairs


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_and_none_is_left_over(language):
    """The count of missing and unused strings is zero; the failure lists them."""
    single, pairs = asked()
    words = catalogue(language)
    missing = {key for key in single if not words.texts.get(key)}
    missing |= {one for one, _ in pairs if not all(words.plurals.get(one, ("",)))}
    unused = (set(words.texts) - single) | (set(words.plurals) - {one for one, _ in pairs})
    assert (sorted(missing), sorted(unused)) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_rule_cites_is_said_in_the_language_of_the_page(language):
    """No reader meets the mark of our sources, and who reads Russian or Chinese gets the clause in it."""
    words = catalogue(language)
    for clause in strings.clauses():
        said = words.text(clause)
        assert not said.startswith("S4"), clause
        assert language == "en" or CYRILLIC_OR_HAN.search(said), clause
        assert clause in strings.strings(language), clause


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fields_of_a_text_are_the_same_in_every_language(language):
    """A translation neither drops a name nor asks for one that nobody gives."""
    words = catalogue(language)
    field = re.compile(r"%\((\w+)\)s")
    for key, text in words.texts.items():
        assert sorted(field.findall(key)) == sorted(field.findall(text)), key
    for key, forms in words.plurals.items():
        for form in forms:
            assert set(field.findall(form)) == set(field.findall(key)), key


def test_russian_numbers_take_the_right_form():
    """1 товар, 2 товара, 5 товаров, 11 товаров, 21 товар."""
    words = catalogue("ru")
    said = [words.plural("%(num)s product", "%(num)s products", number) for number in (1, 2, 5, 11, 21, 112)]
    assert said == ["1 товар", "2 товара", "5 товаров", "11 товаров", "21 товар", "112 товаров"]


def test_chinese_has_one_form_and_english_two():
    """The number alone decides nothing in Chinese."""
    assert catalogue("zh").plural("%(num)s rule", "%(num)s rules", 1) == "1 条规则"
    assert catalogue("en").plural("%(num)s rule", "%(num)s rules", 1) == "1 rule"


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("en-GB,en;q=0.9,ru;q=0.8", "en"),
        ("de, zh-CN;q=0.7, en;q=0.3", "zh"),
        ("de", "ru"),
        (None, "ru"),
        ("en;q=broken, zh;q=0", "ru"),
    ],
)
def test_the_language_a_browser_prefers_is_taken(wanted, given):
    """The best of ours, and Russian where it names none of them."""
    assert negotiate(wanted) == given


def test_no_screen_has_a_text_outside_the_catalogues():
    """Templates and modules hold no Russian or Chinese of their own."""
    for path in [*(WEB / "templates").rglob("*.html"), *(WEB / "static/js").rglob("*.js")]:
        assert not CYRILLIC_OR_HAN.search(path.read_text("utf-8")), path.name

"""Number words of three languages, amounts with units, days."""

import datetime as dt

import pytest

from otvet.language.clauses import Bounds
from otvet.language.dates import days_in
from otvet.language.numbers import SMALL, han_value, words_value
from otvet.language.script import language_of
from otvet.language.units import UNITS, unit_at, written
from otvet.policy import Gate
from otvet.policy.claims.amounts import agrees, amounts


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("двадцать пять", 25), ("сто двадцать три", 123), ("двадцать тысяч", 20_000), ("полтора", 1.5), ("тыща", None),
        ("nine hundred and five", 905), ("ten thousand", 10_000), ("two half", 2.5), ("a dozen", 12), ("пять тысяч двести", 5200),
    ],
)  # fmt: skip
def test_words_are_numbers(words, value):
    """Hundreds, thousands and halves add up; what is no number has no value."""
    assert words_value(words.split()) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("五千", 5000),
        ("两万六", 26_000),
        ("一百二十", 120),
        ("三点五", 3.5),
        ("半", 0.5),
        ("十二", 12),
        ("二十", 20),
        ("一千零五", 1005),
        ("三百五", 350),
    ],
)
def test_chinese_numerals_are_numbers(said, value):
    """Characters with and without their places."""
    assert han_value(said) == value


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("20 тыщ мач", 20_000, "charge"), ("2,2 квт", 2200, "power"), ("полтора литра", 1500, "volume"), ("полгода", 6 * 43830, "time"),
        ("a year", 525_960, "time"), ("half a kilo", 500, "mass"), ("three-year", 3 * 525_960, "time"), ("5000毫安", 5000, "charge"),
        ("一年半", 1.5 * 525_960, "time"), ("羊毛七成"[2:], 70, "percent"), ("百分之三十", 30, "percent"), ("1 250 руб", 1250, "money"),
        ("двадцать четыре месяца", 24 * 43830, "time"), ("1,250 roubles", 1250, "money"), ("сто процентов", 100, "percent"), ("три метра", 3000, "length"),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_its_base_unit(text, value, dimension):
    """Figures, words and characters with the unit they are said in."""
    amount = next(iter(amounts(text)))

    assert (round(amount.value, 3), amount.dimension) == (round(value, 3), dimension)


@pytest.mark.parametrize(
    ("text", "fact", "said_rightly"),
    [
        ("около 5 кг", 5300, True), ("5 кг", 5300, False), ("более 5 кг", 5300, True), ("более 5 кг", 4900, False),
        ("не менее 5 кг", 5000, True), ("at least 5 kg", 4500, False), ("up to 5 kg", 4000, False), ("up to 60 db", 42, True),
    ],
)  # fmt: skip
def test_how_firmly_it_is_said_counts(text, fact, said_rightly):
    """About, more than, at least and up to leave room, each on its own side."""
    assert agrees(next(iter(amounts(text))), fact) is said_rightly


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25 ноября", 25), ("25.11", 25), ("25.11.2026", 25), ("2026-11-25", 25), ("november 25", 25), ("25th of november", 25), ("nov 25", 25),
        ("11月25日", 25), ("25号", 25), ("двадцать пятого ноября", 25), ("twenty-fifth of november", 25), ("завтра", 23), ("послезавтра", 24),
        ("in three days", 25), ("через неделю", 29), ("明天", 23), ("三天后", 25), ("в среду", 25), ("on wednesday", 25), ("周三", 25), ("十一月二十五日", 25),
    ],
)  # fmt: skip
def test_a_day_is_read(text, day):
    """Dates in figures and words, days counted from today, weekdays of the week in question."""
    days = list(days_in(text, dt.date(2026, 11, 22), dt.date(2026, 11, 27)))

    assert [d.first.day for d in days] == [day]


def test_a_range_of_days_is_one_day_said():
    """From the first to the last."""
    (day,) = days_in("24–26 ноября", None, dt.date(2026, 11, 27))

    assert (day.first.day, day.last.day) == (24, 26)


@pytest.mark.parametrize("text", ["31 ноября", "32 мая", "0 марта", "30.02"])
def test_no_such_day_is_no_day(text):
    """A day that does not exist is passed over."""
    assert list(days_in(text, None, dt.date(2026, 11, 27))) == []


@pytest.mark.parametrize(
    ("value", "lang", "said"),
    [
        (1, "ru", "месяц"),
        (2, "ru", "месяца"),
        (12, "ru", "месяцев"),
        (21, "ru", "месяц"),
        (1, "en", "month"),
        (3, "zh", "个月"),
    ],
)
def test_a_unit_is_written_as_its_number_asks(value, lang, said):
    """Plural forms of the three languages."""
    assert written("months", value, lang) == said


def test_every_unit_can_be_read_back():
    """What we write we can read."""
    for name, unit in UNITS.items():
        for way in unit.written.values():
            found = unit_at(way.lower().rstrip("."), 0)
            assert found is not None, (name, way)
            assert UNITS[found[0]].dimension == unit.dimension, (name, way)


def test_the_list_of_number_words_is_current():
    """The lexicon that says “look closer” knows every word that is a digit read aloud, but “раз” and “oh”."""
    words = {e.literal for e in Gate.load()._pack.lexicons.entries() if e.lexicon == "number-words"}

    assert words == set(SMALL) - {"раз", "oh"}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Привет", "ru"),
        ("Hello", "en"),
        ("您好", "zh"),
        ("Лампа Philips Hue White", "ru"),
        ("请看 Ozon app", "zh"),
        ("12345", "en"),
    ],
)
def test_the_language_is_told_by_its_letters(text, lang):
    """Brands in Latin letters do not make a text English."""
    assert language_of(text) == lang


def test_sentences_and_clauses_end_at_their_marks():
    """Decimal points and dates do not end a sentence."""
    text = "Вес 2.5 кг, цвет серый. Отправим завтра!"

    assert text[slice(*Bounds(text).around(5, 8))] == "Вес 2.5 кг, цвет серый."
    assert text[slice(*Bounds(text, clause=True).around(13, 17))] == "цвет серый."

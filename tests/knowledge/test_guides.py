"""The help centre's articles and the search among them."""

import re
from datetime import date

import pytest

from otvet import knowledge
from otvet.knowledge import guides
from otvet.knowledge.numbers import filled

DAY = date(2026, 11, 22)
LANGUAGES = ("ru", "en", "zh")
TOPICS = {
    "order-not-received", "wrong-item", "refund", "return", "exchange", "payment", "promo", "product", "courier",
    "technical", "other",
}  # fmt: skip
EVERY = [(slug, lang) for slug in guides.slugs() for lang in LANGUAGES]


@pytest.mark.parametrize(("slug", "lang"), EVERY)
def test_an_article_is_whole(slug, lang):
    """Title, summary, a real text of its size, neighbours that exist, one topic in all languages."""
    one = knowledge.article(slug, lang, DAY)
    text = re.sub(r"<[^>]+>|\s", "" if lang == "zh" else " ", one.html)

    assert one.title
    assert one.summary
    assert one.topic == knowledge.article(slug, "ru", DAY).topic
    assert one.topic in TOPICS
    assert len(one.related) == 3
    assert set(one.related) <= set(guides.slugs()) - {slug}
    assert 300 <= len(text) <= 700 if lang == "zh" else 150 <= len(text.split()) <= 350
    assert "{" not in one.html + one.summary


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_topic_has_an_article(lang):
    """Contact is offered after self-service, so there is self-service for each."""
    assert {one.topic for one in knowledge.articles(lang, DAY)} == TOPICS


def test_numbers_follow_the_terms():
    """The return article names the offer's days today; the refund article named other ones in August."""
    assert "30 дней" in knowledge.article("return", "ru", DAY).html
    assert "10 дней" in knowledge.article("refund", "ru", date(2026, 8, 1)).html
    assert "3 дня" in knowledge.article("refund", "ru", DAY).html


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (guides.files("otvet.knowledge") / "pages").iterdir())
)
def test_no_page_types_a_term(name):
    """`30 дней` in a page would outlive the term; places are filled instead."""
    text = (guides.files("otvet.knowledge") / "pages" / name).read_text(encoding="utf-8")

    assert not re.findall(r"\b(?:7|10|14|30|180)\s+(?:дн|день|days|天)", text)
    assert name == "order.toml" or name.split(".")[0] in guides.slugs()


def test_pages_cannot_bring_scripts():
    """Markdown without HTML, cleaned besides: no script, no foreign scheme, no handler."""
    html = guides._html(
        '<script>x</script> <b onclick="x">b</b> [a](javascript:x) [b](https://otvet.test "t")'
    )

    assert "<script" not in html
    assert "<b" not in html
    assert "javascript" not in re.sub(r">[^<]*<", "><", html)
    assert 'href="https://otvet.test"' in html


@pytest.mark.parametrize("slug", ["", "no-such", "../terms", "return.ru", "ж"])
def test_an_unknown_article_is_none(slug):
    """Never a file of another name."""
    assert knowledge.article(slug, "ru", DAY) is None


@pytest.mark.parametrize(
    ("query", "lang", "first"),
    [
        ("где мой заказ", "ru", "order-not-received"),
        ("не пришла посылка", "ru", "order-not-received"),
        ("возврат денег", "ru", "refund"),
        ("вернуть товар", "ru", "return"),
        ("пришёл сломанный товар", "ru", "wrong-item"),
        ("обменять размер", "ru", "exchange"),
        ("списали дважды", "ru", "payment"),
        ("промокоды", "ru", "promo-codes"),
        ("нагрубил курьер", "ru", "courier-complaint"),
        ("приложение не открывается", "ru", "app-and-site"),
        ("parcel has not arrived", "en", "order-not-received"),
        ("money back", "en", "refund"),
        ("wrong colour exchange", "en", "exchange"),
        ("charged twice", "en", "payment"),
        ("没有收到订单", "zh", "order-not-received"),
        ("退货", "zh", "return"),
        ("优惠码", "zh", "promo-codes"),
    ],
)
def test_people_find_what_they_mean(query, lang, first):
    """The best article for ordinary questions stands first."""
    assert knowledge.search(query, lang, DAY)[0].slug == first


@pytest.mark.parametrize(
    ("typed", "slug"), [("промок", "promo-codes"), ("курь", "courier-complaint"), ("обмен", "exchange")]
)
def test_the_last_word_may_be_typed_half(typed, slug):
    """Search answers while one types."""
    assert knowledge.search(typed, "ru", DAY)[0].slug == slug


def test_a_question_in_another_language_is_answered_in_ones_own():
    """A Chinese question on the Russian page finds the Russian article."""
    [first, *_] = knowledge.search("优惠码", "ru", DAY)

    assert (first.slug, first.title) == ("promo-codes", "Промокоды и бонусы")


@pytest.mark.parametrize("query", ["", " ", "!!!", "и в не", "qwzx", "\x00", "а" * 10_000])
def test_nothing_is_found_for_nothing(query):
    """Empty, stop words, noise: an empty list, never an error."""
    assert knowledge.search(query, "ru", DAY) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день"), (22, "22 дня")],
)
def test_days_are_counted_in_russian(number, words):
    """One, few, many; and the teens."""
    assert filled("{{n|days}}", {"n": number}, "ru") == words


def test_days_after_a_preposition_and_in_other_languages():
    """`в течение 21 дня`; one day, two days; 天 always."""
    assert filled("{n|days_of}", {"n": 21}, "ru") == "21 дня"
    assert [filled("{n|days}", {"n": n}, "en") for n in (1, 2)] == ["1 day", "2 days"]
    assert filled("{n|days}", {"n": 2}, "zh") == "2 天"
    assert filled("{n}", {"n": 0.5}, "ru") == "0,5"
    with pytest.raises(KeyError):
        filled("{unknown}", {}, "ru")

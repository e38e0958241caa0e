"""The help centre's articles and the search among them."""

import re
from datetime import date
from html import unescape
from importlib.resources import files

import pytest

from otvet import knowledge
from otvet.knowledge import finding, guides
from otvet.knowledge.documents import clauses
from otvet.knowledge.numbers import filled
from otvet.knowledge.terms import terms_in_force
from otvet.policy import Context, Gate

DAY = date(2026, 11, 22)
LANGUAGES = ("ru", "en", "zh")
TOPICS = {
    "order-not-received", "wrong-item", "refund", "return", "exchange", "payment", "promo", "product", "courier",
    "technical", "other",
}  # fmt: skip
MANNERS = {
    "profanity", "discrimination", "rudeness", "informal-style", "literacy", "uppercase", "excess-punctuation", "emoji",
}  # fmt: skip
_DURATION = re.compile(
    r"\b(?:\d+|a|an|one|two|three|four|five|six|seven|ten|twenty|thirty|forty-five) (?:minute|hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
# What articles say and no clause does: how things usually are, and advice; nothing that is promised.
TYPED = {
    "change-order": {"one day"},
    "incomplete-order": {"one minute"},
    "double-charge": {"a minute"},
    "sign-in": {"a minute"},
    "app-and-site": {"a minute"},
}
EVERY = [(slug, lang) for slug in guides.slugs() for lang in LANGUAGES]


def _values():
    return {key: term.value for key, term in terms_in_force(DAY).items()}


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


def test_there_are_forty_of_them_and_each_stands_on_one_shelf():
    """At least forty in each language (mission row A1); what is popular exists; nothing stands twice."""
    slugs = guides.slugs()

    assert len(slugs) >= 40
    assert len(set(slugs)) == len(slugs)
    assert set(guides.order().popular) <= set(slugs)
    assert all(section.slugs for section in guides.order().sections)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_articles_keep_our_own_manners(lang):
    """What an agent may not write to a buyer the help centre does not say either.

    Rules about conduct are left out: articles name what the gate forbids, to warn buyers of it.
    """
    gate = Gate.load("ozon")
    for one in knowledge.articles(lang, DAY):
        for line in re.split(r"</(?:p|li|h2|td|th)>", f"{one.title}</p>{one.summary}</p>{one.html}"):
            text = unescape(re.sub(r"<[^>]+>", "", line)).strip()
            found = gate.check(text, Context(surface="chat", lang=lang, date=DAY)).findings
            bad = [(f.rule, f.text) for f in found if f.severity != "advise" and f.rule in MANNERS]
            assert not bad, (one.slug, text, bad)


def test_numbers_follow_the_terms():
    """The return article names the offer's days today; the refund article named other ones in August."""
    assert "30 дней" in knowledge.article("return", "ru", DAY).html
    assert "10 дней" in knowledge.article("refund", "ru", date(2026, 8, 1)).html
    assert "3 дня" in knowledge.article("refund", "ru", DAY).html


@pytest.mark.parametrize("name", sorted(path.name for path in (files("otvet.knowledge") / "pages").iterdir()))
def test_no_page_types_a_term(name):
    """`30 дней` in a page would outlive the term; places are filled instead."""
    text = (files("otvet.knowledge") / "pages" / name).read_text(encoding="utf-8")

    assert not re.findall(r"\b(?:7|10|14|30|180)\s+(?:дн|день|days|天)", text)
    assert name == "order.toml" or name.split(".")[0] in guides.slugs()


@pytest.mark.parametrize("slug", guides.slugs())
def test_articles_and_terms_of_sale_agree_how_long(slug):
    """A duration that is typed stands in a clause too, word for word; one that clauses lack is listed here.

    The payment article let an unpaid order wait for twenty minutes where the terms of sale said a day.
    """
    said = " ".join(clause.text for clause in clauses("en", DAY))
    page = (files("otvet.knowledge") / "pages" / f"{slug}.en.md").read_text("utf-8")
    shown = guides._parted(page.split("+++\n", 2)[2])[0]
    for typed in _DURATION.findall(shown):
        folded = typed.casefold()
        assert folded in said.casefold() or folded in TYPED.get(slug, ()), (slug, typed)


def test_an_unpaid_order_waits_as_long_as_the_terms_say():
    """In every language the payment article, the page of time limits and the clause name the same hours."""
    for lang in LANGUAGES:
        hours = filled("{unpaid_order_hours|hours}", _values(), lang)
        clause = next(one.text for one in clauses(lang, DAY) if one.document == "offer" and one.no == "3.2")
        pages = [knowledge.article(slug, lang, DAY).html for slug in ("payment", "time-limits")]
        assert all(hours in text for text in (clause, *pages))


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
        ("списали дважды", "ru", "double-charge"),
        ("промокоды", "ru", "promo-codes"),
        ("нагрубил курьер", "ru", "courier-complaint"),
        ("приложение не открывается", "ru", "app-and-site"),
        ("parcel has not arrived", "en", "order-not-received"),
        ("money back", "en", "refund"),
        ("wrong colour exchange", "en", "exchange"),
        ("charged twice", "en", "double-charge"),
        ("потеряли посылку", "ru", "lost-parcel"),
        ("пункт выдачи сколько хранится", "ru", "pick-up-point"),
        ("не приходит код входа", "ru", "sign-in"),
        ("сертификат не подошёл", "ru", "gift-card"),
        ("рассрочка", "ru", "instalment"),
        ("удалить личные данные", "ru", "personal-data"),
        ("мошенники", "ru", "fraud"),
        ("customs china", "en", "seller-china"),
        ("warranty repair", "en", "warranty"),
        ("missing from the box", "en", "incomplete-order"),
        ("change phone number", "en", "phone-change"),
        ("没有收到订单", "zh", "order-not-received"),
        ("保修", "zh", "warranty"),
        ("礼品卡", "zh", "gift-card"),
        ("重复扣款", "zh", "double-charge"),
        ("诈骗", "zh", "fraud"),
        ("退货", "zh", "return"),
        ("优惠码", "zh", "promo-codes"),
    ],
)
def test_people_find_what_they_mean(query, lang, first):
    """The best article for ordinary questions stands first."""
    assert knowledge.search(query, lang, DAY)[0].slug == first


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("промок", "promo-codes"),
        ("курь", "courier-complaint"),
        ("обмен", "exchange"),
        ("не пришла посыл", "order-not-received"),
    ],
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


def test_a_warm_house_makes_no_index_while_somebody_searches():
    """What a process made beside its serving is what searches of the same day use."""
    knowledge.warm(DAY)
    made = finding._index.cache_info().misses
    for lang in LANGUAGES:
        knowledge.search("refund", lang, DAY)
        knowledge.said("refund", lang, DAY)

    assert finding._index.cache_info().misses == made


def test_clauses_are_those_of_the_day():
    """A clause says the number that held: ten days until September, three since."""
    for day, words in ((date(2026, 8, 1), "10 дней"), (DAY, "3 дня")):
        clause = next(
            one for one in knowledge.said("деньги отправляются", "ru", day, limit=10) if one.cite == "п. 6.4"
        )
        assert words in clause.text

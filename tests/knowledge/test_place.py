"""An operator's own folder over ours: their terms hold, their articles stand, what is wrong is named."""

from datetime import date

import pytest
from typer.testing import CliRunner

from otvet import knowledge
from otvet.cli import knowledge as command
from otvet.errors import PackError, StartRefused
from otvet.knowledge import place
from otvet.knowledge.documents import clauses

DAY = date(2026, 11, 26)
OFFER = """
rank = "offer"
source = "Условия «Лавки»"
cited = { ru = "условия, {clause}", en = "terms, {clause}", zh = "条款，{clause}" }
[[terms]]
key = "return_days"
value = %d
clause = "п. 3"
valid_from = 2024-01-01
text = { ru = "Возврат: {value|days}", en = "Return: {value|days}", zh = "退货：{value|days}" }
"""
ORDER = """
popular = ["aquarium"]
[[sections]]
code = "fish"
name = { ru = "Рыбы", en = "Fish", zh = "鱼" }
slugs = ["aquarium"]
"""
PAGE = """+++
topic = "other"
title = "Аквариумы и рыбы"
summary = "Как мы возим живых рыб: вернуть можно {{return_days|days}}."
related = []
asked = ["как возят рыб"]
+++
Рыбы едут в пакете с кислородом.
"""


@pytest.fixture
def own(tmp_path):
    """A folder with an offer of 45 days and one article, in Russian alone; ours again afterwards."""
    files = {
        "sources/offer.toml": OFFER % 45,
        "pages/order.toml": ORDER,
        "pages/aquarium.ru.md": PAGE,
        "documents/contract.toml": "",
        "documents/offer.toml": "",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    yield tmp_path
    place.use(None)


def test_the_operators_terms_hold_where_they_are_no_worse_than_the_law(own):
    """Their offer stands in the place of ours, the law stays; and ours is back when the folder is not used."""
    ours = knowledge.terms_in_force(DAY)["return_days"].value
    place.use(own)
    term = knowledge.terms_in_force(DAY)["return_days"]
    assert (term.value, term.cited["ru"]) == (45, "условия, п. 3")
    assert any(one.rank == "law" for one in knowledge.terms_in_force(DAY).values())
    place.use(None)
    assert knowledge.terms_in_force(DAY)["return_days"].value == ours


def test_an_offer_below_the_law_does_not_hold(own):
    """The law's term is in force, and the operator is told."""
    (own / "sources/offer.toml").write_text(OFFER % 3, encoding="utf-8")
    place.use(own)
    assert knowledge.terms_in_force(DAY)["return_days"].rank == "law"
    assert [one.offered.value for one in knowledge.weaker_offers(DAY)] == [3]


def test_the_operators_articles_stand_in_the_nearest_language_and_are_found(own):
    """The one article, its number from their terms; the search knows it and nothing of ours."""
    place.use(own)
    for lang in ("ru", "en", "zh"):
        assert [one.slug for one in knowledge.articles(lang, DAY)] == ["aquarium"]
    assert "45" in knowledge.article("aquarium", "ru", DAY).summary
    assert [one.slug for one in knowledge.search("как возят рыб", "ru", DAY)] == ["aquarium"]
    assert knowledge.order().sections[0].name["ru"] == "Рыбы"


def test_an_empty_file_leaves_ours_out(own):
    """Of contract and offer nothing is left, the law is there."""
    assert "contract" in {one.document for one in clauses("ru", DAY)}
    place.use(own)
    assert {one.document for one in clauses("ru", DAY)} == {"law"}


def test_a_document_of_ours_that_names_a_term_the_operator_has_not_says_what_to_do(own):
    """Our offer has clauses about terms theirs does not have."""
    (own / "documents/offer.toml").unlink()
    place.use(own)
    with pytest.raises(PackError, match=r"unpaid_order_hours.*empty file"):
        clauses("ru", DAY)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("sources/offer.toml", "rank = ", "offer.toml"), ("pages/order.toml", "popular = 3", "order.toml"),
        ("pages/aquarium.ru.md", "no head", "aquarium.ru.md"), ("pages/aquarium.ru.md", "", "aquarium"),
        ("sources/offer.toml", (OFFER % 45).replace("clause =", "klause ="), "offer.toml"),
    ],
)  # fmt: skip
def test_a_page_that_is_wrong_is_named(own, name, content, said):
    """By `otvet knowledge check` as by the server."""
    (own / name).write_text(content, encoding="utf-8")
    place.use(own)
    with pytest.raises(PackError, match=said):
        knowledge.articles("ru", DAY)


def test_a_folder_without_knowledge_is_refused(tmp_path):
    """With what would have to be there."""
    with pytest.raises(StartRefused, match="pages, documents, sources"):
        place.use(tmp_path)


def test_the_command_reads_it_all_and_tells_of_offers_below_the_law(own):
    """What the server would read, in every language."""
    (own / "sources/offer.toml").write_text(OFFER % 3, encoding="utf-8")
    told = CliRunner().invoke(command.knowledge, ["check", str(own)])
    assert told.exit_code == 0, told.output
    assert "zh: 1 articles" in told.output
    assert "weaker than the law, so the law holds: return_days = 3 (п. 3)" in told.output

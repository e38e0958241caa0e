"""Which term is in force, and that the pack's copy of the law says what the law says."""

import datetime as dt

import pytest

from otvet.knowledge.terms import all_terms
from otvet.policy import Context, Facts, Gate
from otvet.policy.claims.law import in_force, law_of, weaker

LAW = law_of(("return_days >= 7", "refund_days <= 10", "defect_return = true"))
SIGNS = {"more": ">=", "less": "<="}


def _found(gate, text, **facts):
    verdict = gate.check(text, Context(facts=Facts.parse(facts)))
    return [f.text for f in verdict.findings if f.rule == "off-policy"]


@pytest.fixture(scope="module")
def gate():
    return Gate.load()


def test_the_copy_in_the_pack_is_the_law(gate):
    """Each line of the page stands in knowledge with the same value and the same direction."""
    rule = next(rule for rule in gate.rules() if rule.code == "off-policy")
    copied = law_of(tuple(rule.detect[0].options["law"]))
    today = dt.date(2026, 11, 25)
    law = {term.key: term for term in all_terms() if term.rank == "law" and term.holds_on(today)}

    for key, term in copied.items():
        assert term.value == law[key].value, key
        assert term.sign == SIGNS.get(law[key].better, "="), key


def test_the_offer_holds_where_it_is_no_worse_than_the_law():
    """A longer return window holds, a shorter one gives way to the law; a policy wins over both."""
    generous, mean = {"return_days": 30, "refund_days": 5}, {"return_days": 3, "refund_days": 20}

    assert in_force(Facts(offer=generous), LAW)["return_days"] == 30
    assert in_force(Facts(offer=generous), LAW)["refund_days"] == 5
    assert in_force(Facts(offer=mean), LAW)["return_days"] == 7
    assert in_force(Facts(offer=mean), LAW)["refund_days"] == 10
    assert in_force(Facts(offer=mean, policy={"return_days": 14}), LAW)["return_days"] == 14


def test_what_gives_less_than_the_law_is_told():
    """The operator gets a notice of every weaker term."""
    assert weaker(Facts(offer={"return_days": 3, "refund_days": 5}), LAW) == ["return_days"]


def test_an_offer_below_the_law_does_not_excuse_its_own_words(gate):
    """Citing the offer's three days is off policy: the law's seven are in force."""
    text = "Возврат принимаем в течение трёх дней."

    assert _found(gate, text, offer={"return_days": 3}) == ["Возврат принимаем в течение трёх дней"]
    assert _found(gate, "Возврат принимаем в течение семи дней.", offer={"return_days": 3}) == []


def test_without_terms_nothing_is_judged(gate):
    """A text alone cannot contradict what is not known."""
    assert _found(gate, "Возврат принимаем в течение трёх дней.") == []


@pytest.mark.parametrize("line", ["return_days 7", "days => 3", ""])
def test_a_line_of_law_that_cannot_be_read_is_said(line):
    """The page's author is told what a line looks like."""
    with pytest.raises(ValueError, match="KEY"):
        law_of((line,))


CARD = {
    "name": "Jacket",
    "sizes": ["S", "M"],
    "country": "CN",
    "ports": 2,
    "colour": "white",
    "warranty_months": 12,
}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("It comes in size XL too.", "false-information"), ("Есть размер XL.", "false-information"), ("有XL码。", "false-information"),
        ("It is made in Italy.", "false-information"), ("There are three ports on it.", "false-information"),
        ("This one is black.", "false-information"), ("The warranty lasts two years.", "false-information"),
        ("Гарантия — полгода.", "false-information"), ("We have no size XL.", ""), ("Do you need size XL?", ""),
        ("It is made in China.", ""), ("The warranty lasts a full year.", ""), ("There are two ports on it.", ""),
    ],
)  # fmt: skip
def test_a_card_is_held_against_sizes_codes_and_plain_counts(gate, text, rule):
    """Letters of sizes, a country by its code, things counted by their own name, a length said with a verb."""
    found = {one.rule for one in gate.check(text, Context(facts=Facts(product=CARD))).findings}
    assert found == ({rule} if rule else set())

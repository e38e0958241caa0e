"""Custom fields: defined by an administrator, filled by who sees them, asked for before the end, found and taken away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otvet.conversation.field_filter import checked
from otvet.conversation.fields import Field, checked_value
from otvet.conversation.searching import Question, search
from otvet.conversation.triage import Change
from otvet.conversation.views import Filters
from otvet.errors import BadInput, NotAllowed
from otvet.people.actor import Actor
from rooms import AGENT, BUYER, SELLER, STRANGER, SUPERVISOR

ADMIN = Actor("staff", "st_admin", "administrator", "Ада")
NAME = {"ru": "Причина", "en": "Cause", "zh": "原因"}
CAUSE = {"sort": "choice", "name": NAME, "choices": {"broken": NAME, "late": NAME}, "required": True}


def define(rooms, code, content, by=ADMIN):
    rooms.house.desk.pages.change(by, ("fields", code), content, "Проба")


def fill(rooms, conversation, code, value, *, by=AGENT):
    rooms.do(rooms.house.filling.fill(by, conversation, code, value))


def filled(rooms, conversation, by=AGENT):
    return {one.code: one.value for one in rooms.do(rooms.house.filling.values(by, conversation))}


def test_a_required_field_is_filled_before_the_end(any_rooms):
    """By hand and in bulk alike; the refusal names it; a public end by who does not see it is not held up."""
    define(any_rooms, "cause", CAUSE)
    conversation = any_rooms.open(seller_id=SELLER.seller_id)
    with pytest.raises(BadInput, match="Причина") as refused:
        any_rooms.do(any_rooms.house.conversations.resolve(AGENT, conversation))
    assert refused.value.details == {"fields": ["cause"]}
    done = any_rooms.do(any_rooms.house.triage.bulk(AGENT, [(conversation, Change(what="resolve"))]))
    assert "Причина" in done[0].refused

    with pytest.raises(BadInput):
        fill(any_rooms, conversation, "cause", "nonsense")
    fill(any_rooms, conversation, "cause", "late")
    any_rooms.do(any_rooms.house.conversations.resolve(AGENT, conversation))
    assert any_rooms.state(conversation).status == "resolved"
    assert any_rooms.verify() == []


def test_a_seller_sees_and_fills_only_what_is_for_sellers(any_rooms):
    """Neither value, nor event, nor demand of the others."""
    define(any_rooms, "cause", CAUSE)
    define(any_rooms, "size", {"sort": "number", "name": NAME, "sees": "seller"})
    conversation = any_rooms.open(seller_id=SELLER.seller_id)
    fill(any_rooms, conversation, "cause", "broken")
    fill(any_rooms, conversation, "size", "42,50", by=SELLER)

    assert filled(any_rooms, conversation) == {"cause": "broken", "size": "42.5"}
    assert filled(any_rooms, conversation, by=SELLER) == {"size": "42.5"}
    assert "FieldSet" not in any_rooms.names(conversation, by=SELLER)
    assert not {"FieldSet", "SellerFieldSet"} & set(any_rooms.names(conversation, by=BUYER))
    with pytest.raises(BadInput):
        fill(any_rooms, conversation, "cause", "late", by=SELLER)
    with pytest.raises(NotAllowed):
        any_rooms.do(any_rooms.house.filling.fields(BUYER))
    any_rooms.do(any_rooms.house.triage.change(SELLER, conversation, Change(what="resolve")))


def test_what_is_known_of_a_customer_stands_beside_all_their_conversations(any_rooms):
    """Changed in one, read in the other; filters find both; emptied it is gone."""
    define(any_rooms, "loyal", {"of": "customer", "sort": "yes_no", "name": NAME})
    first, second = any_rooms.open("Первый"), any_rooms.open("Второй")
    fill(any_rooms, first, "loyal", "yes")
    assert filled(any_rooms, second) == {"loyal": "yes"}
    page = any_rooms.house.store.page(AGENT, "all", None, 9, filters=Filters(fields="loyal:yes"))
    assert {one.conversation.id for one in page.items} == {first, second}

    fill(any_rooms, second, "loyal", "")
    assert filled(any_rooms, first) == {}
    assert [r.event.value for r in any_rooms.records(second) if r.name == "CustomerFieldSet"] == [""]
    assert any_rooms.verify() == []


def test_filters_find_values_and_search_finds_words(any_rooms):
    """A choice by the filter, several at once; a text by its words, kept apart like all words."""
    define(any_rooms, "cause", CAUSE)
    define(any_rooms, "batch", {"sort": "text", "name": NAME})
    define(any_rooms, "since", {"sort": "date", "name": NAME})
    one, two = any_rooms.open("Первый"), any_rooms.open("Второй")
    fill(any_rooms, one, "cause", "late")
    fill(any_rooms, two, "cause", "late")
    fill(any_rooms, two, "since", "2026-11-20")
    fill(any_rooms, one, "batch", "партия с завода в Туле")

    def listed(told):
        page = any_rooms.house.store.page(AGENT, "all", None, 9, filters=Filters(fields=told))
        return {row.conversation.id for row in page.items}

    assert (listed("cause:late"), listed("cause:late,since:2026-11-20"), listed("cause:broken")) == (
        {one, two},
        {two},
        set(),
    )
    found = search(any_rooms.house.store, AGENT, Question(words="завод тула")).items
    assert [hit.listed.conversation.id for hit in found] == [one]
    assert filled(any_rooms, one)["batch"] == "партия с завода в Туле"
    assert any_rooms.state(one).fields["batch"].value == ""


def test_numbers_and_days_are_found_by_a_stretch(any_rooms):
    """By size and not by letters, both ends included, either left out; of the request and of the customer; a choice is passed by."""
    define(any_rooms, "amount", {"sort": "number", "name": NAME})
    define(any_rooms, "since", {"sort": "date", "name": NAME})
    define(any_rooms, "spent", {"of": "customer", "sort": "number", "name": NAME})
    define(any_rooms, "cause", CAUSE)
    one, two = any_rooms.open("Первый"), any_rooms.open("Второй", by=STRANGER)
    for conversation, code, value in (
        (one, "amount", "9.5"), (two, "amount", "-120"), (one, "since", "2026-11-30"), (two, "since", "2026-12-01"),
        (two, "spent", "1000"), (one, "cause", "late"),
    ):  # fmt: skip
        fill(any_rooms, conversation, code, value)

    def listed(told):
        page = any_rooms.house.store.page(AGENT, "all", None, 9, filters=Filters(fields=told))
        return {row.conversation.id for row in page.items}

    assert listed("amount:9.5..10") == listed("amount:0..") == listed("since:..2026-11-30") == {one}
    assert (
        listed("amount:..-120")
        == listed("spent:900..1000.0")
        == listed("since:2026-12-01..2026-12-01")
        == {two}
    )
    assert listed("amount:-200..100") == {one, two}
    assert listed("amount:-200..100,spent:1..") == {two}
    assert listed("cause:1..2") == listed("amount:..") == listed("amount:1..2026-11-01") == set()


@pytest.mark.parametrize("told", ["amount:..", "amount:a..b", "amount:1..2026-11-01", "since:2026-13-01.."])
def test_a_stretch_nobody_can_read_is_refused(told):
    """With how to write one."""
    with pytest.raises(BadInput, match=r"10\.\.50"):
        checked(told)


def test_only_an_administrator_defines_and_a_field_keeps_its_sort(rooms):
    """A supervisor does not; what stands in a field never changes its meaning."""
    with pytest.raises(NotAllowed):
        define(rooms, "cause", CAUSE, by=SUPERVISOR)
    define(rooms, "cause", CAUSE)
    for content in (
        {"sort": "date", "name": NAME}, {**CAUSE, "of": "customer"}, {**CAUSE, "choices": {}}, {**CAUSE, "name": {}},
        {"sort": "nonsense", "name": NAME},
    ):  # fmt: skip
        with pytest.raises(BadInput):
            define(rooms, "cause", content)
    for code in ("Причина", "a b", "x" * 41, "1a"):
        with pytest.raises(BadInput):
            define(rooms, code, CAUSE)
    with pytest.raises(BadInput):
        define(rooms, "secret", {"of": "customer", "sort": "text", "name": NAME, "sees": "seller"})
    define(rooms, "cause", None)
    assert rooms.do(rooms.house.filling.fields(AGENT)) == {}


@given(st.text(max_size=40), st.sampled_from(["text", "number", "choice", "date", "yes_no"]))
def test_a_value_that_is_kept_is_kept_again_as_it_is(given_text, sort):
    """Whatever is written: refused with a sentence, or kept in one form that reads as itself (property)."""
    field = Field(sort=sort, name=NAME, choices={"a": NAME} if sort == "choice" else {})
    try:
        kept = checked_value(field, given_text)
    except BadInput:
        return
    assert checked_value(field, kept) == kept

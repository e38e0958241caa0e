"""Search: all the words, in three languages, whoever wrote them, and nothing that is not one's own to see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otvet.conversation.searching import Question, search
from otvet.conversation.views import Filters
from otvet.errors import BadInput, NotAllowed
from otvet.language.analyser import spans, tokens
from rooms import AGENT, BUYER, MODERATOR, OTHER_SELLER, SELLER, STRANGER


def _found(rooms, words, *, by=AGENT, **fields):
    hits = search(rooms.house.store, by, Question(words=words, **fields))
    return [hit.listed.conversation.id for hit in hits.items]


def test_a_word_is_found_in_any_form_and_language(any_rooms):
    """Stems of Russian and English, pairs of Chinese characters."""
    russian = any_rooms.open("Посылка с чайником потерялась в дороге")
    english = any_rooms.open("The kettle leaks from its handle", language="en")
    chinese = any_rooms.open("我的包裹还没有到", language="zh")

    assert _found(any_rooms, "посылку чайник") == [russian]
    assert _found(any_rooms, "leaking kettles") == [english]
    assert _found(any_rooms, "包裹") == [chinese]
    assert _found(any_rooms, "посылка kettle") == []


def test_names_and_numbers_are_found_with_a_word_of_the_text(any_rooms):
    """The buyer's name, the reference and the order number stand beside every message."""
    conversation = any_rooms.open("Хочу вернуть пылесос", order_id="48120-3391")
    other = any_rooms.open("Хочу вернуть утюг", by=STRANGER)
    reference = any_rooms.state(conversation).reference

    assert _found(any_rooms, "марина пылесос") == [conversation]
    assert _found(any_rooms, "вернуть") == [other, conversation]
    assert _found(any_rooms, reference) == [conversation]
    assert _found(any_rooms, reference.replace("-", "")) == [conversation]
    assert _found(any_rooms, "48120-3391") == [conversation]
    assert _found(any_rooms, "481203391 вернуть") == [conversation]


def test_notes_are_found_by_those_who_may_read_them(any_rooms):
    """A seller finds the note shared with them and not the one among colleagues; nobody finds another seller's."""
    conversation = any_rooms.open("Где заказ?", seller_id=SELLER.seller_id)
    any_rooms.note(conversation, "Тайный кладовщик")
    any_rooms.note(conversation, "Открытый кладовщик", audience="seller")

    assert _found(any_rooms, "тайный", by=AGENT) == [conversation]
    assert _found(any_rooms, "кладовщик", by=MODERATOR) == [conversation]
    assert _found(any_rooms, "тайный", by=SELLER) == []
    assert _found(any_rooms, "открытый", by=SELLER) == [conversation]
    assert _found(any_rooms, "кладовщик", by=OTHER_SELLER) == []
    with pytest.raises(NotAllowed):
        _found(any_rooms, "заказ", by=BUYER)


def test_what_is_shown_is_the_newest_place_with_its_words_marked(any_rooms):
    """Offsets count code points of the piece that is shown."""
    conversation = any_rooms.open("Заказ не пришёл")
    any_rooms.write(conversation, "🙏 " + "Очень жду. " * 30 + "Верните деньги за заказ, пожалуйста")

    hit = search(any_rooms.house.store, AGENT, Question(words="деньги заказ")).items[0]

    written = [r.seq for r in any_rooms.records(conversation) if r.name == "MessageReceived"]
    assert hit.found.seq == written[-1]
    assert [hit.found.text[start:end] for start, end in hit.found.marks] == ["деньги", "заказ"]


def test_old_ones_are_reached_by_the_cursor_and_filters_narrow(any_rooms):
    """No limit of age: page by page to the first one; view and filters hold for what is found."""
    several = [any_rooms.open(f"Письмо номер {n}", topic="refund" if n % 2 else "return") for n in range(7)]
    any_rooms.do(any_rooms.house.conversations.resolve(AGENT, several[0]))
    store, seen, after = any_rooms.house.store, [], None
    while True:
        page = search(store, AGENT, Question(words="письмо", limit=2, after=after))
        seen += [hit.listed.conversation.id for hit in page.items]
        if page.next is None:
            break
        after = int(page.next)

    assert list(dict.fromkeys(seen)) == several[::-1]
    assert _found(any_rooms, "письмо", view="resolved") == [several[0]]
    assert _found(any_rooms, "письмо", filters=Filters(topic="refund")) == [
        several[5],
        several[3],
        several[1],
    ]


def test_nothing_but_stop_words_says_what_to_do(rooms):
    """No silent nothing."""
    with pytest.raises(BadInput, match="no word"):
        _found(rooms, "и не в !!!")


@pytest.mark.parametrize("words", ['" OR *', "заказ' | 'x", "NEAR(a b)", "-заказ", "words:заказ", "заказ*"])
def test_marks_of_the_query_languages_are_words_or_nothing(any_rooms, words):
    """What a stranger types never reaches the database as syntax."""
    conversation = any_rooms.open("Где заказ")
    try:
        assert _found(any_rooms, words) in ([], [conversation])
    except BadInput:
        assert tokens(words) == []


@given(st.text(max_size=80))
def test_every_word_that_has_a_token_is_marked_where_it_stands(text):
    """The places found are inside the text and in order, and each holds a token that was asked for."""
    wanted = frozenset(tokens(text))
    places = spans(text, wanted)

    assert all(0 <= start < end <= len(text) for start, end in places)
    assert [a for _, a in places[:-1]] <= [b for b, _ in places[1:]] or places == []
    assert all(wanted & set(tokens(text[start:end])) for start, end in places)

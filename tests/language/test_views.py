"""Views show the words without their disguise and lead back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otvet.language.views import Views


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Привет, Мир", "привет, мир"),
        ("ＨＥＬＬＯ　１２", "hello 12"),
        ("те\u200bле\u00adграм", "телеграм"),
        ("и\u0306од е\u0308лка", "йод ёлка"),
        ("z\u0351\u0360algo", "zalgo"),
        ("café", "cafe"),
        ("Ⓦⓧ ①②", "wx 12"),
        ("8\ufe0f\u20e39\ufe0f\u20e3", "89"),
        ("🅰🅱", "ab"),
        ("１３８", "138"),
        ("٣٤", "34"),
        ("Ёж\u00a0й", "ёж й"),
    ],
)
def test_the_surface_is_plain(text, surface):
    """Width, case, marks and unseen signs are gone; й and ё are letters and stay."""
    assert Views(text).surface.text == surface


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("т е л е г р а м", "телеграм"),
        ("т.е.л.е.г.р.а.м", "телеграм"),
        ("т-е-л-е-г-р-а-м", "телеграм"),
        ("тeлeгpaм", "телеграм"),
        ("теле.грам", "телеграм"),
        ("телеграааам", "телеграм"),
        ("и т е л е г р а м", "телеграм"),
        ("в   т е л е г р а м   м н е", "телеграм"),
        ("wh4ts4pp", "whatsapp"),
        ("ᴛᴇʟᴇɢʀᴀᴍ", "telegram"),
        ("微 信", "微信"),
        ("微.信", "微信"),
        ("п o c ы л к a", "посылка"),
    ],
)
def test_a_disguise_is_seen_through(text, word):
    """One of the readings holds the word itself."""
    views = Views(text)

    assert any(word in view.text for view in (views.surface, *views.disguises()))


def test_words_are_never_joined_by_a_space():
    """Two words stay two words, however short the space."""
    views = Views("на лампу у нас скидка")

    assert all("налампу" not in view.text and "унас" not in view.text for view in views.disguises())


def test_ordinary_text_has_no_disguises():
    """The clean path makes no further view."""
    assert Views("Ваш заказ уже в пути, ждите.").disguises() == ()


def test_a_span_leads_back_to_the_original():
    """What was found in a view is shown where it stands in the text."""
    text = "см. т е л е г р а м!"
    views = Views(text)
    view = next(v for v in views.disguises() if "телеграм" in v.text)
    at = view.text.index("телеграм")
    start, end = view.source(at, at + len("телеграм"))

    assert text[start:end] == "т е л е г р а м"


@given(st.text(max_size=120))
def test_every_view_of_any_text_leads_back(text):
    """No offset lies outside, and offsets never go backwards."""
    views = Views(text)
    for view in (views.surface, *views.disguises()):
        if view.starts is None:
            assert len(view.text) == len(text)
            continue
        assert len(view.starts) == len(view.text) == len(view.ends)
        assert view.starts == sorted(view.starts)
        assert all(0 <= a < b <= len(text) for a, b in zip(view.starts, view.ends, strict=True))


def test_signs_that_count_as_letters_and_are_none_are_survived():
    """A Tamil ten three times over is spelled like a word and has no letter in it."""
    assert "абв" in {view.text[:3] for view in Views("а б в\n\n\n\n௰ ௰ ௰").disguises()}

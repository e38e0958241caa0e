"""What the pages promise whoever reads their source: nothing inline, nothing foreign, nothing unescaped."""

import gzip
import re
from pathlib import Path

import msgspec
import pytest

from otvet.conversation import events as e
from otvet.web.pages import sign_in, visiting, widget
from otvet.web.pages.facts import facts
from otvet.web.pages.render import money, said
from otvet.web.pages.rules import Piece, cut
from otvet.web.pages.statics import STATIC, WEB

TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
MODULES = sorted((STATIC / "js").rglob("*.js"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_code_or_style(path: Path):
    """The strict policy would refuse them anyhow; here it is said which file."""
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", text)
    assert re.findall(r"\|\s*safe", text) == (["| safe"] if path.name in ("guide.html", "book.html") else [])


# What has no role of its own may not be named: readers of screens leave such a name out.
NAMED = re.compile(
    r"<(?:div|span|p|b|i|em|strong|small|code|del|ins|otvet-[a-z-]+)\s[^<]*?aria-label(?:ledby)?="
)


@pytest.mark.parametrize("path", [*TEMPLATES, *MODULES], ids=lambda path: path.name)
def test_no_name_stands_where_it_would_not_be_read(path: Path):
    """Also where a browser's journey seldom looks: while a list loads, a count, a box that scrolls."""
    tags = NAMED.findall(path.read_text("utf-8"))
    assert [tag for tag in tags if " role=" not in tag] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_makes_markup_from_a_text(path: Path):
    """A stranger's words become text nodes and never markup; no module reaches another server."""
    text = path.read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|\beval\(", text)
    assert not re.search(r"https?://", text)
    assert len(text.splitlines()) <= 400


def test_every_style_sheet_takes_its_colours_from_the_tokens():
    """One file holds colours; the others name them."""
    for path in (STATIC / "css").glob("*.css"):
        if path.name != "tokens.css":
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", path.read_text("utf-8")), path.name


def test_every_icon_that_is_asked_for_is_drawn():
    """An unknown name would leave a hole without an error."""
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    wanted = set()
    for path in TEMPLATES:
        wanted.update(re.findall(r'icon\("([\w-]+)"', path.read_text("utf-8")))
    for path in MODULES:
        text = path.read_text("utf-8")
        wanted.update(re.findall(r'\bicon\("([\w-]+)"', text))
        wanted.update(re.findall(r'\bicon: "([\w-]+)"', text))
    assert wanted - drawn == set()


def test_every_product_of_the_demo_shop_has_its_picture():
    """Drawn by us, as files."""
    from datetime import date

    from otvet.market.demo_shop import DemoShop

    for product in DemoShop(1, date(2026, 11, 22)).products():
        assert (STATIC / "shop" / product.picture).is_file()


def test_the_widgets_loader_is_small():
    """Under 15 kB compressed, all languages in it."""
    assert len(gzip.compress(widget.loader().encode())) < 15_000
    assert "打开客服聊天" in widget.loader()


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/desk/c_1?view=held", "/desk/c_1?view=held"),
        ("https://evil.example/", "/desk"),
        ("//evil.example", "/desk"),
        ("/\\evil.example", "/desk"),
        (None, "/desk"),
    ],
)
def test_after_signing_in_one_stays_here(wanted, given):
    """Only paths of ours are followed."""
    assert sign_in.safe_next(wanted) == given


def test_prices_are_written_as_the_language_does():
    """Whole roubles without a fraction."""
    assert money(349000, "RUB", "ru") == "3\xa0490\xa0₽"
    assert money(349050, "RUB", "ru") == "3\xa0490,50\xa0₽"
    assert money(349000, "RUB", "en") == money(349000, "RUB", "zh") == "₽3,490"
    assert money(349050, "RUB", "en") == "₽3,490.50"


def test_a_record_says_its_text_in_the_nearest_language():
    """The asked one, else English, else whatever there is."""
    assert said({"ru": "да", "en": "yes"}, "zh") == "yes"
    assert said({"zh": "是"}, "ru") == "是"
    assert said(None, "ru") == ""


def test_overlapping_findings_show_the_severer_one():
    """The pieces together are the text, unchanged."""

    class Found:
        def __init__(self, start, end, severity):
            self.start, self.end, self.severity = start, end, severity

    pieces = cut("ПОЗВОНИТЕ 123", [Found(0, 9, "warn"), Found(4, 13, "block")])
    assert pieces == [Piece("ПОЗВ", "warn"), Piece("ОНИТЕ", "block"), Piece(" 123", "block")]
    assert cut("мир", []) == [Piece("мир")]


def test_a_card_shows_what_can_be_said_in_words():
    """Units are translated, machine-only facts stay out."""
    from otvet.language.catalogue import catalogue

    card = {"capacity_l": 1.7, "power_w": 2200, "backlight": False, "bluetooth": "5.3"}
    assert facts(card, catalogue("ru")) == [("Объём", "1,7\xa0л"), ("Мощность", "2200\xa0Вт")]


def test_the_demo_shop_knows_a_guest():
    """The name of the choice that is nobody."""
    assert visiting.GUEST == "guest"


def test_what_the_models_made_of_a_text_stays_inside(world):
    """The event keeps the scores for whoever appeals; nobody is sent them."""
    held = e.ReplyHeld(reply_id="r", why="warn", verdict="warn", scores={"rudeness": 0.61})
    drawn = world.house.drawing.with_words(held)
    assert drawn == msgspec.structs.replace(held, scores={})
    assert b"scores" not in msgspec.json.encode(drawn)

"""Every screen in three languages, light and dark, on a phone, a tablet and a desk: nothing cut, nothing refused."""

import re

import pytest

pytestmark = pytest.mark.normal

PAGES = (
    "/", "/products/KT-170-GR", "/help", "/help?q=a", "/help/order-not-received", "/chat", "/chat#/new", "/requests", "/rules",
    "/orders", "/orders/48120-3391", "/questions", "/questions/ask?product=KT-170-GR",
    "/rules/uppercase", "/sign-in", "/set-up?token=x", "/no-such-page",
)  # fmt: skip
SIZES = ((390, 844), (1024, 768), (1440, 900))
LANGUAGES = {"ru": "ru-RU", "en": "en-GB", "zh": "zh-CN"}

CUT = """() => [...document.querySelectorAll('button, .button, .tab, .chip, .choice, .tile, h1, h2, h3, label, dt, kbd')]
  .filter(one => one.offsetParent && !one.closest('.unseen, .row') && !one.classList.contains('unseen')
    && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible')
  .map(one => one.outerHTML.slice(0, 160))"""
WIDE = "() => document.documentElement.scrollWidth - innerWidth"
SMALL = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter(one => one.offsetParent && !one.closest('p, .unseen, .said-by .by') && !one.classList.contains('unseen')
    && !one.classList.contains('order-radio') && getComputedStyle(one).display !== 'inline')
  .filter(one => [one, one.closest('label')].filter(Boolean).every(part => { // what is pressed is its label too
    const box = part.getBoundingClientRect(); return box.width < 24 || box.height < 24; }))
  .map(one => one.outerHTML.slice(0, 160))"""


def _checked(page, where, faults):
    for name, probe in (("cut", CUT), ("too small", SMALL)):
        found = page.evaluate(probe)
        if found:
            faults.append(f"{where}: {name}: {found[:3]}")
    over = page.evaluate(WIDE)
    if over > 0:
        faults.append(f"{where}: {over} px too wide")


@pytest.mark.parametrize(("language", "scheme"), [("ru", "light"), ("en", "dark"), ("zh", "light")])
def test_no_screen_cuts_a_text_or_breaks_its_policy(shared_server, person, complaints, language, scheme):
    """Also the strict content policy: a refused style or script would be a complaint in the console."""
    faults = []
    page = complaints.watch(person(language=LANGUAGES[language], color_scheme=scheme).new_page())
    for path in PAGES:
        page.goto(shared_server.address + path)
        page.wait_for_timeout(400 if "chat" in path else 100)
        assert page.evaluate("document.documentElement.lang") == language
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            _checked(page, f"{path} {width}", faults)
    assert faults == []
    assert [one for one in complaints if "404" not in one] == []


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_the_desk_fits_with_findings_and_a_held_reply(shared_server, buyer, desk, person, width):
    """In Russian, where words are longest; the box and its card stay inside the window."""
    guest = buyer(shared_server.address)
    reference = guest.begin("Где заказ? " + "Очень длинное сообщение без конца. " * 10)
    agent = desk(shared_server.address, context=person(width, 844))
    agent.find(reference)
    agent.write("ПОСЫЛКА задержалась!!! Позвоните мне: +7 999 123-45-67")
    agent.page.locator(".finding").wait_for()
    faults = []
    _checked(agent.page, f"desk {width}", faults)
    bottom = agent.page.locator("otvet-composer form").evaluate("one => one.getBoundingClientRect().bottom")
    assert bottom <= 845
    assert faults == []
    agent.write("")


def test_language_and_theme_are_remembered(shared_server, person):
    """Chosen by a link, kept in a cookie, without a script running in the page."""
    page = person().new_page()
    page.goto(f"{shared_server.address}/help?lang=zh&theme=dark")
    page.goto(f"{shared_server.address}/help")
    assert page.evaluate("document.documentElement.lang") == "zh"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_help_is_found_while_one_types(shared_server, person):
    """Results come without a reload, and their number is announced."""
    page = person().new_page()
    page.goto(f"{shared_server.address}/help")
    page.locator("#find").press_sequentially("вернуть деньги", delay=10)
    page.locator("#results .result").first.wait_for()
    assert re.search(r"\d+ стат", page.locator("#results [role=status]").inner_text())


def test_a_text_is_tried_in_the_rule_book(shared_server, person, complaints):
    """The rule, the place and the mended text come while one types; the search narrows the list."""
    page = complaints.watch(person().new_page())
    page.goto(f"{shared_server.address}/rules")
    page.locator(".try textarea").press_sequentially("Позвоните мне: +7 999 123-45-67", delay=5)
    page.locator("#tried mark.found.block").first.wait_for()
    assert page.locator("#tried .finding").count() == 2  # the asking and the number
    page.locator(".list input[type=search]").press_sequentially("emoji", delay=10)
    page.locator("#rules-found .rule[href='/rules/emoji?q=emoji']").wait_for()
    assert page.locator("#rules-found .rule").count() < 5  # its own page first, then those that speak of it
    assert not complaints

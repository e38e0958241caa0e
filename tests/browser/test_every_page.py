"""Every page there is, in three languages, light and dark, wide and narrow: axe, nothing cut, every word translated.

With OTVET_TEST_SHOTS=FOLDER each page is also kept as a picture, to be looked at.
"""

import os
import urllib.parse
from pathlib import Path

import pytest
from playwright.sync_api import Error as Unseen

from browser.furnished import furnish
from browser.screens import GUEST, MARINA, OTHER, SCREENS, routes
from browser.test_screens_fit import CUT, SMALL, WIDE
from browser.words import AXE, SERIOUS
from otvet.language.catalogue import catalogue

pytestmark = [pytest.mark.normal, pytest.mark.timeout(900)]
SHOTS = os.environ.get("OTVET_TEST_SHOTS", "")
LOCALES = {"ru": "ru-RU", "en": "en-GB", "zh": "zh-CN"}
WIDTHS = ((1440, 900), (768, 1024), (390, 844))
TEXTS = """() => {
  const said = [], walk = (root) => {
    for (const one of root.querySelectorAll('*')) {
      if (one.shadowRoot) walk(one.shadowRoot);
      if (one.translate === false || ['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT'].includes(one.tagName)) continue;
      for (const node of one.childNodes) if (node.nodeType === 3) said.push(node.data);
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) if (one.hasAttribute(name)) said.push(one.getAttribute(name));
    } };
  walk(document);
  return said.map((text) => text.trim().replace(/\\s+/g, ' ')).filter(Boolean);
}"""


def test_no_page_is_left_out():
    """A new page has to be named in `screens.py`: this test says which one is not."""
    assert routes() - {one.route for one in SCREENS} == set()
    assert {one.route for one in SCREENS} - routes() == {""}, "an address that is no page, for the error page"


@pytest.fixture(scope="module")
def things(shared_server):
    """What the pages are called in the demo that is looked at."""
    return {key: urllib.parse.quote(value) for key, value in furnish(shared_server.address).items()}


@pytest.fixture
def visitor(person, shared_server):
    """One browser profile for everybody, kept while a test lasts."""
    known = {}

    def come(who, language):
        if who in known:
            return known[who]
        context = person(language=LOCALES[language], bypass_csp=True, reduced_motion="reduce")
        if who in {GUEST, MARINA, OTHER}:
            context.new_page().goto(f"{shared_server.address}/?as={who}")
        else:
            told = {"email": f"{who}@demo.otvet", "password": "demo-otvet"}
            assert context.request.post(f"{shared_server.address}/api/v1/sign-in", data=told).ok
        context.add_init_script("localStorage.setItem('otvet-duty', 'away')")
        known[who] = context
        return context

    return come


class Look:
    """What is seen on one page; faults are gathered, so that one run tells all."""

    def __init__(self, language, words) -> None:
        self.language, self.words, self.faults = language, words, []

    def at(self, page, name):
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(50)  # panes fold and unfold
            self._fits(page, f"{name} {width}")
            for scheme in ("light", "dark") if SHOTS else ():
                page.emulate_media(color_scheme=scheme)
                path = Path(SHOTS) / f"{name}-{self.language}-{scheme}-{width}.png"
                page.screenshot(path=path, full_page=width < 1_000)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.emulate_media(color_scheme="light")
        page.evaluate(AXE.read_text("utf-8"))
        self._serious(page, f"{name} light", {})
        page.emulate_media(
            color_scheme="dark"
        )  # another palette, the same page: only the contrast can differ
        self._serious(page, f"{name} dark", {"runOnly": ["color-contrast"]})
        self._translated(page, name)

    def _fits(self, page, where):
        for what, probe in (("cut", CUT), ("too small", SMALL)):
            if found := page.evaluate(probe):
                self.faults.append(f"{where}: {what}: {found[:3]}")
        if (over := page.evaluate(WIDE)) > 0:
            self.faults.append(f"{where}: {over} px too wide")

    def _serious(self, page, where, how):
        found = page.evaluate("(how) => axe.run(document, how)", how)["violations"]
        self.faults += [
            f"{where}: {one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['any'][:1]}"
            for one in found
            if one["impact"] in SERIOUS
        ]

    def _translated(self, page, name):
        if self.language != "en":
            left = {one for one in page.evaluate(TEXTS) if self.words.get(one, one) != one}
            self.faults += [f"{name}: not translated: {one}" for one in sorted(left)]


class _EveryPage:
    """One class a language: the longest tests there are, so that each may run beside another."""

    language = ""

    def test_it_can_be_read_by_everybody(self, shared_server, things, visitor):
        """No serious fault by axe, nothing cut, too small or too wide, no English left over."""
        look = Look(self.language, catalogue(self.language).texts)
        for one in SCREENS:
            page = visitor(one.who, self.language).new_page()
            page.goto(shared_server.address + one.address.format_map(things))
            try:
                page.locator(one.ready).first.wait_for()
                if one.opened:
                    one.opened(page)
            except Unseen as error:
                look.faults.append(f"{one.name}: {error.message.splitlines()[-1]}")
            page.wait_for_timeout(150)  # what comes after the head: counts, panels
            assert page.evaluate("document.documentElement.lang") == self.language
            look.at(page, one.name)
            page.close()
        assert not look.faults, "\n".join(look.faults)


class TestInRussian(_EveryPage):
    """Every page in Russian."""

    language = "ru"


class TestInEnglish(_EveryPage):
    """Every page in English."""

    language = "en"


class TestInChinese(_EveryPage):
    """Every page in Chinese."""

    language = "zh"

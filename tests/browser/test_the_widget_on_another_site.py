"""The one script tag on a shop's own page, which lives at another origin."""

import http.server
import re
import threading
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from browser.words import until

pytestmark = pytest.mark.normal

PAGE = """<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Чужой магазин</title>
<style>button {{ display: none !important }} * {{ color: red !important; font-size: 40px }}</style></head>
<body><h1>Чужой магазин</h1>
<script src="{address}/widget.js" data-lang="ru" data-accent="#0a7a55" data-position="left" data-identity="{identity}"></script>
</body></html>"""


@contextmanager
def elsewhere(draw, name="127.0.0.1"):
    """Another web server, whose every page is what `draw()` gives: its address, under this name."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(draw().encode())

        def log_message(self, *_: object) -> None:
            """Quiet: the test looks at the page."""

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield f"http://{name}:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture(params=["127.0.0.1", "localhost"])
def shop(server, request):
    """A shop of another origin by its port, of another site by its name, where storage may be refused."""
    told = {"identity": ""}
    with elsewhere(
        lambda: PAGE.format(address=server.address, identity=told["identity"]), request.param
    ) as address:
        told["address"] = address
        yield told


def _window(page):
    """Our frame; its launcher is in a closed shadow root, so the page's own door opens it."""
    until(page, "window.Otvet")
    page.evaluate("Otvet.open()")
    for _ in range(200):
        if len(page.frames) > 1:
            return page.frames[1]
        page.wait_for_timeout(50)
    raise AssertionError("the window did not open")


def test_a_guest_talks_on_a_page_of_another_origin(server, shop, person, desk, complaints):
    """The launcher stands over any style of the shop, messages go both ways, the number of unread ones shows."""
    page = complaints.watch(person().new_page())
    address = shop.pop("address")
    page.goto(address)
    launcher = page.locator("otvet-widget")
    expect(launcher).to_have_count(1)
    assert page.evaluate("document.querySelector('otvet-widget').shadowRoot") is None
    frame = _window(page)
    frame.wait_for_url(re.compile("frame=1"))
    frame.locator("a[href='#/new']").click()
    frame.locator("#chat-text").fill("Пишу с чужой страницы")
    frame.locator("#chat-text").press("Enter")
    frame.locator(".thread-head .reference").wait_for()

    ilya = desk(server.address)
    ilya.open("Пишу с чужой страницы")
    page.evaluate("Otvet.close()")
    ilya.send("Здравствуйте, вижу вас.")
    frame.locator(".bubble", has_text="вижу вас").wait_for(state="attached")
    page.evaluate("Otvet.open()")
    expect(frame.locator(".bubble", has_text="вижу вас")).to_be_visible()
    assert (
        frame.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')") == "#0a7a55"
    )

    if frame.evaluate("() => { try { return Boolean(localStorage) } catch { return false } }"):
        page.reload()
        frame = _window(page)
        expect(frame.locator(".request-card")).to_contain_text("вижу вас")
    assert not complaints


def test_the_shop_introduces_its_buyer_and_the_window_knows_the_orders(server, shop, person):
    """The signed token goes by a message to our origin alone; the order can be picked before the first word."""
    context = person()
    visit = context.new_page()
    visit.goto(f"{server.address}/")
    shop["identity"] = visit.locator("script[data-identity]").get_attribute("data-identity")
    visit.close()
    page = context.new_page()
    page.goto(shop.pop("address"))
    frame = _window(page)
    expect(frame.locator(".home-head h1")).to_contain_text("Марина")
    frame.locator("a[href='#/new']").click()
    frame.locator(".order", has_text="48120-3391").click()
    frame.locator("#chat-text").fill("Где он?")
    frame.locator("#chat-text").press("Enter")
    frame.locator(".thread-head .reference").wait_for()


def test_a_page_nobody_allowed_cannot_hold_the_window(server, person):
    """The browser refuses the frame where the account does not name the origin."""
    page = person().new_page()
    said = page.request.get(f"{server.address}/chat?frame=1&origin=https://evil.example")
    assert "evil.example" not in said.headers["content-security-policy"]
    assert "x-frame-options" not in said.headers
    whole = page.request.get(f"{server.address}/chat")
    assert "frame-ancestors 'none'" in whole.headers["content-security-policy"]

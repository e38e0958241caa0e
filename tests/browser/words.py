"""What several journeys do: a buyer asks in the demo shop, axe looks at a page."""

from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error

AXE = Path(__file__).parents[1] / "vendor" / "axe" / "axe.min.js"
SERIOUS = {"serious", "critical"}


def until(page, expression, seconds=60):
    """Waits for something in the page; `wait_for_function` evaluates inside it, which our policy forbids."""
    for _ in range(seconds * 10):
        with suppress(Error):  # the page is on its way to another address
            if page.evaluate(f"Boolean({expression})"):
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"it never came: {expression}")


def asks_in_the_shop(page, address, path, what):
    """A buyer of the demo opens the widget on a page of the shop; the frame of it."""
    page.goto(f"{address}{path}")
    return opened_widget(page, what)


def opened_widget(page, what):
    """The widget on the page that is open, at `what`; its frame."""
    until(page, "window.Otvet")
    page.evaluate(f"window.Otvet.open('{what}')")
    for _ in range(100):
        if len(page.frames) > 1:
            return page.frames[1]
        page.wait_for_timeout(100)
    raise AssertionError("the window did not open")


def says(frame, text):
    """The first message, sent; returns when it has its number."""
    frame.locator("#chat-text").fill(text)
    frame.locator("#chat-text").press("Enter")
    frame.locator(".thread-head .reference").wait_for()


def no_serious(page):
    """The serious faults axe finds, with the first place of each."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in found if one["impact"] in SERIOUS]

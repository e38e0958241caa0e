"""Every page there is, with something on it: who looks, where, and what is opened there before one looks."""

from collections.abc import Callable
from dataclasses import dataclass

from browser.words import opened_widget, until
from otvet.desk.plan import SORTS
from otvet.web.pages import PAGES

GUEST, MARINA, OTHER = "guest", "shop_1001", "shop_1002"
# What a GET answers without being a page one reads: words and a script for the browser, a letter's body in a frame.
NO_PAGES = {"/i18n/{language:str}", "/widget.js", "/demo/letters/{letter_id:str}/html"}


def routes():
    """The pages the application has, by their addresses."""
    return {path for one in PAGES if "GET" in one.http_methods for path in one.paths} - NO_PAGES


@dataclass(frozen=True)
class Screen:
    """`address` is filled from what the demo was furnished with; `opened` is done on the page before one looks."""

    name: str
    route: str
    address: str
    who: str = GUEST
    ready: str = "h1"
    opened: Callable | None = None


def _press(selector):
    return lambda page: page.locator(selector).first.click()


def _widget(page):
    opened_widget(page, "").locator(".home-foot").wait_for()


def _typed(page):
    """Findings under the box, with their card."""
    page.locator("otvet-composer textarea").fill("ПОСЫЛКА задержалась!!! Позвоните мне: +7 999 123-45-67")
    page.locator("otvet-composer .finding").first.wait_for()


def _noted(page):
    page.locator("otvet-composer .tab").nth(1).click()


def _heard(page):
    """Keys are heard once the desk knows who sits there."""
    until(page, "document.querySelector('otvet-desk')?.store?.rows")


def _keys(page):
    _heard(page)
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()


def _palette(page):
    _heard(page)
    page.keyboard.press("Control+k")
    page.locator("dialog[open]").wait_for()


def _wished(page):
    page.locator(".wishes summary").first.click()
    page.locator(".wish-acts button").first.click()
    page.locator("dialog.wish h2").wait_for()


def _tried(page):
    page.locator(".try textarea").fill("СРОЧНО!!! Позвоните мне: +7 999 123-45-67")
    page.locator(".try textarea").press("End")
    page.locator(".try textarea").press_sequentially(" ")
    page.locator("#tried mark").first.wait_for()


def _first_entry(page):
    page.locator(".entry").first.click()
    page.locator(".editor form").wait_for()


def _begun(page):
    """A guest's conversation in the queue."""
    page.locator("#chat-text").fill("Сайт не открывается")
    page.locator("#chat-text").press("Enter")
    page.locator(".queue dl").wait_for()


DESK = "otvet-list .tabs"
THREAD = "otvet-composer textarea"
PANEL = "#part-order"

SCREENS = (
    Screen("shelf", "/", "/?as=guest"),
    Screen("shelf-known", "/", "/?as=shop_1001", MARINA),
    Screen("widget", "/", "/?as=shop_1001", MARINA, opened=_widget),
    Screen("no-goods", "/", "/?q=qwzx"),
    Screen("product", "/products/{sku:str}", "/products/{product}", MARINA),
    Screen("orders", "/orders", "/orders", MARINA),
    Screen("orders-guest", "/orders", "/orders?as=guest", GUEST),
    Screen("order", "/orders/{number:str}", "/orders/{laptop}", MARINA),
    Screen("order-back", "/orders/{number:str}", "/orders/{kettle}", MARINA),
    Screen("return", "/returns/{return_id:str}", "/returns/{return}", MARINA),
    Screen("help", "/help", "/help"),
    Screen("help-found", "/help", "/help?q=возврат"),
    Screen("help-none", "/help", "/help?q=qwzx"),
    Screen("help-topic", "/help", "/help?topic=refund"),
    Screen("guide", "/help/{slug:str}", "/help/return"),
    Screen("guide-no", "/help/{slug:str}", "/help/return?vote=v-0123456789abcdef&helped=no"),
    Screen("chat", "/chat", "/chat", ready=".home-foot .hours"),
    Screen("chat-new", "/chat", "/chat#/new?topic=technical", ready="#chat-text"),
    Screen("chat-waits", "/chat", "/chat#/new?topic=other", ready="#chat-text", opened=_begun),
    Screen("requests", "/requests", "/requests"),
    Screen("feedback", "/feedback", "/feedback"),
    Screen("questions", "/questions", "/questions", MARINA),
    Screen("ask", "/questions/ask", "/questions/ask?product={product}", MARINA),
    Screen("question", "/questions/{reference:str}", "/questions/{question}", OTHER),
    Screen("letters", "/demo/letters", "/demo/letters"),
    Screen("letter", "/demo/letters/{letter_id:str}", "/demo/letters/{letter}"),
    Screen("rules", "/rules", "/rules", opened=_tried),
    Screen("rule", "/rules/{code:str}", "/rules/uppercase"),
    Screen("rule-tuned", "/rules/{code:str}", "/rules/uppercase", "olga", ready="#tuning"),
    Screen("sign-in", "/sign-in", "/sign-in?next=/desk"),
    Screen("set-up", "/set-up", "/set-up?token=x"),
    Screen("no-such-page", "", "/no-such-page"),
    Screen("desk", "/desk", "/desk?view=all", "ilya", DESK),
    Screen("desk-nothing", "/desk", "/desk?view=snoozed", "ilya", DESK),
    Screen("desk-keys", "/desk", "/desk?view=all", "ilya", DESK, _keys),
    Screen("desk-palette", "/desk", "/desk?view=all", "ilya", DESK, _palette),
    Screen("thread", "/desk/{conversation_id:str}", "/desk/{late}?view=all", "ilya", THREAD),
    Screen("thread-findings", "/desk/{conversation_id:str}", "/desk/{late}?view=all", "ilya", THREAD, _typed),
    Screen("thread-note", "/desk/{conversation_id:str}", "/desk/{late}?view=all", "ilya", THREAD, _noted),
    Screen("thread-wish", "/desk/{conversation_id:str}", "/desk/{late}?view=all", "anna", THREAD, _wished),
    Screen("thread-none", "/desk/{conversation_id:str}", "/desk/c_none", "ilya", DESK),
    Screen("complaint", "/desk/{conversation_id:str}", "/desk/{complaint}?view=all", "anna", THREAD),
    Screen("moderation", "/desk/moderation", "/desk/moderation", "mod"),
    *(Screen(f"settings-{sort}", "/desk/settings", f"/desk/settings?sort={sort}", "olga") for sort in SORTS),
    Screen("vips", "/desk/vips", "/desk/vips", "olga"),
    Screen("settings-new", "/desk/settings", "/desk/settings?sort=queues&name=%2B", "olga"),
    Screen("settings-shut", "/desk/settings", "/desk/settings", "ilya"),
    Screen("templates", "/settings/templates", "/settings/templates", "olga", ".entry", _first_entry),
    Screen("automations", "/settings/automations", "/settings/automations", "olga", ".entry", _first_entry),
    Screen("people", "/settings/people", "/settings/people", "admin", ".entry", _first_entry),
    Screen("own-shop", "/settings/own-shop", "/settings/own-shop", "admin", ".editor form + form"),
    Screen("programs", "/settings/programs", "/settings/programs", "admin", ".editor form"),
    Screen("account", "/settings/account", "/settings/account", "ilya", ".editor form"),
    Screen("seller", "/seller", "/seller?view=all", "seller", DESK),
    Screen("seller-thread", "/seller/{conversation_id:str}", "/seller/{private}?view=all", "seller", THREAD),
)  # fmt: skip

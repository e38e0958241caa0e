"""The desk at work: given out by itself, deadlines on the rows, a hand-over that is read, a question that is tracked."""

import re

import pytest
from playwright.sync_api import expect

from browser.words import no_serious

pytestmark = pytest.mark.normal


def test_a_buyer_is_given_to_who_is_there_and_handed_over_with_a_summary(server, desk, buyer):
    """Ilya is at the desk: the buyer stands in his list with a deadline; Anna gets it with his summary."""
    ilya = desk(server.address, duty="online")
    marina = buyer(server.address)
    marina.begin("Где мой заказ?")
    row = ilya.page.locator(".row").first
    expect(row).to_be_visible(timeout=20_000)
    expect(row.locator(".sla")).to_be_visible()
    assert "Первый ответ" in row.locator(".sla").get_attribute("title")
    row.click()

    ilya.page.locator("otvet-composer textarea").wait_for()
    ilya.page.get_by_role("button", name="Передать").click()
    dialog = ilya.page.get_by_role("dialog")
    expect(dialog.locator("textarea")).to_have_value(re.compile("Где мой заказ"))
    dialog.locator("select").select_option(label="Анна Белова")
    dialog.locator("textarea").fill("Ждёт посылку, обещали ответ к вечеру")
    dialog.get_by_role("button", name="Передать").click()

    anna = desk(server.address, "anna")
    anna.open("Гость", view="mentions")
    expect(anna.page.locator(".memo.given")).to_contain_text("обещали ответ к вечеру")
    expect(marina.page.locator("body")).not_to_contain_text("обещали ответ к вечеру")


def test_a_ticket_elsewhere_stands_under_the_head_until_it_is_answered(server, desk, buyer):
    """System, number and day; the list says whose turn it is; the answer takes it away."""
    buyer(server.address).begin("Где мой заказ?")
    ilya = desk(server.address)
    ilya.open("Гость")
    page = ilya.page
    page.get_by_role("button", name="Спросить других").click()
    page.get_by_role("option", name="Другая система").click()
    page.locator("dialog [name=party]").fill("СДЭК")
    page.locator("dialog [name=number]").fill("CD-77")
    page.locator("dialog [name=text]").fill("Где посылка?")
    page.locator("dialog .main").click()

    expect(page.locator(".questions li")).to_contain_text("СДЭК · CD-77")
    expect(page.locator(".row .turn").first).to_have_text("ждём других")
    page.get_by_role("button", name="Ответили…").click()
    page.locator("dialog textarea").fill("Доставят завтра")
    page.locator("dialog .main").click()
    expect(page.locator(".questions")).to_have_count(0)
    expect(page.locator(".memo.given").last).to_contain_text("Доставят завтра")


def test_axe_finds_nothing_serious_at_a_late_desk(server, desk, buyer, person):
    """Chips, questions and the nudge, in three languages, light and dark."""
    buyer(server.address).begin("Где мой заказ?")
    page = desk(server.address, duty="online", context=person(bypass_csp=True)).page
    page.locator(".row").first.click()
    page.locator("otvet-composer textarea").wait_for()
    page.get_by_role("button", name="Спросить других").click()
    page.get_by_role("option", name="Вторая линия").click()
    page.locator("dialog [name=text]").fill("Двойное списание")
    page.locator("dialog .main").click()
    page.locator(".questions li").wait_for()
    serious = {}
    for language in ("ru", "en", "zh"):
        for theme in ("light", "dark"):
            page.goto(f"{page.url.partition('?')[0]}?view=all&lang={language}&theme={theme}")
            page.locator(".row").first.wait_for()
            page.locator(".questions li").wait_for()
            serious[language, theme] = no_serious(page)
    assert {key: found for key, found in serious.items() if found} == {}


def test_axe_finds_nothing_serious_while_the_desk_loads(server, desk, buyer, person):
    """The list and the thread do not come: what stands in their place can be read by everybody too."""
    buyer(server.address).begin("Где мой заказ?")
    page = desk(server.address, duty="online", context=person(bypass_csp=True)).page
    page.locator(".row").first.click()
    page.locator("otvet-composer textarea").wait_for()
    waiting = []
    page.route("**/api/v1/conversations*", lambda one: waiting.append(one))  # noqa: PLW0108  a method would not do here
    page.route("**/api/v1/conversations/*", lambda one: waiting.append(one))  # noqa: PLW0108  the same
    page.reload()
    page.locator(".rows[aria-busy] .bone").first.wait_for()
    page.locator(".thread-bones").first.wait_for()
    assert no_serious(page) == []
    page.unroute_all()  # what waited goes on
    page.locator(".row").first.wait_for()

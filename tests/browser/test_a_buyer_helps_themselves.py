"""Self-service first, a person when it did not help, then how it went: the buyer's whole way (mission rows A1, A7, A8)."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal


def _finds_a_guide(page, address):
    """Results come while one types; the words of the question stand out."""
    page.goto(f"{address}/help")
    page.locator("#find").press_sequentially("не пришла посыл", delay=20)
    first = page.locator("#results .result").first
    expect(first).to_contain_text("Заказ не получен")
    expect(page.locator("#results mark").first).to_be_visible()
    first.click()
    page.wait_for_url("**/help/order-not-received")


def _says_it_did_not_help(page):
    """No, and why; then the way to a person, with the topic filled in."""
    page.locator(".helped-buttons button", has_text="Нет").click()
    page.locator("#helped-text").fill("Нет телефона склада")
    page.locator(".helped-words button").click()
    expect(page.locator(".helped-thanks")).to_be_visible()
    expect(page.locator(".helped-words")).to_be_hidden()
    page.locator(".contact", has_text="Написать нам").click()
    expect(page.locator(".choice[aria-pressed=true]", has_text="Заказ не получен")).to_be_visible()


def _rates(page):
    """One tap, a reason, words; the rating can still be changed."""
    page.locator(".mood", has_text="Хорошо").click()
    page.locator("otvet-rating .choice", has_text="Понятно").click()
    page.locator("#rating-text").fill("Спасибо")
    page.locator("otvet-rating .button-main").click()
    expect(page.locator(".rating-told")).to_contain_text("Ваша оценка: Хорошо")


def _keeps_and_reopens(page, address):
    """The transcript is a file; opened again the request waits for an answer."""
    page.goto(f"{address}/requests")
    expect(page.locator(".request .state")).to_have_text("Решено")
    expect(page.locator(".rating-told")).to_contain_text("Хорошо")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Скачать разговор").click()
    assert "Где посылка?" in Path(saved.value.path()).read_text("utf-8")
    page.get_by_role("button", name="Открыть снова").click()
    expect(page.locator(".request .state")).to_have_text("Ждёт нашего ответа")


def test_from_a_question_to_a_rating_and_back(server, buyer, desk, complaints):
    """Search, guide, no help, chat, resolved, rated, downloaded, opened again; the agent sees the rating."""
    guest = buyer(server.address, width=390, height=844)
    complaints.watch(guest.page)
    _finds_a_guide(guest.page, server.address)
    _says_it_did_not_help(guest.page)
    guest.say("Где посылка?")
    guest.page.locator(".thread-head .reference").wait_for()
    agent = desk(server.address)
    agent.page.goto(f"{server.address}/desk?view=all")
    agent.page.locator(".row").first.click()
    agent.page.locator("otvet-composer textarea").wait_for()
    agent.page.locator("otvet-thread h1, otvet-thread h2").first.click()
    agent.page.keyboard.press("KeyE")
    _rates(guest.page)
    expect(agent.page.locator("otvet-thread .log", has_text="Спасибо")).to_be_visible()
    _keeps_and_reopens(guest.page, server.address)
    assert complaints == []

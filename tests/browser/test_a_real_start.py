"""Installed tonight, answering tomorrow: no demo, from the one-time link to the first answer on the shop's own page."""

import re

import pytest
from playwright.sync_api import expect

from browser.test_the_widget_on_another_site import PAGE, _window, elsewhere

pytestmark = [pytest.mark.normal, pytest.mark.timeout(240)]

SECRET = "долгий-и-тайный"


@pytest.fixture
def store(bare_server):
    """A page of the shop at another origin, with the tag and nobody's identity."""
    with elsewhere(lambda: PAGE.format(address=bare_server.address, identity="")) as address:
        yield address


def _signs_in(page, address, email, password):
    page.goto(f"{address}/sign-in?next=/desk")
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("#sign-in button").last.click()
    page.locator("otvet-list .tabs").wait_for()


def _set_up(page, server):
    """The link that was printed works once and makes the administrator."""
    link = re.search(r"http\S+/set-up\S+", "".join(server.said))[0]
    page.goto(link)
    for field, value in {"name": "Пётр", "email": "petr@store.example", "password": SECRET}.items():
        page.locator(f"#{field}").fill(value)
    page.locator("#set-up button").click()
    page.wait_for_url(re.compile("/sign-in"))
    _signs_in(page, server.address, "petr@store.example", SECRET)


def _furnished(page, address, store):
    """The shop's name and page, and a colleague; their first password."""
    page.goto(f"{address}/settings/own-shop")
    page.get_by_label("Название магазина").fill("Лавка")
    page.get_by_label("Страницы, где может стоять чат").fill(store)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".said.ok")).to_be_visible()
    page.goto(f"{address}/settings/people")
    page.get_by_role("button", name="Добавить", exact=True).first.click()
    page.get_by_label("Имя и фамилия").fill("Олег Ветров")
    page.get_by_label("Эл. почта").fill("oleg@store.example")
    page.locator(".editor .acts .main").click()
    return page.locator(".handed code").inner_text()


def test_from_the_one_time_link_to_the_first_answer(bare_server, store, person, complaints):
    """The buyer writes on the shop's page, the new colleague answers; the name is the shop's, and nothing of the demo is left."""
    address = bare_server.address
    admin = complaints.watch(person().new_page())
    _set_up(admin, bare_server)
    password = _furnished(admin, address, store)

    buyer = complaints.watch(person().new_page())
    buyer.goto(store)
    window = _window(buyer)
    window.get_by_role("link", name="Написать нам").or_(
        window.get_by_role("button", name="Написать нам")
    ).first.click()
    window.locator("#chat-text").fill("Где мой заказ?")
    window.locator("#chat-text").press("Enter")
    window.locator(".thread-head .reference").wait_for()

    oleg = complaints.watch(person().new_page())
    _signs_in(oleg, address, "oleg@store.example", password)
    oleg.goto(f"{address}/desk?view=all")
    oleg.locator(".row").first.click()
    oleg.locator("otvet-composer textarea").fill("Здравствуйте! Проверяю и сразу напишу.")
    oleg.locator("otvet-composer textarea").press("Control+Enter")
    expect(window.locator(".said-by, .said", has_text="Проверяю и сразу напишу").first).to_be_visible()

    buyer.goto(address)
    buyer.wait_for_url(f"{address}/help")
    expect(buyer).to_have_title("Справка · Лавка")
    assert "Причал" not in buyer.content()
    assert list(complaints) == []

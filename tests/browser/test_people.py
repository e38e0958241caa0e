"""An administrator adds a colleague, who signs in with what was handed over, changes it and answers; a program gets a token."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from browser.words import no_serious

pytestmark = [pytest.mark.normal, pytest.mark.timeout(240)]


def _signs_in(page, address, password):
    page.goto(f"{address}/sign-in?next=/settings/account")
    page.locator("#email").fill("vera@shop.example")
    page.locator("#password").fill(password)
    page.locator("#sign-in button").last.click()


def test_a_newcomer_comes_in_and_is_shut_out(server, person, desk, complaints):
    """First password shown once; a password of one's own; what an administrator shuts stays shut until opened."""
    admin = desk(server.address, "admin", context=person(bypass_csp=True)).page
    complaints.watch(admin).goto(f"{server.address}/settings/people")
    admin.get_by_role("button", name="Добавить", exact=True).first.click()
    admin.get_by_label("Имя и фамилия").fill("Вера Новая")
    admin.get_by_label("Эл. почта").fill("vera@shop.example")
    admin.get_by_role("radio", name=re.compile("старший")).check()
    admin.locator(".editor .acts .main").click()
    expect(admin.locator(".said.ok")).to_contain_text("Передайте первый пароль")
    first = admin.locator(".handed code").inner_text()
    assert re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", first)
    expect(admin.locator(".entry", has_text="Вера Новая")).to_have_attribute("aria-current", "page")
    assert no_serious(admin) == []

    vera = complaints.watch(person(bypass_csp=True).new_page())
    _signs_in(vera, server.address, first)
    expect(vera.locator("otvet-account b").first).to_have_text("Вера Новая")
    vera.get_by_label("Нынешний пароль").fill(first)
    vera.get_by_label("Новый пароль", exact=True).fill("совсем другой пароль")
    vera.get_by_label("Новый пароль ещё раз").fill("совсем другой парол")
    vera.locator(".acts .main").click()
    expect(vera.locator(".said.stop")).to_contain_text("не совпадают")
    vera.get_by_label("Новый пароль ещё раз").fill("совсем другой пароль")
    vera.locator(".acts .main").click()
    vera.wait_for_url(re.compile("/sign-in"))
    _signs_in(vera, server.address, "совсем другой пароль")
    vera.wait_for_url(re.compile("/settings/account"))

    admin.reload()
    expect(admin.locator(".handed")).to_have_count(0)
    admin.on("dialog", lambda dialog: dialog.accept())
    admin.get_by_role("button", name="Закрыть доступ").click()
    expect(admin.locator(".said.ok")).to_contain_text("Доступ закрыт")
    vera.goto(f"{server.address}/settings/account")
    vera.wait_for_url(re.compile("/sign-in"))
    # An open page of hers may have asked once more, and was told that it is nobody's now.
    assert [one for one in complaints if "401 (Unauthorized)" not in one] == []


def test_a_program_gets_a_token_and_loses_it(server, person, desk, complaints):
    """Shown once, as far as its scopes go, void when revoked."""
    admin = desk(server.address, "admin", context=person(bypass_csp=True)).page
    complaints.watch(admin).goto(f"{server.address}/settings/programs")
    admin.get_by_label("Название программы").fill("Склад")
    admin.get_by_label("conversation", exact=True).check()
    admin.locator(".acts .main").click()
    token = admin.locator(".handed code").inner_text()
    expect(admin.locator(".programs li", has_text="Склад")).to_contain_text("conversation")

    def asked(path):
        return httpx.get(
            f"{server.address}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"}
        ).status_code

    assert (asked("conversations"), asked("staff")) == (200, 403)
    assert no_serious(admin) == []
    admin.on("dialog", lambda dialog: dialog.accept())
    admin.get_by_role("button", name="Отозвать: Склад").click()
    expect(admin.locator(".programs li")).to_have_count(0)
    assert asked("conversations") == 401
    assert list(complaints) == []


def test_the_shop_is_told_what_is_its_own(server, person, desk, complaints):
    """A line that cannot be is named and nothing is lost; a key is made here and seen once."""
    admin = desk(server.address, "admin", context=person(bypass_csp=True)).page
    complaints.watch(admin).goto(f"{server.address}/settings/own-shop")
    pages = admin.get_by_label("Страницы, где может стоять чат")
    pages.fill("https://лавка.рф\nhttp://store.example")
    admin.get_by_role("button", name="Сохранить").click()
    expect(admin.locator(".said.stop")).to_contain_text("http://store.example")
    expect(pages).to_have_value("https://лавка.рф\nhttp://store.example")
    pages.fill("https://лавка.рф\nhttps://store.example/")
    admin.get_by_role("button", name="Сохранить").click()
    expect(admin.locator(".said.ok")).to_be_visible()
    expect(pages).to_have_value("https://xn--80aaf6ac.xn--p1ai\nhttps://store.example")
    admin.get_by_label("Его имя, kid в токенах").fill("site")
    admin.get_by_role("button", name="Задать ключ").click()
    expect(admin.locator(".handed code").last).to_have_text(re.compile(r"[\w-]{43}"))
    expect(admin.locator(".programs li", has_text="site")).to_contain_text("HS256")
    admin.reload()
    expect(admin.locator(".programs li", has_text="site")).to_be_visible()
    expect(admin.locator(".handed")).to_have_count(1)
    assert no_serious(admin) == []
    assert [one for one in complaints if "400" not in one] == []

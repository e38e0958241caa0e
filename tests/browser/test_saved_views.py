"""A filter is kept as a view: named, counted, reached by its address, changed and deleted."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal


def test_an_agent_keeps_a_filter_and_finds_it_again(server, buyer, desk, complaints):
    """Unread ones of a topic; the number goes when they are read; the address alone brings it back."""
    guest = buyer(server.address)
    reference = guest.begin("Где мой заказ?")
    agent = desk(server.address)
    page = complaints.watch(agent.page)
    page.goto(f"{server.address}/desk?view=all")
    page.locator(".row").first.wait_for()
    page.locator(".thread").click()
    page.keyboard.press("f")
    page.get_by_label("Только непрочитанные").check()
    expect(page).to_have_url(re.compile("unread=1"))
    page.keyboard.press("f")
    page.get_by_role("button", name="Сохранить как вид…").click()
    page.get_by_label("Название").fill("Новое")
    page.get_by_role("button", name="Сохранить", exact=True).click()

    tab = page.locator(".tabs > a[aria-current=page]")
    expect(tab).to_have_text("Новое 1")
    kept = page.url
    page.goto(f"{server.address}/desk?view=mine")
    page.locator(".more-views").click()
    page.locator("#views a", has_text="Новое").click()
    expect(page).to_have_url(kept)
    page.goto(kept)
    expect(tab).to_have_text("Новое 1")
    expect(page.locator(".row")).to_have_count(1)

    page.keyboard.press("f")
    page.get_by_role("button", name="Переименовать или удалить…").click()
    page.get_by_role("button", name="Удалить").click()
    expect(page.locator(".tabs a", has_text="Новое")).to_have_count(0)
    assert list(complaints) == []
    assert reference

"""Two matters in one chat: an agent splits them, reads the pointers, and takes it back."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal


def test_a_second_matter_goes_on_in_a_request_of_its_own_and_back(server, buyer, desk, complaints):
    """Ticked with the keyboard, topic chosen, a link both ways for both sides; Z puts it back."""
    guest = buyer(server.address)
    reference = guest.begin("Где мой заказ?")
    number = "-".join(re.findall(r"\d+", reference))
    guest.say("И верните деньги за лампу, она разбита")
    agent = desk(server.address)
    page = complaints.watch(agent.page)
    agent.find(reference)
    expect(page.locator(".thread .said-by.buyer")).to_have_count(2)

    page.locator(".thread h1").click()
    page.keyboard.press("Shift+S")
    ticks = page.locator(".pick input")
    expect(ticks).to_have_count(2)
    ticks.nth(1).press("Space")
    expect(page.locator(".splitting b")).to_have_text("1 строка перейдёт в новое обращение")
    page.get_by_role("button", name="Отделить…").click()
    page.locator("dialog.choose input").fill("Возврат денег")
    page.keyboard.press("Enter")

    expect(page.locator(".thread h1")).to_have_text("Возврат денег")
    expect(page.locator(".thread .said-by.buyer")).to_have_count(1)
    expect(page.locator(".thread .log")).to_contain_text(f"Отделено от обращения {number}")
    made = "-".join(re.findall(r"\d+", page.locator(".thread .code").inner_text()))
    expect(
        guest.page.locator(".talk .log-event", has_text=f"Часть продолжается в обращении {made}")
    ).to_be_visible()

    page.locator(".thread .log a", has_text=number).click()
    expect(page.locator(".went")).to_contain_text("лампу")
    page.keyboard.press("z")
    expect(page.locator(".strip")).to_contain_text("Отменено")
    expect(page.locator(".thread .log")).to_contain_text("снова продолжается здесь")
    expect(page.locator(".went")).to_have_count(0)
    assert list(complaints) == []

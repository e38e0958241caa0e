"""A phone and a screen at 200 % zoom: nothing wider than the window, and one begins where the talk stands."""

import re

import pytest
from playwright.sync_api import expect

from browser.words import asks_in_the_shop

pytestmark = pytest.mark.normal

PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}
ENDLESS = "Крышка не закрывается, " * 12 + "https://example.com/" + "a" * 90 + " " + "哈" * 120


def _keeps_to_the_window(page):
    assert page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [390, 390]


def test_the_chat_of_a_phone_keeps_to_its_width(server, buyer, desk, complaints):
    """With a request in the list, endless words in the box and in the talk, and a rating below them."""
    guest = buyer(server.address, **PHONE)
    complaints.watch(guest.page)
    guest.page.goto(f"{server.address}/chat#/new?topic=technical")
    guest.page.locator("#chat-text").fill(ENDLESS)
    _keeps_to_the_window(guest.page)
    reference = guest.begin(ENDLESS, topic="technical")
    _keeps_to_the_window(guest.page)
    guest.page.goto(f"{server.address}/chat")
    expect(guest.page.locator(".request-card .preview")).to_be_visible()
    _keeps_to_the_window(guest.page)
    agent = desk(server.address)
    agent.find(reference)
    agent.send("Здравствуйте! Проверяем.")
    agent.page.keyboard.press("Escape")
    agent.page.get_by_role("button", name="Решить").click()
    guest.page.locator(".request-card .card-link").click()
    expect(guest.page.locator(".end-foot")).to_be_visible()
    _keeps_to_the_window(guest.page)
    assert guest.page.evaluate("document.querySelector('.end-foot').scrollWidth") <= PHONE["width"]
    assert complaints == []


def test_a_product_s_question_names_the_product(server, person):
    """Asked from its page it is chosen and so is the topic; the device is filled in where it is asked for."""
    page = person(**PHONE).new_page()
    frame = asks_in_the_shop(page, server.address, "/products/KT-170-GR?as=shop_1001", "new")
    expect(frame.locator(".choice[aria-pressed=true]")).to_have_text("О товаре")
    expect(frame.locator(".order", has=frame.locator("input:checked"))).to_contain_text("Ладога")
    frame.locator(".choice", has_text="Сайт и приложение").click()
    expect(frame.locator("#first-device")).to_have_value(re.compile("Chrome"))


def test_at_twice_the_size_a_thread_opens_at_its_newest_message(server, buyer, desk, person):
    """1440 px at 200 % are 720: the window scrolls as one, and begins at the box."""
    guest = buyer(server.address)
    guest.begin("Где заказ? " + "Очень длинное сообщение без конца. " * 60)
    guest.say("Это последнее сообщение")
    agent = desk(server.address, context=person(width=720, height=450))
    agent.open("Это последнее сообщение")
    expect(agent.page.locator("otvet-composer textarea")).to_be_in_viewport()
    expect(agent.page.locator(".bubble", has_text="Это последнее сообщение")).to_be_in_viewport()
    agent.page.locator(".thread h1").scroll_into_view_if_needed()
    expect(agent.page.locator(".thread > header")).to_be_in_viewport()

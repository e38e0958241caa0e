"""A buyer at night gets an honest wait and the answer by e-mail; a guest on a phone begins with a photo (rows A2, A4, A6)."""

import datetime as dt
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import expect

from browser.turned import demo_at

pytestmark = pytest.mark.normal

MOSCOW = ZoneInfo("Europe/Moscow")
NIGHT = dt.datetime(2026, 11, 25, 2, 30, tzinfo=MOSCOW)  # a Wednesday


@pytest.fixture
def night(tmp_path, spare_port):
    """The demo at half past two in the morning: its address and its clock."""
    with demo_at(NIGHT, tmp_path, spare_port) as made:
        yield made


@pytest.fixture
def picture(tmp_path):
    """Keeps what a page looks like, where OTVET_TEST_PICTURES says, else beside the test."""
    folder = Path(os.environ.get("OTVET_TEST_PICTURES") or tmp_path)

    def take(page, name):
        page.screenshot(path=folder / f"{name}.png")

    return take


def _asks_and_leaves(guest, picture):
    """The wait is said before and after writing; the address is left beside the queue; the window is closed."""
    page = guest.page
    page.goto(f"{guest.address}/chat")
    expect(page.locator(".home-foot .hours")).to_contain_text("08:00")
    picture(page, "night-home")
    guest.begin("Где мой заказ? Курьер не приехал.")
    expect(page.locator(".queue")).to_contain_text("Люди отвечают с")
    expect(page.locator(".queue")).to_contain_text("08:00")
    page.locator("#leave-email").fill("nobody")
    page.locator(".contact-form button").click()
    expect(page.locator(".contact-form .bad")).to_be_visible()
    page.locator("#leave-email").fill("night@mail.example")
    page.locator(".contact-form button").click()
    expect(page.locator(".queue")).to_contain_text("n•••@mail.example")
    picture(page, "night-queue")
    page.close()


def _answers(agent, text):
    agent.page.goto(f"{agent.origin}/desk?view=all")
    agent.page.locator(".row").first.click()
    agent.send(text)
    agent.page.locator("otvet-thread .bubble", has_text=text).wait_for()


def _letter(page, address, number):
    """The newest letter in the demo's mail server, once there are `number`."""
    for _ in range(60):
        page.goto(f"{address}/demo/letters")
        if page.locator(".request-title a").count() >= number:
            break
        page.wait_for_timeout(500)
    page.locator(".request-title a").first.click()
    page.locator(".letter-text").first.wait_for()
    return page.locator(".letter-text").first.inner_text()


def test_at_night_an_honest_wait_and_the_answer_by_mail(night, buyer, desk, person, picture):
    """Written at half past two, answered while away: the link alone first, after it was opened the words too."""
    address, clock = night
    guest = buyer(address, timezone_id="Europe/Moscow")
    guest.page.clock.set_fixed_time(NIGHT)
    _asks_and_leaves(guest, picture)
    agent = desk(address)
    _answers(agent, "Здравствуйте! Курьер привезёт заказ завтра.")
    agent.page.locator("otvet-thread .event", has_text="Уйдёт и по почте").wait_for()
    picture(agent.page, "night-desk")
    clock.forward(minutes=2)
    post = person().new_page()
    text = _letter(post, address, 1)
    picture(post, "night-letter")
    assert "Курьер привезёт" not in text, "nobody has confirmed the address yet"
    assert "почту мы пока не читаем" in text

    link = next(line for line in text.splitlines() if "#/k/" in line)
    elsewhere = person(width=390, height=844).new_page()
    elsewhere.goto(link)
    elsewhere.locator(".talk .bubble", has_text="Курьер привезёт").wait_for()
    assert "/k/" not in elsewhere.url
    picture(elsewhere, "night-opened")
    elsewhere.wait_for_timeout(1_500)  # long enough in sight to be read
    elsewhere.close()
    _answers(agent, "Добавлю: он позвонит заранее.")
    clock.forward(minutes=30)
    assert "он позвонит заранее" in _letter(post, address, 2)


def test_a_guest_on_a_phone_begins_with_a_photo(server, buyer, desk, tmp_path, picture, complaints):
    """Topic, order number, a photo with its preview, phone: the agent sees photo and number, the phone only masked."""
    photo = tmp_path / "скол.png"
    Image.new("RGB", (640, 480), (180, 60, 60)).save(photo)
    guest = buyer(server.address, width=390, height=844)
    page = complaints.watch(guest.page)
    page.goto(f"{server.address}/chat#/new?topic=wrong-item")
    page.locator("#first-order").fill("48123-0001")
    page.locator("#first-phone").fill("8 916 123-45-67")
    page.locator("#chat-files").set_input_files(photo)
    page.locator(".tray img").wait_for()
    page.locator("#chat-text").fill("Пришла кружка со сколом")
    picture(page, "phone-before")
    page.locator("#chat-text").press("Enter")
    page.locator(".thread-head .reference").wait_for()
    page.locator(".talk .photos img").wait_for()
    picture(page, "phone-sent")
    assert "916" not in page.locator(".talk").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    agent = desk(server.address)
    agent.page.goto(f"{server.address}/desk?view=all")
    agent.page.locator(".row").first.click()
    thread = agent.page.locator("otvet-thread")
    thread.locator("img").first.wait_for()
    expect(thread).to_contain_text("48123-0001")
    expect(thread).to_contain_text("Пришла кружка со сколом")
    agent.page.locator("otvet-context").get_by_text("•••").first.wait_for()
    assert "9161234567" not in agent.page.content()
    assert "916 123" not in agent.page.content()
    picture(agent.page, "phone-desk")
    assert complaints == []

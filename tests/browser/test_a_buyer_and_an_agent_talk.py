"""The journey of one message, both ways, as people see it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal

PHOTO = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


def _asked_with_a_photo(marina):
    """A first message that carries a picture, as a wrong item needs it."""
    marina.page.goto(f"{marina.address}/chat#/new?topic=wrong-item")
    marina.page.locator("#chat-files").set_input_files(
        {"name": "чайник.png", "mimeType": "image/png", "buffer": PHOTO}
    )
    marina.say("Пришёл белый чайник, а заказывала графит")
    marina.sees("Пришёл белый чайник")
    assert re.search(r"\d{4}.\d{4}", marina.page.locator(".thread-head .reference").inner_text())
    expect(marina.page.locator(".talk otvet-photo img")).to_have_count(1)


def _taken(ilya):
    """The agent finds it among the unassigned ones, takes it and leaves a note."""
    ilya.page.goto(f"{ilya.origin}/desk?view=unassigned")
    ilya.page.locator(".row").first.click()
    expect(ilya.page.locator("otvet-thread .said-by.buyer .photos img")).to_be_visible()
    ilya.page.keyboard.press("Shift+KeyA")
    expect(ilya.page.locator(".log .event", has_text="Взято в работу")).to_be_visible()
    ilya.page.keyboard.press("KeyN")
    ilya.page.locator("otvet-composer textarea").fill("Проверить склад")
    ilya.page.locator("otvet-composer textarea").press("Control+Enter")
    expect(ilya.page.locator(".memo", has_text="Проверить склад")).to_be_visible()


def test_a_buyer_writes_with_a_photo_an_agent_answers_and_both_see_it_at_once(
    server, buyer, desk, complaints
):
    """Question with a photo, take, answer, read marks, note, resolve, and the buyer goes on."""
    marina = buyer(server.address, width=390, height=844)
    complaints.watch(marina.page)
    _asked_with_a_photo(marina)
    ilya = desk(server.address)
    complaints.watch(ilya.page)
    _taken(ilya)

    ilya.page.locator("otvet-composer .tab").first.click()
    ilya.page.locator("otvet-composer textarea").press_sequentially("Здравствуйте. ")
    expect(marina.page.locator(".talk .typing")).to_be_visible()
    ilya.send("Здравствуйте. Заменим чайник, курьер приедет завтра.")
    marina.sees("Заменим чайник")
    assert "Проверить склад" not in marina.page.content()
    expect(ilya.page.locator(".said-by.us", has_text="Заменим чайник")).to_contain_text("прочитано")
    marina.say("Спасибо!")
    expect(ilya.page.locator(".said-by.buyer", has_text="Спасибо!")).to_be_visible()
    expect(marina.page.locator(".said.you", has_text="Спасибо!")).to_contain_text("Прочитано")

    ilya.page.locator("otvet-thread h1").click()
    ilya.page.keyboard.press("KeyE")
    marina.page.get_by_role("button", name="Написать ещё").click()
    marina.say("Ещё вопрос: а крышка?")
    expect(ilya.page.locator(".said-by.buyer", has_text="а крышка")).to_be_visible()
    assert ilya.texts(".said-by.buyer .bubble") == [
        "Пришёл белый чайник, а заказывала графит",
        "Спасибо!",
        "Ещё вопрос: а крышка?",
    ]
    assert not complaints


def test_what_is_written_without_a_network_goes_out_when_it_is_back(server, buyer, desk):
    """The box stays usable, the message waits in sight, and arrives once."""
    guest = buyer(server.address)
    guest.begin("Где мой заказ?")
    guest.page.context.set_offline(True)
    guest.say("Первое без связи")
    guest.say("Второе без связи")
    expect(guest.page.locator(".said.waiting")).to_have_count(2)
    expect(guest.page.locator(".banner")).to_be_visible()
    guest.page.context.set_offline(False)
    expect(guest.page.locator(".said.waiting")).to_have_count(0)
    ilya = desk(server.address)
    ilya.page.goto(f"{server.address}/desk?view=all")
    ilya.page.locator(".row").first.click()
    expect(ilya.page.locator(".said-by.buyer .bubble")).to_have_count(3)
    assert ilya.texts(".said-by.buyer .bubble")[1:] == ["Первое без связи", "Второе без связи"]

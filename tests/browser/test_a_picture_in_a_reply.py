"""Pictures on their way to a buyer: read first, then delivered or held, without a reload."""

import shutil

import pytest
from playwright.sync_api import expect

from drawn import card, code, photo, png

pytestmark = [
    pytest.mark.normal,
    pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed"),
]


def _attach(agent, image, name="фото.png"):
    file = {"name": name, "mimeType": "image/png", "buffer": png(image)}
    agent.page.locator("#desk-files").set_input_files([file])
    expect(agent.page.locator(".tray progress")).to_have_count(0)


def _opened(server, buyer, desk, who="ilya"):
    guest = buyer(server.address)
    reference = guest.begin("Пришёл не тот товар", "wrong-item")
    agent = desk(server.address, who)
    agent.find(reference)
    return guest, agent


def test_a_phone_number_in_a_picture_is_seen_being_read_and_then_held(shared_server, buyer, desk):
    """First “being read”, then the card: which picture, which words, framed in it; the buyer gets nothing."""
    guest, agent = _opened(shared_server, buyer, desk)
    seen = agent.page.evaluate(
        """() => { window.seen = []; new MutationObserver(() => {
            const level = document.querySelector('.said-by.us .level');
            if (level) window.seen.push(level.innerText.trim()); }).observe(document.body, {subtree: true, childList: true, characterData: true}); }"""
    )
    assert seen is None
    _attach(agent, card("Звоните мне напрямую", "+7 916 123-45-67"))
    agent.write("Подробности на фото.")
    agent.page.locator("otvet-composer textarea").press("Control+Enter")
    held = agent.page.locator(".said-by.held")
    expect(held).to_contain_text("задержан, покупатель не видит", timeout=30_000)
    assert "читаем изображение" in agent.page.evaluate("window.seen")
    expect(held.locator(".inside li").first).to_contain_text("На «фото.png»")
    expect(held.locator(".inside mark.block", has_text="+7 916 123-45-67")).to_be_visible()
    expect(held.locator(".frames rect.block").first).to_be_visible()
    box, shown = held.locator(".frames rect.block").last.bounding_box(), held.locator("img").bounding_box()
    assert shown["x"] <= box["x"]
    assert box["x"] + box["width"] <= shown["x"] + shown["width"]
    assert not any("Подробности" in text for text in guest.texts())
    expect(guest.page.locator(".talk .photos img")).to_have_count(0)


def test_a_clean_picture_goes_out_by_itself(shared_server, buyer, desk):
    """Nobody presses anything after sending; the buyer sees words and picture."""
    guest, agent = _opened(shared_server, buyer, desk)
    _attach(agent, photo(640, 480))
    agent.write("Вот ваш чайник.")
    agent.page.locator("otvet-composer textarea").press("Control+Enter")
    guest.sees("Вот ваш чайник.")
    expect(guest.page.locator(".talk .photos img")).to_have_count(1)
    expect(agent.page.locator(".said-by.us").last).to_contain_text("доставлено")


def test_a_code_into_a_messenger_is_held(shared_server, buyer, desk):
    """A QR code is read and judged like the link it is."""
    guest, agent = _opened(shared_server, buyer, desk)
    _attach(agent, code("https://t.me/ivan_shop"), "код.png")
    agent.write("Инструкция на фото.")
    agent.page.locator("otvet-composer textarea").press("Control+Enter")
    held = agent.page.locator(".said-by.held")
    expect(held.locator(".inside")).to_contain_text("https://t.me/ivan_shop", timeout=30_000)
    assert not any("Инструкция" in text for text in guest.texts())


def test_without_tesseract_it_is_said_beside_the_picture_and_a_colleague_looks(start_server, buyer, desk):
    """In the composer before sending, in the thread afterwards; a senior colleague lets it go."""
    server = start_server(tesseract="")
    guest, agent = _opened(server, buyer, desk)
    _attach(agent, photo(640, 480))
    expect(agent.page.locator("otvet-composer .small.note")).to_contain_text(
        "не читают текст на изображениях"
    )
    agent.write("Вот ваш чайник.")
    agent.page.locator("otvet-composer textarea").press("Control+Enter")
    held = agent.page.locator(".said-by.held")
    expect(held).to_contain_text("не удалось прочитать", timeout=30_000)
    anna = desk(server.address, "anna")
    anna.page.goto(f"{server.address}/desk?view=held")
    anna.page.locator(".row").first.click()
    anna.page.get_by_role("button", name="Допустить").click()
    anna.page.locator("dialog textarea").fill("Посмотрела: на фото чайник")
    anna.page.locator("dialog .button.main").click()
    guest.sees("Вот ваш чайник.")
    expect(anna.page.locator(".said-by.us").last).to_contain_text("Текст на изображении не проверен.")

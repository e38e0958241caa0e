"""What the gate holds, and the ways on from there."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal

BAD = "Анна, заменим чайник. Позвоните мне: +7 999 123-45-67"


def _opened(shared_server, buyer, desk, who="ilya"):
    guest = buyer(shared_server.address)
    reference = guest.begin("Пришёл не тот товар", "wrong-item")
    agent = desk(shared_server.address, who)
    agent.find(reference)
    return guest, agent


def test_a_phone_number_is_underlined_and_mended_with_one_key(shared_server, buyer, desk):
    """Found while typing, the button is closed, Alt+Enter takes the rewrite, and it goes out."""
    guest, agent = _opened(shared_server, buyer, desk)
    box = agent.page.locator("otvet-composer textarea")
    box.press_sequentially(BAD, delay=5)
    expect(agent.page.locator(".behind mark.found.block").last).to_have_text("+7 999 123-45-67")
    expect(agent.page.locator(".finding.block").first).to_be_visible()
    expect(agent.page.get_by_role("button", name="Отправить нельзя")).to_have_attribute(
        "aria-disabled", "true"
    )
    box.press("Control+Enter")
    expect(agent.page.locator(".said-by.us")).to_have_count(0)
    box.press("Alt+Enter")
    expect(agent.page.locator("otvet-composer .level.allow")).to_be_visible()
    mended = box.input_value()
    assert "999" not in mended
    box.press("Control+Enter")
    guest.sees(mended)
    assert not any("999" in text for text in guest.texts())


def test_a_reply_held_by_the_server_is_rewritten_with_one_key_and_delivered(shared_server, buyer, desk):
    """Sent for review it is held and dashed; Alt+Enter brings it back mended, and that one leaves."""
    guest, agent = _opened(shared_server, buyer, desk)
    agent.write(BAD)
    agent.page.locator(".finding").first.get_by_role("button", name="Не нарушение…").click()
    agent.page.locator("dialog textarea").fill("Это номер службы доставки")
    agent.page.locator("dialog .button.main").click()
    held = agent.page.locator(".said-by.held")
    expect(held).to_contain_text("задержан, покупатель не видит")
    expect(held.locator("mark.found.block").last).to_have_text("+7 999 123-45-67")
    expect(held).to_contain_text("Это номер службы доставки")
    agent.page.locator("otvet-thread h1").click()
    agent.page.keyboard.press("Alt+Enter")
    expect(agent.page.locator("otvet-composer .replacing")).to_be_visible()
    expect(agent.page.locator("otvet-composer .level.allow")).to_be_visible()
    agent.page.locator("otvet-composer textarea").press("Control+Enter")
    guest.sees("Анна, заменим чайник")
    expect(held).to_have_count(0)
    assert not any("999" in text for text in guest.texts())


def test_a_warning_is_sent_only_after_the_author_says_so_twice(shared_server, buyer, desk):
    """The button asks, the second press confirms, and the buyer gets the text as it is."""
    guest, agent = _opened(shared_server, buyer, desk)
    agent.write("Заказ уже в пути!!!")
    button = agent.page.get_by_role("button", name="Отправить с предупреждением")
    expect(button).to_be_visible()
    button.click()
    assert not any("в пути" in text for text in guest.texts())
    agent.page.get_by_role("button", name="Да, отправить так").click()
    guest.sees("Заказ уже в пути!!!")


def test_a_senior_colleague_releases_what_the_author_disputed(shared_server, buyer, desk):
    """The author asks, somebody else decides with a reason, the buyer gets it."""
    guest, agent = _opened(shared_server, buyer, desk)
    agent.write(BAD)
    agent.page.locator(".finding").first.get_by_role("button", name="Не нарушение…").click()
    agent.page.locator("dialog textarea").fill("Номер официальной линии")
    agent.page.locator("dialog .button.main").click()
    expect(agent.page.locator(".said-by.held")).to_contain_text("Номер официальной линии")
    anna = desk(shared_server.address, "anna")
    anna.page.goto(f"{shared_server.address}/desk?view=held")
    anna.page.locator(".row").first.click()
    anna.page.get_by_role("button", name="Допустить").click()
    anna.page.locator("dialog textarea").fill("Проверила, номер наш")
    anna.page.locator("dialog .button.main").click()
    guest.sees("+7 999 123-45-67")


def test_a_reply_written_while_the_buyer_wrote_is_not_sent_blindly(shared_server, buyer, desk):
    """The new message stands above the box; nothing is lost, and it goes out on a second word."""
    guest, agent = _opened(shared_server, buyer, desk)
    box = agent.page.locator("otvet-composer textarea")
    box.fill("Ответим в течение часа.")
    expect(agent.page.locator("otvet-composer .level.allow")).to_be_visible()
    seen = agent.page.evaluate("document.querySelector('otvet-desk').store.lastSeq")
    guest.say("И ещё: когда приедет курьер?")
    expect(agent.page.locator(".said-by.buyer", has_text="курьер")).to_be_visible()
    # as if the message had not been on the screen yet when the key was pressed
    agent.page.evaluate(
        """seen => {
            const { store } = document.querySelector('otvet-desk');
            Object.defineProperty(store, 'lastSeq', { get: () => seen, configurable: true });
        }""",
        seen,
    )
    box.press("Control+Enter")
    expect(agent.page.locator(".moved")).to_contain_text("когда приедет курьер")
    expect(box).to_have_value("Ответим в течение часа.")
    agent.page.get_by_role("button", name="Всё равно отправить").click()
    guest.sees("Ответим в течение часа.")

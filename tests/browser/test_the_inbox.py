"""The inbox: two agents in one conversation, and ten conversations cleared without a mouse."""

import re
import uuid
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal


def _opened(server, person, number):
    """Conversations of as many guests, made through the API; their texts."""
    context = person()
    request = context.request
    texts = [f"Вопрос номер {n}: где мой заказ?" for n in range(number)]
    for text in texts:
        token = request.post(f"{server.address}/api/v1/guests", data={}).json()["token"]
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
        made = request.post(f"{server.address}/api/v1/conversations", data={"text": text}, headers=headers)
        assert made.ok, made.text()
    return texts


def test_two_agents_in_one_conversation_see_each_other_and_collide(server, buyer, desk, complaints):
    """Olga sees that Ilya answers, in list and thread; what she sends after he has sent stops, with his words shown."""
    guest = buyer(server.address)
    guest.begin("Где мой заказ?")
    ilya, olga = desk(server.address, "ilya"), desk(server.address, "olga")
    for agent in (ilya, olga):
        complaints.watch(agent.page)
        agent.page.goto(f"{server.address}/desk?view=all")
        agent.page.locator(".row").first.click()
        agent.page.locator("otvet-composer textarea").wait_for()
    expect(olga.page.locator(".thread .people")).to_contain_text("Илья Громов смотрит")
    expect(ilya.page.locator(".row .face.here.viewing")).to_have_count(1)

    ilya.write("Здравствуйте! Посылка приедет завтра.")
    expect(olga.page.locator(".thread .people")).to_contain_text("Илья Громов отвечает")
    expect(olga.page.locator(".row .face.here.replying")).to_have_count(1)

    # Olga's answer is on its way with what she had seen; Ilya's has overtaken it
    olga.write("Здравствуйте, ваша посылка в пути.")
    olga.page.locator("otvet-composer .level.allow").wait_for()
    seen = olga.page.evaluate("document.querySelector('otvet-desk').store.lastSeq")
    olga.page.evaluate(
        f"Object.defineProperty(document.querySelector('otvet-desk').store, 'lastSeq', {{ value: {seen}, configurable: true }})"
    )
    ilya.page.locator("otvet-composer .level.allow").wait_for()
    ilya.page.locator("otvet-composer textarea").press("Control+Enter")
    guest.sees("Посылка приедет завтра")
    olga.page.locator("otvet-composer textarea").press("Control+Enter")

    stopped = olga.page.locator("otvet-composer .moved")
    expect(stopped).to_contain_text("Посылка приедет завтра")
    expect(olga.page.locator("otvet-composer textarea")).to_have_value("Здравствуйте, ваша посылка в пути.")
    assert not any("в пути" in text for text in guest.texts())
    assert [one for one in complaints if "409" not in one] == []


def test_ten_conversations_are_cleared_with_the_keyboard_alone(server, person, desk, complaints):
    """Take, answer, resolve, tag, snooze, undo, many at once, search: no mouse, by place of the key."""
    _opened(server, person, 10)
    page = complaints.watch(desk(server.address).page)
    rows = page.locator(".row")
    page.keyboard.press("g")
    page.keyboard.press("2")
    expect(page).to_have_url(re.compile("view=unassigned"))
    expect(rows).to_have_count(10)

    _answer_one_and_go_on(page)
    expect(rows).to_have_count(9)
    _note_tag_and_snooze(page)
    _take_back_and_do_again(page)

    page.keyboard.press("Escape")
    expect(rows).to_have_count(8)
    page.keyboard.press("Shift+X")
    expect(page.locator(".strip")).to_contain_text("Отмечено 8")
    page.keyboard.press("e")
    expect(page.locator(".strip")).to_contain_text("Решено 8 диалогов")
    expect(page.locator(".rows .empty")).to_contain_text("Никто не ждёт")

    page.keyboard.press("/")
    page.keyboard.type("вопрос заказ")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(10)
    expect(page.locator(".row mark").first).to_be_visible()
    assert complaints == []


def _answer_one_and_go_on(page):
    """Resolved, the next one opens by itself."""
    box = page.locator("otvet-composer textarea")
    page.keyboard.press("j")
    box.wait_for()
    page.keyboard.press("r")
    box.press_sequentially("Здравствуйте! Проверяю и вернусь с ответом.")
    page.locator("otvet-composer .level.allow").wait_for()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said-by.us .bubble")).to_contain_text("Проверяю")
    page.keyboard.press("Escape")
    first = page.url
    page.keyboard.press("Shift+E")
    expect(page.locator(".strip")).to_contain_text("Решён 1 диалог")
    expect(page).not_to_have_url(first)


def _note_tag_and_snooze(page):
    """A note that mentions Olga, a tag, out of sight until the buyer writes."""
    box = page.locator("otvet-composer textarea")
    box.wait_for()
    page.keyboard.press("n")
    box.press_sequentially("@Оль")
    page.locator(".mentions li").wait_for()
    page.keyboard.press("Enter")
    box.press_sequentially("посмотри, пожалуйста")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".memo .text")).to_contain_text("@Ольга Литвин посмотри")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.locator("dialog.choose [role=combobox]").wait_for()
    page.keyboard.type("Склад")
    expect(page.locator("dialog.choose li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".thread .chip.tag")).to_contain_text("склад")
    page.keyboard.press("s")
    page.locator("dialog.choose [role=combobox]").wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".strip")).to_contain_text("Отложен 1 диалог")


def _take_back_and_do_again(page):
    """Undone with Z, done again from the palette."""
    page.keyboard.press("z")
    expect(page.locator(".strip")).to_contain_text("Отменено")
    page.keyboard.press("Control+k")
    page.keyboard.type("отложить")
    expect(page.locator("dialog.choose li").first).to_contain_text("Отложить")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.choose [role=combobox]")).to_have_attribute("aria-controls", "choices")
    page.keyboard.press("Enter")
    expect(page.locator(".strip")).to_contain_text("Отложен 1 диалог")


def test_a_key_is_put_elsewhere_and_every_device_knows(server, person, desk):
    """Resolve on Q instead of E: at once, and in another browser of the same person; the address keeps the list."""
    _opened(server, person, 2)
    agent = desk(server.address)
    agent.page.goto(f"{server.address}/desk?view=all&q={quote('номер 1')}")
    expect(agent.page.locator(".row")).to_have_count(1)
    agent.page.keyboard.press("?")
    agent.page.get_by_role("button", name=re.compile("Клавиша для «Решить»")).click()
    agent.page.keyboard.press("q")
    expect(agent.page.get_by_role("button", name="Клавиша для «Решить»: Q")).to_be_visible()
    agent.page.keyboard.press("Escape")

    again = desk(server.address)
    again.page.goto(agent.page.url)
    expect(again.page.locator(".row")).to_have_count(1)
    again.page.keyboard.press("j")
    again.page.locator("otvet-composer textarea").wait_for()
    again.page.keyboard.press("e")
    again.page.keyboard.press("q")

    expect(again.page.locator(".strip")).to_contain_text("Решён 1 диалог")
    again.page.reload()
    expect(again.page.locator(".row")).to_have_count(1)
    expect(again.page.locator("otvet-thread .state")).to_contain_text("решено")


def test_a_draft_goes_along_to_another_device(server, person, desk):
    """Begun here, gone on with there, sent there, and gone here."""
    _opened(server, person, 1)
    here, there = desk(server.address), desk(server.address)
    here.page.goto(f"{server.address}/desk?view=all")
    here.page.locator(".row").first.click()
    with here.page.expect_response(lambda one: "/drafts/reply" in one.url and one.ok):
        here.write("Здравствуйте! Уже проверяю")

    there.page.goto(here.page.url)
    expect(there.page.locator("otvet-composer textarea")).to_have_value("Здравствуйте! Уже проверяю")
    expect(there.page.locator(".row .icon.draft")).to_have_count(1)
    there.page.locator("otvet-composer .level.allow").wait_for()
    with there.page.expect_response(lambda one: "/drafts/reply" in one.url and one.ok):
        there.page.locator("otvet-composer textarea").press("Control+Enter")
    here.page.reload()

    expect(here.page.locator(".said-by.us")).to_have_count(1)
    expect(here.page.locator("otvet-composer textarea")).to_have_value("")

"""Words at hand: macros, texts, articles and suggestions in the box; the pages where they are written; rules that act (B7)."""

import re

import pytest
from playwright.sync_api import expect

from browser.words import asks_in_the_shop, no_serious, says

pytestmark = pytest.mark.normal

LAPTOP = "48120-3391"


def _marina_writes(person, address, text):
    """A buyer the shop knows asks about her laptop."""
    page = person().new_page()
    frame = asks_in_the_shop(page, address, "/?as=shop_1001", "new")
    frame.locator(".order-radio").first.wait_for(state="attached")
    if frame.get_by_role("button", name="Все заказы").count():
        frame.get_by_role("button", name="Все заказы").click()
    frame.locator(f".order-radio[value='{LAPTOP}']").check(force=True)
    says(frame, text)
    return frame


def _types(agent, text):
    box = agent.page.locator("otvet-composer textarea")
    box.press_sequentially(text, delay=15)
    return box


def test_an_agent_answers_with_what_is_at_hand(server, person, desk, complaints):
    """A text with its variables filled, an empty one that stops the sending, a macro that resolves, and its undoing."""
    buyer = _marina_writes(person, server.address, "Где мой ноутбук? Доставка опаздывает.")
    agent = desk(server.address)
    complaints.watch(agent.page)
    agent.open("Марина Соколова")
    hands = agent.page.locator(".hands")

    box = _types(agent, "::задерж")
    expect(hands.locator(".preview")).to_contain_text(LAPTOP)
    box.press("Enter")
    expect(box).to_have_value(re.compile(rf"заказ {LAPTOP} должен был приехать \d+ "))
    expect(agent.page.locator("otvet-composer button[type=submit]")).to_contain_text("Отправить")

    box.fill("")
    _types(agent, "::код возв")
    expect(hands.locator(".preview mark").first).to_have_text("{{return.code}}")
    box.press("Enter")
    expect(agent.page.locator("otvet-composer button[type=submit]")).to_contain_text("Отправить нельзя")
    expect(agent.page.locator("#finding")).to_contain_text("Переменная пуста")
    box.press("Control+Enter")
    expect(agent.page.locator(".bubble", has_text="Код")).to_have_count(0)

    box.fill("")
    _types(agent, "/закрыть")
    expect(hands.locator(".preview .deeds li")).to_have_count(2)
    box.press("Enter")
    expect(agent.page.locator(".staged .deeds li")).to_have_count(2)
    agent.page.reload()
    expect(agent.page.locator(".staged .deeds li")).to_have_count(2)
    expect(agent.page.locator("otvet-composer .level.allow")).to_be_visible()
    agent.page.locator("otvet-composer textarea").press("Control+Enter")
    buyer.locator(".bubble", has_text="Спасибо за разговор").wait_for()
    expect(agent.page.locator("otvet-thread .state .chip.ok")).to_be_visible()
    agent.page.locator(".strip.done button").click()
    expect(agent.page.locator("otvet-composer textarea")).to_be_visible()
    assert [one for one in complaints if "403" not in one] == []


def test_what_may_answer_comes_with_one_key(server, person, desk):
    """Articles for the buyer's words; a digit with Alt puts one in, "??" finds another."""
    _marina_writes(person, server.address, "Как вернуть товар, который не подошёл?")
    agent = desk(server.address, context=person(bypass_csp=True))
    agent.open("Марина Соколова")

    expect(agent.page.locator(".suggest .put").first).to_be_visible()
    box = agent.page.locator("otvet-composer textarea")
    box.press("Alt+Digit1")
    expect(box).to_have_value(re.compile(".{20}"))
    box.fill("")
    _types(agent, "??бонус")
    expect(agent.page.locator(".hands [role=option]").first).to_contain_text(
        re.compile("бонус", re.IGNORECASE)
    )
    box.press("Tab")
    expect(box).to_have_value(re.compile("онус"))
    assert no_serious(agent.page) == []


def test_a_text_is_written_and_the_gate_looks_over_the_shoulder(server, person, desk, complaints):
    """A blocked place is marked while one writes and nothing is kept; mended, it is at hand at once."""
    agent = desk(server.address, who="olga", context=person(bypass_csp=True))
    page = complaints.watch(agent.page)
    page.goto(f"{server.address}/settings/templates")
    page.get_by_role("button", name="Создать").click()
    page.locator(".three input").first.fill("Перезвоним")
    page.locator("#words-ru").fill("{{customer.first_name}}, позвоните мне: 8 916 123-45-67")
    page.locator(".wording mark.found.block").first.wait_for()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".said.stop")).to_contain_text("не пропускают")
    page.locator("#words-ru").fill("{{customer.first_name}}, спасибо, что написали.")
    expect(page.locator(".wording .level.allow").first).to_be_visible()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".said.ok")).to_be_visible()
    expect(page.locator(".entry", has_text="Перезвоним")).to_have_attribute("aria-current", "page")
    assert no_serious(page) == []
    assert [one for one in complaints if "400" not in one] == []


def test_a_rule_is_tried_then_acts_and_says_why(server, person, desk):
    """Over the past first; then on a new message; the log says why it ran, and why not on the next."""
    _marina_writes(person, server.address, "Хочу вернуть деньги за ноутбук")
    agent = desk(server.address, who="olga", context=person(bypass_csp=True))
    page = agent.page
    page.goto(f"{server.address}/settings/automations")
    page.get_by_role("button", name="Создать").click()
    page.locator(".editor .heads input").fill("Просят деньги")
    page.get_by_role("button", name="Добавить условие").click()
    page.locator(".conditions select").first.select_option("words")
    page.locator(".conditions input").fill("вернуть деньги")
    page.locator(".conditions input").press("Tab")
    page.locator(".actions select").first.select_option("tag")
    page.locator(".actions input").fill("деньги назад")
    page.get_by_role("button", name="Добавить", exact=True).click()
    page.get_by_role("button", name="Проверить на прошлых").click()
    expect(page.locator(".tried .counts")).to_contain_text("Сработало бы 1 раз")
    page.get_by_label("Действует", exact=True).check()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".said.ok")).to_contain_text("действует")

    _marina_writes(person, server.address, "Прошу вернуть мне деньги")
    _marina_writes(person, server.address, "Когда приедет курьер?")
    page.wait_for_timeout(500)
    page.reload()
    expect(page.locator(".runs li")).to_have_count(2)
    expect(page.locator(".runs li").nth(1)).to_contain_text("деньги назад")
    expect(page.locator(".runs li").first).to_contain_text("не прошло условие")
    assert no_serious(page) == []


def test_a_seller_has_texts_of_their_own(shared_server, desk):
    """And no way to the operator's rules."""
    seller = desk(shared_server.address, who="seller")
    seller.page.goto(f"{shared_server.address}/settings/automations")
    seller.page.wait_for_url(re.compile("/settings/templates$"))
    expect(seller.page.locator(".entry", has_text="О размере")).to_be_visible()
    expect(seller.page.locator(".entry", has_text="Проверяю")).to_have_count(0)
    expect(seller.page.locator(".settings > .tabs a")).to_have_count(2)

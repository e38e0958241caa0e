"""The order beside the talk, what the shop does for the buyer, and a seller who sees nobody else's chats (A10, A11, B2, B10)."""

import re

import pytest
from playwright.sync_api import expect

from browser.words import asks_in_the_shop, no_serious, says

pytestmark = pytest.mark.normal

KETTLE = "48651-9685"
QUESTION = "Есть ли русская клавиатура?"


def _wish(desk, name):
    """The sheet of one of the things the shop may be asked for."""
    part = desk.page.locator("#part-order").locator("xpath=ancestor::section")
    part.locator("summary").first.wait_for()
    if part.locator("details:not([open])").count():
        part.locator("summary").first.click()
    part.get_by_role("button", name=name, exact=True).click()
    return desk.page.locator("dialog.wish")


def test_a_kettle_goes_back(server, person, desk, complaints):
    """The agent makes the return beside the talk; the buyer finds the label, hands the parcel in, and the agent sees it."""
    buyer = complaints.watch(person().new_page())
    frame = asks_in_the_shop(buyer, server.address, f"/orders/{KETTLE}?as=shop_1001", "new")
    frame.locator(".order-radio").first.wait_for(state="attached")
    if frame.get_by_role("button", name="Все заказы").count():
        frame.get_by_role("button", name="Все заказы").click()
    frame.locator(f".order-radio[value='{KETTLE}']").check(force=True)
    says(frame, "Чайник течёт, хочу вернуть.")
    agent = desk(server.address)
    agent.open("Марина Соколова")
    sheet = _wish(agent, "Возврат")
    sheet.get_by_role("button", name="Запросить у магазина").click()
    expect(agent.page.locator(".event.wished.made")).to_contain_text("Возврат R-")
    expect(agent.page.locator("#part-back")).to_be_visible()
    again = _wish(agent, "Возврат")
    again.get_by_role("button", name="Запросить у магазина").click()
    expect(again.get_by_role("alert")).to_contain_text("уже сделано")
    again.get_by_role("button", name="Отмена").click()

    buyer.goto(f"{server.address}/orders/{KETTLE}")
    buyer.locator(".own-backs a").first.click()
    expect(buyer.locator(".own-code")).to_have_text(re.compile(r"^PR\d+RU$"))
    buyer.get_by_role("button", name="Посылка сдана").click()
    expect(buyer.locator(".own-state")).to_have_text("сдан, едет обратно")
    agent.page.reload()
    expect(agent.page.locator(".backs")).to_contain_text("сдан, едет обратно")
    assert [one for one in complaints if "403" not in one] == []


def test_what_is_given_has_a_limit_and_survives_a_restart(server, person, desk):
    """Above it the sheet says whom to ask; within it the points stand, also after the server was killed."""
    frame = asks_in_the_shop(person().new_page(), server.address, "/?as=shop_1001", "new")
    frame.locator(".order").first.click()
    says(frame, "Где ноутбук?")
    agent = desk(server.address)
    agent.open("Марина Соколова")
    sheet = _wish(agent, "Бонусы")
    sheet.locator("input").fill("5000")
    sheet.locator(".main").click()
    expect(sheet.get_by_role("alert")).to_contain_text("до 1 000")
    sheet.locator("input").fill("300")
    sheet.locator(".main").click()
    expect(agent.page.locator(".event.wished.made")).to_contain_text("Начислено 300 бонусов")
    server.kill()
    server.start()
    agent.page.reload()
    expect(agent.page.locator("#part-given").locator("xpath=..")).to_contain_text(
        "300 бонусов", timeout=60_000
    )


def test_a_seller_sees_nobody_elses_chats(server, person, desk, complaints):
    """A private question reaches its seller alone, who answers through the gate; a question to the support does not."""
    buyer = complaints.watch(person().new_page())
    says(
        asks_in_the_shop(buyer, server.address, "/products/KT-170-GR?as=shop_1001", "seller"),
        "Какой вес чайника?",
    )
    expect(buyer.frames[1].locator(".talk")).to_contain_text("Вопрос передан продавцу")
    other = person().new_page()
    frame = asks_in_the_shop(other, server.address, "/products/NB-14-512?as=shop_1002", "seller")
    expect(frame.get_by_role("heading", name="Вопрос продавцу")).to_be_visible()
    says(frame, QUESTION)
    support = person().new_page()
    says(asks_in_the_shop(support, server.address, "/?as=shop_1005", "new"), "Где мой заказ?")

    seller = desk(server.address, "seller", person(language="zh-CN"))
    assert "/seller" in seller.page.url
    expect(seller.page.locator(".row", has_text="чайника")).to_have_count(0)
    expect(seller.page.locator(".row", has_text=QUESTION)).to_have_count(1)  # beside the demo's public ones
    seller.page.locator(".row", has_text=QUESTION).click()
    expect(seller.page.locator("#part-product")).to_be_visible()
    seller.send("您好，键盘带俄文字母。")
    expect(frame.locator(".bubble", has_text="键盘带俄文字母")).to_be_visible()
    expect(seller.page.locator("#part-buyer")).to_have_count(0)
    agent = desk(server.address)
    agent.page.goto(f"{server.address}/desk?view=all")
    rows = agent.page.locator(".row")
    expect(rows.filter(has_text="Где мой заказ?")).to_have_count(1)
    answered, asked = "键盘带俄文字母", "Какой вес чайника"
    with_sellers = (rows.filter(has_text=answered), rows.filter(has_text=asked))
    for one in with_sellers:
        expect(one).to_have_count(0)  # what stands with sellers waits on nobody here
    agent.page.goto(f"{server.address}/desk?view=all&queue=seller")
    for one in with_sellers:
        expect(one).to_have_count(1)  # watched by the filter
    foreign = with_sellers[1].get_attribute("data-id")
    seller.page.goto(f"{server.address}/seller/{foreign}")
    expect(seller.page.locator("otvet-thread")).not_to_contain_text("чайника")
    assert seller.page.request.get(f"{server.address}/api/v1/conversations/{foreign}").status == 404
    agent.page.goto(f"{server.address}/seller")
    assert agent.page.url.split("?")[0].endswith("/desk")


@pytest.mark.parametrize(("language", "scheme"), [("ru", "light"), ("en", "dark"), ("zh", "light")])
def test_axe_finds_nothing_serious(shared_server, person, desk, language, scheme):
    """On the buyer's own pages, and on the panel with its sheets."""
    locale = {"ru": "ru-RU", "en": "en-GB", "zh": "zh-CN"}[language]
    context = person(language=locale, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    found = {}
    for path in ("/orders?as=shop_1001", f"/orders/{KETTLE}", "/orders/48120-3391"):
        page.goto(f"{shared_server.address}{path}")
        found[path] = no_serious(page)
    frame = asks_in_the_shop(page, shared_server.address, "/?as=shop_1001", "new")
    frame.locator(".order").first.click()
    says(frame, "Где ноутбук?")
    agent = desk(shared_server.address, context=context)
    agent.open("Марина Соколова")
    agent.page.locator("#part-order").wait_for()
    agent.page.locator(".wishes summary").first.click()
    for number in range(agent.page.locator(".wish-acts button").count()):
        agent.page.locator(".wish-acts button").nth(number).click()
        agent.page.locator("dialog.wish h2").wait_for()
        found[f"sheet {number}"] = no_serious(agent.page)
        agent.page.keyboard.press("Escape")

    assert {where: ids for where, ids in found.items() if ids} == {}

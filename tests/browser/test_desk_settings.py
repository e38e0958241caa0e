"""The desk's settings by hand: a topic's new name is read in the chat, wrong hours come back with the reason (B3, B4)."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal


def _change(page):
    page.get_by_role("button", name="Изменить", exact=True).click()


def test_a_topic_gets_another_name_everywhere(server, person, desk, complaints):
    """Without a reason it is not taken and nothing written is lost; then chat, help centre and history show it."""
    lead = desk(server.address, "olga").page
    complaints.watch(lead)
    lead.goto(f"{server.address}/desk/settings?sort=topics&name=refund")
    lead.locator('[name="name_ru"]').fill("Вернуть деньги")
    _change(lead)
    expect(lead.get_by_role("alert")).to_contain_text("причину")
    expect(lead.locator('[name="name_ru"]')).to_have_value("Вернуть деньги")
    lead.locator('[name="reason"]').fill("Так говорят покупатели")
    _change(lead)
    expect(lead.get_by_role("status")).to_contain_text("Изменено")
    expect(lead.locator(".past")).to_contain_text("Так говорят покупатели")
    buyer = complaints.watch(person().new_page())
    buyer.goto(f"{server.address}/chat")
    expect(buyer.locator("otvet-chat")).to_contain_text("Вернуть деньги")
    buyer.goto(f"{server.address}/help")
    expect(buyer.locator(".topic-grid")).to_contain_text("Вернуть деньги")
    lead.get_by_role("button", name="Как было сначала").click()
    expect(lead.get_by_role("alert")).to_contain_text("причину")
    assert not complaints


def test_hours_that_are_none_are_named(server, desk):
    """What was written stays in the form; the right ones hold at once."""
    lead = desk(server.address, "olga").page
    lead.goto(f"{server.address}/desk/settings?sort=schedules&name=support")
    monday = lead.get_by_label("понедельник").first
    monday.fill("с девяти")
    lead.locator('[name="reason"]').fill("Зимнее время")
    _change(lead)
    expect(lead.get_by_role("alert")).to_contain_text(re.compile("Это не часы.*с девяти"))
    expect(monday).to_have_value("с девяти")
    monday.fill("09:00-21:00")
    _change(lead)
    expect(lead.get_by_role("status")).to_contain_text("Изменено")
    lead.reload()
    expect(lead.get_by_label("понедельник").first).to_have_value("09:00-21:00")


def test_a_tier_is_changed_in_roubles(server, desk):
    """The way there is the one entrance of the rail; money is written in roubles; names stand where codes were."""
    lead = desk(server.address, "olga").page
    lead.locator(".rail").get_by_role("link", name="Настройки").click()
    lead.get_by_role("link", name="Рабочее место").click()
    lead.get_by_role("link", name="Уровни VIP").click()
    lead.get_by_role("link", name="Серебряный VIP").click()
    expect(lead.locator('[name="spent"]')).to_have_value("45000")
    lead.locator('[name="spent"]').fill("30000")
    lead.locator('[name="reason"]').fill("Больше постоянных")
    _change(lead)
    expect(lead.get_by_role("status")).to_contain_text("Изменено")
    plan = lead.request.get(f"{server.address}/api/v1/desk").json()
    assert plan["tiers"]["silver"]["spent"] == 3_000_000
    lead.get_by_role("link", name="Рабочее время").click()
    expect(lead.get_by_role("link", name="Часы поддержки")).to_be_visible()


def test_an_agent_looks_and_a_seller_does_not(server, desk):
    """The fields are shut for whoever does not lead."""
    agent = desk(server.address, "ilya").page
    agent.goto(f"{server.address}/desk/settings")
    expect(agent.locator('[name="priority"]')).to_be_disabled()
    expect(agent.get_by_role("button", name="Изменить", exact=True)).to_have_count(0)

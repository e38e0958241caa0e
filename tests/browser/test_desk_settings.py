"""The desk's settings by hand: a topic's new name is read in the chat, wrong hours come back with the reason (B3, B4)."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal

AXE = Path(__file__).parents[1] / "vendor" / "axe" / "axe.min.js"


def _serious(page):
    page.add_script_tag(content=AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]


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


def test_an_agent_looks_and_a_seller_does_not(server, desk):
    """The fields are shut for whoever does not lead."""
    agent = desk(server.address, "ilya").page
    agent.goto(f"{server.address}/desk/settings")
    expect(agent.locator('[name="priority"]')).to_be_disabled()
    expect(agent.get_by_role("button", name="Изменить", exact=True)).to_have_count(0)


@pytest.mark.parametrize(("language", "scheme"), [("ru", "light"), ("en", "dark"), ("zh", "light")])
def test_axe_finds_nothing_serious(shared_server, person, desk, language, scheme):
    """On one page of every sort."""
    locale = {"ru": "ru-RU", "en": "en-GB", "zh": "zh-CN"}[language]
    context = person(language=locale, color_scheme=scheme, bypass_csp=True)
    page = desk(shared_server.address, "olga", context).page
    found = {}
    for sort in ("topics", "queues", "schedules", "budgets", "answers", "members", "queues&name=%2B"):
        assert page.goto(f"{shared_server.address}/desk/settings?sort={sort}").status == 200
        found[sort] = _serious(page)
    assert {where: ids for where, ids in found.items() if ids} == {}

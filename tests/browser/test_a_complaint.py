"""A complaint to its approved compensation and follow-up, by hand of an agent and a senior agent (mission row B5)."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.words import asks_in_the_shop, no_serious, says

pytestmark = [pytest.mark.normal, pytest.mark.timeout(240)]
SHOTS = os.environ.get("OTVET_TEST_SHOTS", "")


def _writes_about_the_laptop(page, address, text="Ноутбука нет десятый день, это безобразие."):
    frame = asks_in_the_shop(page, address, "/?as=shop_1001", "new")
    frame.locator(".order").first.click()
    says(frame, text)
    return frame


def _now(desk):
    return desk.page.locator(".procedure > .now")


def _heard_and_clarified(desk):
    desk.page.get_by_role("button", name="Принять как жалобу").click()
    for step, text in (
        ("Выслушать", "Ноутбук не пришёл, обещали три дня назад"),
        ("Уточнить", "Нужен к понедельнику для работы"),
    ):
        expect(_now(desk)).to_contain_text(step)
        _now(desk).locator("textarea").fill(text)
        _now(desk).get_by_role("button", name="Готово").click()
        expect(desk.page.locator(".event", has_text=text)).to_be_visible()


def _apologised(desk):
    expect(_now(desk)).to_contain_text("Извиниться")
    _now(desk).get_by_role("button", name="Взять в поле ответа").click()
    desk.page.locator("otvet-composer .level.allow").wait_for()
    desk.page.locator("otvet-composer textarea").press("Control+Enter")
    expect(desk.page.locator(".bubble", has_text="извинения")).to_be_visible()
    _now(desk).get_by_role("button", name="Покупателю написано").click()
    expect(_now(desk)).to_contain_text("Предложить решение")


def _offered(desk, roubles):
    part = desk.page.locator(".complaint")
    if part.locator(".wishes:not([open])").count():
        part.locator(".wishes summary").click()
    part.get_by_role("button", name="Компенсация").click()
    sheet = desk.page.locator("dialog.wish")
    sheet.locator("[name=amount]").fill(str(roubles))
    sheet.get_by_role("button", name="Предложить", exact=True).click()
    expect(part.locator(".remedies")).to_contain_text("Компенсация")


def _shot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_a_complaint_to_its_approved_compensation_and_follow_up(server, person, desk):
    """Heard, clarified, apologised, offered, approved by Anna, paid by the shop once, followed up on its day, closed."""
    buyer = person().new_page()
    frame = _writes_about_the_laptop(buyer, server.address)
    ilya = desk(server.address)
    ilya.open("Марина Соколова")
    _heard_and_clarified(ilya)
    _apologised(ilya)
    _offered(ilya, 2500)
    expect(ilya.page.locator(".remedies")).to_contain_text("ждёт согласования")
    _shot(ilya.page, "complaint-waits")

    anna = desk(server.address, "anna")
    anna.open("Марина Соколова", view="approvals")
    anna.page.get_by_role("button", name="Согласовать", exact=True).click()
    expect(anna.page.locator(".remedies")).to_contain_text("согласовано: Анна Белова")

    expect(ilya.page.locator(".remedies")).to_contain_text("согласовано: Анна Белова")
    ilya.page.get_by_role("button", name="Покупатель согласен").click()
    expect(ilya.page.locator(".event.wished.made")).to_contain_text("2 500")
    expect(_now(ilya)).to_contain_text("Проверить позже")
    ilya.send("Компенсация оформлена, спасибо, что дождались решения.")
    expect(frame.locator(".bubble", has_text="Компенсация оформлена")).to_be_visible()
    _now(ilya).get_by_role("button", name="Назначить день").click()
    soon = ilya.page.evaluate(
        "() => { const at = new Date(Date.now() + 6000); "
        "return new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 19) }"
    )
    ilya.page.locator("dialog input[type=datetime-local]").fill(soon)
    ilya.page.locator("dialog").get_by_role("button", name="Выбрать").click()
    expect(ilya.page.locator(".complaint")).to_contain_text("Вернётся к вам")
    ilya.page.locator("otvet-thread header").get_by_role("button", name="Решить").click()
    expect(ilya.page.locator("otvet-thread header .chip.ok")).to_be_visible()

    expect(ilya.page.locator(".event", has_text="Настал день проверки")).to_be_visible(timeout=30_000)
    expect(ilya.page.locator(".complaint")).to_contain_text("Сегодня тот день")
    ilya.page.get_by_role("button", name="Покупатель доволен").click()
    expect(ilya.page.locator(".complaint .chip.ok")).to_contain_text("покупатель доволен")
    _shot(ilya.page, "complaint-closed")
    refunds = ilya.page.locator("#part-back").locator("xpath=ancestor::section")
    expect(refunds.locator(".backs li")).to_have_count(1)


def test_a_skipped_step_says_why_and_the_matter_is_not_settled_around_it(server, person, desk):
    """Resolving is refused while steps are missing; a skipped one stands in the thread with its reason."""
    _writes_about_the_laptop(person().new_page(), server.address)
    ilya = desk(server.address)
    ilya.open("Марина Соколова")
    ilya.page.get_by_role("button", name="Принять как жалобу").click()
    expect(_now(ilya)).to_contain_text("Выслушать")
    ilya.page.locator("otvet-thread header").get_by_role("button", name="Решить").click()
    expect(ilya.page.locator(".strip, .trouble").first).to_contain_text("открыта жалоба")
    _now(ilya).get_by_role("button", name="Пропустить").click()
    ilya.page.locator("dialog textarea").fill("Всё сказано по телефону")
    ilya.page.locator("dialog .main").click()
    expect(ilya.page.locator(".event", has_text="Шаг пропущен: Выслушать")).to_contain_text("по телефону")


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_serious_beside_a_complaint(server, person, desk, width):
    """With an offer that waits, in three languages, light and dark, and as a drawer on a phone."""
    _writes_about_the_laptop(person().new_page(), server.address)
    ilya = desk(server.address, context=person(bypass_csp=True))
    ilya.open("Марина Соколова")
    _heard_and_clarified(ilya)
    _apologised(ilya)
    _offered(ilya, 2500)
    page, serious = ilya.page, {}
    page.set_viewport_size({"width": width, "height": 900})
    for language, theme in (("ru", "light"), ("en", "dark"), ("zh", "light"), ("ru", "dark")):
        page.goto(f"{page.url.partition('?')[0]}?view=all&lang={language}&theme={theme}")
        if width < 1100:
            page.locator("otvet-thread .more").click()
        page.locator(".remedies li").wait_for()
        serious[language, theme] = no_serious(page)
        _shot(page, f"complaint-{width}-{language}-{theme}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert {key: found for key, found in serious.items() if found} == {}

"""A VIP routed to the personal manager, though a colleague is idle, and told of terms and an offer (mission row B8)."""

import pytest
from playwright.sync_api import expect

from browser.test_a_complaint import _shot
from browser.words import asks_in_the_shop, no_serious, says

pytestmark = [pytest.mark.normal, pytest.mark.timeout(240)]


def _writes(page, address, text):
    frame = asks_in_the_shop(page, address, "/?as=shop_1001", "new")
    frame.locator(".order").first.click()
    says(frame, text)
    return frame


def test_a_vip_is_routed_to_the_personal_manager(server, person, desk):
    """The supervisor names Anna; the next request stands in her list, first and marked; Ilya, idle too, does not get it."""
    _writes(person().new_page(), server.address, "Где мой ноутбук?")
    olga = desk(server.address, "olga")
    olga.open("Марина Соколова")
    expect(olga.page.locator(".row .vip")).to_be_visible()
    olga.page.get_by_label("Персональный менеджер").select_option(label="Анна Белова")
    expect(olga.page.locator(".event", has_text="персональный менеджер: Анна Белова")).to_be_visible()
    olga.page.locator("otvet-thread header").get_by_role("button", name="Решить").click()

    ilya = desk(server.address, duty="online")
    anna = desk(server.address, "anna", duty="online")
    frame = _writes(person().new_page(), server.address, "Хочу другое время доставки.")
    row = anna.page.locator(".row", has_text="Хочу другое время").first
    expect(row).to_be_visible(timeout=20_000)
    expect(row.locator(".vip")).to_be_visible()
    ilya.page.goto(f"{server.address}/desk?view=mine")
    expect(ilya.page.locator("otvet-list .empty, .row").first).to_be_visible()
    expect(ilya.page.locator(".row")).to_have_count(0)

    row.click()
    page = anna.page
    expect(page.locator("#part-vip")).to_be_visible()
    page.get_by_role("button", name="Рассказать об условиях VIP").click()
    expect(frame.locator("body")).to_contain_text("персональный менеджер: Анна Белова")
    part = page.locator("#part-order").locator("xpath=ancestor::section")
    part.locator(".wishes summary").click()
    part.get_by_role("button", name="Промокод", exact=True).click()
    page.locator("dialog.wish .main").click()
    page.get_by_role("button", name="Рассказать о предложении").click()
    expect(frame.locator("body")).to_contain_text("скидка 10 % по промокоду PRICHAL")
    page.get_by_role("button", name="Время доставки 48120-3391").click()
    page.locator("dialog.wish select").wait_for()
    page.locator("dialog.wish .main").click()
    expect(page.locator(".event.wished.made").last).to_contain_text("Доставка перенесена")
    _shot(page, "vip")


def test_axe_finds_nothing_serious_about_a_vip(server, person, desk):
    """The mark and the part beside the talk, for a supervisor who names the manager."""
    _writes(person().new_page(), server.address, "Где мой ноутбук?")
    olga = desk(server.address, "olga", context=person(bypass_csp=True))
    olga.open("Марина Соколова")
    page, serious = olga.page, {}
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for language, theme in (("ru", "light"), ("en", "dark"), ("zh", "light"), ("ru", "dark")):
            page.goto(f"{page.url.partition('?')[0]}?view=all&lang={language}&theme={theme}")
            if width < 1100:
                page.locator("otvet-thread .more").click()
            page.locator("#part-vip").wait_for()
            serious[width, language, theme] = no_serious(page)
            _shot(page, f"vip-{width}-{language}-{theme}")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert {key: found for key, found in serious.items() if found} == {}

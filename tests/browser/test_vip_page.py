"""The page of VIP buyers: a supervisor reads who they are and names who looks after them; others are not let in."""

import pytest
from playwright.sync_api import expect

from browser.test_a_vip import _writes
from browser.words import no_serious

pytestmark = [pytest.mark.normal, pytest.mark.timeout(240)]


def test_who_leads_reads_the_list_and_names_the_manager(server, person, desk, complaints):
    """Reached from the settings; what is chosen stands in the conversation and after a reload; axe has nothing serious."""
    _writes(person().new_page(), server.address, "Где мой ноутбук?")
    olga = desk(server.address, "olga", context=person(bypass_csp=True))
    olga.open("Марина Соколова")
    expect(olga.page.locator(".row .vip")).to_be_visible()
    page = complaints.watch(olga.page)
    page.goto(f"{server.address}/desk/settings")
    page.get_by_role("link", name="VIP-покупатели").click()
    row = page.locator(".vips tbody tr", has_text="Марина Соколова")
    expect(row.locator("time")).to_contain_text("20")
    row.locator("select").select_option(label="Анна Белова")
    expect(row.get_by_role("status")).to_contain_text("Сохранено")
    page.reload()
    expect(row.locator("select option:checked")).to_have_text("Анна Белова")
    serious = {}
    for width in (1440, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for language, theme in (("ru", "light"), ("en", "dark"), ("zh", "dark")):
            page.goto(f"{server.address}/desk/vips?lang={language}&theme={theme}")
            serious[width, language, theme] = no_serious(page)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert all(not found for found in serious.values()), serious

    ilya = desk(server.address)
    ilya.page.goto(f"{server.address}/desk/vips")
    expect(ilya.page.locator(".vips")).to_have_count(0)
    assert list(complaints) == []

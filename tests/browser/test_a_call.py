"""The hotline at the desk: a call appears with the caller's record, is noted by the script, ends with a call-back (B9)."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from browser.test_a_complaint import _shot
from browser.words import asks_in_the_shop, no_serious, says

pytestmark = [pytest.mark.normal, pytest.mark.timeout(240)]


def _tells(page, address, path, body=None):
    """The telephone system's part, with a supervisor's session."""
    csrf = page.request.get(f"{address}/api/v1/me").json()["csrf"]
    headers = {"X-CSRF-Token": csrf, "Idempotency-Key": str(uuid.uuid4()), "Sec-Fetch-Site": "same-origin"}
    answer = page.request.post(f"{address}/api/v1{path}", data=body or {}, headers=headers)
    assert answer.ok, answer.text()


def _marina_is_known(page, address):
    frame = asks_in_the_shop(page, address, "/?as=shop_1001", "new")
    frame.locator(".order").first.click()
    says(frame, "Где ноутбук?")


def test_a_call_from_ringing_to_the_call_back(server, person, desk):
    """Found by her number, with tier and orders beside the script; the notes and the promise stand in the thread."""
    _marina_is_known(person().new_page(), server.address)
    olga = desk(server.address, "olga")
    ilya = desk(server.address, duty="online")
    call = {"call_id": "ats-7", "phone": "8 (900) 000-10-01", "line": "8 800 555-20-20"}
    _tells(olga.page, server.address, "/calls", call)
    ringing = ilya.page.locator(".ringing")
    expect(ringing).to_contain_text("Марина Соколова", timeout=20_000)
    expect(olga.page.locator(".ringing")).to_have_count(0)
    ringing.get_by_role("button", name="Трубка снята").click()
    expect(ringing).to_contain_text(re.compile("вы говорите.*0:0"))
    expect(ilya.page.locator("otvet-composer .tab").nth(1)).to_have_attribute("aria-selected", "true")
    part = ilya.page.locator("#part-call").locator("xpath=ancestor::section")
    for text in ("Здоровается", "Номер 48120-3391", "Ноутбук не пришёл"):
        part.locator("textarea").fill(text)
        part.get_by_role("button", name="Записать и дальше").click()
        expect(ilya.page.locator(".event", has_text=text)).to_be_visible()
    expect(ilya.page.locator(".earlier")).not_to_have_count(0)
    _shot(ilya.page, "call-talking")
    part.get_by_role("button", name="Обещать звонок").click()
    ilya.page.get_by_role("option", name="Через час").click()
    expect(part).to_contain_text("Перезвонить")
    _tells(olga.page, server.address, "/calls/ats-7/ended")
    expect(ringing).to_have_count(0)
    part.get_by_role("button", name="Перезвонили").click()
    ilya.page.locator("dialog textarea").fill("Договорились")
    ilya.page.locator("dialog .main").click()
    expect(ilya.page.locator(".event", has_text="Договорились")).to_be_visible()


def test_axe_finds_nothing_serious_in_a_call_of_somebody_unknown(server, person, desk):
    """Ringing and talking, in three languages, light and dark, on a phone too."""
    olga = desk(server.address, "olga")
    ilya = desk(server.address, duty="online", context=person(bypass_csp=True))
    page, serious = ilya.page, {}
    _tells(olga.page, server.address, "/calls", {"call_id": "ats-8"})
    expect(page.locator(".ringing")).to_contain_text("Неизвестный номер", timeout=20_000)
    serious["rings"] = no_serious(page)
    page.locator(".ringing .main").click()
    page.locator("#part-call").wait_for()
    for width in (1440, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for language, theme in (("ru", "light"), ("en", "dark"), ("zh", "light")):
            page.goto(f"{page.url.partition('?')[0]}?view=all&lang={language}&theme={theme}")
            page.locator(".ringing").wait_for()
            if width < 1100:
                _shot(page, f"call-{width}-{language}")
                page.locator("otvet-thread .more").click()
            page.locator("otvet-call-script textarea").wait_for()
            serious[width, language, theme] = no_serious(page)
            _shot(page, f"call-panel-{width}-{language}-{theme}")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert {key: found for key, found in serious.items() if found} == {}

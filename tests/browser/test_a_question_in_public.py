"""A product question answered publicly: asked, held, answered through the gate, read by a guest, voted on (A9, A10)."""

import re

import pytest
from playwright.sync_api import expect

from browser.words import no_serious

pytestmark = pytest.mark.normal

LAPTOP = "/products/NB-14-512"
QUESTION = "Есть ли на клавиатуре русские буквы?"
HOSTILE = "\u202eКупить <img src=x onerror=alert(1)> кабель?"


def _ask(page, address, text, who="shop_1001"):
    """From the product's page; the address of the question."""
    page.goto(f"{address}{LAPTOP}?as={who}")
    page.locator(".product-questions summary").click()
    page.locator("#ask-text").fill(text)
    page.locator(".ask-form .button").click()
    page.wait_for_url(re.compile(r"/questions/[0-9-]+"))
    return page.url.split("?")[0]


def test_a_product_question_is_answered_in_public(server, person, desk, complaints):
    """The seller's first answer is held with its clause and seen by nobody; the second one is official, and helps."""
    buyer = complaints.watch(person().new_page())
    question = _ask(buyer, server.address, QUESTION)
    expect(buyer.locator("h1")).to_have_text(QUESTION)
    guest = complaints.watch(person(java_script_enabled=False).new_page())
    guest.goto(f"{server.address}{LAPTOP}?as=guest")
    expect(guest.locator(".question-card", has_text=QUESTION)).to_contain_text("Ответа пока нет")

    seller = desk(server.address, "seller")
    seller.page.locator(".row", has_text="русские буквы").click()
    expect(seller.page.locator("otvet-thread .chip", has_text="ответ прочтут все")).to_be_visible()
    seller.write("Есть. Подробности в телеграм @shop123")
    seller.page.locator(".finding").first.wait_for()
    expect(seller.page.locator(".finding").first).to_contain_text(re.compile("контакт|канал", re.IGNORECASE))
    guest.goto(question)
    expect(guest.locator(".answers")).to_have_count(0)
    seller.write("")
    seller.send("Здравствуйте! На клавишах есть русские буквы.")
    guest.goto(question)
    for _ in range(40):
        if guest.locator(".official").count():
            break
        guest.wait_for_timeout(250)
        guest.goto(question)
    expect(guest.locator(".official")).to_contain_text("На клавишах есть")
    expect(guest.locator(".official .state-ok")).to_have_text("Ответ продавца")
    expect(guest.locator(".votes, .ask-form")).to_have_count(0)
    other = complaints.watch(person().new_page())
    other.goto(f"{question}?as=shop_1002")
    other.get_by_role("button", name=re.compile("^Полезно")).click()
    expect(other.locator('.votes [aria-pressed="true"]')).to_have_text(re.compile(r"Полезно\s+1"))
    other.get_by_role("button", name=re.compile("^Бесполезно")).click()
    expect(other.locator('.votes [aria-pressed="true"]')).to_have_text(re.compile(r"Бесполезно\s+1"))
    expect(other.locator(".votes")).to_contain_text(re.compile(r"Полезно\s+0"))
    assert not complaints


def test_what_is_held_waits_for_a_moderator_and_is_never_lost(server, person, desk, complaints):
    """Its author reads why; the moderator sees what would be public, without the number; then everybody does."""
    buyer = complaints.watch(person().new_page())
    question = _ask(
        buyer, server.address, "Есть ли русские буквы? Какой у него вес? Мой номер +7 999 123-45-67."
    )
    expect(buyer.locator(".why-not")).to_contain_text("+7 999 123-45-67")
    guest = person().new_page()
    assert guest.goto(question + "?as=guest").status == 404
    moderator = desk(server.address, "mod").page
    moderator.goto(f"{server.address}/desk/moderation")
    expect(moderator.locator(".would")).not_to_contain_text("999")
    moderator.get_by_role("button", name="Опубликовать").click()
    expect(moderator.locator("#waiting [role=status]")).to_have_text(re.compile("Опубликовано"))
    assert guest.goto(question).status == 200
    expect(guest.locator("h1")).to_contain_text("вес")
    expect(guest.locator("body")).not_to_contain_text("999")
    assert [one for one in complaints if "404" not in one] == []


def test_words_of_strangers_are_words(server, person, complaints):
    """No markup, no turned direction, no link: text."""
    page = complaints.watch(person().new_page())
    _ask(page, server.address, HOSTILE)
    expect(page.locator("h1")).to_have_text("Купить <img src=x onerror=alert(1)> кабель?")
    assert page.locator("h1 img, h1 a").count() == 0
    assert not complaints


@pytest.mark.parametrize(("language", "scheme"), [("ru", "light"), ("en", "dark"), ("zh", "light")])
def test_axe_finds_nothingno_serious(shared_server, person, desk, language, scheme):
    """On the list, a question with answers, the forms, and the moderators' page with something on it."""
    locale = {"ru": "ru-RU", "en": "en-GB", "zh": "zh-CN"}[language]
    context = person(language=locale, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    question = _ask(page, shared_server.address, f"{QUESTION} {language}")
    page.locator(".product-questions, main").first.wait_for()
    other = context.new_page()
    other.goto(f"{question}?as=shop_1002")
    other.locator("#answer-text").fill("У меня есть, белые.")
    other.locator(".ask-form .button").click()
    other.locator(".answer").wait_for()
    _ask(page, shared_server.address, f"Напишите мне на почту {language}@example.com")
    found = {"held": no_serious(page)}
    for path in (
        "/questions",
        "/questions/ask",
        question.removeprefix(shared_server.address),
        LAPTOP,
        "/help",
    ):
        page.goto(shared_server.address + path)
        found[path] = no_serious(page)
    moderator = desk(shared_server.address, "mod", context).page
    moderator.goto(f"{shared_server.address}/desk/moderation")
    found["moderation"] = no_serious(moderator)
    assert {where: ids for where, ids in found.items() if ids} == {}

"""Both cases of seed S1, step by step, by hand of a buyer and an agent (mission rows A2 to A8, A11, B2, B6).

`order not received`: the buyer has number and promised date ready; support reads in the tracking that the parcel is held up,
asks the carrier, gives a new date; the buyer has it all in writing.
`refund`: photos of the fault; support confirms it, gives return address and steps; the goods go back, the money comes in
its term; the buyer says how it went.
"""

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import expect

from browser.turned import demo_at
from browser.words import opened_widget, says

pytestmark = [pytest.mark.normal, pytest.mark.timeout(240)]

NOON = dt.datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
LAPTOP, KETTLE = "48120-3391", "48651-9685"


@pytest.fixture
def noon(tmp_path, spare_port):
    """The demo at noon of a working day, and its clock."""
    with demo_at(NOON, tmp_path / "data", spare_port) as made:
        yield made


def _picks(frame, number):
    """A signed-in buyer takes the order from the list instead of typing it."""
    frame.locator(".order-radio").first.wait_for(state="attached")
    if frame.get_by_role("button", name="Все заказы").count():
        frame.get_by_role("button", name="Все заказы").click()
    frame.locator(f".order-radio[value='{number}']").check(force=True)


def _looks_up(page, address, number):
    """Step one, prepared: the number and what was promised, from the shop's own page."""
    page.goto(f"{address}/orders/{number}?as=shop_1001")
    expect(page.locator("h1")).to_contain_text(number)
    return {
        row.locator("dt").inner_text(): row.locator("dd").inner_text()
        for row in page.locator(".card-facts > div").all()
    }


def _resolved(agent, words):
    """The last words, then closed with the key for it."""
    agent.send(words)
    expect(agent.page.locator(".said-by.us .bubble").last).to_contain_text(words[:20])
    agent.page.locator("otvet-thread header").get_by_role("button", name="Решить").click()
    expect(agent.page.locator("otvet-thread header .chip.ok")).to_be_visible()


def _rates(frame, face, reason, words):
    frame.locator(".mood", has_text=face).click()
    frame.locator("otvet-rating .choice", has_text=reason).click()
    frame.locator("#rating-text").fill(words)
    frame.locator("otvet-rating .button-main").click()
    expect(frame.locator(".rating-told")).to_contain_text(face)


def _record(page, address, reference):
    """What the buyer keeps: the request under its number, and the whole conversation as a file."""
    page.goto(f"{address}/requests")
    card = page.locator(".request", has_text=reference)
    expect(card.locator(".state")).to_have_text("Решено")
    with page.expect_download() as saved:
        card.get_by_role("button", name="Скачать разговор").click()
    return Path(saved.value.path()).read_text("utf-8")


def test_an_order_that_was_not_received(noon, person, desk, complaints):
    """From the promised date that passed to a new one in the buyer's record."""
    address, _ = noon
    page = complaints.watch(person().new_page())
    known = _looks_up(page, address, LAPTOP)
    frame = opened_widget(page, "new")
    _picks(frame, LAPTOP)
    frame.locator(".choice", has_text="Заказ не получен").click()
    says(frame, f"Заказ {LAPTOP} обещали {known['Обещали']}, его нет. Где посылка и когда она придёт?")
    reference = frame.locator(".thread-head .reference").inner_text().strip("№ ")
    expect(frame.locator(".talk")).to_contain_text("Обращение принято")

    agent = desk(address)
    complaints.watch(agent.page)
    agent.find(reference)
    order = agent.page.locator("#part-order").locator("xpath=ancestor::section")
    for shown in (LAPTOP, "+7 дней", known["Трек-номер"], "Стоит на сортировке", "Казань"):
        expect(order).to_contain_text(shown)
    agent.send(
        "Здравствуйте, Марина! Вижу по отслеживанию: посылка задержалась на сортировке в Казани. Уточняю у перевозчика."
    )
    expect(frame.locator(".bubble", has_text="задержалась на сортировке")).to_be_visible()

    _asks_the_carrier(agent.page, known["Трек-номер"])
    _moves_the_delivery(agent.page)
    slot = agent.page.locator(".event.wished.made").last.inner_text()
    day = re.search(r"\d+ [а-я]+", slot)[0]
    _resolved(agent, f"Перевозчик отправит посылку сегодня. Курьер привезёт ноутбук {day}.")
    expect(frame.locator(".bubble", has_text=day)).to_be_visible()
    _rates(frame, "Хорошо", "Понятно", "Дату назвали сразу")
    expect(agent.page.locator("otvet-thread .log", has_text="Дату назвали сразу")).to_be_visible()

    kept = _record(page, address, reference)
    assert LAPTOP in kept
    assert f"Курьер привезёт ноутбук {day}" in kept
    assert day in _looks_up(page, address, LAPTOP)["Ожидается"]
    assert not complaints


def _asks_the_carrier(page, tracking):
    """With the carrier's own number, tracked until it is answered."""
    page.get_by_role("button", name="Спросить других").click()
    page.get_by_role("option", name="Другая система").click()
    page.locator("dialog [name=party]").fill("СДЭК")
    page.locator("dialog [name=number]").fill(tracking)
    page.locator("dialog [name=text]").fill("Ускорьте доставку: стоит на сортировке в Казани")
    page.locator("dialog .main").click()
    expect(page.locator(".questions li")).to_contain_text(tracking)
    page.get_by_role("button", name="Ответили…").click()
    page.locator("dialog textarea").fill("Отправляем сегодня первым рейсом")
    page.locator("dialog .main").click()
    expect(page.locator(".questions")).to_have_count(0)
    expect(page.locator(".memo.given").last).to_contain_text("первым рейсом")


def _wish(page, name):
    part = page.locator("#part-order").locator("xpath=ancestor::section")
    part.locator("summary").first.wait_for()
    if part.locator("details:not([open])").count():
        part.locator("summary").first.click()
    part.get_by_role("button", name=name, exact=True).click()
    return page.locator("dialog.wish")


def _moves_the_delivery(page):
    """The first slot the shop has: the date the buyer is told is one that was really booked."""
    sheet = _wish(page, "Другой день доставки")
    sheet.locator("select").wait_for()
    sheet.locator(".main").click()
    expect(page.locator(".event.wished.made").last).to_contain_text("Доставка перенесена")


def test_a_refund_for_a_faulty_article(noon, person, desk, tmp_path, complaints):
    """From the photo of the fault to the money in its term, and the buyer's word about it."""
    address, clock = noon
    photo = tmp_path / "трещина.png"
    Image.new("RGB", (640, 480), (90, 60, 60)).save(photo)
    page = complaints.watch(person().new_page())
    _looks_up(page, address, KETTLE)
    frame = opened_widget(page, "new")
    _picks(frame, KETTLE)
    frame.locator(".choice", has_text="Возврат денег").click()
    frame.locator("#chat-files").set_input_files(photo)
    frame.locator(".tray img").wait_for()
    says(frame, "Чайник течёт: трещина у дна, фото прилагаю. Хочу вернуть деньги. Как и когда?")
    reference = frame.locator(".thread-head .reference").inner_text().strip("№ ")

    agent = desk(address)
    complaints.watch(agent.page)
    agent.find(reference)
    expect(agent.page.locator("otvet-thread .said-by.buyer .photos img")).to_be_visible()
    expect(agent.page.locator("#part-order").locator("xpath=ancestor::section")).to_contain_text(KETTLE)
    sheet = _wish(agent.page, "Возврат")
    sheet.locator("select").last.select_option("defect")
    sheet.get_by_role("button", name="Запросить у магазина").click()
    made = agent.page.locator(".event.wished.made")
    expect(made).to_contain_text("Возврат R-")
    back = re.search(r"R-\d+", made.inner_text())[0]
    agent.send(
        f"Здравствуйте, Марина! По фото дефект виден, возврат {back} оформлен, для вас бесплатно. "
        "Адрес пункта и код для возврата в карточке заказа, отнесите чайник туда до указанной даты. Деньги вернутся на карту."
    )
    expect(frame.locator(".bubble", has_text=back)).to_be_visible()

    _sends_it_back(page, address, back, clock)
    agent = desk(address)  # days have passed: a new sign-in
    agent.find(reference)
    expect(agent.page.locator(".backs").last).to_contain_text("выплачено")
    _resolved(agent, "Деньги за чайник отправлены на вашу карту. Спасибо, что прислали фото!")
    frame = opened_widget(page, "")
    frame.get_by_text("Возврат денег").first.click()
    expect(frame.locator(".bubble", has_text="Деньги за чайник отправлены")).to_be_visible()
    _rates(frame, "Отлично", "Решили сразу", "Деньги пришли в срок")
    expect(agent.page.locator("otvet-thread .log", has_text="Деньги пришли в срок")).to_be_visible()
    assert back in _record(page, address, reference)
    assert [one for one in complaints if "401" not in one] == []  # sessions ended in eight days


def _sends_it_back(page, address, back, clock):
    """Where to, until when, for nothing; handed in; the money is there no later than the day that was promised."""
    page.goto(f"{address}/returns/{back}")
    label = page.locator(".own-label")
    for told in ("Самара, ул. Ленинская, 168", "Сдать до", "бесплатно"):
        expect(label).to_contain_text(told)
    expect(page.locator(".own-code")).to_have_text(re.compile(r"^PR\d+RU$"))
    page.get_by_role("button", name="Посылка сдана").click()
    expect(page.locator(".own-state")).to_contain_text("едет обратно")
    clock.forward(days=4)
    page.reload()
    refund = page.locator(".own-side .card").first
    due = _date(refund)
    clock.forward(days=4)
    page.reload()
    expect(refund).to_contain_text("выплачено")
    assert NOON.date() < _date(refund) <= due


def _date(refund):
    """The day that stands under the sum."""
    day, month, year = re.search(r"(\d+) (ноября|декабря) (\d+)", refund.inner_text()).groups()
    return dt.date(int(year), {"ноября": 11, "декабря": 12}[month], int(day))

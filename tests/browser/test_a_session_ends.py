"""A session that ends while somebody writes: it is said, the way back is one press, and not a word is lost."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal

BEGUN = "Здравствуйте! Проверяю заказ"
REST = " и отвечу сегодня."


def test_words_typed_after_the_session_ended_are_there_after_signing_in(server, buyer, desk):
    """The box keeps them, the notice leads to the sign-in and from there to this very conversation."""
    guest = buyer(server.address)
    reference = guest.begin("Где посылка?")
    agent = desk(server.address)
    agent.find(reference)
    agent.write(BEGUN)
    there = agent.page.url.partition("#")[0]
    agent.page.context.clear_cookies()
    agent.page.locator("otvet-composer textarea").press_sequentially(REST)
    notice = agent.page.locator(".signed-out")
    expect(notice).to_contain_text("Сеанс завершён")
    notice.get_by_role("link", name="Войти снова").click()
    agent.page.wait_for_url("**/sign-in?next=*")
    agent.page.locator('[data-email="ilya@demo.otvet"]').click()
    agent.page.wait_for_url(there)
    expect(agent.page.locator("otvet-composer textarea")).to_have_value(BEGUN + REST)
    agent.page.locator("otvet-composer textarea").press("Control+Enter")
    guest.sees(BEGUN + REST)


def test_an_answer_sent_too_late_waits_to_be_sent_again(server, buyer, desk):
    """What could not leave stands in the thread, in words people say, also after signing in."""
    guest = buyer(server.address)
    reference = guest.begin("Где посылка?")
    agent = desk(server.address)
    agent.find(reference)
    agent.write(BEGUN)
    agent.page.context.clear_cookies()
    agent.page.keyboard.press("Control+Enter")
    expect(agent.page.locator(".said-by.failed")).to_contain_text("не отправлено: Сеанс завершён")
    agent.page.get_by_role("link", name="Войти снова").click()
    agent.page.wait_for_url("**/sign-in?next=*")
    agent.page.locator('[data-email="ilya@demo.otvet"]').click()
    agent.page.locator(".said-by.failed").get_by_role("button", name="Повторить").click()
    guest.sees(BEGUN)

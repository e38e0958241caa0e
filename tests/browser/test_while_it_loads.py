"""What happens between drawing up an answer and its arrival is heard on the stream alone: it must not be lost."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal

ONE = re.compile(r"/api/v1/conversations/c_[0-9a-f]+$")
LIST = re.compile(r"/api/v1/conversations\?")


def _held(page):
    """Answers for one conversation are kept back from now on, drawn up already: routes with their answers."""
    held = []
    page.route(ONE, lambda route: held.append((route, route.fetch())))
    return held


def _drawn_up(page, held):
    for _ in range(100):
        if held:
            return held[0]
        page.wait_for_timeout(50)
    raise AssertionError("the conversation was not asked for")


def test_a_request_that_is_resolved_while_it_loads_is_shown_resolved(server, buyer, desk):
    """The buyer opens it from the list in the same moment."""
    guest = buyer(server.address)
    reference = guest.begin("Где мой заказ?")
    guest.page.goto(f"{server.address}/chat")
    agent = desk(server.address)
    agent.find(reference)
    held = _held(guest.page)
    guest.page.locator(".request-card .card-link").click()
    route, answer = _drawn_up(guest.page, held)

    with guest.page.expect_response(LIST):  # the stream has told of it
        agent.page.get_by_role("button", name="Решить").click()
    route.fulfill(response=answer)

    expect(guest.page.locator(".end-foot")).to_be_visible()


def test_a_message_that_comes_while_a_thread_loads_is_shown(server, buyer, desk):
    """The agent opens the conversation while its buyer writes on."""
    guest = buyer(server.address)
    reference = guest.begin("Где мой заказ?")
    agent = desk(server.address)
    agent.page.goto(f"{server.address}/desk?view=all&q={reference}")
    held = _held(agent.page)
    agent.page.locator(".row").first.click()
    route, answer = _drawn_up(agent.page, held)

    with agent.page.expect_response(LIST):
        guest.say("И ещё одно слово")
    route.fulfill(response=answer)

    expect(agent.page.locator("otvet-thread .bubble", has_text="И ещё одно слово")).to_be_visible()

"""What rings and what does not: another conversation, several tabs, quiet hours, the notice of the system (experience.md 3.5)."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal

# Counts what leaves the page for the loudspeaker and for the system, and lets it go on its way.
COUNTING = """
  window.heard = {tones: 0, notices: []};
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) { window.heard.tones += 1; return start.apply(this, when); };
  const Notice = window.Notification;
  window.Notification = class extends Notice { constructor(title, more) { super(title, more); window.heard.notices.push({title, ...more}); } };
"""


def _tones(page):
    return page.evaluate("window.heard.tones")


def _mine(desk, name):
    """Opens the conversation and takes it."""
    desk.open(name)
    desk.page.get_by_role("button", name=re.compile("^Взять")).click()
    expect(desk.page.locator("#assign")).to_contain_text("Илья")


def test_one_tab_rings_for_what_is_not_on_the_screen(server, buyer, desk, person):
    """Two tabs, one sound; the title and the icon count; looked at, the count is gone in both."""
    context = person(permissions=["notifications"])
    context.add_init_script(COUNTING)
    first = buyer(server.address)
    first.begin("Где мой заказ?")
    one = desk(server.address, context=context)
    _mine(one, "Гость")
    two = desk(server.address, context=context)
    first.say("Вы здесь?")
    one.page.locator(".said-by", has_text="Вы здесь?").first.wait_for()
    one.page.wait_for_timeout(800)
    assert _tones(one.page) + _tones(two.page) == 0  # one of the tabs shows it

    one.page.goto(f"{server.address}/desk?view=mine")
    one.page.locator(".row").first.wait_for()
    two.page.goto(f"{server.address}/desk?view=mine")
    two.page.locator(".row").first.wait_for()
    first.say("Ау!")
    expect(one.page).to_have_title(re.compile(r"^\(1\) "))
    expect(two.page).to_have_title(re.compile(r"^\(1\) "))
    one.page.wait_for_timeout(800)
    assert _tones(one.page) + _tones(two.page) == 2  # the two tones of one sound
    notices = [*one.page.evaluate("window.heard.notices"), *two.page.evaluate("window.heard.notices")]
    assert [(note["title"], "Ау" in note["body"]) for note in notices] == [("Сообщение вам", False)]
    assert one.page.locator('link[rel="icon"]').get_attribute("href").startswith("data:image/svg+xml")
    one.page.locator(".row").first.click()
    expect(one.page).not_to_have_title(re.compile(r"^\("))
    expect(two.page).not_to_have_title(re.compile(r"^\("))


def test_choices_stand_in_ones_own_menu(server, buyer, desk, person):
    """Kept on the server, for the next tab too: without a sound, and quiet round the clock but for a minute."""
    context = person(permissions=["notifications"])
    context.add_init_script(COUNTING)
    guest = buyer(server.address)
    guest.begin("Где мой заказ?")
    agent = desk(server.address, context=context)
    _mine(agent, "Гость")
    agent.page.locator(".face.own").click()
    agent.page.locator("#notice-choices summary").click()
    with agent.page.expect_response(re.compile("/me/preferences/notices")):
        agent.page.locator('#notice-choices [name="sound"]').select_option("mention")
    agent.page.goto(f"{server.address}/desk?view=mine")
    agent.page.locator(".row").first.wait_for()
    guest.say("Вы здесь?")
    expect(agent.page).to_have_title(re.compile(r"^\(1\) "))
    agent.page.wait_for_timeout(800)
    assert len(agent.page.evaluate("window.heard.notices")) == 1
    assert _tones(agent.page) == 0


def test_hours_that_go_over_midnight_are_quiet(server, person):
    """The rule alone, in the module the desk uses."""
    page = person().new_page()
    page.goto(f"{server.address}/help")
    found = page.evaluate(
        """async () => { const { quiet, levelOf } = await import("/static/js/desk/rings.js");
        const night = {from: "22:00", to: "08:00"}, noon = {from: "12:00", to: "13:00"};
        const me = {id: "st_1", role: "agent"}, note = {name: "NoteWritten", data: {mentions: ["st_1"]}, by: {id: "st_2"}};
        return [quiet(night, "23:10"), quiet(night, "07:59"), quiet(night, "08:00"), quiet(noon, "12:30"), quiet({from: "", to: ""}, "12:30"),
          levelOf(note, me), levelOf({...note, by: {id: "st_1"}}, me)]; }"""
    )
    assert found == [True, True, False, True, False, "mention", ""]

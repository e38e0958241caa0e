"""What both sides hear goes on: after a kill, over ten tabs, through a proxy."""

import shutil
import subprocess
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.normal

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
# The settings nginx comes with: buffering on, sixty seconds of patience.
CONF = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass {upstream}; proxy_set_header Host $http_host; }} }}
}}
"""


def _both(server, buyer, desk, address=None):
    guest = buyer(address or server.address)
    guest.begin("Сообщение 0")
    agent = desk(address or server.address)
    agent.page.goto(f"{address or server.address}/desk?view=all")
    agent.page.locator(".row").first.click()
    agent.page.locator("otvet-composer textarea").wait_for()
    return guest, agent


def test_the_server_is_killed_between_two_messages_and_both_pages_go_on(server, buyer, desk):
    """Nothing lost, doubled or out of order; what was written meanwhile goes out by itself."""
    guest, agent = _both(server, buyer, desk)
    agent.send("Ответ 0")
    guest.sees("Ответ 0")
    server.kill()
    guest.say("Сообщение 1")
    expect(guest.page.locator(".said.waiting")).to_have_count(1)
    agent.write("Ответ 1")
    agent.page.locator("otvet-composer textarea").press("Control+Enter")
    expect(agent.page.locator(".said-by.waits-line")).to_have_count(1)
    expect(agent.page.locator("otvet-thread .banner")).to_be_visible()
    server.start()
    expect(guest.page.locator(".said.waiting")).to_have_count(0, timeout=40_000)
    expect(agent.page.locator(".said-by.waits-line")).to_have_count(0, timeout=40_000)
    # the buyer's message was there first: the answer comes back for a second look and is not lost
    expect(agent.page.locator(".moved, .said-by.us:has-text('Ответ 1')").first).to_be_visible()
    if agent.page.locator(".moved").count():
        agent.page.get_by_role("button", name="Всё равно отправить").click()
    guest.sees("Ответ 1")
    guest.say("Сообщение 2")
    expect(agent.page.locator(".said-by.buyer", has_text="Сообщение 2")).to_be_visible(timeout=40_000)
    agent.send("Ответ 2")
    guest.sees("Ответ 2")
    own = [text for text in guest.texts() if text.startswith("Сообщение")]
    answers = [text for text in guest.texts() if text.startswith("Ответ")]
    assert own == ["Сообщение 0", "Сообщение 1", "Сообщение 2"]
    assert answers == ["Ответ 0", "Ответ 1", "Ответ 2"]
    assert agent.texts(".said-by .bubble") == guest.texts()
    guest.page.reload()
    guest.sees("Ответ 2")
    assert sorted(guest.texts()) == sorted(own + answers)


def test_ten_tabs_of_one_agent_hear_everything_and_each_can_still_send(server, buyer, desk, person):
    """One stream for all of them: a browser opens only six connections to one server."""
    guest = buyer(server.address)
    guest.begin("Вопрос ко всем вкладкам")
    context = person(width=1200)
    first = desk(server.address, context=context)
    first.page.goto(f"{server.address}/desk?view=all")
    first.page.locator(".row").first.click()
    first.page.locator("otvet-composer textarea").wait_for()
    tabs = [first] + [desk(server.address, context=context) for _ in range(9)]
    for tab in tabs[1:]:
        tab.page.goto(first.page.url)
        tab.page.locator("otvet-composer textarea").wait_for()
    for number, tab in enumerate(tabs):
        tab.page.bring_to_front()
        tab.send(f"Ответ из вкладки {number}")
        guest.sees(f"Ответ из вкладки {number}")
    wanted = [f"Ответ из вкладки {number}" for number in range(10)]
    for tab in tabs:
        expect(tab.page.locator(".said-by.us .bubble")).to_have_count(10)
        assert tab.texts(".said-by.us .bubble") == wanted
    guest.say("Всем спасибо")
    for tab in tabs:
        expect(tab.page.locator(".said-by.buyer", has_text="Всем спасибо")).to_be_visible()


def test_without_shared_workers_one_tab_leads_and_the_next_takes_over(server, buyer, desk, person):
    """A lock decides who listens; the others hear it from there, also after the leader is gone."""
    guest = buyer(server.address)
    guest.begin("Вопрос")
    context = person()
    context.add_init_script("delete window.SharedWorker")
    tabs = [desk(server.address, context=context) for _ in range(3)]
    for tab in tabs:
        tab.page.goto(f"{server.address}/desk?view=all")
        tab.page.locator(".row").first.click()
        tab.page.locator("otvet-composer textarea").wait_for()
    guest.say("Слышно?")
    for tab in tabs:
        expect(tab.page.locator(".said-by.buyer", has_text="Слышно?")).to_be_visible()
    tabs.pop(0).page.close()
    guest.say("А теперь?")
    for tab in tabs:
        expect(tab.page.locator(".said-by.buyer", has_text="А теперь?")).to_be_visible()


def _late_stream(context):
    """A browser whose live streams connect when they are let: what is asked for them waits in the list."""
    context.add_init_script("delete window.SharedWorker; delete navigator.locks")
    waiting = []
    context.route("**/api/v1/live*", lambda one: waiting.append(one))  # noqa: PLW0108  a method would not do here
    return waiting


def _let(waiting, page):
    for _ in range(100):
        if waiting:
            break
        page.wait_for_timeout(50)
    assert waiting, "no stream was asked for"
    while waiting:
        waiting.pop(0).continue_()


def test_what_happens_between_the_list_and_the_stream_is_seen(server, buyer, desk, person):
    """Both sides have loaded, neither hears yet, and something comes: each shows it once it hears, without being asked."""
    context = person()
    waiting = _late_stream(context)
    agent = desk(server.address, context=context)
    agent.page.goto(f"{server.address}/desk?view=all")
    expect(agent.page.locator("otvet-list .rows")).to_be_visible()
    agent.page.wait_for_timeout(500)
    guest = buyer(server.address)
    guest.begin("Меня видно?")
    agent.page.wait_for_timeout(1_500)  # whatever follows from it, routing and clocks, is over too
    _let(waiting, agent.page)
    # at once: what happens next would bring it up in the end
    expect(agent.page.locator(".row", has_text="Меня видно?")).to_be_visible(timeout=2_000)
    agent.page.locator(".row").first.click()
    agent.page.locator("otvet-composer textarea").wait_for()

    late = _late_stream(guest.page.context)
    guest.page.reload()
    guest.page.locator(".said").first.wait_for()
    guest.page.wait_for_timeout(500)
    agent.send("Проверяю заказ")
    agent.page.wait_for_timeout(1_500)
    _let(late, guest.page)
    expect(guest.page.locator(".said", has_text="Проверяю заказ").last).to_be_visible(timeout=2_000)


@pytest.fixture
def proxied(server, tmp_path, spare_port):
    """A default nginx before the server."""
    if NGINX is None:
        pytest.skip("nginx is not installed; apt install nginx-light")
    port, folder = spare_port, tmp_path / "nginx"
    folder.mkdir()
    (folder / "nginx.conf").write_text(CONF.format(folder=folder, port=port, upstream=server.address))
    running = subprocess.Popen(
        [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    )
    time.sleep(0.5)
    assert running.poll() is None, (folder / "error.log").read_text()
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(10)


def test_the_stream_works_through_a_default_nginx(server, proxied, buyer, desk):
    """Words and typing come at once, not when a buffer is full."""
    guest, agent = _both(server, buyer, desk, proxied)
    begun = time.monotonic()
    guest.say("Через прокси")
    expect(agent.page.locator(".said-by.buyer", has_text="Через прокси")).to_be_visible()
    agent.page.locator("otvet-composer textarea").press_sequentially("Отвечаю")
    expect(guest.page.locator(".talk .typing")).to_be_visible()
    agent.send("Отвечаю через прокси.")
    guest.sees("Отвечаю через прокси.")
    assert time.monotonic() - begun < 10

"""A server of its own for each journey, and the browser that walks it."""

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import TimeoutError as TookTooLong
from playwright.sync_api import expect, sync_playwright

from browser.words import until
from servers import free_port

CHROMIUM = os.environ.get("OTVET_TEST_CHROMIUM", "/usr/bin/chromium")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
READY_SECONDS = 30
expect.set_options(
    timeout=15_000
)  # as `set_default_timeout` below: two browsers and two servers share two cores


# What a browser says when its patience has run out: walked once more, and named in the closing lines of the run.
OUT_OF_PATIENCE = (r"Timeout \d+ms exceeded", r"with timeout \d+ms")


def pytest_collection_modifyitems(items):
    """Two workers with a server and a browser each are late at times; what is wrong fails twice."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=list(OUT_OF_PATIENCE)))


class Server:
    """The program as a person starts it, with an embedded database of its own."""

    def __init__(self, folder: Path, command: str = "up") -> None:
        self.folder = folder
        self.command = command
        self.said = []  # what it printed before it was ready
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self) -> None:
        """Returns when it says that it is ready."""
        log = (self.folder / "log").open("ab")
        command = [
            sys.executable,
            "-m",
            "otvet",
            self.command,
            "--port",
            str(self.port),
            "--metrics-port",
            "0",
        ]
        self.process = subprocess.Popen(
            [*command, "--data-dir", str(self.folder / "data")],
            stdout=subprocess.PIPE, stderr=log, text=True,
            # A journey begins at an empty desk; words are what it meets at the gate, and models take seconds to load.
            env=os.environ | {"OTVET_DEMO_PAST": "false", "OTVET_MODELS": "false", "OTVET_WORKERS": "0"},
        )  # fmt: skip
        log.close()
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("otvet ready"):
                return
        raise AssertionError(f"the server did not start: {(self.folder / 'log').read_text()[-2000:]}")

    def kill(self) -> None:
        """As a power cut does: no goodbye."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self) -> None:
        """Ends it, however it stands."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def spare_port():
    """A port for a server that a test writes itself."""
    return free_port()


@pytest.fixture
def server(tmp_path):
    """A fresh demo on a free port."""
    made = Server(tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def bare_server(tmp_path):
    """The server alone, as somebody installs it: nobody, no shop, no demo."""
    made = Server(tmp_path, "serve")
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory):
    """One demo for a whole file of tests that only look."""
    made = Server(tmp_path_factory.mktemp("demo"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def chromium():
    """The browser, once; every test opens contexts of its own."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM}; set OTVET_TEST_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def person(chromium):
    """Opens a browser profile: `person("agent")` is another one than `person("buyer")`."""
    opened = []

    def profile(width=1440, height=900, language="ru-RU", **more):
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=language, **more)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield profile
    for context in opened:
        with suppress(Exception):
            context.close()


@pytest.fixture
def complaints():
    """Collects what a page complains about; `watch(page)` before it goes anywhere."""

    class Complaints(list):
        def watch(self, page):
            page.on("pageerror", lambda error: self.append(f"error: {error}"))
            page.on("console", lambda said: said.type == "error" and self.append(f"console: {said.text}"))
            return page

    return Complaints()


class Desk:
    """An agent's tab and what one does in it."""

    def __init__(self, page) -> None:
        self.page = page

    def open(self, name, view="all"):
        """The conversation of a buyer, from the list."""
        self.page.goto(f"{self.origin}/desk?view={view}")
        self.page.locator(".row", has_text=name).first.click()
        self.page.locator("otvet-composer textarea").wait_for()

    def find(self, reference):
        """The conversation with this number, whatever else waits: the first of the list is the most urgent one."""
        self.page.goto(f"{self.origin}/desk?view=all&q={reference}")
        self.page.locator(".row").first.click()
        self.page.locator("otvet-composer textarea").wait_for()

    @property
    def origin(self):
        parts = urlsplit(self.page.url)
        return f"{parts.scheme}://{parts.netloc}"

    def write(self, text):
        self.page.locator("otvet-composer textarea").fill(text)

    def send(self, text):
        """Writes, waits for the gate's word beside the box, and sends with the keys."""
        self.write(text)
        self.page.locator("otvet-composer .level.allow").wait_for()
        self.page.locator("otvet-composer textarea").press("Control+Enter")

    def texts(self, kind=".bubble"):
        return self.page.locator(f"otvet-thread .log {kind}").all_inner_texts()


def _pressed_until_in(page, button):
    """A button pressed before its script has come does nothing: whoever sees that presses again."""
    for _ in range(6):
        button.click()
        try:
            page.wait_for_url(re.compile(r"^[^?]*/(desk|seller)"), timeout=10_000)
        except TookTooLong:
            continue
        return
    raise AssertionError("nobody was let in")


@pytest.fixture
def desk(person):
    """Signs a member of the demo's staff in, in a new profile or as another tab of one."""

    def sign_in(address, who="ilya", context=None, duty="away"):
        """Nothing is given to somebody who is away: a test that is about routing says `online`."""
        page = (context or person()).new_page()
        page.add_init_script(
            f"localStorage.getItem('otvet-duty') ?? localStorage.setItem('otvet-duty', '{duty}')"
        )
        page.goto(f"{address}/sign-in?next=/desk")
        if page.url.endswith("/sign-in?next=/desk"):
            _pressed_until_in(page, page.locator(f'[data-email="{who}@demo.otvet"]'))
        # keys are heard once the desk knows who sits there; a server that has just started is slow at first
        until(page, "document.querySelector('otvet-desk')?.store?.rows")
        return Desk(page)

    return sign_in


class Buyer:
    """A buyer's chat page and what one does in it."""

    def __init__(self, page, address) -> None:
        self.page = page
        self.address = address

    def begin(self, text, topic="order-not-received"):
        """The first message; returns the reference number."""
        self.page.goto(f"{self.address}/chat#/new?topic={topic}")
        self.say(text)
        self.page.locator(".thread-head .reference").wait_for()
        return self.page.locator(".thread-head .reference").inner_text()

    def say(self, text):
        self.page.locator("#chat-text").fill(text)
        self.page.locator("#chat-text").press("Enter")

    def sees(self, text):
        self.page.locator(".talk .bubble", has_text=text).first.wait_for()

    def texts(self):
        return self.page.locator(".talk .bubble").all_inner_texts()


@pytest.fixture
def buyer(person):
    """A guest in a profile of their own."""

    def come(address, **how):
        return Buyer(person(**how).new_page(), address)

    return come

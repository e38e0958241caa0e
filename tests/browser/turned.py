"""The demo in this process, under a clock that a test sets and puts forward: days pass without waiting for them."""

import datetime as dt
import threading
import time
from contextlib import contextmanager

import uvicorn

from otvet.clock import SystemClock
from otvet.demo.people import DemoPeople
from otvet.market.demo_shop import DemoShop
from otvet.settings import Settings
from otvet.web.app import create_app


class SetClock(SystemClock):
    """The machine's clock, set to another time and put forward by hand."""

    def __init__(self, at: dt.datetime) -> None:
        super().__init__()
        self._ahead = int(at.timestamp() * 1000) - super().now()

    def now(self) -> int:
        return super().now() + self._ahead

    def forward(self, *, minutes: float = 0, days: float = 0) -> None:
        self._ahead += int((minutes + days * 24 * 60) * 60_000)


@contextmanager
def demo_at(at, folder, port):
    """The demo, begun at that moment: its address and its clock."""
    clock = SetClock(at)
    shop = DemoShop(1, at.date())
    settings = Settings(data_dir=folder, models=False, workers=0, port=port, metrics_port=0)
    app = create_app(settings, shop, DemoPeople(shop, public=False), clock=clock)
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_config=None, lifespan="on", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}", clock
    server.should_exit = True
    thread.join(20)

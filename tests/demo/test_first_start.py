"""A first start with judges leaves the words to them, and no memory behind."""

import subprocess
import sys
from datetime import date

import pytest

from aside import aside
from otvet.demo.people import DemoPeople
from otvet.market.demo_shop import DemoShop
from otvet.policy import Gate
from otvet.settings import Settings
from otvet.web.app import create_app


@pytest.mark.normal  # starts a judge, which loads words
def test_what_is_put_there_is_checked_by_the_judges(tmp_path, monkeypatch):
    """The words at hand are many and checked before anybody comes; the server's own gate is never asked."""
    asked = []
    here = Gate.check_here
    monkeypatch.setattr(Gate, "check_here", lambda *args: asked.append(args) or here(*args))

    async def start():
        shop = DemoShop(1, date(2026, 11, 22))
        settings = Settings(data_dir=tmp_path, workers=1, models=False)
        app = create_app(settings, shop, DemoPeople(shop, public=False))
        async with app.lifespan():
            house = app.state.house
            lead = next(one for one in house.people.staff_list() if one.role == "supervisor")
            return house.at_hand.templates.usable(house.people.stand_in(lead.id))

    assert len(aside(start())) > 5
    assert not asked


def test_memory_goes_back_to_the_system():
    """Where the C library can; in a process of its own, for the whole process is changed."""
    told = (
        "from otvet.cli import memory; memory.keep_together(); rows = [bytes(5_000) for _ in range(20_000)]\n"
        "resident = lambda: int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6\n"
        "kept = bytes(5_000); full = resident(); del rows; memory.give_back(); print(full - resident() > 50)"
    )
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True"

"""The day on which the tests' demo shop stands, and an order of it that may be given back that day."""

from datetime import UTC, date, datetime

import pytest

from contracts.market_contract import Known, MarketContract
from otvet.market.demo_shop import LATE_LAPTOP, MARINA

TODAY = date(2026, 11, 22)
DELIVERED = "48651-9685"  # a kettle of Марина's, handed over on 25 October


def at(day: date) -> int:
    """Noon of the day, in ms."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1000)


class KeepsTheContract(MarketContract):
    """The contract over the demo's goods, whoever offers them: `opened` opens the shop, as often as one likes."""

    @pytest.fixture
    def market(self, opened):
        return opened()

    @pytest.fixture
    def anew(self, opened):
        return opened

    @pytest.fixture
    def turn(self, clock):
        return lambda days: clock.turn(hours=24 * days)

    @pytest.fixture
    def known(self):
        return Known(
            sku="KT-170-GR", word="Ладога", order=LATE_LAPTOP, buyer=MARINA, delivered=DELIVERED, like="KT-170-WH",
            stranger="shop_1005",
        )  # fmt: skip

from __future__ import annotations

import pytest

from souk_order.testing.examples import NOW
from souk_order.testing.fakes import FakeStock
from souk_order.testing.stock_behaviour import StockBehaviour
from testkit.clock import ManualClock


class FakeShelf:
    sku = "MUG"

    def __init__(self) -> None:
        self.clock = ManualClock(NOW)
        self.stock = FakeStock(self.clock, MUG=5)

    async def left(self) -> int:
        return self.stock.left["MUG"]

    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)


class TestFakeStock(StockBehaviour):
    @pytest.fixture
    def shelf(self) -> FakeShelf:
        return FakeShelf()

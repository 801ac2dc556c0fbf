"""What the saga relies on; the fake and the product service (e2e/python) both pass it, so the fake cannot lie."""

from __future__ import annotations

import asyncio
from typing import Protocol
from uuid import uuid4

import pytest

from kit.ids import uuid7
from souk_order.domain.failures import OutOfStock, ReservationExpired
from souk_order.domain.quotes import Held, Line
from souk_order.ports import Stock
from souk_order.testing.examples import a_quote

TTL_S = 60


class Shelf(Protocol):
    """Five mugs, and a clock that can be moved."""

    sku: str
    stock: Stock

    async def left(self) -> int: ...
    def wait(self, seconds: float) -> None: ...


class StockBehaviour:
    @pytest.fixture
    def key(self) -> str:
        return str(uuid7())

    async def test_what_is_reserved_is_no_longer_for_sale(self, shelf: Shelf, key: str) -> None:
        await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)

        assert await shelf.left() == 3

    async def test_a_reservation_says_what_it_left(self, shelf: Shelf, key: str) -> None:
        held = await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)

        assert held.left == {shelf.sku: 3}

    async def test_reserving_again_with_the_key_changes_nothing(self, shelf: Shelf, key: str) -> None:
        for _ in range(3):
            await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)

        assert await shelf.left() == 3

    async def test_more_than_there_is_is_refused_with_facts(self, shelf: Shelf, key: str) -> None:
        with pytest.raises(OutOfStock) as refused:
            await shelf.stock.reserve(key, mugs(shelf, 6), TTL_S)

        assert refused.value.facts == {"sku": shelf.sku, "wanted": 6, "left": 5}
        assert await shelf.left() == 5

    async def test_a_refused_key_holds_nothing_to_commit_or_release(self, shelf: Shelf, key: str) -> None:
        with pytest.raises(OutOfStock):
            await shelf.stock.reserve(key, mugs(shelf, 6), TTL_S)

        with pytest.raises(ReservationExpired):
            await shelf.stock.commit(key)
        await shelf.stock.release(key)
        assert await shelf.left() == 5

    async def test_many_at_once_never_take_more_than_there_is(self, shelf: Shelf) -> None:
        wanting = [shelf.stock.reserve(str(uuid4()), mugs(shelf, 1), TTL_S) for _ in range(16)]

        answers = await asyncio.gather(*wanting, return_exceptions=True)

        assert sum(isinstance(answer, Held) for answer in answers) == 5
        assert sum(isinstance(answer, OutOfStock) for answer in answers) == 11
        assert await shelf.left() == 0

    async def test_a_commit_keeps_the_goods_off_the_shelf_for_good(self, shelf: Shelf, key: str) -> None:
        await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)
        for _ in range(2):
            await shelf.stock.commit(key)
        shelf.wait(TTL_S + 1)

        await shelf.stock.reserve(str(uuid7()), mugs(shelf, 1), TTL_S)
        assert await shelf.left() == 2

    async def test_what_is_sold_at_once_is_off_the_shelf_for_good(self, shelf: Shelf, key: str) -> None:
        for _ in range(2):
            await shelf.stock.sell(key, mugs(shelf, 2))
        shelf.wait(TTL_S + 1)

        await shelf.stock.commit(key)
        await shelf.stock.reserve(str(uuid7()), mugs(shelf, 1), TTL_S)
        assert await shelf.left() == 2

    async def test_what_was_held_is_sold_under_the_same_key(self, shelf: Shelf, key: str) -> None:
        await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)
        await shelf.stock.sell(key, mugs(shelf, 2))
        shelf.wait(TTL_S + 1)

        await shelf.stock.commit(key)
        assert await shelf.left() == 3

    async def test_more_than_there_is_is_not_sold(self, shelf: Shelf, key: str) -> None:
        with pytest.raises(OutOfStock):
            await shelf.stock.sell(key, mugs(shelf, 6))

        assert await shelf.left() == 5

    async def test_what_was_sold_is_put_back_once_and_not_sold_again(self, shelf: Shelf, key: str) -> None:
        await shelf.stock.sell(key, mugs(shelf, 2))
        for _ in range(2):
            await shelf.stock.release(key)

        with pytest.raises(ReservationExpired):
            await shelf.stock.sell(key, mugs(shelf, 2))
        assert await shelf.left() == 5

    async def test_a_commit_after_the_time_is_refused(self, shelf: Shelf, key: str) -> None:
        await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)
        shelf.wait(TTL_S + 1)

        with pytest.raises(ReservationExpired):
            await shelf.stock.commit(key)

    async def test_a_renewal_makes_a_hold_last_longer(self, shelf: Shelf, key: str) -> None:
        await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)
        shelf.wait(TTL_S - 1)
        await shelf.stock.renew(key, TTL_S)
        shelf.wait(TTL_S - 1)

        await shelf.stock.commit(key)

    async def test_a_renewal_after_the_time_is_refused(self, shelf: Shelf, key: str) -> None:
        await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)
        shelf.wait(TTL_S + 1)

        with pytest.raises(ReservationExpired):
            await shelf.stock.renew(key, TTL_S)

    async def test_a_released_hold_is_for_sale_again_once(self, shelf: Shelf, key: str) -> None:
        await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)

        for _ in range(2):
            await shelf.stock.release(key)

        assert await shelf.left() == 5

    async def test_releasing_a_commit_puts_the_goods_back_once(self, shelf: Shelf, key: str) -> None:
        await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)
        await shelf.stock.commit(key)

        for _ in range(2):
            await shelf.stock.release(key)

        assert await shelf.left() == 5

    async def test_a_late_reservation_after_its_release_holds_nothing(self, shelf: Shelf, key: str) -> None:
        await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)
        await shelf.stock.release(key)

        with pytest.raises(ReservationExpired):
            await shelf.stock.reserve(key, mugs(shelf, 2), TTL_S)
        with pytest.raises(ReservationExpired):
            await shelf.stock.commit(key)
        assert await shelf.left() == 5

    async def test_releasing_what_was_never_reserved_is_fine(self, shelf: Shelf, key: str) -> None:
        await shelf.stock.release(key)

        assert await shelf.left() == 5


def mugs(shelf: Shelf, quantity: int) -> tuple[Line, ...]:
    return a_quote(shelf.sku, quantity).lines

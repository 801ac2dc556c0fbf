"""What holds of stock at all times, in memory as in PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from kit.http.auth import User
from kit.ids import uuid7
from souk_product.actions import reservations
from souk_product.actions.deps import Deps
from souk_product.domain.stock import (
    Line,
    OtherLines,
    OutOfStock,
    Reservation,
    ReservationClosed,
    ReservationExpired,
    State,
    UnknownReservation,
    UnknownSku,
)
from testkit.clock import ManualClock

TTL = timedelta(minutes=15)
YEAR = timedelta(days=400)
MUG, BOWL, PLATE, FREE = "MUG", "BOWL", "PLATE", "POSTCARD"
ADMIN = User(uuid7(), "admin", uuid7())
SPOON, FORK = "SPOON", "FORK"  # plenty: 30 of each


@dataclass
class Shop:
    deps: Deps
    clock: ManualClock
    left: Callable[[str], Awaitable[int]]

    async def reserve(self, key: str, ttl: timedelta = TTL, **lines: int) -> Reservation:
        wanted = [Line(sku, quantity) for sku, quantity in lines.items()]
        return (await reservations.reserve(self.deps, key, wanted, ttl)).reservation


def a_shop(stock: Any, left: Callable[[str], Awaitable[int]]) -> Shop:
    clock = ManualClock()
    unused: Any = None
    deps = Deps(
        catalogue=unused,
        facets=unused,
        dictionary=unused,
        prices=unused,
        ratings=unused,
        sellers=unused,
        stock=stock,
        clock=clock,
        currency="INR",
        longest_hold=timedelta(hours=1),
        keep_closed=timedelta(days=30),
        shared_cache_s=5,
        keep_sold=YEAR,
        keep_movements=YEAR,
        return_settles=timedelta(minutes=5),
    )
    return Shop(deps, clock, left)


class StockBehaviour:
    async def test_a_hold_takes_its_quantity_off_the_stock(self, shop: Shop) -> None:
        held = await shop.reserve("order-1", MUG=2, BOWL=1)

        assert held.state is State.HELD
        assert held.expires_at == shop.clock.now() + TTL
        assert (await shop.left(MUG), await shop.left(BOWL)) == (3, 4)

    async def test_what_is_not_limited_by_its_stock_is_sold_past_zero_and_back(self, shop: Shop) -> None:
        reserved = await reservations.reserve(shop.deps, "order-1", [Line(FREE, 3), Line(MUG, 1)], TTL)
        assert reserved.left == {MUG: 4}
        assert await shop.left(FREE) == -3

        await reservations.release(shop.deps, "order-1")
        assert await shop.left(FREE) == 0

    async def test_of_plenty_as_of_little_a_key_holds_once_whatever_comes_at_once(self, shop: Shop) -> None:
        wanted = [Line(SPOON, 2), Line(FORK, 1), Line(FREE, 1)]
        answers = await asyncio.gather(*(reservations.reserve(shop.deps, "order-1", wanted, TTL) for _ in range(8)))

        assert len({answer.reservation for answer in answers}) == 1
        assert [answer.left for answer in answers if answer.is_new] == [{SPOON: 28, FORK: 29}]
        assert [await shop.left(sku) for sku in (SPOON, FORK, FREE)] == [28, 29, -1]

    async def test_plenty_is_sold_to_its_last_piece_and_no_further(self, shop: Shop) -> None:
        answers = await asyncio.gather(
            *(shop.reserve(f"order-{n}", SPOON=1 + n % 2) for n in range(40)), return_exceptions=True
        )

        held = [answer for answer in answers if isinstance(answer, Reservation)]
        assert sum(line.quantity for reservation in held for line in reservation.lines) == 30 - await shop.left(SPOON)
        assert all(isinstance(answer, Reservation | OutOfStock) for answer in answers)
        assert await shop.left(SPOON) in (0, 1)

    async def test_plenty_of_one_line_holds_nothing_where_another_is_refused(self, shop: Shop) -> None:
        with pytest.raises(OutOfStock):
            await shop.reserve("order-1", SPOON=2, MUG=6)
        with pytest.raises(UnknownSku):
            await shop.reserve("order-1", SPOON=2, HAT=1)

        assert await shop.left(SPOON) == 30
        assert (await shop.reserve("order-1", SPOON=2, MUG=5)).state is State.HELD

    async def test_of_plenty_and_little_in_any_order_nobody_deadlocks(self, shop: Shop) -> None:
        async def come_and_go(n: int) -> None:
            lines = [{SPOON: 1, FORK: 1}, {FORK: 1, SPOON: 1}, {SPOON: 1, MUG: 1}, {BOWL: 1, FORK: 1, MUG: 1}][n % 4]
            await shop.reserve(f"order-{n // 2}-{n % 4}", TTL, **lines)
            await reservations.release(shop.deps, f"order-{n // 2}-{n % 4}")

        answers = await asyncio.gather(*(come_and_go(n) for n in range(32)), return_exceptions=True)

        assert all(answer is None or isinstance(answer, OutOfStock) for answer in answers)
        assert [await shop.left(sku) for sku in (SPOON, FORK, MUG, BOWL)] == [30, 30, 5, 5]

    async def test_what_is_sold_at_once_stays_sold(self, shop: Shop) -> None:
        for sku, left in ((SPOON, 28), (MUG, 3)):
            for is_new in (True, False):
                sold = await reservations.sell(shop.deps, f"order-{sku}", [Line(sku, 2)])
                assert (sold.reservation.state, sold.is_new) == (State.COMMITTED, is_new)
            shop.clock.advance(days=1)
            await reservations.return_lapsed(shop.deps)
            assert await shop.left(sku) == left

    async def test_only_scarce_goods_are_held_and_plenty_are_sold_until_they_are_released(self, shop: Shop) -> None:
        for sku, state, left in ((SPOON, State.COMMITTED, 28), (MUG, State.HELD, 3)):
            for is_new in (True, False):
                kept = await reservations.hold_scarce(shop.deps, f"order-{sku}", [Line(sku, 2)], TTL)
                assert (kept.reservation.state, kept.is_new) == (state, is_new)
            assert await shop.left(sku) == left
        both = await reservations.hold_scarce(shop.deps, "order-of-both", [Line(SPOON, 1), Line(MUG, 1)], TTL)
        assert both.reservation.state is State.HELD

        for key in (f"order-{SPOON}", f"order-{MUG}", "order-of-both"):
            await reservations.renew(shop.deps, key, TTL)
            await reservations.release(shop.deps, key)

        assert (await shop.left(SPOON), await shop.left(MUG)) == (30, 5)

    async def test_all_lines_or_none(self, shop: Shop) -> None:
        with pytest.raises(OutOfStock) as refused:
            await shop.reserve("order-1", MUG=2, BOWL=6)

        assert refused.value.facts == {"sku": BOWL, "wanted": 6, "left": 5}
        assert await shop.left(MUG) == 5
        with pytest.raises(UnknownReservation):
            await reservations.find_reservation(shop.deps, "order-1")

    async def test_an_unknown_sku_is_refused(self, shop: Shop) -> None:
        with pytest.raises(UnknownSku):
            await shop.reserve("order-1", HAT=1)

    async def test_sixteen_at_once_on_five_leave_five_holds_and_no_stock(self, shop: Shop) -> None:
        answers = await asyncio.gather(*(shop.reserve(f"order-{n}", MUG=1) for n in range(16)), return_exceptions=True)

        assert sum(isinstance(answer, Reservation) for answer in answers) == 5
        assert sum(isinstance(answer, OutOfStock) for answer in answers) == 11
        assert await shop.left(MUG) == 0

    async def test_lines_in_any_order_do_not_deadlock(self, shop: Shop) -> None:
        async def come_and_go(n: int) -> None:
            lines = {MUG: 1, BOWL: 1, PLATE: 1} if n % 2 else {PLATE: 1, BOWL: 1, MUG: 1}
            await shop.reserve(f"order-{n}", TTL, **lines)
            await reservations.release(shop.deps, f"order-{n}")

        answers = await asyncio.gather(*(come_and_go(n) for n in range(24)), return_exceptions=True)

        assert all(answer is None or isinstance(answer, OutOfStock) for answer in answers)
        assert [await shop.left(sku) for sku in (MUG, BOWL, PLATE)] == [5, 5, 5]

    async def test_the_same_key_twice_at_once_holds_once(self, shop: Shop) -> None:
        wanted = [Line(MUG, 2)]
        answers = await asyncio.gather(*(reservations.reserve(shop.deps, "order-1", wanted, TTL) for _ in range(8)))

        assert len({answer.reservation for answer in answers}) == 1
        assert sorted(answer.is_new for answer in answers) == [False] * 7 + [True]
        assert await shop.left(MUG) == 3

    async def test_the_same_key_with_other_lines_is_refused(self, shop: Shop) -> None:
        await shop.reserve("order-1", MUG=2)

        with pytest.raises(OtherLines):
            await shop.reserve("order-1", MUG=3)

    async def test_a_lapsed_hold_is_open_to_others_before_any_job_ran(self, shop: Shop) -> None:
        await shop.reserve("order-1", MUG=5)
        shop.clock.advance(minutes=15)

        await shop.reserve("order-2", MUG=4)

        assert await shop.left(MUG) == 1
        assert (await reservations.find_reservation(shop.deps, "order-1")).state is State.EXPIRED

    async def test_a_lapsed_hold_reads_as_expired_and_cannot_be_committed(self, shop: Shop) -> None:
        await shop.reserve("order-1", MUG=1)
        shop.clock.advance(minutes=15)

        assert (await reservations.find_reservation(shop.deps, "order-1")).state is State.EXPIRED
        assert (await shop.reserve("order-1", MUG=1)).state is State.EXPIRED
        with pytest.raises(ReservationExpired):
            await reservations.commit(shop.deps, "order-1")
        with pytest.raises(ReservationExpired):
            await reservations.renew(shop.deps, "order-1", TTL)

    async def test_the_job_returns_lapsed_stock_once(self, shop: Shop) -> None:
        await shop.reserve("order-1", MUG=2)
        await shop.reserve("order-2", timedelta(minutes=30), MUG=1)
        shop.clock.advance(minutes=15)

        returned = await asyncio.gather(*(reservations.return_lapsed(shop.deps) for _ in range(4)))

        assert sum(returned) == 1
        assert await shop.left(MUG) == 4

    async def test_a_committed_hold_stays_sold(self, shop: Shop) -> None:
        await shop.reserve("order-1", MUG=2)
        first = await reservations.commit(shop.deps, "order-1")
        shop.clock.advance(days=1)

        assert await reservations.commit(shop.deps, "order-1") == first
        assert await reservations.return_lapsed(shop.deps) == 0
        assert await shop.left(MUG) == 3

    async def test_release_of_a_committed_one_puts_its_stock_back_once(self, shop: Shop) -> None:
        await shop.reserve("order-1", MUG=2)
        await reservations.commit(shop.deps, "order-1")

        released = await asyncio.gather(*(reservations.release(shop.deps, "order-1") for _ in range(4)))

        assert {reservation.state for reservation in released} == {State.RELEASED}
        assert await shop.left(MUG) == 5
        with pytest.raises(ReservationClosed):
            await reservations.commit(shop.deps, "order-1")

    async def test_a_renewed_hold_outlives_its_first_end_and_never_gets_shorter(self, shop: Shop) -> None:
        await shop.reserve("order-1", MUG=1)
        shop.clock.advance(minutes=10)
        renewed = await reservations.renew(shop.deps, "order-1", TTL)
        again = await reservations.renew(shop.deps, "order-1", timedelta(seconds=1))
        shop.clock.advance(minutes=10)

        assert renewed.expires_at == again.expires_at
        assert (await reservations.commit(shop.deps, "order-1")).state is State.COMMITTED

    async def test_no_hold_is_longer_than_the_shop_allows(self, shop: Shop) -> None:
        held = await shop.reserve("order-1", timedelta(days=1), MUG=1)

        assert held.expires_at == shop.clock.now() + shop.deps.longest_hold

    async def test_of_commit_and_expiry_at_once_one_wins_and_the_stock_agrees(self, shop: Shop) -> None:
        for n in range(10):
            await shop.reserve(f"order-{n}", timedelta(minutes=n + 1), MUG=1)
            shop.clock.advance(minutes=n + (n % 2))  # half of them have lapsed, half have not
            answers: Any = await asyncio.gather(
                reservations.commit(shop.deps, f"order-{n}"),
                reservations.return_lapsed(shop.deps),
                return_exceptions=True,
            )
            lapsed = isinstance(answers[0], ReservationExpired)
            assert lapsed == (n % 2 == 1)
            # The job passes over what a commit is looking at, and comes again.
            assert answers[1] + await reservations.return_lapsed(shop.deps) == int(lapsed)
            await reservations.release(shop.deps, f"order-{n}")
            assert await shop.left(MUG) == 5

    async def test_what_came_to_nothing_is_forgotten_in_the_end_and_what_was_sold_is_not(self, shop: Shop) -> None:
        await shop.reserve("order-1", MUG=1)
        await shop.reserve("order-2", MUG=1)
        await reservations.release(shop.deps, "order-1")
        await reservations.commit(shop.deps, "order-2")
        shop.clock.advance(days=31)

        assert await reservations.forget_closed(shop.deps) == 1
        assert (await reservations.find_reservation(shop.deps, "order-2")).state is State.COMMITTED

    async def test_what_was_sold_long_ago_is_rolled_up_and_stays_sold(self, shop: Shop) -> None:
        await shop.reserve("order-1", MUG=1)
        await reservations.commit(shop.deps, "order-1")
        shop.clock.advance(days=399)
        assert await shop.deps.stock.sum_sold(shop.clock.now() - shop.deps.keep_sold) == 0

        shop.clock.advance(days=2)
        while await reservations.roll_up(shop.deps):
            pass

        with pytest.raises(UnknownReservation):
            await reservations.find_reservation(shop.deps, "order-1")
        assert await shop.left(MUG) == 4

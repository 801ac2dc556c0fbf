"""Holding stock for an order: reserve, renew, commit, release; every verb may be repeated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from souk_product.actions.deps import Deps
from souk_product.domain.stock import Line, Reservation, Reserved, State, UnknownReservation, must_suffice

AT_ONCE = 100


async def reserve(deps: Deps, key: str, lines: Iterable[Line], ttl: timedelta) -> Reserved:
    """All lines or none; the same key again gets the reservation as it is now."""
    now = deps.clock.now()
    wanted = Reservation.hold(key, lines, at=now, ttl=min(ttl, deps.longest_hold))
    return await _kept(deps, wanted, now)


async def hold_scarce(deps: Deps, key: str, lines: Iterable[Line], ttl: timedelta) -> Reserved:
    """As `reserve`, but what there is plenty of is sold at once: a hold would keep nobody from it any less."""
    now = deps.clock.now()
    wanted = tuple(lines)
    sale = Reservation.sale(key, wanted, at=now)
    if (left := await deps.stock.take_of_plenty(sale, now)) is not None:
        return Reserved(sale, is_new=True, left=left)
    return await _taken(deps, Reservation.hold(key, wanted, at=now, ttl=min(ttl, deps.longest_hold)), now)


async def sell(deps: Deps, key: str, lines: Iterable[Line]) -> Reserved:
    """Reserved and committed at once, where nothing is asked in between; a hold under this key is committed."""
    now = deps.clock.now()
    reserved = await _kept(deps, Reservation.sale(key, lines, at=now), now)
    if reserved.reservation.state is State.COMMITTED:
        return reserved
    return Reserved(await commit(deps, key), is_new=False)


async def _kept(deps: Deps, wanted: Reservation, now: datetime) -> Reserved:
    left = await deps.stock.take_of_plenty(wanted, now)
    if left is not None:
        return Reserved(wanted, is_new=True, left=left)
    return await _taken(deps, wanted, now)


async def _taken(deps: Deps, wanted: Reservation, now: datetime) -> Reserved:
    async with deps.stock.transaction() as stock:
        existing = await stock.claim(wanted, now)
        if existing is not None:
            return Reserved(existing.repeated_with(wanted.lines).seen_at(now), is_new=False)
        shelf = await stock.open_shelf(wanted.lines, now)
        must_suffice(wanted.lines, shelf)
        await stock.take(wanted.lines, shelf, now)
    return Reserved(wanted, is_new=True, left=shelf.left_after(wanted.lines))


async def find_reservation(deps: Deps, key: str) -> Reservation:
    reservation = await deps.stock.find(key)
    if reservation is None:
        raise UnknownReservation(key)
    return reservation.seen_at(deps.clock.now())


async def commit(deps: Deps, key: str) -> Reservation:
    """The stock is sold for good; a hold that has lapsed is refused even if its stock is still there."""
    now = deps.clock.now()
    if committed := await deps.stock.commit_held(key, now):
        return committed
    async with deps.stock.transaction() as stock:
        reservation = (await stock.get(key)).committed(now)
        await stock.save(reservation, now)
    return reservation


async def renew(deps: Deps, key: str, ttl: timedelta) -> Reservation:
    async with deps.stock.transaction() as stock:
        now = deps.clock.now()
        reservation = (await stock.get(key)).renewed(now, min(ttl, deps.longest_hold))
        await stock.save(reservation, now)
    return reservation


async def release(deps: Deps, key: str) -> Reservation:
    async with deps.stock.transaction() as stock:
        now = deps.clock.now()
        before = await stock.get(key)
        reservation = before.released()
        if not before.gave_back:
            await stock.put_back([before], now)
            await stock.save(reservation, now)
    return reservation


async def take_back(deps: Deps, lines: Sequence[Line], once: UUID) -> None:
    """What a buyer sent back; the same fact told again changes nothing."""
    async with deps.stock.transaction(once=once) as stock:
        await stock.take_back(lines, deps.clock.now())


async def return_lapsed(deps: Deps) -> int:
    """Puts the stock of holds past their time back, some at a time; readers do not wait for it."""
    async with deps.stock.transaction() as stock:
        now = deps.clock.now()
        lapsed = await stock.list_lapsed(now, AT_ONCE)
        await stock.put_back(lapsed, now)
        for reservation in lapsed:
            await stock.save(reservation.seen_at(now), now)
    return len(lapsed)


async def tell_settled(deps: Deps) -> int:
    """What was held to the last piece and is free again is news once nobody has taken it for a while."""
    now = deps.clock.now()
    async with deps.stock.transaction() as stock:
        return await stock.tell_settled(now - deps.return_settles, now)


async def forget_closed(deps: Deps) -> int:
    """What came to nothing is only kept long enough to answer late repeats."""
    return await deps.stock.forget_closed(deps.clock.now() - deps.keep_closed)


async def roll_up(deps: Deps) -> int:
    """Old sales and movements, some at a time, into one movement per SKU: the sum stays what it was."""
    now = deps.clock.now()
    return await deps.stock.sum_sold(now - deps.keep_sold) + await deps.stock.sum_movements(now - deps.keep_movements)

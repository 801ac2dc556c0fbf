"""Stock in memory, for actions whose subject is not SQL; it passes the same tests as PostgresStock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Self
from uuid import UUID

from contracts.product import LOW_STOCK
from souk_product.domain.stock import Line, Reservation, Shelf, State, UnknownReservation


class FakeStock:
    def __init__(self, stock: Mapping[str, int], unlimited: Collection[str] = ()) -> None:
        self.stock = dict(stock)
        self.unlimited = frozenset(unlimited)
        self._reservations: dict[str, tuple[Reservation, datetime]] = {}
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self, once: UUID | None = None) -> AsyncIterator[Self]:
        async with self._turn:
            before = dict(self.stock), dict(self._reservations)
            try:
                yield self
            except BaseException:
                self.stock, self._reservations = before
                raise

    async def find(self, key: str) -> Reservation | None:
        return self._reservations[key][0] if key in self._reservations else None

    async def get(self, key: str) -> Reservation:
        found = await self.find(key)
        if found is None:
            raise UnknownReservation(key)
        return found

    async def take_of_plenty(self, wanted: Reservation, now: datetime) -> dict[str, int] | None:
        async with self._turn:
            after = {line.sku: self.stock[line.sku] - line.quantity for line in wanted.lines if line.sku in self.stock}
            plenty = all(left > LOW_STOCK for sku, left in after.items() if sku not in self.unlimited)
            if not plenty or len(after) < len(wanted.lines) or wanted.key in self._reservations:
                return None
            self.stock |= after
            await self.save(wanted, now)
            return {sku: left for sku, left in after.items() if sku not in self.unlimited}

    async def commit_held(self, key: str, now: datetime) -> Reservation | None:
        async with self._turn:
            held = await self.find(key)
            if held is None or held.state is not State.HELD or held.has_lapsed(now):
                return None
            await self.save(held.committed(now), now)
            return held.committed(now)

    async def claim(self, wanted: Reservation, now: datetime) -> Reservation | None:
        existing = await self.find(wanted.key)
        if existing is None:
            await self.save(wanted, now)
        return existing

    async def open_shelf(self, lines: Iterable[Line], now: datetime) -> Shelf:
        skus = {line.sku for line in lines}
        lapsed = tuple(
            reservation
            for reservation in await self.list_lapsed(now, len(self._reservations))
            if skus & {line.sku for line in reservation.lines}
        )
        stock = {sku: self.stock[sku] for sku in skus if sku in self.stock}
        for line in (line for reservation in lapsed for line in reservation.lines if line.sku in stock):
            stock[line.sku] += line.quantity
        return Shelf(stock, lapsed, self.unlimited & stock.keys())

    async def take(self, lines: Iterable[Line], shelf: Shelf, now: datetime) -> None:
        await self.put_back(shelf.lapsed, now)
        for reservation in shelf.lapsed:
            await self.save(replace(reservation, state=State.EXPIRED), now)
        for line in lines:
            self.stock[line.sku] -= line.quantity
            assert self.stock[line.sku] >= 0 or line.sku in self.unlimited, "stock below zero"

    async def put_back(self, reservations: Collection[Reservation], now: datetime) -> None:
        for line in (line for reservation in reservations for line in reservation.lines):
            if line.sku in self.stock:
                self.stock[line.sku] += line.quantity

    async def take_back(self, lines: Sequence[Line], now: datetime) -> None:
        for line in lines:
            if line.sku in self.stock:
                self.stock[line.sku] += line.quantity

    async def save(self, reservation: Reservation, now: datetime) -> None:
        self._reservations[reservation.key] = (reservation, now)

    async def list_lapsed(self, now: datetime, limit: int) -> tuple[Reservation, ...]:
        found = [reservation for reservation, _ in self._reservations.values() if reservation.has_lapsed(now)]
        return tuple(sorted(found, key=lambda reservation: reservation.expires_at)[:limit])

    async def forget_closed(self, before: datetime) -> int:
        return self._forget(lambda reservation: reservation.gave_back, before)

    async def sum_sold(self, before: datetime) -> int:
        return self._forget(lambda reservation: reservation.state is State.COMMITTED, before)

    async def sum_movements(self, before: datetime) -> int:
        return 0  # it keeps no books

    async def tell_settled(self, since: datetime, now: datetime) -> int:
        return 0  # it announces nothing

    def _forget(self, over: Callable[[Reservation], bool], before: datetime) -> int:
        old = [key for key, (reservation, at) in self._reservations.items() if over(reservation) and at < before]
        for key in old:
            del self._reservations[key]
        return len(old)

"""Reservations and the stock they hold.

Who locks more than one row locks reservations first, then variants in SKU order, then cards in id order, then (by
trigger) the facets that count them in order of places; a reservation that somebody else is working on is passed over,
never waited for, while variants are locked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.product import LOW_STOCK, ProductChanged
from kit.data.database import PostgresStore
from souk_product.domain.stock import (
    Line,
    Reservation,
    Shelf,
    State,
    StockPolicy,
    UnknownReservation,
    merged,
    shows_otherwise,
)
from souk_product.storage.cards import reprice_cards
from souk_product.storage.returns import PostgresReturns

_RESERVATION = """
select r.key, r.state, r.expires_at,
       (select array_agg(l.sku order by l.sku) from reservation_lines l where l.key = r.key) as skus,
       (select array_agg(l.quantity order by l.sku) from reservation_lines l where l.key = r.key) as quantities
from reservations r
"""
_LAPSED = f"{_RESERVATION} where r.state = 'held' and r.expires_at <= $1"
_COMMIT = f"""
with reservations as (
    update reservations set state = 'committed', updated_at = $2 where key = $1 and state = 'held' and expires_at > $2
    returning key, state, expires_at)
{_RESERVATION}
"""
_CLAIM = """
with claimed as (
    insert into reservations (key, state, expires_at, created_at, updated_at) values ($1, $6, $2, $3, $3)
    on conflict (key) do nothing returning key)
insert into reservation_lines (key, sku, quantity)
select c.key, l.sku, l.quantity from claimed c, unnest($4::text[], $5::int[]) l (sku, quantity) returning sku
"""
_CHANGE = """
update variants v set stock = v.stock + d.change from unnest($1::text[], $2::int[]) d (sku, change)
where v.sku = d.sku
returning v.sku, v.product_id, v.stock, v.stock - d.change as before, v.stock_policy = 'tracked' as is_limited
"""
# One snapshot shows stock and holds as they belong together, once the variants are locked.
_COUNT = """
with held as (
    select l.sku, sum(l.quantity)::int as quantity from reservation_lines l join reservations r on r.key = l.key
    where r.state = 'held' and l.sku = any($1) group by l.sku),
counted as (
    select v.sku, greatest(c.on_shelf - coalesce(h.quantity, 0), 0) - v.stock as change
    from unnest($1::text[], $2::int[]) c (sku, on_shelf) join variants v on v.sku = c.sku
    left join held h on h.sku = c.sku),
moved as (
    update variants v set stock = v.stock + c.change from counted c where c.sku = v.sku and c.change <> 0
    returning v.sku, c.change, new.available and not old.available as is_back),
noted as (insert into stock_movements (sku, change, reason, at) select sku, change, 'counted', $3 from moved)
select sku from moved where is_back
"""
_MOVE = """
insert into stock_movements (sku, change, reason, at)
select m.sku, m.change, $3, $4 from unnest($1::text[], $2::int[]) m (sku, change) where m.change <> 0
"""
# What goes is added to its SKU's one summed movement, in SKU order: two replicas at once wait instead of deadlocking.
_ADD_TO_SUM = """
summed as (
    insert into stock_movements (sku, change, reason, at)
    select sku, sum(change)::int, 'summed', $1 from gone group by sku order by sku
    on conflict (sku) where reason = 'summed'
    do update set change = stock_movements.change + excluded.change, at = excluded.at)
"""
SUM_MOVEMENTS = f"""
with gone as (
    delete from stock_movements where ctid = any(array(
        select ctid from stock_movements where at < $1 and reason <> 'summed' order by at limit 1000
        for update skip locked))
    returning sku, change),
{_ADD_TO_SUM}
select count(*) from gone
"""
SUM_SOLD = f"""
with old as (
    delete from reservations where ctid = any(array(
        select ctid from reservations where state = 'committed' and updated_at < $1 order by updated_at limit 1000
        for update skip locked))
    returning key),
gone as (select l.sku, -l.quantity as change from reservation_lines l join old on old.key = l.key),
{_ADD_TO_SUM}
select count(*) from old
"""
_CHANGED = """
select p.id, p.handle, array_agg(v.sku order by v.position) as skus
from products p join variants v on v.product_id = p.id where p.id = any($1) group by p.id order by p.id
"""


class PostgresStock(PostgresStore):
    async def find(self, key: str) -> Reservation | None:
        row = await self.fetchrow(f"{_RESERVATION} where r.key = $1", key)
        return None if row is None else _reservation(row)

    async def get(self, key: str) -> Reservation:
        row = await self.fetchrow(f"{_RESERVATION} where r.key = $1 for update of r", key)
        if row is None:
            raise UnknownReservation(key)
        return _reservation(row)

    async def take_of_plenty(self, wanted: Reservation, now: datetime) -> dict[str, int] | None:
        skus, quantities = [line.sku for line in wanted.lines], [line.quantity for line in wanted.lines]
        rows = await self.fetch(
            "select sku, stock, is_limited from reserve_of_plenty($1, $2, $3, $4, $5, $6, $7)",
            *(wanted.key, wanted.state, wanted.expires_at, now, skus, quantities, LOW_STOCK),
        )
        return {row["sku"]: row["stock"] for row in rows if row["is_limited"]} if rows else None

    async def commit_held(self, key: str, now: datetime) -> Reservation | None:
        row = await self.fetchrow(_COMMIT, key, now)
        return None if row is None else _reservation(row)

    async def claim(self, wanted: Reservation, now: datetime) -> Reservation | None:
        skus, quantities = [line.sku for line in wanted.lines], [line.quantity for line in wanted.lines]
        if await self.fetch(_CLAIM, wanted.key, wanted.expires_at, now, skus, quantities, wanted.state):
            return None
        return await self.get(wanted.key)

    async def open_shelf(self, lines: Iterable[Line], now: datetime) -> Shelf:
        skus = {line.sku for line in lines}
        rows = await self.fetch(
            f"{_LAPSED} and exists (select 1 from reservation_lines l where l.key = r.key and l.sku = any($2))"
            " order by r.key for update of r skip locked",
            now, list(skus),
        )  # fmt: skip
        lapsed = tuple(_reservation(row) for row in rows)
        locked = await self._lock(skus | _skus_of(lapsed))
        stock = Counter({sku: left for sku, (left, _) in locked.items()})
        for reservation in lapsed:
            for line in reservation.lines:
                if line.sku in stock:
                    stock[line.sku] += line.quantity
        return Shelf(stock, lapsed, frozenset(sku for sku, (_, policy) in locked.items() if not policy.limits))

    async def take(self, lines: Iterable[Line], shelf: Shelf, now: datetime) -> None:
        changes = _given_back(shelf.lapsed)
        for line in lines:
            changes[line.sku] -= line.quantity
        await self._close(shelf.lapsed, State.EXPIRED, now)
        await self._returns.let_settle(await self._change(changes, now), now)

    async def put_back(self, reservations: Collection[Reservation], now: datetime) -> None:
        if not reservations:
            return
        await self._lock(_skus_of(reservations))
        await self._returns.let_settle(await self._change(_given_back(reservations), now), now)

    async def take_back(self, lines: Sequence[Line], now: datetime) -> None:
        changes = {line.sku: line.quantity for line in merged(lines)}
        await self._lock(changes)
        await self.note_movements(changes, "returned", now)
        await self._returns.tell(await self._change(changes, now), now)

    async def save(self, reservation: Reservation, now: datetime) -> None:
        await self.execute(
            "update reservations set state = $2, expires_at = $3, updated_at = $4 where key = $1",
            reservation.key, reservation.state, reservation.expires_at, now,
        )  # fmt: skip

    async def list_lapsed(self, now: datetime, limit: int) -> tuple[Reservation, ...]:
        """Locked, and without those that somebody else is working on."""
        rows = await self.fetch(f"{_LAPSED} order by r.expires_at limit $2 for update of r skip locked", now, limit)
        return tuple(_reservation(row) for row in rows)

    async def forget_closed(self, before: datetime) -> int:
        done = await self.execute(
            "delete from reservations where key in (select key from reservations"
            " where state in ('released', 'expired') and updated_at < $1 limit 1000 for update skip locked)",
            before,
        )
        return int(done.rsplit(" ", 1)[-1])

    async def sum_sold(self, before: datetime) -> int:
        return await self.fetchval(SUM_SOLD, before)

    async def sum_movements(self, before: datetime) -> int:
        return await self.fetchval(SUM_MOVEMENTS, before)

    async def tell_settled(self, since: datetime, now: datetime) -> int:
        return await self._returns.tell_settled(since, now)

    async def announce(self, product_ids: Collection[UUID], now: datetime) -> None:
        for row in await self.fetch(_CHANGED, list(product_ids)):
            await self.publish(
                ProductChanged(at=now, product_id=row["id"], handle=row["handle"], skus=tuple(row["skus"]))
            )

    async def count(self, on_shelf: Mapping[str, int], now: datetime) -> None:
        """Inside a transaction that holds the variants' locks; it rewrites their cards and announces them itself."""
        back = await self.fetch(_COUNT, list(on_shelf), list(on_shelf.values()), now)
        await self._returns.tell([row["sku"] for row in back], now)

    async def note_movements(self, changes: Mapping[str, int], reason: str, now: datetime) -> None:
        await self.execute(_MOVE, list(changes), list(changes.values()), reason, now)

    async def _lock(self, skus: Collection[str]) -> dict[str, tuple[int, StockPolicy]]:
        rows = await self.fetch(
            "select sku, stock, stock_policy from variants where sku = any($1) order by sku for update", list(skus)
        )
        return {row["sku"]: (row["stock"], StockPolicy(row["stock_policy"])) for row in rows}

    async def _close(self, reservations: Collection[Reservation], state: State, now: datetime) -> None:
        if reservations:
            await self.execute(
                "update reservations set state = $2, updated_at = $3 where key = any($1)",
                [reservation.key for reservation in reservations], state, now,
            )  # fmt: skip

    @property
    def _returns(self) -> PostgresReturns:
        return self.joined(PostgresReturns(self._database))

    async def _change(self, changes: Mapping[str, int], now: datetime) -> Sequence[str]:
        """Gives those of which there was none before and is some now."""
        real = {sku: change for sku, change in changes.items() if change}
        if not real:
            return ()
        rows = await self.fetch(_CHANGE, list(real), list(real.values()))
        if gone := real.keys() - {row["sku"] for row in rows}:  # it left the catalogue while an order held it
            await self.note_movements({sku: -real[sku] for sku in gone}, "removed", now)
        limited = [row for row in rows if row["is_limited"]]
        turned = {row["product_id"] for row in limited if (row["stock"] > 0) != (row["before"] > 0)}
        if turned:
            await reprice_cards(self, turned)
        await self.announce({row["product_id"] for row in limited if shows_otherwise(row["before"], row["stock"])}, now)
        return [row["sku"] for row in limited if row["before"] <= 0 < row["stock"]]


def _reservation(row: Any) -> Reservation:
    lines = tuple(Line(sku, quantity) for sku, quantity in zip(row["skus"], row["quantities"], strict=True))
    return Reservation(row["key"], State(row["state"]), row["expires_at"], lines)


def _skus_of(reservations: Iterable[Reservation]) -> set[str]:
    return {line.sku for reservation in reservations for line in reservation.lines}


def _given_back(reservations: Iterable[Reservation]) -> Counter[str]:
    changes: Counter[str] = Counter()
    for reservation in reservations:
        for line in reservation.lines:
            changes[line.sku] += line.quantity
    return changes

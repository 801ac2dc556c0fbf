"""All the SQL of orders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from uuid import UUID

from kit.data.database import PostgresStore
from kit.http.limits import counted, reached, who_is
from souk_order.domain.orders import Order
from souk_order.domain.placing import DECLINES, DECLINES_COUNT_S, PendingOrders, PlacingLimits
from souk_order.domain.refusals import OrderExists, OrderMovedOn, OrderNotFound
from souk_order.storage.invoices import issue_of
from souk_order.storage.rows import challenge_of, columns_of, order_of, timeline_of


class PostgresOrders(PostgresStore):
    async def find(self, order_id: UUID) -> Order | None:
        row = await self.fetchrow("select * from orders where id = $1", order_id)
        return order_of(row) if row else None

    async def get(self, order_id: UUID) -> Order:
        order = await self.find(order_id)
        if order is None:
            raise OrderNotFound(order_id)
        return order

    async def find_by_number(self, number: str) -> Order | None:
        row = await self.fetchrow("select * from orders where number = $1", number)
        return order_of(row) if row else None

    async def list_of_ids(self, order_ids: Collection[UUID]) -> Sequence[Order]:
        rows = await self.fetch("select * from orders where id = any($1::uuid[])", list(order_ids))
        return [order_of(row) for row in rows]

    async def find_earlier(self, checkout_key: str, checkout_id: UUID) -> Order | None:
        """The order of the same request, else a live one of the same checkout."""
        row = await self.fetchrow(
            """select * from orders where checkout_key = $1 or (checkout_id = $2 and state <> 'cancelled')
               order by checkout_key is not distinct from $1 desc limit 1""",
            checkout_key,
            checkout_id,
        )
        return order_of(row) if row else None

    async def list_of(self, customer_id: UUID, before: UUID | None, limit: int) -> Sequence[Order]:
        """Newest first; attempts that came to nothing are left out."""
        where = "customer_id = $1 and failure is null and ($2::uuid is null or id < $2)"
        rows = await self.fetch(
            f"select * from orders where {where} order by id desc limit $3", customer_id, before, limit
        )
        return [order_of(row) for row in rows]

    async def count_pending(self, order: Order) -> PendingOrders:
        row = await self.fetchrow(
            "select of_shopper, from_address from pending_orders($1, $2, $3)",
            *(order.customer_id, order.guest_id, order.placed_from),
        )
        return PendingOrders(row["of_shopper"], row["from_address"]) if row else PendingOrders(0, 0)

    async def add(self, order: Order, most: PlacingLimits) -> None:
        limits = (most.open_per_shopper, most.open_per_address, most.declines_per_address)
        await self.write(_ADD_ORDER, *columns_of(order).values(), *limits, refusal=OrderExists(order.id))

    async def save(self, order: Order) -> Order:
        """Keep what can change of an order; its events, its mails and its count of declines leave with it."""
        await self.write(
            """update orders set state = $2, checkout_key = $3, payment_state = $4, payment_last4 = $5,
                      payment_challenge = $6, failure = $7, timeline = $8, goods_scarce = $9, placed_from = $10,
                      goods_sold = $11
               where id = $1""",
            order.id,
            order.state,
            order.checkout_key,
            order.payment.state,
            order.payment.last4,
            challenge_of(order),
            asdict(order.failure) if order.failure else None,
            timeline_of(order),
            order.goods_scarce,
            order.placed_from,
            order.goods_sold,
        )
        for event in order.events:
            await self.publish(event)
        for mail in order.mails:
            await self.post(mail)
        if order.declined_from:
            await self.write(*counted(DECLINES, order.declined_from, DECLINES_COUNT_S))
        return replace(order, events=(), mails=(), declined_from=None)

    async def save_moves(self, moves: Sequence[tuple[Order, Order]]) -> None:
        """No lock is held between reading and saving: a row that has moved since is not found."""
        await self.write(
            """update orders o set state = m.state, payment_state = m.payment_state, timeline = m.kept -> 'timeline',
                      invoiced = o.invoiced or m.invoiced
                from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::bool[])
                     as m (id, state_before, payment_before, state, payment_state, kept, invoiced)
                where o.id = m.id and o.state = m.state_before and o.payment_state = m.payment_before""",
            [after.id for _, after in moves],
            [before.state for before, _ in moves],
            [before.payment.state for before, _ in moves],
            [after.state for _, after in moves],
            [after.payment.state for _, after in moves],
            [{"timeline": timeline_of(after)} for _, after in moves],  # a list in a list would be a second dimension
            [after.invoice is not None for _, after in moves],
            refusal=OrderMovedOn([after.id for _, after in moves]),
            rows=len(moves),
        )
        if drafts := [after.invoice for _, after in moves if after.invoice]:
            await self.write(*issue_of(drafts))
        for _, after in moves:
            for mail in after.mails:
                await self.post(mail)


# The function locks its buyer and its address before it counts, so no two of them are added on the same count.
_ADD_ORDER = f"""
insert into orders (id, number, checkout_id, checkout_key, cart_id, customer_id, guest_id, state, payment_method,
                    payment_state, payment_token, document, timeline, placed_at,
                    placed_from)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
from pending_orders($6, $7, $15) others where others.of_shopper < $16 and others.from_address < $17
  and not exists (select from kit_limits where {reached(f"'{DECLINES}'", who_is("$15"), "$18")})
on conflict do nothing"""

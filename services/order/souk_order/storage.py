"""All the SQL of orders and sagas; the simulated bank keeps its own books in payments/."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from kit.data.database import PostgresStore
from kit.errors import Kind, SoukError
from souk_order.domain import Order, OrderId
from souk_order.refusals import OrderNotFound
from souk_order.rows import columns_of, order_of, saga_of, timeline_of
from souk_order.steps import ChallengeAnswer, Saga


class StaleSaga(SoukError):
    """Another replica took this checkout over; it carries on, this one stops."""

    code = "stale-saga"
    kind = Kind.CONFLICT

    def __init__(self, order_id: UUID) -> None:
        super().__init__(f"Order {order_id} is carried on by another process.", "Read how it stands from the order.")


class PostgresOrders(PostgresStore):
    async def find(self, order_id: UUID) -> Order | None:
        row = await self.fetchrow("select * from orders where id = $1", order_id)
        return order_of(row) if row else None

    async def get(self, order_id: UUID) -> Order:
        order = await self.find(order_id)
        if order is None:
            raise OrderNotFound(order_id)
        return order

    async def get_for_change(self, order_id: UUID) -> Order:
        """Locks the row until the transaction ends."""
        await self.execute("select 1 from orders where id = $1 for update", order_id)
        return await self.get(order_id)

    async def find_earlier(self, checkout_key: str, checkout_id: UUID) -> Order | None:
        """The order of the same wish, else a live one of the same checkout."""
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

    async def add(self, order: Order) -> bool:
        """False when its checkout key or its checkout already has an order."""
        return bool(await self.fetchval(_ADD_ORDER, *columns_of(order).values()))

    async def save(self, order: Order) -> None:
        """Keep what can change of an order, and tell its news in the same transaction."""
        await self.execute(
            """update orders set state = $2, checkout_key = $3, payment_state = $4, payment_last4 = $5,
                      payment_question = $6, failure = $7, timeline = $8 where id = $1""",
            order.id,
            order.state,
            order.checkout_key,
            order.payment.state,
            order.payment.last4,
            order.payment.question,
            asdict(order.failure) if order.failure else None,
            timeline_of(order),
        )
        for event in order.news:
            await self.publish(event)

    # Sagas: whoever holds the lease may carry one on; the version refuses a holder that slept too long.

    async def add_saga(self, saga: Saga, holder: UUID, lease_s: float) -> None:
        await self.execute(
            """insert into sagas (order_id, step, give_up_at, version, lease_holder, lease_until)
               values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))""",
            saga.order_id,
            saga.step,
            saga.give_up_at,
            saga.version,
            holder,
            lease_s,
        )

    async def get_saga(self, order_id: UUID) -> Saga:
        row = await self.fetchrow(f"select {_SAGA} from sagas where order_id = $1", order_id)
        if row is None:
            raise OrderNotFound(order_id)
        return saga_of(row)

    async def claim_saga(self, order_id: UUID, holder: UUID, lease_s: float, now: datetime) -> Saga | None:
        """Take over one that nobody holds and that has something to do."""
        row = await self.fetchrow(
            f"""update sagas set lease_holder = $2, lease_until = now() + make_interval(secs => $3),
                       version = version + 1, tries = tries + 1
                where order_id = $1 and {_STUCK.format(now="$4")} returning {_SAGA}""",
            order_id,
            holder,
            lease_s,
            now,
        )
        return saga_of(row) if row else None

    async def claim_answered(
        self, order_id: UUID, answer: ChallengeAnswer, holder: UUID, lease_s: float, now: datetime
    ) -> Saga | None:
        """Keep the shopper's answer, once, and only while it is awaited."""
        row = await self.fetchrow(
            f"""update sagas set step = 'answering', answer = $2, tries = 0, version = version + 1, moved_at = now(),
                       lease_holder = $3, lease_until = now() + make_interval(secs => $4)
                where order_id = $1 and step = 'challenged' and give_up_at > $5
                  and (lease_until is null or lease_until < now()) returning {_SAGA}""",
            order_id,
            answer,
            holder,
            lease_s,
            now,
        )
        return saga_of(row) if row else None

    async def extend_lease(self, order_id: UUID, holder: UUID, lease_s: float) -> bool:
        return await self.fetchval(
            """update sagas set lease_until = now() + make_interval(secs => $3)
               where order_id = $1 and lease_holder = $2 returning true""",
            order_id,
            holder,
            lease_s,
        ) or False  # fmt: skip

    async def save_saga(self, saga: Saga, holder: UUID, *, let_go: bool = False) -> Saga:
        version = await self.fetchval(
            """update sagas set step = $4, tries = $5, give_up_at = $6, version = version + 1, moved_at = now(),
                      lease_holder = case when $7 then null else lease_holder end,
                      lease_until = case when $7 then null else lease_until end
               where order_id = $1 and lease_holder = $2 and version = $3 returning version""",
            saga.order_id,
            holder,
            saga.version,
            saga.step,
            saga.tries,
            saga.give_up_at,
            let_go,
        )
        if version is None:
            raise StaleSaga(saga.order_id)
        return Saga(saga.order_id, saga.step, saga.give_up_at, saga.tries, saga.answer, version)

    async def list_stuck(self, now: datetime, limit: int) -> Sequence[OrderId]:
        rows = await self.fetch(
            f"select order_id from sagas where {_STUCK.format(now='$1')} order by moved_at limit $2", now, limit
        )
        return [OrderId(row["order_id"]) for row in rows]


_STUCK = """step not in ('done', 'undone') and (lease_until is null or lease_until < now())
            and (step <> 'challenged' or give_up_at <= {now})"""
_SAGA = "order_id, step, give_up_at, tries, answer, version"
_ADD_ORDER = """
insert into orders (id, number, checkout_id, checkout_key, cart_id, customer_id, guest_id, state, payment_method,
                    payment_state, payment_token, lines, totals, contact, address, delivery, timeline,
                    placed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
on conflict do nothing returning true"""

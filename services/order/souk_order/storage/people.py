"""Customers and guests in the books: what the law keeps of an order stays, for as long as it says (decision 29)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kit.data import housekeeping
from kit.data.database import Database
from kit.data.housekeeping import BATCH, OldRows
from kit.data.people import PostgresPeople, Section
from kit.people import Person

# Came to nothing, and no money moved: no books.
NO_BUSINESS = "state = 'cancelled' and payment_state in ('voided', 'declined')"
# An invoice names its recipient and where they are. Nothing else of the person stays.
BOOKED = """customer_id = null, guest_id = null, checkout_key = null, payment_token = null, payment_last4 = null,
    payment_challenge = null, placed_from = null, failure = null,
    document = document || jsonb_build_object(
        'language', null,
        'contact', '{"email": "", "phone": "", "name": ""}'::jsonb,
        'address', (document -> 'address') || '{"phone": ""}'::jsonb)"""
# What was said of a refund may name a person.
REASONS = """update refunds r set document = jsonb_set(r.document, '{wanted,reason}', '""')
    from orders o where o.id = r.order_id and o.customer_id = $1"""
BOOKS_OVER = OldRows("orders", by="books_until", where="books_until < $1")
GUESTS_ORDERS = f"""select id from orders where customer_id is null and books_until is null and placed_at < $1
    and state in ('delivered', 'cancelled') order by placed_at limit {BATCH} for update skip locked"""


class PostgresOrderPeople(PostgresPeople):
    sections = (
        Section(
            "orders",
            """select o.id::text, jsonb_build_object(
                      'number', o.number, 'placed_at', o.placed_at, 'state', o.state,
                      'came_to_nothing', o.failure -> 'cause',
                      'payment', jsonb_build_object('method', o.payment_method, 'state', o.payment_state,
                                                    'card_ends_in', o.payment_last4),
                      'timeline', o.timeline) || (o.document - 'version')
                 from orders o, person where o.customer_id = person.id""",
            at_once=20,
        ),
        Section(
            "refunds",
            """select r.id::text, jsonb_build_object(
                      'order', o.number, 'state', r.state, 'amount', r.amount, 'currency', r.document -> 'currency',
                      'reason', r.document #> '{wanted,reason}', 'asked_at', r.asked_at, 'ended_at', r.ended_at)
                 from refunds r join orders o on o.id = r.order_id, person where o.customer_id = person.id""",
        ),
        Section(
            "invoices",
            """select i.id::text, jsonb_build_object(
                      'number', i.number, 'kind', i.kind, 'issued_at', i.issued_at) || (i.document - 'version')
                 from invoices i join orders o on o.id = i.order_id, person where o.customer_id = person.id""",
            at_once=20,
        ),
    )
    forgetting = (
        f"delete from orders where customer_id = $1 and {NO_BUSINESS}",
        REASONS,
        # Who cancelled an order asked for its refund themselves.
        "update refunds set asked_by = '00000000-0000-0000-0000-000000000000' where asked_by = $1",
    )
    business = """select 'order' as what, number, state from orders
        where customer_id = $1 and state in ('pending', 'confirmed', 'shipped') order by id"""

    def __init__(self, database: Database, books: timedelta, guests_orders: timedelta) -> None:
        super().__init__(database)
        self._books = books
        self._guests_orders = guests_orders

    async def forget_within(self, person: Person) -> None:
        await super().forget_within(person)
        await self.execute(
            f"update orders set {BOOKED}, books_until = placed_at + $2 where customer_id = $1", person.id, self._books
        )

    async def expire(self, now: datetime) -> None:
        while await self._forget_guests(now - self._guests_orders) == BATCH:
            pass
        await housekeeping.remove(self._database, BOOKS_OVER, now)

    async def _forget_guests(self, before: datetime) -> int:
        async with self.transaction() as inside:
            rows = await inside.fetch(GUESTS_ORDERS, before)
            ids: list[UUID] = [row["id"] for row in rows]
            await inside.execute(f"delete from orders where id = any($1) and {NO_BUSINESS}", ids)
            await inside.execute(
                f"update orders set {BOOKED}, books_until = placed_at + $2 where id = any($1)", ids, self._books
            )
        return len(ids)

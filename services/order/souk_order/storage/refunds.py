"""Refunds, and how they lie in rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from contracts.money import Money
from kit.data.database import PostgresStore
from kit.data.documents import Documents, Stored
from souk_order.domain.orders import Order
from souk_order.domain.quotes import Tax
from souk_order.domain.refunds import Refund, RefundedLine, RefundState, Wanted
from souk_order.domain.refusals import OrderNotFound
from souk_order.storage.rows import order_of


class StoredLine(Stored):
    sku: str
    title: str
    quantity: int
    amount: int
    discount: int
    restocked: bool


class StoredTax(Stored):
    name: str
    basis_points: int
    of: int
    amount: int


class StoredWanted(Stored):
    lines: list[tuple[str, int]]
    other: int | None
    whole: bool
    restock: bool
    reason: str


class StoredRefund(Stored):
    currency: str
    other: int
    lines: list[StoredLine]
    taxes: list[StoredTax]
    wanted: StoredWanted


REFUNDS = Documents(StoredRefund)
_COLUMNS = "id, order_id, key, state, amount, document, asked_by, asked_at, ended_at"


class PostgresRefunds(PostgresStore):
    async def open_books(self, order_id: UUID) -> tuple[Order, Sequence[Refund]]:
        row = await self.fetchrow("select * from orders where id = $1 for update", order_id)
        if row is None:
            raise OrderNotFound(order_id)
        return order_of(row), await self.list_of(order_id)

    async def list_of(self, order_id: UUID) -> Sequence[Refund]:
        rows = await self.fetch(f"select {_COLUMNS} from refunds where order_id = $1 order by id", order_id)
        return [refund_of_row(row) for row in rows]

    async def get(self, refund_id: UUID, /) -> Refund:
        row = await self.fetchrow(f"select {_COLUMNS} from refunds where id = $1", refund_id)
        if row is None:
            raise LookupError(refund_id)
        return refund_of_row(row)

    async def add(self, refund: Refund) -> None:
        await self.write(
            f"insert into refunds ({_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            *(refund.id, refund.order_id, refund.key, refund.state, refund.amount.amount, _document_of(refund)),
            *(refund.asked_by, refund.asked_at, refund.ended_at),
        )

    async def save(self, refund: Refund, /) -> Refund:
        """The order's sum grows under its row's lock, so that of two refunds at once the last one sees both."""
        await self.write(
            "update refunds set state = $2, ended_at = $3 where id = $1", refund.id, refund.state, refund.ended_at
        )
        if refund.order_total is not None:
            await self.write(
                """update orders set refunded = refunded + $2,
                          payment_state = case when refunded + $2 >= $3 then 'refunded' else payment_state end
                   where id = $1""",
                *(refund.order_id, refund.amount.amount, refund.order_total.amount),
            )
        for event in refund.events:
            await self.publish(event)
        for mail in refund.mails:
            await self.post(mail)
        return replace(refund, events=(), mails=(), order_total=None)


def _document_of(refund: Refund) -> dict[str, Any]:
    wanted = refund.wanted
    return REFUNDS.written(
        StoredRefund(
            currency=refund.amount.currency,
            other=refund.other.amount,
            lines=[
                StoredLine(
                    sku=line.sku,
                    title=line.title,
                    quantity=line.quantity,
                    amount=line.amount.amount,
                    discount=line.discount.amount,
                    restocked=line.restocked,
                )
                for line in refund.lines
            ],
            taxes=[
                StoredTax(name=tax.name, basis_points=tax.basis_points, of=tax.of.amount, amount=tax.amount.amount)
                for tax in refund.taxes
            ],
            wanted=StoredWanted(
                lines=list(wanted.lines),
                other=None if wanted.other is None else wanted.other.amount,
                whole=wanted.whole,
                restock=wanted.restock,
                reason=wanted.reason,
            ),
        )
    )


def refund_of_row(row: asyncpg.Record) -> Refund:
    fields: dict[str, Any] = {name: row[name] for name in _COLUMNS.split(", ")}
    stored = REFUNDS.read(fields.pop("document"))

    def money(amount: int) -> Money:
        return Money(amount=amount, currency=stored.currency)

    asked = stored.wanted
    ended_at: datetime | None = fields.pop("ended_at")
    return Refund(
        **{**fields, "state": RefundState(fields["state"]), "amount": money(fields["amount"])},
        ended_at=ended_at,
        other=money(stored.other),
        lines=tuple(
            RefundedLine(**{**dict(line), "amount": money(line.amount), "discount": money(line.discount)})
            for line in stored.lines
        ),
        taxes=tuple(Tax(**{**dict(tax), "of": money(tax.of), "amount": money(tax.amount)}) for tax in stored.taxes),
        wanted=Wanted(
            lines=tuple((sku, quantity) for sku, quantity in asked.lines),
            other=None if asked.other is None else money(asked.other),
            whole=asked.whole,
            restock=asked.restock,
            reason=asked.reason,
        ),
    )

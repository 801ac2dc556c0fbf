"""Invoices and credit notes: their numbers, and how they lie in rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from contracts.money import Money
from kit.data.database import PostgresStore
from kit.data.documents import Document, Documents, Stored
from souk_order.domain.invoices import Invoice, InvoiceKind, InvoiceLine, PostalAddress, Seller
from souk_order.domain.orders import Order
from souk_order.domain.payments import Method
from souk_order.domain.quotes import Tax
from souk_order.domain.refunds import Refund
from souk_order.storage.refunds import refund_of_row
from souk_order.storage.rows import order_of


class StoredSeller(Stored):
    name: str
    address: list[str]
    tax_number: str


class StoredAddress(Stored):
    name: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str


class StoredLine(Stored):
    sku: str
    title: str
    options: dict[str, str]
    quantity: int
    unit_price: int
    discount: int
    amount: int


class StoredTax(Stored):
    name: str
    basis_points: int
    of: int
    amount: int


class StoredInvoice(Stored):
    currency: str
    order_number: str
    ordered_at: datetime
    seller: StoredSeller
    buyer: str
    address: StoredAddress
    lines: list[StoredLine]
    other: int
    total: int
    taxes: list[StoredTax]
    paid_by: str
    language: str | None
    time_zone: str
    invoice_number: str | None


INVOICES = Documents(StoredInvoice)
_COLUMNS = "id, kind, number, year, order_id, refund_id, issued_at, document"


class PostgresInvoices(PostgresStore):
    async def issue(self, drafts: Sequence[Invoice]) -> None:
        await self.write(*issue_of(drafts))
        if drafts[0].kind is InvoiceKind.INVOICE:
            await self.write("update orders set invoiced = true where id = any($1)", [each.order_id for each in drafts])
        else:
            given_back = [each.refund_id for each in drafts]
            await self.write("update refunds set credited = true where id = any($1)", given_back)

    async def list_of(self, order_id: UUID) -> Sequence[Invoice]:
        rows = await self.fetch(f"select {_COLUMNS} from invoices where order_id = $1 order by issued_at, id", order_id)
        return [_invoice_of(row) for row in rows]

    async def list_between(self, begins: datetime, ends: datetime, most: int) -> Sequence[Invoice]:
        rows = await self.fetch(
            f"""select {_COLUMNS} from invoices where issued_at >= $1 and issued_at < $2
                order by kind desc, issued_at, number limit $3""",
            *(begins, ends, most),
        )
        return [_invoice_of(row) for row in rows]

    async def lock_uninvoiced(self, most: int) -> Sequence[Order]:
        """Asked twice: who was waited for may have written it meanwhile."""
        locked = await self.fetch(_LOCK_UNINVOICED, most)
        rows = await self.fetch(
            "select * from orders where id = any($1) and not invoiced order by id", [row["id"] for row in locked]
        )
        return [order_of(row) for row in rows]

    async def lock_uncredited(self, most: int) -> Sequence[tuple[Invoice, Refund]]:
        locked = await self.fetch(_LOCK_UNCREDITED, most)
        refunds = await self.fetch(
            "select * from refunds where id = any($1) and not credited order by id", [row["id"] for row in locked]
        )
        rows = await self.fetch(
            f"select {_COLUMNS} from invoices where kind = 'invoice' and order_id = any($1)",
            [row["order_id"] for row in refunds],
        )
        invoices = {row["order_id"]: _invoice_of(row) for row in rows}
        return [(invoices[row["order_id"]], refund_of_row(row)) for row in refunds]


_ISSUE = """
insert into invoices (id, kind, number, year, place, order_id, refund_id, issued_at, document)
select made.id, $1, $3 || '/' || lpad(place::text, greatest(6, length(place::text)), '0'), $2, place,
       made.order_id, made.refund_id, taken.issued_at, made.document
from take_invoice_places($1, $2, $4, $5) taken,
     unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::jsonb[]) with ordinality
         as made (id, order_id, refund_id, document, nth),
     lateral (select taken.first + made.nth::int - 1) as at (place)"""
_LOCK_UNINVOICED = """select id from orders where not invoiced and state in ('shipped', 'delivered')
order by id limit $1 for update skip locked"""
_LOCK_UNCREDITED = """select r.id from refunds r join orders o on o.id = r.order_id
where not r.credited and r.state = 'done' and o.invoiced order by r.id limit $1 for update of r skip locked"""


def issue_of(drafts: Sequence[Invoice]) -> tuple[Any, ...]:
    """The statement and what it is given: drafts of one kind get the next places of its series, in their order."""
    first = drafts[0]
    return (
        *(_ISSUE, first.kind, first.year, first.series, len(drafts), first.issued_at),
        *([each.id for each in drafts], [each.order_id for each in drafts], [each.refund_id for each in drafts]),
        [_document_of(each) for each in drafts],
    )


def _document_of(invoice: Invoice) -> Document:
    return INVOICES.written(
        StoredInvoice(
            currency=invoice.total.currency,
            order_number=invoice.order_number,
            ordered_at=invoice.ordered_at,
            seller=StoredSeller.model_validate(invoice.seller),
            buyer=invoice.buyer,
            address=StoredAddress.model_validate(invoice.address),
            lines=[
                StoredLine(
                    sku=line.sku,
                    title=line.title,
                    options=dict(line.options),
                    quantity=line.quantity,
                    unit_price=line.unit_price.amount,
                    discount=line.discount.amount,
                    amount=line.amount.amount,
                )
                for line in invoice.lines
            ],
            other=invoice.other.amount,
            total=invoice.total.amount,
            taxes=[
                StoredTax(name=tax.name, basis_points=tax.basis_points, of=tax.of.amount, amount=tax.amount.amount)
                for tax in invoice.taxes
            ],
            paid_by=invoice.paid_by,
            language=invoice.language,
            time_zone=invoice.time_zone,
            invoice_number=invoice.invoice_number,
        )
    )


def _invoice_of(row: asyncpg.Record) -> Invoice:
    fields: dict[str, Any] = dict(row)
    stored = INVOICES.read(fields.pop("document"))

    def money(amount: int) -> Money:
        return Money(amount=amount, currency=stored.currency)

    return Invoice(
        **{**fields, "kind": InvoiceKind(fields["kind"])},
        series=fields["number"].rpartition("/")[0],
        order_number=stored.order_number,
        ordered_at=stored.ordered_at,
        seller=Seller(stored.seller.name, tuple(stored.seller.address), stored.seller.tax_number),
        buyer=stored.buyer,
        address=PostalAddress(**dict(stored.address)),
        lines=tuple(
            InvoiceLine(
                **{
                    **dict(line),
                    **{name: money(getattr(line, name)) for name in ("unit_price", "discount", "amount")},
                }
            )
            for line in stored.lines
        ),
        other=money(stored.other),
        total=money(stored.total),
        taxes=tuple(Tax(**{**dict(tax), "of": money(tax.of), "amount": money(tax.amount)}) for tax in stored.taxes),
        paid_by=Method(stored.paid_by),
        language=stored.language,
        time_zone=stored.time_zone,
        invoice_number=stored.invoice_number,
    )

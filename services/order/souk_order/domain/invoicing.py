"""What an invoice says of an order, and a credit note of a refund."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kit.ids import uuid7
from souk_order.domain.invoices import Books, Invoice, InvoiceKind, InvoiceLine, PostalAddress
from souk_order.domain.orders import Order
from souk_order.domain.refunds import Refund, RefundedLine


def invoice_of(order: Order, books: Books, at: datetime) -> Invoice:
    """Of all that was ordered. What was given back before is corrected by credit notes, as what comes back later is."""
    return Invoice(
        id=uuid7(),
        kind=InvoiceKind.INVOICE,
        order_id=order.id,
        order_number=order.number,
        ordered_at=order.placed_at,
        seller=books.seller,
        buyer=order.contact.name or order.address.name,
        address=_address(order),
        lines=tuple(
            InvoiceLine(
                line.sku, line.title, line.options, line.quantity, line.unit_price, line.discount, amount=line.paid
            )
            for line in order.lines
        ),
        other=order.totals.delivery,
        total=order.totals.total,
        taxes=order.taxes,
        paid_by=order.payment.method,
        language=order.language,
        time_zone=books.time_zone,
        year=books.year_of(at),
        series=books.series_of(InvoiceKind.INVOICE, at),
        issued_at=at,
    )


def credit_note_of(invoice: Invoice, refund: Refund, books: Books, at: datetime) -> Invoice:
    return replace(
        invoice,
        id=uuid7(),
        kind=InvoiceKind.CREDIT_NOTE,
        seller=books.seller,
        lines=tuple(_credited(invoice, line) for line in refund.lines),
        other=refund.other,
        total=refund.amount,
        taxes=tuple(tax for tax in refund.taxes if tax.of.amount),
        time_zone=books.time_zone,
        year=books.year_of(at),
        series=books.series_of(InvoiceKind.CREDIT_NOTE, at),
        issued_at=at,
        number="",
        refund_id=refund.id,
        invoice_number=invoice.number,
    )


def _credited(invoice: Invoice, line: RefundedLine) -> InvoiceLine:
    sold = next(each for each in invoice.lines if each.sku == line.sku)
    return replace(sold, quantity=line.quantity, discount=line.discount, amount=line.amount)


def _address(order: Order) -> PostalAddress:
    to = order.address
    return PostalAddress(to.name, to.line1, to.line2, to.city, to.state, to.postal_code, to.country)

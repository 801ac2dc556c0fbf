"""Invoices and credit notes as they go over the wire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from pydantic import BaseModel, ConfigDict, Field

from contracts.money import Money
from kit.http.router import API
from souk_order.domain.invoices import Invoice, InvoiceKind
from souk_order.domain.payments import Method
from souk_order.domain.quotes import Tax


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class SellerView(View):
    name: str
    address: list[str] = Field(description="Line by line")
    tax_number: str = Field(description="Empty where the seller has none: then it is no tax invoice")


class PostalAddressView(View):
    name: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str


class InvoiceLineView(View):
    """quantity × unit_price - discount = amount, taxes included; of a credit note, its share of that."""

    sku: str
    title: str
    options: dict[str, str]
    quantity: int
    unit_price: Money
    discount: Money
    amount: Money


class TaxPartView(View):
    name: str
    basis_points: int
    amount: Money


class SlabView(View):
    """taxable + taxes = of, what was paid at one rate."""

    basis_points: int
    of: Money
    taxable: Money
    taxes: list[TaxPartView]


class InvoiceSummary(View):
    id: UUID
    kind: InvoiceKind
    number: str
    issued_at: datetime
    total: Money


class InvoiceLink(InvoiceSummary):
    document: str = Field(description="Where its PDF is: good for an hour at least, without anything else")

    @classmethod
    def of(cls, invoice: Invoice, ticket: str) -> InvoiceLink:
        path = f"/order-service{API}/orders/{invoice.order_id}/invoices/{invoice.id}/document?ticket={ticket}"
        return cls(**InvoiceSummary.model_validate(invoice).model_dump(), document=path)


class InvoiceView(InvoiceSummary):
    order_id: UUID
    order_number: str
    ordered_at: datetime
    invoice_number: str | None = Field(description="That a credit note corrects")
    refund_id: UUID | None
    time_zone: str = Field(description="Of its date")
    seller: SellerView
    buyer: str
    address: PostalAddressView = Field(description="Where the goods went, and to whom they are billed")
    lines: list[InvoiceLineView]
    other: Money = Field(description="Beside the lines: delivery, or what a credit note gives back for it")
    taxable: Money = Field(description="The total without its taxes")
    slabs: list[SlabView] = Field(description="The taxes within the total, by rate")
    paid_by: Method

    @classmethod
    def of(cls, invoice: Invoice) -> InvoiceView:
        return cls.model_validate(invoice)


def facts_of(invoice: Invoice) -> dict[str, Any]:
    """What a document says of it."""
    return InvoiceView.of(invoice).model_dump(mode="json")


class InvoiceList(BaseModel):
    items: list[InvoiceView] = Field(description="The invoice first, then the credit notes that correct it")

    @classmethod
    def of(cls, invoices: Sequence[Invoice]) -> InvoiceList:
        return cls(items=[InvoiceView.of(each) for each in invoices])


COLUMNS = ("kind", "number", "date", "order", "invoice", "buyer", "state", "country", "paid_by", "currency", "taxable")


def as_rows(invoices: Sequence[Invoice]) -> tuple[Sequence[str], Iterator[Sequence[Any]]]:
    """A table for the accountant, a column for each tax at each rate; what a credit note gives back is below zero."""
    taxes = sorted({(tax.name, tax.basis_points) for each in invoices for tax in each.taxes})
    names = [f"{name} {basis_points / 100:g}%" for name, basis_points in taxes]
    return (*COLUMNS, *names, "total"), (_row(each, taxes) for each in invoices)


def _row(invoice: Invoice, taxes: Sequence[tuple[str, int]]) -> Sequence[Any]:
    sign = -1 if invoice.kind is InvoiceKind.CREDIT_NOTE else 1
    day = invoice.issued_at.astimezone(ZoneInfo(invoice.time_zone)).date()
    to = invoice.address
    digits = get_currency_precision(invoice.total.currency)
    of_taxes = (sum(_at(tax, *each) for tax in invoice.taxes) for each in taxes)
    amounts = (invoice.taxable.amount, *of_taxes, invoice.total.amount)
    return (
        *(invoice.kind.value, invoice.number, day.isoformat(), invoice.order_number, invoice.invoice_number or ""),
        *(invoice.buyer, to.state, to.country, invoice.paid_by.value, invoice.total.currency),
        *(Decimal(sign * amount).scaleb(-digits) for amount in amounts),
    )


def _at(tax: Tax, name: str, basis_points: int) -> int:
    return tax.amount.amount if (tax.name, tax.basis_points) == (name, basis_points) else 0

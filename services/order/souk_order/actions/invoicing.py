"""Invoices are made when goods leave, and credit notes when money has gone back (decision 34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from souk_order.actions.deps import Deps
from souk_order.actions.reading import Reader, check_may_keep, show_order
from souk_order.domain.invoices import Invoice, InvoiceKind
from souk_order.domain.invoicing import credit_note_of, invoice_of
from souk_order.domain.orders import Order
from souk_order.domain.periods import MOST_INVOICES, Period, PeriodHasTooMany
from souk_order.domain.refusals import NoInvoiceYet, NoSuchInvoice
from souk_order.domain.states import OrderState

AT_ONCE = 100  # each of them holds the series for all others
DOCUMENTS_PER_ADDRESS = 30  # in ten minutes: each takes a processor for the better part of a second


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    content: bytes


async def complete_the_books(deps: Deps) -> None:
    """What is still missing: orders that a replica of the release before this one moved, or that left before there were
    invoices; refunds that were done when their process ended, or before their order's invoice."""
    while await _invoice_some(deps) == AT_ONCE:
        pass
    await write_credit_notes(deps)


async def write_credit_notes(deps: Deps) -> None:
    while await _credit_some(deps) == AT_ONCE:
        pass


async def _invoice_some(deps: Deps) -> int:
    async with deps.invoices.transaction() as invoices:
        at, orders = deps.clock.now(), await invoices.lock_uninvoiced(AT_ONCE)
        if orders:
            await invoices.issue([invoice_of(order, deps.books, at) for order in orders])
    return len(orders)


async def _credit_some(deps: Deps) -> int:
    async with deps.invoices.transaction() as invoices:
        at, given_back = deps.clock.now(), await invoices.lock_uncredited(AT_ONCE)
        if given_back:
            await invoices.issue([credit_note_of(of, refund, deps.books, at) for of, refund in given_back])
    return len(given_back)


async def show_invoice(deps: Deps, order_id: UUID, reader: Reader) -> Invoice:
    return _the_invoice(order_id, await list_invoices(deps, order_id, reader))


async def list_invoices(deps: Deps, order_id: UUID, reader: Reader) -> Sequence[Invoice]:
    """To who may see the order."""
    await show_order(deps, order_id, reader)
    return await deps.invoices.list_of(order_id)


async def draw_invoice(deps: Deps, order_id: UUID, invoice_id: UUID, reader: Reader, address: str) -> Document:
    """As a PDF."""
    await deps.rates.hit("invoice-documents", address, most=DOCUMENTS_PER_ADDRESS, per_s=600)
    await check_may_keep(deps, order_id, invoice_id, reader)
    return await _drawn(deps, invoice_id, await deps.invoices.list_of(order_id))


async def draw_at_desk(deps: Deps, order_id: UUID, invoice_id: UUID) -> Document:
    return await _drawn(deps, invoice_id, await list_at_desk(deps, order_id))


async def list_at_desk(deps: Deps, order_id: UUID) -> Sequence[Invoice]:
    order = await deps.orders.get(order_id)
    return await deps.invoices.list_of(order.id)


async def list_between(deps: Deps, period: Period) -> Sequence[Invoice]:
    found = await deps.invoices.list_between(period.begins, period.ends, MOST_INVOICES + 1)
    if len(found) > MOST_INVOICES:
        raise PeriodHasTooMany
    return found


async def invoices_shown(deps: Deps, order: Order) -> Sequence[Invoice]:
    """Only what has left is invoiced."""
    has_left = order.state in {OrderState.SHIPPED, OrderState.DELIVERED}
    return await deps.invoices.list_of(order.id) if has_left else ()


async def _drawn(deps: Deps, invoice_id: UUID, invoices: Sequence[Invoice]) -> Document:
    found = next((each for each in invoices if each.id == invoice_id), None)
    if found is None:
        raise NoSuchInvoice(invoice_id)
    return Document(found.number.replace("/", "-"), await deps.documents.draw(found))


def _the_invoice(order_id: UUID, invoices: Sequence[Invoice]) -> Invoice:
    found = next((each for each in invoices if each.kind is InvoiceKind.INVOICE), None)
    if found is None:
        raise NoInvoiceYet(order_id)
    return found

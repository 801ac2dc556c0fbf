"""Invoices and credit notes: of an order, and of a month for who keeps the books."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from annotated_types import Ge, Le
from fastapi import Query, Response

from kit.http.auth import MaybeShopper, User, staff
from kit.http.refusals import refuses
from kit.http.router import ClientAddress, Router
from kit.http.tables import as_csv
from souk_order.actions import invoicing
from souk_order.actions.invoicing import Document
from souk_order.domain.periods import Period, PeriodHasTooMany, WrongPeriod
from souk_order.domain.refusals import DocumentUnavailable, NoInvoiceYet, NoSuchInvoice, OrderNotFound
from souk_order.routes.deps import LinkToken, OrderDeps, reader_of
from souk_order.schemas.invoices import InvoiceList, InvoiceView, as_rows

router = Router()
Accountant = Annotated[User, staff("invoices:read")]
BookDate = Annotated[date | None, Ge(date(2000, 1, 1)), Le(date(2200, 1, 1))]
Ticket = Annotated[str | None, Query(max_length=100)]
PRIVATE: Final = {"cache-control": "private, no-store"}
PDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "A file", "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
}
CSV: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "A table", "content": {"text/csv": {"schema": {"type": "string"}}}}
}


@router.get("/orders/{order_id}/invoice")
@refuses(OrderNotFound, NoInvoiceYet)
async def show_invoice(
    order_id: UUID, shopper: MaybeShopper, deps: OrderDeps, response: Response, link_token: LinkToken = None
) -> InvoiceView:
    """Made when the parcel leaves; for who may see the order."""
    response.headers.update(PRIVATE)
    return InvoiceView.of(await invoicing.show_invoice(deps, order_id, reader_of(shopper, link_token)))


@router.get("/orders/{order_id}/invoices")
@refuses(OrderNotFound)
async def list_invoices(
    order_id: UUID, shopper: MaybeShopper, deps: OrderDeps, response: Response, link_token: LinkToken = None
) -> InvoiceList:
    """The invoice, and a credit note for each time that money was given back."""
    response.headers.update(PRIVATE)
    return InvoiceList.of(await invoicing.list_invoices(deps, order_id, reader_of(shopper, link_token)))


@router.get("/orders/{order_id}/invoices/{invoice_id}/document", response_class=Response, responses=PDF)
@refuses(OrderNotFound, NoSuchInvoice, DocumentUnavailable)
async def draw_invoice(
    order_id: UUID, invoice_id: UUID, shopper: MaybeShopper, address: ClientAddress, deps: OrderDeps,
    link_token: LinkToken = None, ticket: Ticket = None,
) -> Response:  # fmt: skip
    """A PDF in the language of the order, for who may see it or has the link that it lists; 30 in ten minutes."""
    reader = replace(reader_of(shopper, link_token), ticket=ticket)
    return _file(await invoicing.draw_invoice(deps, order_id, invoice_id, reader, address))


@router.get("/desk/orders/{order_id}/invoices/{invoice_id}/document", response_class=Response, responses=PDF)
@refuses(OrderNotFound, NoSuchInvoice, DocumentUnavailable)
async def draw_invoice_at_desk(order_id: UUID, invoice_id: UUID, _: Accountant, deps: OrderDeps) -> Response:
    return _file(await invoicing.draw_at_desk(deps, order_id, invoice_id))


def _file(document: Document) -> Response:
    headers = {"content-disposition": f'attachment; filename="{document.name}.pdf"', **PRIVATE}
    return Response(document.content, media_type="application/pdf", headers=headers)


@router.get("/desk/orders/{order_id}/invoices")
@refuses(OrderNotFound)
async def list_invoices_at_desk(order_id: UUID, _: Accountant, deps: OrderDeps, response: Response) -> InvoiceList:
    response.headers.update(PRIVATE)
    return InvoiceList.of(await invoicing.list_at_desk(deps, order_id))


@router.get("/desk/invoices.csv", response_class=Response, responses=CSV)
@refuses(WrongPeriod, PeriodHasTooMany)
async def export_invoices(_: Accountant, deps: OrderDeps, first: BookDate = None, last: BookDate = None) -> Response:
    """Invoices, then credit notes, of these days where the shop is; of the month so far unless others are named."""
    period = Period.of(first, last, deps.books.time_zone, deps.clock.now())
    table = as_csv(*as_rows(await invoicing.list_between(deps, period)))
    file = f"invoices-{period.first}-{period.last}.csv"
    headers = {"content-disposition": f'attachment; filename="{file}"', **PRIVATE}
    return Response(table, media_type="text/csv; charset=utf-8", headers=headers)

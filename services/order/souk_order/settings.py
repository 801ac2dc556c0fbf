"""What the order service is told; SOUK_ORDER_* and, where shared, SOUK_*."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from kit.settings import Secret, ServiceSettings, is_local
from souk_order.domain.invoices import Books, InvoiceKind, Seller

Seconds = Annotated[float, Field(gt=0)]
# Of a number such as INV/26-27/000001: the law allows 16 signs.
Prefix = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,3}$")]
# Who sells in a shop on this machine that names nobody: a number as they look, and nobody's.
SAMPLE = ("Souk Example Traders", "12 Commercial Street|Bengaluru 560001|Karnataka, India", "29ABCDE1234F1Z5")


class Settings(ServiceSettings, service="order"):
    link_secret: Secret
    webhook_secret: Secret  # the card provider signs its messages with it
    payment_limit_s: Seconds = 120.0  # then a checkout that gets no further is undone
    challenge_limit_s: Seconds = 300.0  # how long a challenge waits for the shopper
    scarce_challenge_limit_s: Seconds = 90.0  # and where the order holds more than a tenth of what it leaves
    open_orders_per_shopper: Annotated[int, Field(ge=1)] = 3  # that wait for their payment, and hold goods meanwhile
    open_orders_per_address: Annotated[int, Field(ge=1)] = 20  # shoppers behind one address share it
    reservation_margin_s: Seconds = 60.0  # stock is held this much longer than the payment may take
    place_wait_s: Seconds = 8.0  # then POST /orders answers with the pending order
    provider_deadline_s: Seconds = 3.0
    books_years: Annotated[int, Field(ge=0, le=30)] = 8  # what the law keeps of a forgotten customer's order
    guests_orders_days: Annotated[int, Field(ge=30)] = 730  # then a guest is forgotten, and the books alone stay
    seller_name: Annotated[str, Field(max_length=200)] = ""  # on invoices; without it the shop's
    seller_address: Annotated[str, Field(max_length=500)] = ""  # its lines are separated by |
    seller_tax_number: Annotated[str, Field(max_length=40)] = ""  # without it no invoice calls itself a tax invoice
    document_deadline_s: Seconds = 30.0  # for a PDF, the wait for its turn included
    invoice_prefix: Prefix = "INV"
    credit_note_prefix: Prefix = "CN"
    books_first_month: Annotated[int, Field(ge=1, le=12)] = 4  # of the financial year, with which numbers begin anew
    lease_s: Seconds = 5.0  # how long a process may be silent before another carries its sagas on
    simulated_latency_s: Annotated[float, Field(ge=0)] = 0.1
    simulated_late_s: Annotated[float, Field(ge=0)] = 6.0  # the card that answers after the deadline

    @model_validator(mode="after")
    def _tells_invoices_and_credit_notes_apart(self) -> Self:
        if self.invoice_prefix == self.credit_note_prefix:
            raise ValueError("SOUK_ORDER_INVOICE_PREFIX and SOUK_ORDER_CREDIT_NOTE_PREFIX must differ")
        return self

    @property
    def seller(self) -> Seller:
        named = (self.seller_name, self.seller_address, self.seller_tax_number)
        name, address, tax_number = SAMPLE if is_local(self.public_url) and not any(named) else named
        lines = tuple(line.strip() for line in address.split("|") if line.strip())
        return Seller(name or self.shop_name, lines, tax_number)

    @property
    def invoices(self) -> Books:
        prefixes = {InvoiceKind.INVOICE: self.invoice_prefix, InvoiceKind.CREDIT_NOTE: self.credit_note_prefix}
        return Books(self.seller, self.time_zone, self.books_first_month, prefixes)

    @property
    def books(self) -> timedelta:
        return timedelta(days=366 * self.books_years)

    @property
    def guests_orders(self) -> timedelta:
        return timedelta(days=self.guests_orders_days)

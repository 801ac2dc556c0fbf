"""What the order service is told; SOUK_ORDER_* and, where shared, SOUK_*."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from kit.hosts import is_local
from kit.settings import Secret, ServiceSettings
from souk_order.domain.invoices import Books, InvoiceKind, Seller

Seconds = Annotated[float, Field(gt=0)]
# Of a number such as INV/26-27/000001: the law allows 16 signs.
Prefix = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,3}$")]
# Who sells in a shop on this machine that names nobody: a number as they look, and nobody's.
SAMPLE = ("Souk Example Traders", "12 Commercial Street|Bengaluru 560001|Karnataka, India", "29ABCDE1234F1Z5")


class Settings(ServiceSettings, service="order"):
    link_secret: Secret  # Makes the links that open an order without signing in, and seals buyers' addresses.
    webhook_secret: Secret  # The card provider signs its messages with it.
    payment_limit_s: Seconds = 120.0  # A checkout that got no further after so long is undone.
    challenge_limit_s: Seconds = 300.0  # How long a bank's question waits for the shopper; then the checkout is undone.
    scarce_challenge_limit_s: Seconds = 90.0  # The same, where the order holds more than a tenth of what is left.
    # Orders of one shopper that may wait for their payment at a time, and hold goods meanwhile.
    open_orders_per_shopper: Annotated[int, Field(ge=1)] = 3
    # The same from one address, which many shoppers may share.
    open_orders_per_address: Annotated[int, Field(ge=1)] = 20
    # Declined payments that one address may see in an hour; then it can place no order for a while: cards are tried so.
    declines_per_address: Annotated[int, Field(ge=1)] = 60
    reservation_margin_s: Seconds = 60.0  # How much longer stock is held than the payment may take.
    # How long placing an order waits for its end; then it answers with the pending order (202).
    place_wait_s: Seconds = 8.0
    # How long the payment provider may take for an answer; then it is asked again what became of it.
    provider_deadline_s: Seconds = 3.0
    # How many years the law keeps a forgotten customer's order in the books.
    books_years: Annotated[int, Field(ge=0, le=30)] = 8
    # After so many days a guest is forgotten, and the books alone stay.
    guests_orders_days: Annotated[int, Field(ge=30)] = 730
    seller_name: Annotated[str, Field(max_length=200)] = ""  # Who sells, on invoices; without it the shop's name.
    # The seller's address on invoices; its lines are separated by |.
    seller_address: Annotated[str, Field(max_length=500)] = ""
    # The seller's tax number; without it no invoice calls itself a tax invoice.
    seller_tax_number: Annotated[str, Field(max_length=40)] = ""
    document_deadline_s: Seconds = 30.0  # How long making one PDF may take, the wait for its turn included.
    invoice_prefix: Prefix = "INV"  # What numbers of invoices begin with.
    credit_note_prefix: Prefix = "CN"  # What numbers of credit notes begin with; another than that of invoices.
    # The first month of the financial year (4: April), with which numbers begin anew.
    books_first_month: Annotated[int, Field(ge=1, le=12)] = 4
    lease_s: Seconds = 5.0  # How long a process may be silent before another carries its sagas on.
    simulated_latency_s: Annotated[float, Field(ge=0)] = 0.1  # How long the simulated bank takes for each answer.
    # How long it takes for the card that answers after the deadline.
    simulated_late_s: Annotated[float, Field(ge=0)] = 6.0

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

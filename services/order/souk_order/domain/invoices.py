"""Invoices and credit notes: what the books keep of what left the shop, and of what was given back of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.money import Money, zero
from souk_order.domain.payments import Method
from souk_order.domain.quotes import Tax


class InvoiceKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True)
class Seller:
    name: str
    address: tuple[str, ...]  # line by line
    tax_number: str  # empty where the seller has none: then it is no tax invoice


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Without a phone number: an invoice outlives what the shop may know of a person."""

    name: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """quantity × unit_price - discount = amount, taxes included; of a credit note, its share of that."""

    sku: str
    title: str
    options: Mapping[str, str]
    quantity: int
    unit_price: Money
    discount: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Slab:
    """What was paid at one rate: `taxable` and its taxes are `of`."""

    basis_points: int
    of: Money
    taxable: Money
    taxes: tuple[Tax, ...]  # one, or the parts that union and state have


@dataclass(frozen=True, slots=True)
class Invoice:
    """Never changed once it is made; a draft has no number yet."""

    id: UUID
    kind: InvoiceKind
    order_id: UUID
    order_number: str
    ordered_at: datetime
    seller: Seller
    buyer: str
    address: PostalAddress  # where the goods went, and to whom they are billed: the shop asks for one
    lines: tuple[InvoiceLine, ...]
    other: Money  # beside the lines: delivery, or what a credit note gives back for it
    total: Money
    taxes: tuple[Tax, ...]  # within the total
    paid_by: Method
    language: str | None  # of the page where it was ordered
    time_zone: str  # of its date
    year: str  # the financial one, as its number says it
    series: str  # which its number begins with
    issued_at: datetime  # of a draft: not before
    number: str = ""
    refund_id: UUID | None = None
    invoice_number: str | None = None  # that a credit note corrects

    @property
    def slabs(self) -> tuple[Slab, ...]:
        return slabs_of(self.taxes)

    @property
    def taxable(self) -> Money:
        """The total without its taxes."""
        return self.total - sum((tax.amount for tax in self.taxes), zero(self.total.currency))

    def numbered(self, place: int) -> Invoice:
        """As storage writes it: 16 signs with a prefix of three, as the law allows, up to the millionth of a year."""
        return replace(self, number=f"{self.series}/{place:06}")


@dataclass(frozen=True, slots=True)
class Books:
    """How the shop numbers what it issues, and who it says that it is."""

    seller: Seller
    time_zone: str
    first_month: int  # of the financial year
    prefixes: Mapping[InvoiceKind, str]

    def year_of(self, at: datetime) -> str:
        """26-27, or 26 where it is the calendar's."""
        local = at.astimezone(ZoneInfo(self.time_zone))
        begins = local.year if local.month >= self.first_month else local.year - 1
        return f"{begins % 100:02}" if self.first_month == 1 else f"{begins % 100:02}-{(begins + 1) % 100:02}"

    def series_of(self, kind: InvoiceKind, at: datetime) -> str:
        return f"{self.prefixes[kind]}/{self.year_of(at)}"


def slabs_of(taxes: Sequence[Tax]) -> tuple[Slab, ...]:
    """Parts of one rate stand side by side, each of the same amount and none of the same name."""
    together: list[list[Tax]] = []
    for tax in taxes:
        last = together[-1] if together else []
        if last and last[0].of == tax.of and tax.name not in {each.name for each in last}:
            last.append(tax)
        else:
            together.append([tax])
    return tuple(_slab(parts) for parts in together)


def _slab(parts: Sequence[Tax]) -> Slab:
    of = parts[0].of
    tax = sum((part.amount for part in parts), zero(of.currency))
    return Slab(sum(part.basis_points for part in parts), of, of - tax, tuple(parts))

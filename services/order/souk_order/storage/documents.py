"""What was true when an order was placed, as one document with a version."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from contracts.money import Money
from contracts.order import Recipient
from kit.data.documents import Document, Documents, Stored
from souk_order.domain.orders import Order
from souk_order.domain.quotes import Contact, DeliveryOption, Discount, Line, Tax, Totals


class StoredMoney(Stored):
    amount: int
    currency: str


class StoredLine(Stored):
    sku: str
    title: str
    handle: str
    options: dict[str, str]
    image: dict[str, Any] | None
    quantity: int
    unit_price: StoredMoney
    line_total: StoredMoney
    discount: StoredMoney
    weight_grams: int


class StoredTotals(Stored):
    subtotal: StoredMoney
    discount: StoredMoney
    delivery: StoredMoney
    total: StoredMoney


class StoredDiscount(Stored):
    promotion_id: UUID | None
    name: str
    code: str | None
    applies_to: Literal["goods", "delivery"]
    amount: StoredMoney
    is_limited: bool


class StoredTax(Stored):
    name: str
    basis_points: int
    of: StoredMoney
    amount: StoredMoney


class StoredContact(Stored):
    email: str
    phone: str
    name: str


class StoredAddress(Stored):
    name: str
    phone: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str


class StoredDelivery(Stored):
    code: str
    name: str
    charge: StoredMoney
    earliest: date
    latest: date


class StoredOrder(Stored):
    lines: list[StoredLine]
    totals: StoredTotals
    contact: StoredContact
    address: StoredAddress
    delivery: StoredDelivery
    discounts: list[StoredDiscount]
    taxes: list[StoredTax]
    language: str | None


def document_of(order: Order) -> Document:
    return ORDERS.written(order)


def parts_of(document: Document) -> dict[str, Any]:
    """The fields of an order that its document holds."""
    stored = ORDERS.read(document)
    totals, delivery = stored.totals, stored.delivery
    return {
        "language": stored.language,
        "lines": tuple(_line(line) for line in stored.lines),
        "totals": Totals(**{name: _money(amount) for name, amount in totals}),
        "contact": Contact(**dict(stored.contact)),
        "address": Recipient(**dict(stored.address)),
        "delivery": DeliveryOption(**{**dict(delivery), "charge": _money(delivery.charge)}),
        "taxes": tuple(Tax(**{**dict(at), "of": _money(at.of), "amount": _money(at.amount)}) for at in stored.taxes),
        "discounts": tuple(Discount(**{**dict(at), "amount": _money(at.amount)}) for at in stored.discounts),
    }


def _line(stored: StoredLine) -> Line:
    amounts = {name: _money(getattr(stored, name)) for name in ("unit_price", "line_total", "discount")}
    return Line(**{**dict(stored), **amounts})


def _with_optional_fields(document: Document) -> Document:
    """Before there were versions, a field with a default could be missing."""
    lines = [{"options": {}, "image": None, **line} for line in document["lines"]]
    return {**document, "lines": lines, "address": {"line2": "", **document["address"]}}


def _with_discounts(document: Document) -> Document:
    nothing = {"amount": 0, "currency": document["totals"]["total"]["currency"]}
    lines = [{**line, "discount": nothing} for line in document["lines"]]
    return {**document, "lines": lines, "totals": {**document["totals"], "discount": nothing}, "discounts": []}


def _with_taxes(document: Document) -> Document:
    return {"taxes": [], **document}


def _with_language(document: Document) -> Document:
    return {"language": None, **document}


ORDERS = Documents(StoredOrder, _with_optional_fields, _with_discounts, _with_taxes, _with_language)


def _money(stored: StoredMoney) -> Money:
    return Money(amount=stored.amount, currency=stored.currency)

"""What was true when an order was placed, as one document with a version."""

from __future__ import annotations

from datetime import date
from typing import Any

from contracts.money import Money
from contracts.order import Recipient
from kit.data.documents import Document, Documents, Stored
from souk_order.domain.orders import Order
from souk_order.domain.quotes import Contact, DeliveryOption, Line, Totals


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
    weight_grams: int


class StoredTotals(Stored):
    subtotal: StoredMoney
    delivery: StoredMoney
    total: StoredMoney


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


def document_of(order: Order) -> Document:
    return ORDERS.written(order)


def parts_of(document: Document) -> dict[str, Any]:
    """The fields of an order that its document holds."""
    stored = ORDERS.read(document)
    totals, delivery = stored.totals, stored.delivery
    return {
        "lines": tuple(
            Line(**{**dict(at), "unit_price": _money(at.unit_price), "line_total": _money(at.line_total)})
            for at in stored.lines
        ),
        "totals": Totals(_money(totals.subtotal), _money(totals.delivery), _money(totals.total)),
        "contact": Contact(**dict(stored.contact)),
        "address": Recipient(**dict(stored.address)),
        "delivery": DeliveryOption(**{**dict(delivery), "charge": _money(delivery.charge)}),
    }


def _with_optional_fields(document: Document) -> Document:
    """Before there were versions, a field with a default could be missing."""
    lines = [{"options": {}, "image": None, **line} for line in document["lines"]]
    return {**document, "lines": lines, "address": {"line2": "", **document["address"]}}


ORDERS = Documents(StoredOrder, _with_optional_fields)


def _money(stored: StoredMoney) -> Money:
    return Money(amount=stored.amount, currency=stored.currency)

"""What was true when an order was placed, as one document with a version.

A field that is added gets the next version and an upgrade that fills it in, so that no order ever becomes unreadable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from contracts.money import Money
from contracts.order import Recipient
from souk_order.domain.orders import Order
from souk_order.domain.quotes import Contact, DeliveryOption, Line, Totals

Document = dict[str, Any]
VERSION: Final = 1


class Stored(BaseModel):
    model_config = ConfigDict(from_attributes=True)


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
    return {"version": VERSION, **StoredOrder.model_validate(order).model_dump(mode="json")}


def parts_of(document: Document) -> dict[str, Any]:
    """The fields of an order that its document holds."""
    stored = StoredOrder.model_validate(upgraded(document))
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


def upgraded(document: Document) -> Document:
    while (version := document.get("version", 0)) < VERSION:
        document = {**UPGRADES[version](document), "version": version + 1}
    return document


def _with_optional_fields(document: Document) -> Document:
    """Before there were versions, a field with a default could be missing."""
    lines = [{"options": {}, "image": None, **line} for line in document["lines"]]
    return {**document, "lines": lines, "address": {"line2": "", **document["address"]}}


# From that version to the next.
UPGRADES: Mapping[int, Callable[[Document], Document]] = {0: _with_optional_fields}


def _money(stored: StoredMoney) -> Money:
    return Money(amount=stored.amount, currency=stored.currency)

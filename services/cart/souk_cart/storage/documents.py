"""The shapes of what is kept as JSON, and what is read back from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
from pydantic import ValidationError

from contracts.money import Money
from contracts.order import Recipient
from kit.data.documents import Document, Documents, Stored
from souk_cart.domain.cart import Bag, Cart, empty_cart
from souk_cart.domain.checkout import (
    Checkout,
    CheckoutState,
    Contact,
    DeliveryOption,
    DeliveryQuote,
    OrderReference,
    Parcel,
    Quoted,
)
from souk_cart.domain.offers import Offer
from souk_cart.storage.rules import promotions_of


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


class StoredOffer(Stored):
    """Kept for moments: one of another release's shape is not upgraded but asked for again."""

    sku: str
    handle: str
    title: str
    options: dict[str, str]
    image: dict[str, Any] | None
    price: Money
    compare_at: Money | None
    stock: int
    purchasable: bool
    weight_grams: int
    categories: tuple[str, ...]


class StoredParcel(Stored):
    country: str
    postal_code: str
    weight_grams: int
    subtotal: Money


class StoredDelivery(Stored):
    code: str
    name: str
    charge: Money
    earliest: date
    latest: date


class StoredQuote(Stored):
    cash_on_delivery: bool
    options: list[StoredDelivery]


class StoredQuoted(Stored):
    """As an offer: asked for again where it has another shape."""

    parcel: StoredParcel
    quote: StoredQuote


def _with_second_line(document: Document) -> Document:
    return {"line2": "", **document}


CONTACTS = Documents(StoredContact)
ADDRESSES = Documents(StoredAddress, _with_second_line)


def cart_of(row: asyncpg.Record) -> Cart:
    coupons = tuple(row["coupons"])
    quantities, saved = dict(row["lines"]), dict(row["saved"])
    return Cart(row["cart_id"], row["owner"], quantities, row["version"], row["open_checkout_id"], coupons, saved)


def checkout_of(row: asyncpg.Record) -> Checkout:
    order_id: UUID | None = row["order_id"]
    return Checkout(
        id=row["id"],
        cart_id=row["cart_id"],
        state=CheckoutState(row["state"]),
        contact=Contact(**dict(CONTACTS.read(row["contact"]))),
        address=Recipient(**dict(ADDRESSES.read(row["address"]))),
        delivery_code=row["delivery"],
        order=OrderReference(order_id, row["order_number"]) if order_id else None,
        quoted=_quoted_of(row) if row.get("quoted") else None,
        email_mark=row["email_mark"],
    )


def bag_of(row: asyncpg.Record, owner: str) -> Bag:
    cart = cart_of(row) if row["cart_id"] else empty_cart(owner)
    return Bag(cart, offers_of(row["offers"] or ()), row["read_at"], promotions_of(row["promotions"] or ()))


def document_of_quote(quoted: Quoted | None) -> Document | None:
    return StoredQuoted.model_validate(quoted).model_dump(mode="json") if quoted else None


def _quoted_of(row: asyncpg.Record) -> Quoted | None:
    try:
        stored = StoredQuoted.model_validate(row["quoted"])
    except ValidationError:
        return None
    options = tuple(DeliveryOption(**dict(option)) for option in stored.quote.options)
    quote = DeliveryQuote(stored.quote.cash_on_delivery, options)
    return Quoted(Parcel(**dict(stored.parcel)), quote, row["quoted_at"])


def json_of(offer: Offer) -> str:
    return StoredOffer.model_validate(offer).model_dump_json()


def offers_of(documents: Sequence[Document]) -> dict[str, Offer]:
    offers: dict[str, Offer] = {}
    for document in documents:
        try:
            offer = Offer(**dict(StoredOffer.model_validate(document)))
        except ValidationError:
            continue
        offers[offer.sku] = offer
    return offers

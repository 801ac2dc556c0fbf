"""A parcel's recipient and what is due for it, as documents with a version."""

from __future__ import annotations

from contracts.money import Money
from contracts.order import Recipient
from kit.data.documents import Document, Documents, Stored


class StoredRecipient(Stored):
    name: str
    phone: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str


class StoredMoney(Stored):
    amount: int
    currency: str


def _with_second_line(document: Document) -> Document:
    return {"line2": "", **document}


RECIPIENTS = Documents(StoredRecipient, _with_second_line)
AMOUNTS = Documents(StoredMoney)


def recipient_of(document: Document) -> Recipient:
    return Recipient(**dict(RECIPIENTS.read(document)))


def amount_of(document: Document | None) -> Money | None:
    return None if document is None else Money(**dict(AMOUNTS.read(document)))

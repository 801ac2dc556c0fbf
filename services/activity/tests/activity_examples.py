from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.money import Money
from contracts.order import OrderPlaced, PlacedLine, Recipient

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
ALICE = UUID("0190a000-0000-7000-8000-00000000a11c")
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/146.0"


def id_at(moment: datetime = NOON) -> UUID:
    """A UUIDv7 as a browser makes it then."""
    value = int(moment.timestamp() * 1000) << 80 | uuid4().int & (2**80 - 1)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def event(kind: str, at: datetime = NOON, **facts: Any) -> dict[str, Any]:
    return {"id": str(id_at(at)), "kind": kind, **facts}


def beacon(*events: dict[str, Any], session: UUID | None = None, consent: bool = True) -> dict[str, Any]:
    return {"consent": consent, "session_id": str(session or id_at()), "events": list(events)}


def an_order(
    *handles: str, customer_id: UUID | None = None, at: datetime = NOON, amount: int = 50_000, units: int = 1
) -> OrderPlaced:
    price = Money(amount=amount, currency="INR")
    lines = tuple(
        PlacedLine(sku=handle.upper(), title=handle, quantity=units, unit_price=price, weight_grams=1, handle=handle)
        for handle in handles
    )
    recipient = Recipient(
        name="A", phone="1", line1="1", city="Mysuru", state="Karnataka", postal_code="570001", country="IN"
    )
    return OrderPlaced(
        at=at, order_id=uuid4(), order_number="S-1", customer_id=customer_id, guest_id=None, cart_id=uuid4(),
        checkout_id=uuid4(), link_token_sha256="0" * 64, lines=lines, recipient=recipient, delivery_code="standard",
        earliest=at.date(), latest=(at + timedelta(days=2)).date(),
        total=Money(amount=amount * units * len(handles), currency="INR"), due_on_delivery=None,
    )  # fmt: skip

"""Buyers, purchases and reviews that several tests speak of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from contracts.logistics import ParcelMoved, ParcelState
from contracts.money import Money
from contracts.order import OrderPlaced, PlacedLine, Recipient
from contracts.product import ProductSellerChanged
from kit.pictures.renditions import PictureRefused, Renditions
from souk_reviews.actions import purchases
from souk_reviews.actions.deps import Deps
from souk_reviews.domain.reviews import Opinion

MORNING = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
MUG = "stoneware-chai-mug"
ALICE = UUID(int=1)
KILN = UUID(int=7)  # a team of sellers
RUPEE = Money(amount=100, currency="INR")
SENDING = Recipient(
    name="Asha", phone="+919800000000", line1="1 Street", city="Mysuru", state="Karnataka", postal_code="570001",
    country="IN",
)  # fmt: skip


class KnownRenditions:
    """Small ones at once: what makes real ones is tried in kit."""

    async def make(self, data: bytes) -> Renditions:
        if data == b"none":
            raise PictureRefused("it is no picture of a kind that is known here")
        return Renditions(800, 600, "#b8620a", {400: data, 800: data}, {400: data, 800: data})


def an_opinion(stars: int = 5, body: str = "Keeps tea warm, and sits well in the hand.", **more: str) -> Opinion:
    return Opinion(stars, more.get("title", "A good mug"), body, more.get("author_name", "Asha"))


def an_order(customer_id: UUID | None = ALICE, *handles: str | None) -> OrderPlaced:
    lines = tuple(
        PlacedLine(sku=f"SKU-{n}", title="Mug", quantity=1, unit_price=RUPEE, weight_grams=300, handle=handle)
        for n, handle in enumerate(handles or (MUG,))
    )
    return OrderPlaced(
        at=MORNING, order_id=uuid4(), order_number="SK-1", customer_id=customer_id,
        guest_id=None if customer_id else uuid4(), cart_id=uuid4(), checkout_id=uuid4(), link_token_sha256="0" * 64,
        lines=lines, recipient=SENDING, delivery_code="standard", earliest=date(2026, 11, 26),
        latest=date(2026, 11, 28), total=RUPEE, due_on_delivery=None,
    )  # fmt: skip


def a_report(order: OrderPlaced, state: ParcelState = "delivered") -> ParcelMoved:
    return ParcelMoved(
        at=MORNING, shipment_id=uuid4(), order_id=order.order_id, tracking_number="T1", state=state, place="Mysuru",
        moved_at=MORNING,
    )  # fmt: skip


def sold_by(seller_id: UUID | None, version: int = 1) -> ProductSellerChanged:
    return ProductSellerChanged(at=MORNING, handle=MUG, version=version, seller_id=seller_id)


async def a_buyer(deps: Deps, customer_id: UUID | None = None, *handles: str) -> UUID:
    """Who has got the mug, or other products."""
    buyer = customer_id or uuid4()
    order = an_order(buyer, *handles)
    await purchases.remember_purchases(deps, [order])
    await purchases.remember_deliveries(deps, [a_report(order)])
    return buyer

"""A quote, an order and people, so that a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from contracts.money import Money
from contracts.order import Recipient
from kit.ids import uuid7
from souk_order.domain.orders import Buyer, Order, OrderId
from souk_order.domain.payments import Method, Payment
from souk_order.domain.placing import OrderTag, place
from souk_order.domain.quotes import Contact, DeliveryOption, Discount, Line, Quote, Totals

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
ALICE = UUID("0197a1b2-0000-7000-8000-00000000000a")
PROMOTION = UUID("0197a1b2-0000-7000-8000-0000000000c0")


def inr(amount: int) -> Money:
    return Money(amount=amount, currency="INR")


def a_discount(amount: int) -> Discount:
    return Discount(PROMOTION, "A welcome", "WELCOME", "goods", inr(amount), is_limited=True)


def a_quote(
    sku: str = "MUG", quantity: int = 1, *, price: int = 49900, checkout_id: UUID | None = None, discount: int = 0
) -> Quote:
    """A discount is by a coupon that only so many may use."""
    subtotal, delivery = inr(price * quantity), inr(4900)
    line = Line(
        sku=sku,
        title="Blue mug",
        handle="blue-mug",
        options={"Colour": "Blue"},
        image=None,
        quantity=quantity,
        unit_price=inr(price),
        line_total=subtotal,
        discount=inr(discount),
        weight_grams=400,
    )
    return Quote(
        checkout_id=checkout_id or uuid4(),
        cart_id=uuid4(),
        lines=(line,),
        contact=Contact(email="alice@example.com", phone="+919800000000", name="Alice"),
        address=Recipient(
            name="Alice",
            phone="+919800000000",
            line1="1 MG Road",
            city="Bengaluru",
            state="Karnataka",
            postal_code="560001",
            country="IN",
        ),
        delivery=DeliveryOption(
            code="standard",
            name="Standard",
            charge=delivery,
            earliest=date(2026, 1, 8),
            latest=date(2026, 1, 10),
        ),
        cash_on_delivery=True,
        totals=Totals(
            subtotal=subtotal,
            discount=inr(discount),
            delivery=delivery,
            total=subtotal - inr(discount) + delivery,
        ),
        discounts=(a_discount(discount),) if discount else (),
    )


def an_order(quote: Quote | None = None, method: Method = Method.CARD, token: str | None = "sim_test") -> Order:  # noqa: S107 (no secret)
    quote = quote or a_quote()
    tag = OrderTag(OrderId(uuid7()), f"SK-{uuid4().hex[:8].upper()}", f"customer:{ALICE}/{uuid4()}", NOW)
    return place(quote, Buyer(ALICE, None), Payment(method, token), quote.totals.total, tag)

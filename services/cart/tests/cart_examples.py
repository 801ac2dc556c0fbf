"""What shoppers do in several tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from contracts.order import Recipient
from kit.data.idempotency import Once, RecordId
from kit.http.auth import Shopper
from souk_cart.actions import carts, checkouts
from souk_cart.actions.carts import PricedCart
from souk_cart.actions.checkouts import Chosen, PricedCheckout
from souk_cart.actions.deps import Deps
from souk_cart.domain.checkout import Contact

HOME = {
    "name": "Asha Rao", "phone": "+91 98000 00000", "line1": "12 MG Road", "city": "Mysuru",
    "state": "Karnataka", "postal_code": "570001", "country": "IN",
}  # fmt: skip
# As the product service offers it.
MUG: dict[str, Any] = {
    "sku": "MUG", "variant_id": str(uuid4()), "product_id": str(uuid4()), "handle": "mug", "title": "Mug",
    "options": {"Color": "Blue"}, "image": None, "price": {"amount": 20000, "currency": "INR"}, "compare_at": None,
    "stock": 90, "purchasable": True, "weight_grams": 35, "categories": ["kitchen"],
}  # fmt: skip
CONTACT = Contact("asha@souk.example", "+919800000000", "Asha Rao")


async def add_once(deps: Deps, shopper: Shopper, sku: str, quantity: int, once: str) -> PricedCart:
    """As the route does; a repeat shows the bag."""
    told: list[PricedCart] = []

    def tell(bag: PricedCart) -> bytes:
        told.append(bag)
        return b"{}"

    record = RecordId(shopper.key, "POST /cart/items", once, f"{sku} {quantity}".encode())
    answer = await carts.add_item(deps, shopper, sku, quantity, Once(record, tell))
    return await carts.show_cart(deps, shopper) if answer.is_replayed else told[-1]


async def add(deps: Deps, shopper: Shopper, **quantities: int) -> PricedCart:
    bag = await carts.show_cart(deps, shopper)
    for sku, quantity in quantities.items():
        bag = await add_once(deps, shopper, sku, quantity, once=str(uuid4()))
    return bag


async def quantities(deps: Deps, shopper: Shopper) -> Mapping[str, int]:
    return (await deps.carts.find_cart(shopper.key)).quantities


async def merge(deps: Deps, customer: Shopper) -> PricedCart:
    assert customer.customer_id
    return await carts.merge_carts(deps, customer.customer_id, customer.guest_id)


async def choose(deps: Deps, shopper: Shopper, home: Recipient, delivery_code: str = "standard") -> PricedCheckout:
    return await checkouts.choose(deps, shopper, Chosen(CONTACT, home, delivery_code))

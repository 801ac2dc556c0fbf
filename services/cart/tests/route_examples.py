"""What shoppers send to the cart service, and what its neighbours answer."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
from cart_examples import HOME

from testkit.calls import Asked, a_refusal
from testkit.clients import Caller

IMAGE = {"url": "/media/mug.webp", "alt": "A mug", "width": 800, "height": 800, "color": "#aabbcc", "srcset": []}
CHOICE = {
    "contact": {"email": "asha@souk.example", "phone": "+91 98000 00000", "name": "Asha Rao"},
    "address": HOME,
    "delivery": "standard",
}


def inr(paise: int) -> dict[str, Any]:
    return {"amount": paise, "currency": "INR"}


def an_offer(sku: str, stock: int = 7, price: int = 20000) -> dict[str, Any]:
    return {
        "sku": sku, "variant_id": str(uuid4()), "product_id": str(uuid4()), "handle": "mug", "title": "Mug",
        "options": {"Color": "Blue"}, "image": IMAGE, "price": inr(price), "compare_at": inr(25000), "stock": stock,
        "purchasable": stock > 0, "weight_grams": 350, "categories": ["kitchen", "mugs"],
    }  # fmt: skip


def a_quote(asked: Asked) -> Any:
    if asked.json["postal_code"] == "999999":
        return a_refusal(404, "unknown-postal-code")
    days = {"earliest": "2026-11-24", "latest": "2026-11-26"}
    return {
        "serviceable": asked.json["postal_code"] != "800001",
        "cash_on_delivery": True,
        "options": [{"code": "standard", "name": "Standard", "charge": inr(5900), **days}],
    }


async def add(shopper: Caller, sku: str = "MUG", quantity: int = 2, key: str = "") -> httpx.Response:
    body = {"sku": sku, "quantity": quantity}
    return await shopper.post("/cart/items", json=body, headers={"idempotency-key": key or str(uuid4())})

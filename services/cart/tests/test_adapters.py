from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from contracts.money import Money
from souk_cart.adapters.logistics import LogisticsDelivery
from souk_cart.adapters.product import SKUS_IN_ONE_CALL, ProductOffers
from souk_cart.domain.cart import BagRefused
from souk_cart.domain.checkout import DeliveryRefused, DeliveryUnavailable, Parcel
from souk_cart.domain.offers import PricesUnavailable
from testkit.calls import Answer, FakeCalls, Undocumented, a_refusal


@pytest.fixture
def calls() -> FakeCalls:
    calls = FakeCalls()
    calls.on("product", "GET", "/offers", lambda asked: {"items": [an_offer(sku) for sku in asked.params["sku"]]})
    return calls


def an_offer(sku: str) -> dict[str, Any]:
    return {
        "sku": sku, "variant_id": str(uuid4()), "product_id": str(uuid4()), "handle": "mug",
        "title": "Mug", "options": {}, "image": None, "stock": 3, "purchasable": True, "categories": ["kitchen"],
        "price": {"amount": 100, "currency": "INR"}, "compare_at": None, "weight_grams": 1, "something": "new",
    }  # fmt: skip


async def test_a_large_bag_asks_in_parts(calls: FakeCalls) -> None:
    offers = ProductOffers(calls)

    found = await offers.of([f"SKU-{each}" for each in range(SKUS_IN_ONE_CALL + 1)])

    assert len(found) == SKUS_IN_ONE_CALL + 1
    assert len(calls.asked) == 2


@pytest.mark.parametrize(
    "answer", [Undocumented(None, 503), Undocumented({"items": [{"sku": "A"}]}), a_refusal(404, "no-such-route")]
)
async def test_an_answer_that_is_no_use_is_no_price(calls: FakeCalls, answer: Answer) -> None:
    calls.on("product", "GET", "/offers", answer)

    with pytest.raises(PricesUnavailable):
        await ProductOffers(calls).of(["A"])


async def test_what_the_neighbour_refuses_for_what_was_asked_is_no_outage(calls: FakeCalls) -> None:
    calls.refuse("product", "GET", "/offers", 400, "invalid-request")
    calls.refuse("logistics", "POST", "/quotes", 409, "other-currency")

    with pytest.raises(BagRefused):
        await ProductOffers(calls).of(["A"])
    with pytest.raises(DeliveryRefused):
        await LogisticsDelivery(calls).quote(Parcel("IN", "570001", 300, Money(amount=100, currency="INR")))


async def test_what_the_neighbour_refuses_for_another_reason_counts_as_an_outage(calls: FakeCalls) -> None:
    """Such as a route that a release moved, which answers with the same 400 as a wrong question."""
    calls.refuse("product", "GET", "/offers", 400, "request-refused")
    calls.refuse("logistics", "POST", "/quotes", 400, "request-refused")

    with pytest.raises(PricesUnavailable):
        await ProductOffers(calls).of(["A"])
    with pytest.raises(DeliveryUnavailable):
        await LogisticsDelivery(calls).quote(Parcel("IN", "570001", 300, Money(amount=100, currency="INR")))


async def test_a_former_price_in_another_currency_is_left_away(calls: FakeCalls) -> None:
    former = {"amount": 900, "currency": "EUR"}
    calls.on("product", "GET", "/offers", {"items": [{**an_offer("A"), "compare_at": former}]})

    assert (await ProductOffers(calls).of(["A"]))["A"].compare_at is None


async def test_delivery_charged_in_another_currency_is_a_clear_refusal(calls: FakeCalls) -> None:
    option = {
        "code": "standard", "name": "Standard", "charge": {"amount": 490, "currency": "EUR"},
        "earliest": "2026-11-24", "latest": "2026-11-26",
    }  # fmt: skip
    calls.on("logistics", "POST", "/quotes", {"serviceable": True, "cash_on_delivery": True, "options": [option]})

    with pytest.raises(DeliveryRefused, match="charged in EUR"):
        await LogisticsDelivery(calls).quote(Parcel("IN", "570001", 300, Money(amount=100, currency="INR")))

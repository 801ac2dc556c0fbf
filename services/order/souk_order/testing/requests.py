"""What shoppers send to the order service, and the cart and product service that it asks meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx

from souk_order.domain.quotes import Quote
from souk_order.testing.examples import ALICE, a_quote
from souk_order.testing.shop import GOOD
from testkit.calls import Answer, Asked, FakeCalls, a_refusal
from testkit.clients import ServiceClient

QUICK = {
    "simulated_latency_s": 0,
    "simulated_late_s": 30,
    "provider_deadline_s": 30,
    "link_secret": "test",
    "webhook_secret": "test",
}
MakeClient = Callable[..., Awaitable[ServiceClient]]


class Neighbours(FakeCalls):
    """A cart with checkouts and a product service with all the stock one could want."""

    def __init__(self) -> None:
        super().__init__()
        self.quotes: dict[str, Quote] = {}
        self.on("cart", "GET", "/checkouts/{id}/quote", self._quote)
        self.on("cart", "POST", "/checkouts/{id}/ordered", Answer(None, 204))
        self.on("product", "PUT", "/reservations/{key}", held)
        self.on("logistics", "POST", "/orders/{id}/stop", Answer(None, 204))
        for verb in ("commit", "release", "renew"):
            self.on("product", "POST", f"/reservations/{{key}}/{verb}", held)

    def checkout(self) -> Quote:
        quote = a_quote()
        self.quotes[str(quote.checkout_id)] = quote
        return quote

    def _quote(self, asked: Asked) -> Any:
        quote = self.quotes.get(asked.path.split("/")[2])
        return quote or a_refusal(404, "no-such-checkout")


def held(asked: Asked) -> dict[str, Any]:
    key = asked.path.split("/")[2]
    return {"key": key, "state": "held", "expires_at": "2026-11-24T04:10:00Z", "lines": []}


async def token_of(client: ServiceClient, number: str = GOOD) -> str:
    card = {"number": number, "expiry_month": 12, "expiry_year": 2030, "cvc": "123", "name": "Alice"}
    answer = await client.as_anyone().post("/simulated-cards", json=card)
    assert answer.status_code == 201, answer.text
    return answer.json()["token"]


async def request(client: ServiceClient, number: str | None = GOOD, quote: Quote | None = None) -> dict[str, Any]:
    chosen: Quote = quote or client.calls.checkout()
    payment = {"method": "card", "token": await token_of(client, number)} if number else {"method": "cash_on_delivery"}
    return {
        "checkout_id": str(chosen.checkout_id),
        "expected_total": chosen.totals.total.model_dump(),
        "payment": payment,
    }


async def placed(
    client: ServiceClient, body: dict[str, Any], key: str | None = None, who: UUID = ALICE
) -> httpx.Response:
    return await client.as_customer(who).post("/orders", json=body, headers={"idempotency-key": key or str(uuid4())})

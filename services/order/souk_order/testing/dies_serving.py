"""A process of the order service that kills itself with SIGKILL while it answers POST /orders: stock is just reserved.

python -m souk_order.testing.dies_serving <database url> <customer id> <checkout id> <idempotency key>
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any
from uuid import UUID

from kit.data.database import Database
from kit.http.tokens import SigningKey
from souk_order.app import build
from souk_order.domain.quotes import Quote
from souk_order.settings import Settings
from souk_order.testing.examples import a_quote
from testkit.calls import Asked, FakeCalls
from testkit.clients import ServiceClient, infra_for, settings_for

SETTINGS = {"link_secret": "test", "webhook_secret": "test"}


def paid_on_delivery(quote: Quote) -> dict[str, Any]:
    return {
        "checkout_id": str(quote.checkout_id),
        "expected_total": quote.totals.total.model_dump(),
        "payment": {"method": "cash_on_delivery"},
    }


async def run(url: str, customer_id: str, checkout_id: str, key: str) -> None:
    def die(asked: Asked) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    quote, calls, signing_key = a_quote(checkout_id=UUID(checkout_id)), FakeCalls(), SigningKey.generate()
    calls.on("cart", "GET", "/checkouts/{id}/quote", quote)
    calls.on("product", "PUT", "/reservations/{key}", die)
    async with Database(url) as database:
        infra, settings = infra_for(database, signing_key, calls), settings_for(Settings, url, signing_key, SETTINGS)
        client = ServiceClient(build(settings, infra), settings, infra, signing_key)
        customer = client.as_customer(UUID(customer_id))
        await customer.post("/orders", json=paid_on_delivery(quote), headers={"idempotency-key": key})


def main() -> None:
    asyncio.run(run(*sys.argv[1:]))


if __name__ == "__main__":
    main()

"""What placing an order asks of the cart, and how the cart service is asked."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from kit.calls.client import Calls, Refused
from kit.http.auth import Shopper
from souk_order.quote import Quote
from souk_order.refusals import CheckoutNotFound, CheckoutNotReady


class Checkouts(Protocol):
    async def quote(self, checkout_id: UUID, shopper: Shopper) -> Quote:
        """What a shopper's checkout comes to now; raises CheckoutNotFound, CheckoutNotReady."""
        ...


class CartCheckouts:
    """The cart service's checkouts over HTTP, on the shopper's own behalf."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def quote(self, checkout_id: UUID, shopper: Shopper) -> Quote:
        try:
            return await self._calls.to("cart").get(f"/checkouts/{checkout_id}/quote", shopper=shopper, reply=Quote)
        except Refused as refused:
            problem = refused.problem
            if problem.status in {403, 404}:
                raise CheckoutNotFound(checkout_id) from refused
            if problem.status in {409, 410, 422}:
                raise CheckoutNotReady(problem.cause, problem.fix, problem.facts) from refused
            raise

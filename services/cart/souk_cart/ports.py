"""What the cart needs of other services, in its own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from contracts.money import Money
from kit.errors import Kind, SoukError
from souk_cart.domain.checkout import DeliveryQuote
from souk_cart.domain.offers import Offer


class PricesUnavailable(SoukError):
    code = "prices-unavailable"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "Prices and stock cannot be looked up at this moment.",
            "Your bag is kept as it was; try again shortly.",
            {"retry_after_s": 2},
        )


class DeliveryUnavailable(SoukError):
    code = "delivery-unavailable"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "Delivery cannot be looked up at this moment.",
            "Your bag and what you entered are kept; try again shortly.",
            {"retry_after_s": 2},
        )


class Offers(Protocol):
    async def of(self, skus: Sequence[str]) -> Mapping[str, Offer]:
        """As of now; what is not sold (any more) is left out."""
        ...

    async def recent(self, skus: Sequence[str]) -> Mapping[str, Offer]:
        """Perhaps a moment old: good enough to show."""
        ...

    def drop(self, skus: Iterable[str]) -> None: ...


class Delivery(Protocol):
    async def quote(self, country: str, postal_code: str, weight_grams: int, subtotal: Money) -> DeliveryQuote:
        """Raises NotDeliveredThere for a place that is unknown or not served."""
        ...

"""Prices and stock, as the product service offers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from contracts.money import Money
from kit.calls.client import Calls, Refused, Unavailable
from kit.calls.codes import codes
from souk_cart.domain.cart import BagRefused
from souk_cart.domain.offers import Offer, PricesUnavailable

SKUS_IN_ONE_CALL = 50
# Refused for what was asked: no outage, and the same tomorrow.
UNDERSTOOD = codes("product", "invalid-request", "text-unstorable")


class OfferReply(BaseModel):
    model_config = ConfigDict(extra="ignore")

    sku: str
    handle: str
    title: str
    options: dict[str, str]
    image: dict[str, Any] | None
    price: Money
    compare_at: Money | None
    stock: int
    purchasable: bool
    weight_grams: int
    categories: tuple[str, ...] = ()  # a replica of the release before names none

    def to_offer(self) -> Offer:
        fields = {field: getattr(self, field) for field in OfferReply.model_fields}
        if self.compare_at and self.compare_at.currency != self.price.currency:
            fields["compare_at"] = None  # a former price in another currency compares with nothing
        return Offer(**fields)


class OffersReply(BaseModel):
    items: list[OfferReply]


class ProductOffers:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def of(self, skus: Sequence[str]) -> Mapping[str, Offer]:
        found: dict[str, Offer] = {}
        for first in range(0, len(skus), SKUS_IN_ONE_CALL):
            found |= await self._asked(list(skus[first : first + SKUS_IN_ONE_CALL]))
        return found

    async def _asked(self, skus: list[str]) -> dict[str, Offer]:
        try:
            reply = await self._calls.to("product").get("/offers", params={"sku": skus}, reply=OffersReply)
        except Refused as refused:
            if refused.problem.code in UNDERSTOOD:
                raise BagRefused("product", refused.cause, refused.fix) from refused
            raise PricesUnavailable from refused
        except Unavailable as error:
            raise PricesUnavailable from error
        return {item.sku: item.to_offer() for item in reply.items}

"""Whether something can be bought, as the product service says."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from kit.calls.client import Calls


class Offered(BaseModel):
    model_config = ConfigDict(extra="ignore")

    sku: str
    purchasable: bool


class Offers(BaseModel):
    items: list[Offered]


class ProductShelves:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def has(self, sku: str) -> bool:
        offers = await self._calls.to("product").get("/offers", params={"sku": [sku]}, reply=Offers)
        return any(offer.purchasable for offer in offers.items)

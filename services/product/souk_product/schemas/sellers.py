"""Whose a product is, over the wire."""

from __future__ import annotations

from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from souk_product.domain.sellers import Ownership


class GiveProduct(BaseModel):
    model_config = ConfigDict(extra="forbid")

    seller_id: UUID | None = Field(description="A team of sellers, as they read it under /team; null: the shop's own.")


class ProductOwner(BaseModel):
    handle: str
    seller_id: UUID | None

    @classmethod
    def of(cls, ownership: Ownership) -> Self:
        return cls(handle=ownership.handle, seller_id=ownership.seller_id)

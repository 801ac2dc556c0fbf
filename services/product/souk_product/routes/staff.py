"""What admins change on any product, and sellers on their own team's."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from kit.http.auth import User, staff
from kit.http.refusals import refuses
from kit.http.router import Router
from souk_product.actions import ownership, prices
from souk_product.domain.browsing import UnknownProduct
from souk_product.domain.products import PriceAboveSale
from souk_product.domain.sellers import NotYourProduct
from souk_product.domain.stock import UnknownSku
from souk_product.routes.deps import Handle, ProductDeps
from souk_product.schemas.sellers import GiveProduct, ProductOwner
from souk_product.schemas.stock import ChangedVariant, ChangeVariant, Sku

router = Router()
Merchant = Annotated[User, staff("products:edit", "seller", "admin")]
CatalogueEditor = Annotated[User, staff("products:edit")]


@router.patch("/variants/{sku:path}")
@refuses(UnknownSku, NotYourProduct, PriceAboveSale)
async def change_variant(
    sku: Annotated[Sku, Path()], body: ChangeVariant, merchant: Merchant, deps: ProductDeps
) -> ChangedVariant:
    """A seller changes what is their team's, an admin everything."""
    return ChangedVariant.model_validate(await prices.change_variant(deps, merchant, sku, body.to_change()))


@router.put("/products/{handle}/seller")
@refuses(UnknownProduct)
async def give_product(handle: Handle, body: GiveProduct, _: CatalogueEditor, deps: ProductDeps) -> ProductOwner:
    """Only an admin says whose a product is."""
    return ProductOwner.of(await ownership.give(deps, handle, body.seller_id))

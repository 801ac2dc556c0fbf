"""Products that the shop has not seen yet, by COPY: nobody knows their rows, so none is locked or compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.data.database import PostgresStore
from kit.ids import uuids7
from souk_product.domain.products import ProductDraft, SkuTaken
from souk_product.storage import catalogue_writes_sql as sql
from souk_product.storage.catalogue_rows import described, picture_row, variant_row


class PostgresNewProducts(PostgresStore):
    async def add(
        self, drafts: Sequence[ProductDraft], currency: str, now: datetime, seller_id: UUID | None
    ) -> list[UUID]:
        """All but their cards, in a transaction whose turn it is (`wait_for_turn`)."""
        skus = [variant.sku for draft in drafts for variant in draft.variants]
        await self._refuse_taken(skus)
        categories = await self._categories({draft.category for draft in drafts})
        identified = list(zip(uuids7(len(drafts)), drafts, strict=True))
        owned = {"seller_id": seller_id, "seller_version": 1 if seller_id else 0}
        products = [_product(product_id, draft, categories, now) | owned for product_id, draft in identified]
        await self._copy("products", products)
        # A variant may have left the catalogue, and come back, while an order held it.
        await self._copy("variants", _variants(identified, currency, await self._held(skus)))
        await self._copy("images", _pictures(identified))
        ids = [product_id for product_id, _ in identified]
        await self.execute(sql.OPEN_STOCK, ids, now)
        return ids

    async def _copy(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            await self.copy_into(table, list(rows[0]), [tuple(row.values()) for row in rows])

    async def _refuse_taken(self, skus: Collection[str]) -> None:
        if taken := await self.fetchrow(f"{sql.OWNERS} limit 1", skus):
            raise SkuTaken(taken["sku"], taken["handle"])

    async def _categories(self, slugs: Collection[str]) -> dict[str, UUID]:
        rows = await self.fetch("select slug, id from categories where slug = any($1)", list(slugs))
        return {row["slug"]: row["id"] for row in rows}

    async def _held(self, skus: Collection[str]) -> dict[str, int]:
        return {row["sku"]: row["quantity"] for row in await self.fetch(sql.HELD, skus)}


Identified = Sequence[tuple[UUID, ProductDraft]]


def _product(product_id: UUID, draft: ProductDraft, categories: Mapping[str, UUID], now: datetime) -> dict[str, Any]:
    row = described(draft)
    category_id = categories[row.pop("category")]
    return {"id": product_id, **row, "category_id": category_id, "created_at": draft.created_at, "updated_at": now}


def _variants(identified: Identified, currency: str, held: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "product_id": product_id,
            **variant_row(variant, position, currency),
            "stock": max(0, variant.stock - held.get(variant.sku, 0)),
        }
        for product_id, draft in identified
        for position, variant in enumerate(draft.variants)
    ]


def _pictures(identified: Identified) -> list[dict[str, Any]]:
    return [
        {"product_id": product_id, **picture_row(picture, position)}
        for product_id, draft in identified
        for position, picture in enumerate(draft.pictures)
    ]

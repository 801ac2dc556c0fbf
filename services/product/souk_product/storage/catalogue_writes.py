"""Putting products into the catalogue, thousands at a time: a handle is written once, however often it comes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.data.database import PostgresStore
from kit.ids import uuid7
from souk_product.domain.products import CategoryDraft, Picture, ProductDraft, SkuTaken, VariantDraft
from souk_product.storage import catalogue_writes_sql as sql
from souk_product.storage.cards import rewrite_cards
from souk_product.storage.dictionary import PostgresDictionary
from souk_product.storage.import_staging import PostgresImportStaging
from souk_product.storage.stock import PostgresStock

BATCH = 1000


class PostgresCatalogueWriter(PostgresStore):
    async def wait_for_turn(self) -> None:
        """One writer at a time; the lock ends with the transaction."""
        await self.execute("select pg_advisory_xact_lock(hashtext('souk_product catalogue'))")

    async def list_waiting_for_pictures(self) -> set[str]:
        """Handles of products that came with the seed and still show a placeholder."""
        rows = await self.fetch(sql.WAITING_FOR_PICTURES)
        return {row["handle"] for row in rows}

    async def is_empty(self) -> bool:
        return not await self.fetchval("select exists (select 1 from products)")

    async def find_currency(self) -> str | None:
        """Of the prices that are kept."""
        return await self.fetchval("select currency from variants limit 1")

    async def owners_of(self, skus: Collection[str]) -> dict[str, str]:
        rows = await self.fetch(
            "select v.sku, p.handle from variants v join products p on p.id = v.product_id where v.sku = any($1)",
            list(skus),
        )
        return {row["sku"]: row["handle"] for row in rows}

    async def kept_pictures(self, handles: Collection[str]) -> dict[tuple[str, str], Picture]:
        """By handle and source: what need not be fetched again."""
        rows = await self.fetch(sql.KEPT_PICTURES, list(handles))
        return {(row["handle"], row["source"]): _picture(row) for row in rows}

    async def add_categories(self, categories: Sequence[CategoryDraft]) -> None:
        """Parents first; one that is there already keeps its name and place."""
        for category in categories:
            await self.execute(sql.ADD_CATEGORY, uuid7(), category.slug, category.name, category.parent)

    def staging(self) -> PostgresImportStaging:
        return self.joined(PostgresImportStaging(self._database))

    async def save_products(self, drafts: Sequence[ProductDraft], currency: str, now: datetime) -> int:
        """Stock is what lies on the shelf: what is held for open orders is taken off it."""
        kept = {row["handle"]: row["id"] for row in await self.fetch(sql.KNOWN, [draft.handle for draft in drafts])}
        drafts = await self._changed(drafts, kept, currency)
        if not drafts:
            return 0
        skus = [variant.sku for draft in drafts for variant in draft.variants]
        await self.fetchval(sql.LOCK_VARIANTS, skus, [kept[draft.handle] for draft in drafts if draft.handle in kept])
        rows = await self.fetch(sql.SAVE_PRODUCTS, [_product_row(draft, now) for draft in drafts])
        ids: dict[str, UUID] = {row["handle"]: row["id"] for row in rows}
        await self._save_variants(drafts, ids, currency, now)
        await self._save_pictures(drafts, ids)
        await rewrite_cards(self, ids.values())
        # Last, since who adds the same one waits until this transaction ends.
        swatches = dict(sorted(swatch for draft in drafts for swatch in draft.swatches))
        await self.execute(sql.ADD_SWATCHES, list(swatches), list(swatches.values()))
        known = [row["id"] for row in rows if not row["is_new"]]
        await self.joined(PostgresStock(self._database)).announce(known, now)
        return len(drafts)

    async def learn_words(self) -> None:
        await self.joined(PostgresDictionary(self._database)).relearn()

    async def _changed(
        self, drafts: Sequence[ProductDraft], kept: Collection[str], currency: str
    ) -> Sequence[ProductDraft]:
        """Without those that stand in the shop as they are here: they need neither a lock nor a row written."""
        rows = [_whole_row(draft, currency) for draft in drafts if draft.handle in kept]
        same = {row["handle"] for row in await self.fetch(sql.UNCHANGED, rows)} if rows else set()
        return [draft for draft in drafts if draft.handle not in same]

    async def save_pictures(self, handle: str, pictures: Sequence[Picture]) -> None:
        """Gives a product that has placeholders its own pictures."""
        product_id = await self.fetchval("select id from products where handle = $1 for update", handle)
        rows = [_picture_row(picture, position) for position, picture in enumerate(pictures)]
        await self.execute("delete from images where product_id = $1", product_id)
        await self.execute(sql.ADD_PICTURES, [{**row, "product_id": str(product_id)} for row in rows])
        await rewrite_cards(self, [product_id])

    async def _save_variants(
        self, drafts: Sequence[ProductDraft], ids: dict[str, UUID], currency: str, now: datetime
    ) -> None:
        rows = [row for draft in drafts for row in _variant_rows(draft, ids[draft.handle], currency)]
        await self.execute(sql.DROP_OTHER_VARIANTS, list(ids.values()), [row["sku"] for row in rows], now)
        rows.sort(key=lambda row: row["sku"])
        stock = self.joined(PostgresStock(self._database))
        for batch in _batches(rows):
            # Before the rest is saved: stock that was sold past zero must be right before it is a limit.
            await stock.count({row["sku"]: row["stock"] for row in batch if row["stock_policy"] != "untracked"}, now)
            saved = await self.fetch(sql.SAVE_VARIANTS, batch)
            opened = {row["sku"]: row["stock"] for row in saved if row["is_new"]}
            await stock.note_movements(opened, "opening", now)
            known = {row["sku"] for row in saved}
            for row in batch:
                if row["sku"] not in known:
                    owners = await self.owners_of([row["sku"]])
                    raise SkuTaken(row["sku"], owners.get(row["sku"], "another one"))

    async def _save_pictures(self, drafts: Sequence[ProductDraft], ids: dict[str, UUID]) -> None:
        await self.execute("delete from images where product_id = any($1)", list(ids.values()))
        rows = [
            {**_picture_row(picture, position), "product_id": str(ids[draft.handle])}
            for draft in drafts
            for position, picture in enumerate(draft.pictures)
        ]
        for batch in _batches(rows):
            await self.execute(sql.ADD_PICTURES, batch)


def _batches(rows: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield list(rows[start : start + BATCH])


def _product_row(draft: ProductDraft, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        **_described(draft),
        "created_at": draft.created_at,
        "updated_at": now,
    }


def _whole_row(draft: ProductDraft, currency: str) -> dict[str, Any]:
    """As UNCHANGED compares it with what is kept."""
    return {
        **_described(draft),
        "variants": [_variant_row(variant, position, currency) for position, variant in enumerate(draft.variants)],
        "pictures": [_picture_row(picture, position) for position, picture in enumerate(draft.pictures)],
    }


def _described(draft: ProductDraft) -> dict[str, Any]:
    return {
        "handle": draft.handle,
        "title": draft.title,
        "vendor": draft.vendor,
        "description_html": draft.description_html,
        "category": draft.category,
        "tags": draft.tags,
        "options": draft.options,
        "attributes": [{"name": name, "value": value} for name, value in draft.attributes],
        "seo_title": draft.seo_title,
        "seo_description": draft.seo_description,
        "published": draft.published,
    }


def _variant_rows(draft: ProductDraft, product_id: UUID, currency: str) -> Iterator[dict[str, Any]]:
    for position, variant in enumerate(draft.variants):
        yield {"id": uuid7(), "product_id": product_id, **_variant_row(variant, position, currency)}


def _variant_row(variant: VariantDraft, position: int, currency: str) -> dict[str, Any]:
    return {
        "sku": variant.sku,
        "position": position,
        "options": variant.options,
        "price": variant.price,
        "compare_at": variant.compare_at,
        "currency": currency,
        "stock": variant.stock,
        "stock_policy": variant.stock_policy,
        "weight_grams": variant.weight_grams,
        "image_position": variant.image_index,
    }


def _picture_row(picture: Picture, position: int) -> dict[str, Any]:
    return {
        "position": position,
        "source": picture.source,
        "url": picture.url,
        "alt": picture.alt,
        "width": picture.width,
        "height": picture.height,
        "color": picture.color,
        "srcset": [{"url": url, "width": width} for url, width in picture.srcset],
        "placeholder": picture.placeholder,
    }


def _picture(row: Any) -> Picture:
    return Picture(
        source=row["source"],
        alt=row["alt"],
        url=row["url"],
        width=row["width"],
        height=row["height"],
        color=row["color"],
        srcset=tuple((rendition["url"], rendition["width"]) for rendition in row["srcset"]),
        placeholder=row["placeholder"],
    )

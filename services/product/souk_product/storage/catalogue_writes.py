"""Putting products into the catalogue, thousands at a time: a handle is written once, however often it comes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.data.database import PostgresStore
from kit.ids import uuid7
from souk_product.domain.products import CategoryDraft, Picture, ProductDraft, SkuTaken
from souk_product.storage import catalogue_writes_sql as sql
from souk_product.storage.cards import rewrite_cards
from souk_product.storage.catalogue_rows import described, picture_of, picture_row, variant_row, whole_row
from souk_product.storage.dictionary import PostgresDictionary
from souk_product.storage.import_staging import PostgresImportStaging
from souk_product.storage.new_products import PostgresNewProducts
from souk_product.storage.returns import PostgresReturns
from souk_product.storage.sellers import PostgresSellers
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
        rows = await self.fetch(sql.OWNERS, list(skus))
        return {row["sku"]: row["handle"] for row in rows}

    async def kept_pictures(self, handles: Collection[str]) -> dict[tuple[str, str], Picture]:
        """By handle and source: what need not be fetched again."""
        rows = await self.fetch(sql.KEPT_PICTURES, list(handles))
        return {(row["handle"], row["source"]): picture_of(row) for row in rows}

    async def add_categories(self, categories: Sequence[CategoryDraft]) -> None:
        """Parents first; one that is there already keeps its name and place."""
        for category in categories:
            await self.execute(sql.ADD_CATEGORY, uuid7(), category.slug, category.name, category.parent)

    def staging(self) -> PostgresImportStaging:
        return self.joined(PostgresImportStaging(self._database))

    async def save_products(
        self, drafts: Sequence[ProductDraft], currency: str, now: datetime, seller_id: UUID | None = None
    ) -> int:
        """Stock is what lies on the shelf: what is held for open orders is taken off it."""
        kept = {row["handle"]: row["id"] for row in await self.fetch(sql.KNOWN, [draft.handle for draft in drafts])}
        new = [draft for draft in drafts if draft.handle not in kept]
        changed = await self._changed([draft for draft in drafts if draft.handle in kept], currency)
        ids = {draft.handle: kept[draft.handle] for draft in changed}
        if changed:
            await self._save_known(changed, ids, currency, now)
        stores = self.joined(PostgresNewProducts(self._database)), self.joined(PostgresSellers(self._database))
        added = await stores[0].add(new, currency, now, seller_id) if new else []
        if added and seller_id:
            await stores[1].announce_new(added, now)
        if changed or added:
            await rewrite_cards(self, ids.values(), added)
        # Last, since who adds the same one waits until this transaction ends.
        swatches = dict(sorted(swatch for draft in (*changed, *new) for swatch in draft.swatches))
        if swatches:
            await self.execute(sql.ADD_SWATCHES, list(swatches), list(swatches.values()))
        await self.joined(PostgresStock(self._database)).announce(ids.values(), now)
        return len(changed) + len(added)

    async def learn_words(self) -> None:
        await self.joined(PostgresDictionary(self._database)).relearn()

    async def _changed(self, known: Sequence[ProductDraft], currency: str) -> Sequence[ProductDraft]:
        """Without those that stand in the shop as they are here: they need neither a lock nor a row written."""
        if not known:
            return known
        rows = await self.fetch(sql.UNCHANGED, [whole_row(draft, currency) for draft in known])
        same = {row["handle"] for row in rows}
        return [draft for draft in known if draft.handle not in same]

    async def _save_known(
        self, drafts: Sequence[ProductDraft], ids: Mapping[str, UUID], currency: str, now: datetime
    ) -> None:
        skus = [variant.sku for draft in drafts for variant in draft.variants]
        await self.fetchval(sql.LOCK_VARIANTS, skus, list(ids.values()))
        await self.execute(sql.SAVE_PRODUCTS, [described(draft) for draft in drafts], now)
        await self._save_variants(drafts, ids, currency, now)
        await self._save_pictures(drafts, ids)

    async def save_pictures(self, handle: str, pictures: Sequence[Picture]) -> None:
        """Gives a product that has placeholders its own pictures."""
        product_id = await self.fetchval("select id from products where handle = $1 for update", handle)
        rows = [picture_row(picture, position) for position, picture in enumerate(pictures)]
        await self.execute("delete from images where product_id = $1", product_id)
        await self.execute(sql.ADD_PICTURES, [{**row, "product_id": str(product_id)} for row in rows])
        await rewrite_cards(self, [product_id])

    async def _save_variants(
        self, drafts: Sequence[ProductDraft], ids: Mapping[str, UUID], currency: str, now: datetime
    ) -> None:
        rows = [
            {"id": uuid7(), "product_id": ids[draft.handle], **variant_row(variant, position, currency)}
            for draft in drafts
            for position, variant in enumerate(draft.variants)
        ]
        await self.execute(sql.DROP_OTHER_VARIANTS, list(ids.values()), [row["sku"] for row in rows], now)
        rows.sort(key=lambda row: row["sku"])
        stock, returns = self.joined(PostgresStock(self._database)), self.joined(PostgresReturns(self._database))
        for batch in _batches(rows):
            # Before the rest is saved: stock that was sold past zero must be right before it is a limit.
            await stock.count({row["sku"]: row["stock"] for row in batch if row["stock_policy"] != "untracked"}, now)
            saved = await self.fetch(sql.SAVE_VARIANTS, batch)
            opened = {row["sku"]: row["stock"] for row in saved if row["is_new"]}
            await stock.note_movements(opened, "opening", now)
            await returns.tell([row["sku"] for row in saved if row["is_back"]], now)
            known = {row["sku"] for row in saved}
            for row in batch:
                if row["sku"] not in known:
                    owners = await self.owners_of([row["sku"]])
                    raise SkuTaken(row["sku"], owners.get(row["sku"], "another one"))

    async def _save_pictures(self, drafts: Sequence[ProductDraft], ids: Mapping[str, UUID]) -> None:
        await self.execute("delete from images where product_id = any($1)", list(ids.values()))
        rows = [
            {**picture_row(picture, position), "product_id": str(ids[draft.handle])}
            for draft in drafts
            for position, picture in enumerate(draft.pictures)
        ]
        for batch in _batches(rows):
            await self.execute(sql.ADD_PICTURES, batch)


def _batches(rows: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield list(rows[start : start + BATCH])

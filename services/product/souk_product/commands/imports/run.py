"""One import: check all, write all, then fetch the pictures. The size of the file makes no difference to memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from souk_product.commands.imports.fetching import PictureFetching, Placeholders, count_missing
from souk_product.commands.imports.importer import Importer
from souk_product.commands.imports.report import Problem
from souk_product.commands.imports.shopify import MOST_PROBLEMS, CheckedProduct, ProductFile
from souk_product.commands.imports.spool import Spool, batches_of
from souk_product.domain.products import ProductDraft, StagedSku
from souk_product.ports import CatalogueWriter, ImportStaging


@dataclass
class Written:
    products: int = 0
    variants: int = 0
    hidden: int = 0
    pictures: int = 0
    to_fetch: int = 0

    def count(self, drafts: Sequence[ProductDraft]) -> None:
        self.products += len(drafts)
        self.variants += sum(len(draft.variants) for draft in drafts)
        self.hidden += sum(not draft.published for draft in drafts)
        self.pictures += sum(len(draft.pictures) for draft in drafts)


class RowsRefused(Exception):
    """Ends the transaction, so that nothing is written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems


async def import_products(importer: Importer, file: Path) -> bool:
    """Whether it was written; refused rows mean that nothing was."""
    began = time.monotonic()
    importer.report.progress("reading the file", 0, 1)
    placeholders = Placeholders(importer.media)
    with Spool() as spool:
        try:
            written = await _check_and_write(importer, file, spool, placeholders)
        except RowsRefused as refused:
            for problem in refused.problems:
                importer.report.problem(problem)
            importer.report.done(products=0, refused=len(refused.problems), seconds=_since(began))
            return False
        fetching = PictureFetching(importer, written.to_fetch)
        await fetching.fetch_all(spool, placeholders)
    importer.report.done(
        products=written.products,
        variants=written.variants,
        hidden=written.hidden,
        pictures=written.pictures - fetching.missing,
        placeholders=fetching.missing,
        refused=0,
        seconds=_since(began),
    )
    return True


async def _check_and_write(importer: Importer, file: Path, spool: Spool, placeholders: Placeholders) -> Written:
    """Everything or nothing."""
    read = ProductFile(file, importer.currency, importer.clock.now())
    batches = _spooled(batches_of(read.products()), spool)
    batch = await asyncio.to_thread(next, batches, None)  # what is no such file is told before the database is asked
    async with importer.catalogue.transaction() as catalogue:
        await catalogue.wait_for_turn()
        staging = catalogue.staging()
        while batch is not None:
            await staging.add(_skus_of(batch))
            batch = await asyncio.to_thread(next, batches, None)
        if problems := [*await _across_products(staging), *read.problems]:
            raise RowsRefused(sorted(problems, key=lambda problem: problem.line)[:MOST_PROBLEMS])
        importer.report.progress("reading the file", 1, 1)
        await staging.lock_variants()
        await catalogue.add_categories(list(read.categories.values()))
        return await _write(importer, catalogue, spool, placeholders)


async def _write(importer: Importer, catalogue: CatalogueWriter, spool: Spool, placeholders: Placeholders) -> Written:
    written = Written()
    now = importer.clock.now()
    ids: list[UUID] = []
    for batch in spool.batches():
        drafts = [product.draft for product in batch if product.draft]
        written.count(drafts)
        pictured = await placeholders.pictured(catalogue, drafts)
        written.to_fetch += sum(map(count_missing, pictured))
        ids += await catalogue.save_products(pictured, importer.currency, now)
        importer.report.progress("writing products", written.products, spool.products)
    await catalogue.save_lists(ids, lambda done: importer.report.progress("writing lists", done, len(ids)))
    return written


def _spooled(batches: Iterator[list[CheckedProduct]], spool: Spool) -> Iterator[list[CheckedProduct]]:
    for batch in batches:
        spool.add(batch)
        yield batch


def _skus_of(batch: Sequence[CheckedProduct]) -> Iterator[StagedSku]:
    for product in batch:
        for sku, line in product.sku_lines:
            yield StagedSku(product.handle, product.line, sku, line)


async def _across_products(staging: ImportStaging) -> list[Problem]:
    """What no product's rows show by themselves."""
    apart = [
        Problem(
            line,
            f"Rows of the product {handle} stand in line {first} too, and others between them.",
            "Put all rows of a product together, the first row first.",
        )
        for line, handle, first in await staging.list_handles_apart(MOST_PROBLEMS)
    ]
    repeated = [
        Problem(line, f"The SKU {sku} stands in line {first} too.", "Give each variant a SKU of its own.")
        for line, sku, first in await staging.list_repeated_skus(MOST_PROBLEMS)
    ]
    owned = [
        Problem(
            line,
            f"The SKU {sku} already belongs to the product {owner} in the shop.",
            "Give this variant another SKU, or import that product under the same handle.",
        )
        for line, sku, owner in await staging.list_skus_of_others(MOST_PROBLEMS)
    ]
    return [*apart, *repeated, *owned]


def _since(began: float) -> float:
    return round(time.monotonic() - began, 2)

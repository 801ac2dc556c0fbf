"""One import: check all, write batch by batch, then fetch the pictures. Memory holds some batches, never the file."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from souk_product.commands.imports.fetching import PictureFetching, Placeholders, count_missing
from souk_product.commands.imports.importer import Importer
from souk_product.commands.imports.report import Problem
from souk_product.commands.imports.shopify import MOST_PROBLEMS, CheckedProduct, ProductFile
from souk_product.commands.imports.spool import Spool, batches_of
from souk_product.domain.products import ProductDraft, StagedSku
from souk_product.ports import ImportStaging

T = TypeVar("T")
# While PostgreSQL writes one batch, the next one is prepared.
WRITERS = 2
CONNECTIONS = WRITERS + 1


@dataclass
class Written:
    products: int = 0
    variants: int = 0
    hidden: int = 0
    pictures: int = 0
    to_fetch: int = 0
    changed: int = 0

    def count(self, drafts: Sequence[ProductDraft]) -> None:
        self.products += len(drafts)
        self.variants += sum(len(draft.variants) for draft in drafts)
        self.hidden += sum(not draft.published for draft in drafts)
        self.pictures += sum(len(draft.pictures) for draft in drafts)


class RowsRefused(Exception):
    """Before anything is written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems


async def import_products(importer: Importer, file: Path) -> bool:
    """Whether it was written; refused rows mean that nothing was."""
    began = time.monotonic()
    importer.report.progress("reading the file", 0, 1)
    placeholders = await Placeholders.made(importer.media)
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
    """Nothing is written unless all is right; then each batch by itself, so that shoppers never wait for more than one.

    The first transaction holds the turn until all is written, and what is staged in it is seen by nobody else.
    """
    read = ProductFile(file, importer.currency, importer.clock.now())
    batches = _ahead(_spooled(batches_of(read.products()), spool))
    first = await anext(batches, None)  # what is no such file is told before the database is asked
    async with importer.catalogue.transaction() as turn:
        await turn.wait_for_turn()
        staging = turn.staging()
        if first is not None:
            await staging.add(_skus_of(first))
        async for batch in batches:
            await staging.add(_skus_of(batch))
        if problems := [*await _across_products(staging, importer.seller_id), *read.problems]:
            raise RowsRefused(sorted(problems, key=lambda problem: problem.line)[:MOST_PROBLEMS])
        importer.report.progress("reading the file", 1, 1)
        await staging.clear()
        return await _write(importer, read, spool, placeholders)


async def _write(importer: Importer, read: ProductFile, spool: Spool, placeholders: Placeholders) -> Written:
    written = Written()
    async with importer.catalogue.transaction() as catalogue:
        await catalogue.add_categories(list(read.categories.values()))
    batches = spool.batches()
    writers = [
        asyncio.create_task(_write_batches(importer, batches, spool.products, placeholders, written))
        for _ in range(WRITERS)
    ]
    try:
        await asyncio.gather(*writers)
    finally:
        for writer in writers:
            writer.cancel()
        await asyncio.wait(writers)
    if written.changed:
        async with importer.catalogue.transaction() as catalogue:
            await catalogue.learn_words()
    return written


async def _write_batches(
    importer: Importer,
    batches: Iterator[list[CheckedProduct]],
    products: int,
    placeholders: Placeholders,
    written: Written,
) -> None:
    now = importer.clock.now()
    for batch in batches:
        drafts = [product.draft for product in batch if product.draft]
        pictured = await placeholders.pictured(importer.catalogue, drafts)
        async with importer.catalogue.transaction() as catalogue:
            changed = await catalogue.save_products(pictured, importer.currency, now, importer.seller_id)
        written.changed += changed
        written.to_fetch += sum(map(count_missing, pictured))
        written.count(drafts)
        importer.report.progress("writing products", written.products, products)


async def _ahead(items: Iterator[T]) -> AsyncIterator[T]:
    """The next one is made in a thread while this one is worked on."""
    making = asyncio.create_task(asyncio.to_thread(next, items, None))
    try:
        while (item := await making) is not None:
            making = asyncio.create_task(asyncio.to_thread(next, items, None))
            yield item
    finally:
        await asyncio.wait([making])


def _spooled(batches: Iterator[list[CheckedProduct]], spool: Spool) -> Iterator[list[CheckedProduct]]:
    for batch in batches:
        spool.add(batch)
        yield batch


def _skus_of(batch: Sequence[CheckedProduct]) -> Iterator[StagedSku]:
    for product in batch:
        for sku, line in product.sku_lines:
            yield StagedSku(product.handle, product.line, sku, line)


async def _across_products(staging: ImportStaging, seller_id: UUID | None) -> list[Problem]:
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
    foreign = [
        Problem(
            line,
            f"The product {handle} is in the shop and not this seller's.",
            "Leave it out, or give it to the seller first.",
        )
        for line, handle in (await staging.list_products_of_others(seller_id, MOST_PROBLEMS) if seller_id else ())
    ]
    return [*apart, *repeated, *owned, *foreign]


def _since(began: float) -> float:
    return round(time.monotonic() - began, 2)

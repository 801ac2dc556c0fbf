"""The pictures of products that are written: kept ones again, others fetched, a placeholder where one cannot be had."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kit.files.store import FileStore
from kit.pictures.renditions import name_of
from souk_product.commands.imports.importer import Importer
from souk_product.commands.imports.keeping import kept
from souk_product.commands.imports.picture_source import AT_ONCE, NoPicture
from souk_product.commands.imports.renditions import placeholder
from souk_product.commands.imports.report import Problem
from souk_product.commands.imports.shopify import CheckedProduct
from souk_product.commands.imports.spool import Spool
from souk_product.domain.products import Picture, ProductDraft
from souk_product.ports import CatalogueWriter

PRODUCTS_AT_ONCE = 100


class Placeholders:
    """Products with what is kept of their pictures, and placeholders for the rest."""

    def __init__(self, media: FileStore, shown: Picture) -> None:
        self._media = media
        self._placeholder = replace(shown, placeholder=True)

    @classmethod
    async def made(cls, media: FileStore) -> Placeholders:
        return cls(media, await kept(media, Picture("", ""), "placeholder", placeholder()))

    async def pictured(self, catalogue: CatalogueWriter, drafts: Sequence[ProductDraft]) -> list[ProductDraft]:
        found = await catalogue.kept_pictures([draft.handle for draft in drafts])
        files = {key: {name_of(url) for url, _ in picture.srcset} for key, picture in found.items()}
        missing = await self._media.list_missing({name for names in files.values() for name in names})
        there = {key: picture for key, picture in found.items() if not files[key] & missing}
        return [self._with_kept(draft, there) for draft in drafts]

    def _with_kept(self, draft: ProductDraft, there: Mapping[tuple[str, str], Picture]) -> ProductDraft:
        wanted = draft.pictures or (Picture("", draft.title),)
        return draft.with_pictures(
            [
                replace(
                    there.get((draft.handle, picture.source), self._placeholder), source=picture.source, alt=picture.alt
                )
                for picture in wanted
            ]
        )


def count_missing(draft: ProductDraft) -> int:
    return sum(picture.placeholder and bool(picture.source) for picture in draft.pictures)


class PictureFetching:
    """Product by product, so that what was fetched stays when an import is interrupted."""

    def __init__(self, importer: Importer, total: int) -> None:
        self.missing = 0
        self._importer = importer
        self._total = total
        self._done = 0
        self._room = asyncio.Semaphore(AT_ONCE)
        self._until = time.monotonic() + importer.pictures_within_s

    async def fetch_all(self, spool: Spool, placeholders: Placeholders) -> None:
        if not self._total:
            return
        for batch in spool.batches():
            for start in range(0, len(batch), PRODUCTS_AT_ONCE):
                await self._fetch_some(batch[start : start + PRODUCTS_AT_ONCE], placeholders)

    async def _fetch_some(self, products: Sequence[CheckedProduct], placeholders: Placeholders) -> None:
        drafts = await placeholders.pictured(
            self._importer.catalogue, [product.draft for product in products if product.draft]
        )
        lines = {product.handle: dict(product.picture_lines) for product in products}
        waiting = [draft for draft in drafts if count_missing(draft)]
        await asyncio.gather(*(self._fetch_of(draft, lines[draft.handle]) for draft in waiting))

    async def _fetch_of(self, draft: ProductDraft, lines: Mapping[str, int]) -> None:
        pictures = await asyncio.gather(*(self._fetched(draft, picture, lines) for picture in draft.pictures))
        if list(pictures) != list(draft.pictures):
            async with self._importer.catalogue.transaction() as catalogue:
                await catalogue.save_pictures(draft.handle, pictures)

    async def _fetched(self, draft: ProductDraft, picture: Picture, lines: Mapping[str, int]) -> Picture:
        if not picture.placeholder:
            return picture
        try:
            async with self._room:
                if time.monotonic() > self._until:
                    raise NoPicture("the time for pictures is over")
                made = await self._importer.pictures.fetch(picture.source)
            return await kept(self._importer.media, picture, draft.handle, made)
        except NoPicture as error:
            why = str(error)
        except Exception as error:  # one picture never ends an import whose rows are written
            why = f"{type(error).__name__}: {error}"[:200]
        finally:
            self._done += 1
            self._importer.report.progress("fetching pictures", self._done, self._total)
        self.missing += 1
        self._importer.report.problem(_no_picture(lines[picture.source], picture, why))
        return picture


def _no_picture(line: int, picture: Picture, why: str) -> Problem:
    return Problem(
        line,
        f"No picture from {picture.source[:200]}: {why}. The placeholder is shown.",
        "Correct the address or put the picture where it can be reached, then import the file again.",
        warning=True,
    )

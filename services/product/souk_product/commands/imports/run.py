"""One import: read, check all, write all, then fetch the pictures."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kit.clock import Clock
from souk_product.commands.imports.pictures import AT_ONCE, NoPicture, PictureSource
from souk_product.commands.imports.renditions import Renditions, placeholder
from souk_product.commands.imports.report import Problem, Report
from souk_product.commands.imports.shopify import CheckedFile, check_file
from souk_product.domain.products import Picture, ProductDraft
from souk_product.ports import CatalogueWriter, Media

Kept = Mapping[tuple[str, str], Picture]


@dataclass(frozen=True, slots=True)
class Importer:
    catalogue: CatalogueWriter
    media: Media
    pictures: PictureSource
    clock: Clock
    currency: str
    report: Report
    pictures_within_s: float = 900.0


async def import_products(importer: Importer, file: Path) -> bool:
    """Whether it was written; refused rows mean that nothing was."""
    began = time.monotonic()
    now = importer.clock.now()
    importer.report.progress("reading the file", 0, 1)
    checked = await asyncio.to_thread(check_file, file, importer.currency, now)
    owners = await importer.catalogue.owners_of(checked.sku_lines)
    checked.check_owners(owners)
    if checked.problems:
        for problem in checked.problems:
            importer.report.problem(problem)
        importer.report.done(products=0, refused=len(checked.problems), seconds=_since(began))
        return False
    importer.report.progress("reading the file", 1, 1)
    waiting = await _write(importer, checked)
    missing = await _fetch_pictures(importer, waiting, checked)
    importer.report.done(
        products=len(checked.products),
        variants=sum(len(draft.variants) for draft in checked.products),
        hidden=sum(not draft.published for draft in checked.products),
        pictures=sum(len(draft.pictures) for draft in checked.products) - missing,
        placeholders=missing,
        refused=0,
        seconds=_since(began),
    )
    return True


async def _write(importer: Importer, checked: CheckedFile) -> list[ProductDraft]:
    """Everything or nothing; gives the products whose pictures are still to be fetched."""
    missing = _as_placeholder(placeholder(), importer.media)
    async with importer.catalogue.transaction() as catalogue:
        await catalogue.wait_for_turn()
        found = await catalogue.kept_pictures([draft.handle for draft in checked.products])
        kept = {key: picture for key, picture in found.items() if importer.media.has(picture)}
        drafts = [_with_kept(draft, kept, missing) for draft in checked.products]
        await catalogue.add_categories(list(checked.categories.values()))
        await catalogue.save_products(
            drafts,
            importer.currency,
            importer.clock.now(),
            lambda done: importer.report.progress("writing products", done, len(drafts)),
        )
    return [draft for draft in drafts if any(picture.placeholder and picture.source for picture in draft.pictures)]


def _with_kept(draft: ProductDraft, kept: Kept, missing: Picture) -> ProductDraft:
    wanted = draft.pictures or (Picture("", draft.title),)
    return draft.with_pictures(
        [
            replace(kept.get((draft.handle, picture.source), missing), source=picture.source, alt=picture.alt)
            for picture in wanted
        ]
    )


def _as_placeholder(made: Renditions, media: Media) -> Picture:
    return replace(_as_picture(Picture("", ""), "placeholder", made, media), placeholder=True)


def _as_picture(picture: Picture, name: str, made: Renditions, media: Media) -> Picture:
    srcset = media.keep(name, made.files)
    return replace(
        picture, url=srcset[-1][0], width=made.width, height=made.height, color=made.color, srcset=srcset,
        placeholder=False,
    )  # fmt: skip


async def _fetch_pictures(importer: Importer, drafts: Sequence[ProductDraft], checked: CheckedFile) -> int:
    """Product by product, so that what was fetched stays when an import is interrupted; gives what is missing."""
    total = sum(picture.placeholder for draft in drafts for picture in draft.pictures)
    room = asyncio.Semaphore(AT_ONCE)
    done = 0
    missing = 0
    until = time.monotonic() + importer.pictures_within_s

    def missed(draft: ProductDraft, picture: Picture, why: str) -> Picture:
        nonlocal missing
        missing += 1
        importer.report.problem(_no_picture(checked.picture_lines[draft.handle, picture.source], picture, why))
        return picture

    async def fetch(draft: ProductDraft, picture: Picture) -> Picture:
        nonlocal done
        if not picture.placeholder:
            return picture
        try:
            async with room:
                if time.monotonic() > until:
                    raise NoPicture("the time for pictures is over")
                made = await importer.pictures.fetch(picture.source)
            return _as_picture(picture, draft.handle, made, importer.media)
        except NoPicture as error:
            return missed(draft, picture, str(error))
        except Exception as error:  # one picture never ends an import whose rows are written
            return missed(draft, picture, f"{type(error).__name__}: {error}"[:200])
        finally:
            done += 1
            importer.report.progress("fetching pictures", done, total)

    async def fetch_all(draft: ProductDraft) -> None:
        pictures = await asyncio.gather(*(fetch(draft, picture) for picture in draft.pictures))
        if list(pictures) != list(draft.pictures):
            async with importer.catalogue.transaction() as catalogue:
                await catalogue.save_pictures(draft.handle, pictures)

    for start in range(0, len(drafts), 100):
        await asyncio.gather(*(fetch_all(draft) for draft in drafts[start : start + 100]))
    return missing


def _no_picture(line: int, picture: Picture, why: str) -> Problem:
    return Problem(
        line,
        f"No picture from {picture.source[:200]}: {why}. The placeholder is shown.",
        "Correct the address or put the picture where it can be reached, then import the file again.",
        warning=True,
    )


def _since(began: float) -> float:
    return round(time.monotonic() - began, 2)

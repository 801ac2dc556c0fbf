"""`python -m souk_product.commands.seed`: an empty shop opens with the catalogue in souk_product/data.

Run again it only adds pictures that were missing before.
"""

from __future__ import annotations

import html
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product as combinations
from pathlib import Path
from typing import Any

from kit.clock import SystemClock
from kit.data.database import Database
from kit.errors import Kind, SoukError
from kit.files.store import FileStore
from kit.running.commands import run_command
from souk_product.app import catalogue_writer
from souk_product.commands.imports.keeping import kept
from souk_product.commands.imports.renditions import WIDTHS, Renditions, measured, placeholder
from souk_product.domain.products import (
    CategoryDraft,
    Option,
    OptionValue,
    Picture,
    ProductDraft,
    VariantDraft,
    slug_of,
    stable_sku,
)
from souk_product.ports import CatalogueWriter
from souk_product.settings import Settings

FOLDER = Path(__file__).parent.parent / "data"
BETWEEN_ARRIVALS = timedelta(hours=7)


@dataclass(frozen=True, slots=True)
class Catalogue:
    categories: tuple[CategoryDraft, ...]
    products: tuple[ProductDraft, ...]


def read_catalogue(file: Path, now: datetime) -> Catalogue:
    with file.open("rb") as opened:
        said = tomllib.load(opened)
    # What is tagged new arrived last, and `newest` shows it first.
    entries = sorted(said["product"], key=lambda entry: "new" not in entry["tags"])
    products = tuple(_draft(entry, now - BETWEEN_ARRIVALS * n) for n, entry in enumerate(entries))
    return Catalogue(tuple(_categories(said["category"])), products)


def _categories(entries: Sequence[Mapping[str, Any]], parent: str | None = None) -> Iterator[CategoryDraft]:
    for entry in entries:
        yield CategoryDraft(entry["slug"], entry["name"], parent)
        yield from _categories(entry.get("children", []), entry["slug"])


def _draft(entry: Mapping[str, Any], created_at: datetime) -> ProductDraft:
    options = tuple(_options(entry))
    first_sentence, *_ = entry["about"].partition(". ")
    return ProductDraft(
        handle=entry["handle"],
        title=entry["title"],
        vendor=entry["vendor"],
        description_html=f"<p>{html.escape(entry['about'], quote=False)}</p>",
        category=entry["category"],
        tags=tuple(entry["tags"]),
        options=options,
        variants=tuple(_variants(entry, options)),
        created_at=created_at,
        attributes=tuple(entry["details"].items()),
        seo_description=first_sentence.rstrip(".") + ".",
        pictures=tuple(
            Picture(source=f"seed:{name}", alt=f"{entry['title']}, {seen.lower()}" if seen else entry["title"])
            for name, seen in _picture_names(entry)
        ),
    )


def _options(entry: Mapping[str, Any]) -> Iterator[Option]:
    if colours := entry.get("colours"):
        yield Option("Colour", tuple(OptionValue(colour["name"], colour["hex"]) for colour in colours))
    if sizes := entry.get("sizes"):
        yield Option("Size", tuple(OptionValue(size) for size in sizes))


def _variants(entry: Mapping[str, Any], options: Sequence[Option]) -> Iterator[VariantDraft]:
    for chosen in combinations(*(option.values for option in options)):
        named = {option.name: choice.value for option, choice in zip(options, chosen, strict=True)}
        colour = next((choice for choice in chosen if choice.color), None)
        names = (" / ".join(named.values()), *named.values())

        def of(field: str, names: Sequence[str] = names) -> Any:
            exceptions = entry.get(f"{field}_of", {})
            return next((exceptions[name] for name in names if name in exceptions), entry.get(field))

        compare_at = of("compare_at")
        yield VariantDraft(
            sku=stable_sku(entry["handle"], named),
            options=named,
            price=of("price") * 100,
            compare_at=compare_at * 100 if compare_at else None,
            stock=of("stock"),
            weight_grams=entry["weight"],
            image_index=options[0].values.index(colour) if colour else 0,
        )


def _picture_names(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for colour in entry.get("colours", []):
        yield f"{entry['handle']}--{slug_of(colour['name'])}", colour["name"]
    if not entry.get("colours"):
        yield entry["handle"], ""
    yield f"{entry['handle']}-close", "a closer look"


async def pictured(pictures: Sequence[Picture], folder: Path, media: FileStore, missing: Renditions) -> list[Picture]:
    """Copies the artwork to where it is served; the placeholder where a file is not there."""
    found: list[Picture] = []
    for picture in pictures:
        name = picture.source.removeprefix("seed:")
        files = {width: folder / f"{name}-{width}.webp" for width in WIDTHS}
        there = {width: file.read_bytes() for width, file in files.items() if file.is_file()}
        if there:
            found.append(await kept(media, picture, name, measured(there)))
        else:
            found.append(replace(await kept(media, picture, "placeholder", missing), placeholder=True))
    return found


class CatalogueInOtherCurrency(SoukError):
    code = "catalogue-in-other-currency"
    kind = Kind.CONFLICT

    def __init__(self, kept: str, wanted: str) -> None:
        super().__init__(
            f"The catalogue's prices are in {kept}, and souk.toml says {wanted}.",
            f'Write currency = "{kept}" again, or open an empty shop (SOUK_HOME=elsewhere ./souk up).',
            {"kept": kept, "wanted": wanted},
        )


def check_currency(kept: str | None, wanted: str) -> None:
    if kept not in (None, wanted):
        raise CatalogueInOtherCurrency(kept, wanted)


async def _pictured_drafts(
    writer: CatalogueWriter, catalogue: Catalogue, pictures: Path, media: FileStore
) -> list[ProductDraft]:
    """All for an empty shop, else those that wait for pictures."""
    missing = placeholder()
    waiting = None if await writer.is_empty() else await writer.list_waiting_for_pictures()
    return [
        draft.with_pictures(await pictured(draft.pictures, pictures, media, missing))
        for draft in catalogue.products
        if waiting is None or draft.handle in waiting
    ]


async def seed(writer: CatalogueWriter, media: FileStore, folder: Path, now: datetime, currency: str) -> str:
    """Says what it did."""
    catalogue = read_catalogue(folder / "catalogue.toml", now)
    drafts = await _pictured_drafts(writer, catalogue, folder / "pictures", media)
    async with writer.transaction() as inside:
        await inside.wait_for_turn()
        check_currency(await inside.find_currency(), currency)
        if await inside.is_empty():
            await inside.add_categories(catalogue.categories)
            await inside.save_products(drafts, currency, now)
            await inside.learn_words()
            return f"{len(drafts)} products in {len(catalogue.categories)} categories"
        waiting = await inside.list_waiting_for_pictures()
        late = [draft for draft in drafts if draft.handle in waiting]
        for draft in late:
            await inside.save_pictures(draft.handle, draft.pictures)
    return f"the catalogue is there already, {len(late)} products looked for pictures"


async def _main(settings: Settings) -> None:
    async with Database(settings.database_url, size=1, name="souk_product seed", keeps_plans=False) as database:
        stores = catalogue_writer(database), settings.public_files()
        said = await seed(*stores, FOLDER, SystemClock().now(), settings.currency)
    print(f"product: {said}")


if __name__ == "__main__":
    run_command(lambda: _main(Settings.read(os.environ)))

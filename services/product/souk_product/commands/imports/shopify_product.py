"""The rows of one handle: the first says what the product is, each may add a variant, a picture, or both."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from souk_product.commands.imports import cells
from souk_product.commands.imports.csv_rows import Row
from souk_product.domain.colours import colour_of, is_colour
from souk_product.domain.products import (
    RESERVED_HANDLES,
    Option,
    OptionValue,
    Picture,
    ProductDraft,
    VariantDraft,
    is_addressable,
    stable_sku,
)
from souk_product.domain.stock import StockPolicy

T = TypeVar("T")
HANDLE = re.compile(r"[a-z0-9][a-z0-9-]{0,199}")
LONGEST_TITLE = 255
MOST_PICTURES = 20
MOST_VARIANTS = 500
OPTION_NUMBERS = (1, 2, 3)
TRACKER = "Variant Inventory Tracker"


class WrongRow(Exception):
    pass


class ProductRows:
    def __init__(self, handle: str, rows: list[Row], currency: str) -> None:
        self.wrong: list[tuple[int, str, str]] = []
        self.sku_lines: list[tuple[str, int]] = []
        self.picture_lines: dict[str, int] = {}
        self._handle = handle
        self._rows = rows
        self._first = rows[0]
        self._currency = currency
        self._alts: dict[str, str] = {}
        self._skus: set[str] = set()

    def draft(self, category: str, now: datetime) -> ProductDraft:
        """Raises WrongRow after all of the product's rows were looked at."""
        first = self._first
        self._check_head()
        names = self._option_names()
        sources = self._picture_sources()
        variants = [self._variant(row, names, sources) for row in self._variant_rows()]
        if not variants:
            self._refuse(first, "The product has no variant with a price.", "Fill Variant Price in at least one row.")
        published = self._cell(first, "Published", lambda text: cells.yes(text, unsaid=True))
        if self.wrong:
            raise WrongRow
        kept = tuple(variant for variant in variants if variant is not None)
        return ProductDraft(
            handle=self._handle,
            title=first["Title"],
            vendor=first["Vendor"][:LONGEST_TITLE],
            description_html=cells.clean_html(first["Body (HTML)"]),
            category=category,
            tags=cells.tags(first["Tags"]),
            options=_options(names, kept),
            variants=kept,
            created_at=now,
            pictures=tuple(Picture(source, self._alts.get(source) or first["Title"]) for source in sources),
            seo_title=first["SEO Title"][:LONGEST_TITLE],
            seo_description=first["SEO Description"][:1000],
            published=bool(published) and first["Status"].lower() in ("", "active"),
        )

    def _refuse(self, row: Row, cause: str, fix: str) -> None:
        self.wrong.append((row.line, cause, fix))

    def _cell(self, row: Row, column: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(row[column])
        except ValueError as error:
            cause, _, fix = str(error).partition("; ")
            self._refuse(row, f"{column}: {cause}.", f"{fix[:1].upper()}{fix[1:]}." if fix else "Correct the cell.")
            return None

    def _check_head(self) -> None:
        if not HANDLE.fullmatch(self._handle):
            self._refuse(
                self._first,
                f'The handle "{self._handle[:60]}" cannot be part of an address.',
                "Write small letters a–z, digits and hyphens only, 200 at most.",
            )
        elif self._handle in RESERVED_HANDLES:
            self._refuse(
                self._first,
                f'The handle "{self._handle}" is an address of the shop itself.',
                "Give the product another handle.",
            )
        title = self._first["Title"]
        if not title:
            self._refuse(self._first, "The product's first row has no Title.", "Write its title there.")
        elif len(title) > LONGEST_TITLE:
            self._refuse(self._first, f"The title has {len(title)} letters.", f"Shorten it to {LONGEST_TITLE}.")

    def _option_names(self) -> dict[str, str]:
        """By the column of their values; "Title: Default Title" is how Shopify says that there are none."""
        names: dict[str, str] = {}
        for number in OPTION_NUMBERS:
            name = self._first[f"Option{number} Name"]
            lonely = name == "Title" and self._first[f"Option{number} Value"] == "Default Title"
            if name and not lonely:
                names[f"Option{number} Value"] = _usual(name)
        if len(set(names.values())) < len(names):
            self._refuse(self._first, "Two options have the same name.", "Give each option a name of its own.")
        return names

    def _variant_rows(self) -> list[Row]:
        rows = [
            row
            for row in self._rows
            if row["Variant Price"] or row["Option1 Value"] or row["Variant SKU"] or row is self._first
        ]
        if len(rows) > MOST_VARIANTS:
            self._refuse(rows[0], f"The product has {len(rows)} variants.", f"Keep to {MOST_VARIANTS} in one product.")
        return rows[:MOST_VARIANTS]

    def _variant(self, row: Row, names: dict[str, str], sources: list[str]) -> VariantDraft | None:
        options = {name: row[column][:LONGEST_TITLE] for column, name in names.items()}
        for name, value in options.items():
            if not value:
                self._refuse(row, f"The variant does not say its {name}.", f"Write the {name} in this row.")
        if not row["Variant Price"]:
            self._refuse(row, "The variant has no price.", "Fill Variant Price, like 1299.00.")
            return None
        price = self._cell(row, "Variant Price", self._amount)
        before = self._cell(row, "Variant Compare At Price", self._amount) if row["Variant Compare At Price"] else 0
        stock = self._cell(row, "Variant Inventory Qty", cells.quantity)
        policy = self._stock_policy(row)
        weight = self._cell(row, "Variant Grams", cells.grams)
        sku = row["Variant SKU"].removeprefix("'") or stable_sku(self._handle, options)
        if len(sku) > 100:
            self._refuse(row, "The SKU has more than 100 characters.", "Shorten it.")
        if not is_addressable(sku):
            self._refuse(
                row,
                f"The SKU {sku[:100]!r} cannot be part of an address.",
                "Write letters, digits and signs: no line breaks, tabs, invisible characters, dots or slashes alone.",
            )
        self._note_sku(sku, row, options)
        if price is None or before is None or stock is None or weight is None or policy is None:
            return None
        return VariantDraft(
            sku=sku,
            options=options,
            price=price,
            compare_at=before if before > price else None,
            stock=stock if policy is not StockPolicy.UNTRACKED else 0,
            stock_policy=policy,
            weight_grams=weight,
            image_index=sources.index(row["Variant Image"]) if row["Variant Image"] in sources else None,
        )

    def _amount(self, text: str) -> int:
        return cells.minor_units(text, self._currency)

    def _stock_policy(self, row: Row) -> StockPolicy | None:
        """A file without the column counts its stock; with it, a blank tracker means that nobody counts."""
        if TRACKER in row and not row[TRACKER]:
            return StockPolicy.UNTRACKED
        return self._cell(row, "Variant Inventory Policy", cells.stock_policy)

    def _note_sku(self, sku: str, row: Row, options: dict[str, str]) -> None:
        """Without SKUs of their own, two rows with the same options would pass for one variant."""
        if not row["Variant SKU"] and sku in self._skus:
            self._refuse(
                row,
                f"A row above has the same options ({', '.join(options.values()) or 'none'}).",
                "Remove this row, or correct its options.",
            )
        else:
            self._skus.add(sku)
            self.sku_lines.append((sku, row.line))

    def _picture_sources(self) -> list[str]:
        placed: list[tuple[int, str]] = []
        for row in self._rows:
            for column in ("Image Src", "Variant Image"):
                source = self._cell(row, column, cells.web_address) if row[column] else None
                if source is None or source in self.picture_lines:
                    continue
                position = row["Image Position"] if column == "Image Src" else ""
                self.picture_lines[source] = row.line
                self._alts[source] = row["Image Alt Text"][:500] if column == "Image Src" else ""
                placed.append((int(position) if position.isdecimal() else 10_000, source))
        placed.sort(key=lambda place: place[0])
        return [source for _, source in placed[:MOST_PICTURES]]


def _usual(name: str) -> str:
    """One spelling for the two options that shops filter by most."""
    if is_colour(name):
        return "Colour"
    return "Size" if name.strip().lower() == "size" else name.strip()[:100]


def _options(names: dict[str, str], variants: tuple[VariantDraft, ...]) -> tuple[Option, ...]:
    return tuple(
        Option(
            name,
            tuple(
                OptionValue(value, colour_of(value) if is_colour(name) else None)
                for value in dict.fromkeys(variant.options[name] for variant in variants)
            ),
        )
        for name in names.values()
    )

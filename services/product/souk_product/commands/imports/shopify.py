"""Shopify's product CSV: several rows per handle become one product, and every mistake is told with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from souk_product.commands.imports.csv_rows import RaggedRow, Row, read_rows
from souk_product.commands.imports.report import Problem
from souk_product.commands.imports.shopify_product import ProductRows, WrongRow
from souk_product.domain.products import MOST_CATEGORY_LEVELS, CategoryDraft, ProductDraft, slug_of

MOST_ROWS_OF_ONE = 1000
MOST_PROBLEMS = 1000
NO_CATEGORY = "Everything else"


@dataclass
class CheckedFile:
    """`lines`: where each product begins; `picture_lines`: where each picture's address stands."""

    products: list[ProductDraft] = field(default_factory=list)
    categories: dict[str, CategoryDraft] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    sku_lines: dict[str, int] = field(default_factory=dict)
    picture_lines: dict[tuple[str, str], int] = field(default_factory=dict)

    def refuse(self, line: int, cause: str, fix: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, cause, fix))

    def check_owners(self, owners: Mapping[str, str]) -> None:
        """SKUs that other products of the shop have already."""
        handles = {variant.sku: product.handle for product in self.products for variant in product.variants}
        for sku, owner in owners.items():
            if owner != handles[sku]:
                self.refuse(
                    self.sku_lines[sku],
                    f"The SKU {sku} already belongs to the product {owner} in the shop.",
                    "Give this variant another SKU, or import that product under the same handle.",
                )


def check_file(file: Path, currency: str, now: datetime) -> CheckedFile:
    """Reads everything and writes nothing; raises FileUnreadable where no row can be told from another."""
    checked = CheckedFile()
    for handle, rows in _by_handle(file, checked).items():
        _check_product(handle, rows, currency, now, checked)
    checked.problems.sort(key=lambda problem: problem.line)
    return checked


def _by_handle(file: Path, checked: CheckedFile) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in read_rows(file):
        if isinstance(row, RaggedRow):
            checked.refuse(
                row.line,
                f"The row has {row.has} cells, the first line only {row.wanted} columns.",
                "Put quotes around texts that hold commas.",
            )
        elif any("\0" in cell for cell in row.cells.values()):
            checked.refuse(row.line, "The row holds the character U+0000.", "Export the file again without it.")
        elif not row["Handle"]:
            checked.refuse(row.line, "The row has no Handle.", "Write the product's handle, in every row of it.")
        else:
            rows = found.setdefault(row["Handle"].lower(), [])
            if len(rows) == MOST_ROWS_OF_ONE:
                checked.refuse(
                    row.line,
                    f"The handle {row['Handle'][:60]} has more than {MOST_ROWS_OF_ONE} rows.",
                    "Divide it into several products.",
                )
            if len(rows) <= MOST_ROWS_OF_ONE:
                rows.append(row)
    return found


def _check_product(handle: str, rows: list[Row], currency: str, now: datetime, checked: CheckedFile) -> None:
    reader = ProductRows(handle, rows, currency)
    levels = rows[0]["Type"].count(">") + 1
    if levels > MOST_CATEGORY_LEVELS:
        checked.refuse(
            rows[0].line, f"The Type has {levels} levels.", f"Keep to {MOST_CATEGORY_LEVELS}, like Clothing > Shirts."
        )
        return
    category = _category_of(rows[0], checked.categories)
    try:
        draft = reader.draft(category, now)
    except WrongRow:
        draft = None
    for line, cause, fix in reader.wrong:
        checked.refuse(line, cause, fix)
    for sku, line in reader.sku_lines:
        first = checked.sku_lines.setdefault(sku, line)
        if first != line:
            checked.refuse(line, f"The SKU {sku} stands in line {first} too.", "Give each variant a SKU of its own.")
    if draft is not None:
        checked.products.append(draft)
        checked.picture_lines |= {(handle, source): line for source, line in reader.picture_lines.items()}


def _category_of(row: Row, categories: dict[str, CategoryDraft]) -> str:
    """Type, which may be a path ("Clothing > Shirts"), else the first tag."""
    first_tag = row["Tags"].split(",")[0].strip()
    names = [part.strip()[:100] for part in row["Type"].split(">") if part.strip()] or [first_tag or NO_CATEGORY]
    slug, parent = "", None
    for name in _shown(names):
        slug = _slug(name, parent, categories)
        categories.setdefault(slug, CategoryDraft(slug, name, parent))
        parent = slug
    return slug


def _shown(names: Iterable[str]) -> list[str]:
    return [name[:1].upper() + name[1:] for name in names]


def _slug(name: str, parent: str | None, categories: Mapping[str, CategoryDraft]) -> str:
    """Two branches may end alike ("Men > Shirts", "Women > Shirts"): the later one names its parent too."""
    slug = slug_of(name) or f"c-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    taken = categories.get(slug)
    return slug if taken is None or taken.parent == parent else f"{parent or 'all'}-{slug}"

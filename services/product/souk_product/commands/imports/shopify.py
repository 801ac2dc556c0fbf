"""Shopify's product CSV: the rows of a handle become one product, and every mistake is told with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from souk_product.commands.imports.csv_rows import RaggedRow, Row, read_rows
from souk_product.commands.imports.report import Problem
from souk_product.commands.imports.shopify_product import ProductRows, WrongRow
from souk_product.domain.products import MOST_CATEGORY_LEVELS, CategoryDraft, ProductDraft, slug_of

MOST_ROWS_OF_ONE = 1000
MOST_LETTERS_OF_ONE = 5_000_000
MOST_CATEGORIES = 10_000
MOST_PROBLEMS = 1000
NO_CATEGORY = "Everything else"


@dataclass(frozen=True, slots=True)
class CheckedProduct:
    """`draft` is None where something is wrong with it; lines say where its SKUs and pictures stand."""

    handle: str
    line: int
    draft: ProductDraft | None = None
    sku_lines: tuple[tuple[str, int], ...] = ()
    picture_lines: tuple[tuple[str, int], ...] = ()


class ProductFile:
    """Read once, product by product, so that a large file needs no more memory than a small one."""

    def __init__(self, file: Path, currency: str, now: datetime) -> None:
        self.categories: dict[str, CategoryDraft] = {}
        self.problems: list[Problem] = []
        self._file = file
        self._currency = currency
        self._now = now

    def products(self) -> Iterator[CheckedProduct]:
        """Raises FileUnreadable where no row can be told from another."""
        for handle, rows in groupby(self._rows(), lambda row: row["Handle"].lower()):
            yield self._checked(handle, self._bounded(rows))

    def refuse(self, line: int, cause: str, fix: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, cause, fix))

    def _rows(self) -> Iterator[Row]:
        for row in read_rows(self._file):
            if isinstance(row, RaggedRow):
                self.refuse(
                    row.line,
                    f"The row has {row.has} cells, the first line only {row.wanted} columns.",
                    "Put quotes around texts that hold commas.",
                )
            elif "\0" in "".join(row.values()):
                self.refuse(row.line, "The row holds the character U+0000.", "Export the file again without it.")
            elif not row["Handle"]:
                self.refuse(row.line, "The row has no Handle.", "Write the product's handle, in every row of it.")
            else:
                yield row

    def _bounded(self, rows: Iterable[Row]) -> list[Row]:
        """The rows of one handle, as far as one product may go."""
        kept: list[Row] = []
        letters = 0
        for row in rows:
            if len(kept) > MOST_ROWS_OF_ONE or letters > MOST_LETTERS_OF_ONE:
                continue
            kept.append(row)
            letters += sum(map(len, row.values()))
            if len(kept) > MOST_ROWS_OF_ONE or letters > MOST_LETTERS_OF_ONE:
                most = f"{MOST_ROWS_OF_ONE} rows or {MOST_LETTERS_OF_ONE} letters"
                self.refuse(
                    row.line,
                    f"The handle {row['Handle'][:60]} has more than {most}.",
                    "Divide it into several products.",
                )
        return kept

    def _checked(self, handle: str, rows: list[Row]) -> CheckedProduct:
        first = rows[0]
        levels = first["Type"].count(">") + 1
        if levels > MOST_CATEGORY_LEVELS:
            self.refuse(
                first.line, f"The Type has {levels} levels.", f"Keep to {MOST_CATEGORY_LEVELS}, like Clothing > Shirts."
            )
            return CheckedProduct(handle, first.line)
        category = self._category_of(first)
        reader = ProductRows(handle, rows, self._currency)
        try:
            draft = reader.draft(category, self._now)
        except WrongRow:
            draft = None
        for line, cause, fix in reader.wrong:
            self.refuse(line, cause, fix)
        return CheckedProduct(handle, first.line, draft, tuple(reader.sku_lines), tuple(reader.picture_lines.items()))

    def _category_of(self, row: Row) -> str:
        """Type, which may be a path ("Clothing > Shirts"), else the first tag."""
        first_tag = row["Tags"].split(",")[0].strip()
        names = [part.strip()[:100] for part in row["Type"].split(">") if part.strip()] or [first_tag or NO_CATEGORY]
        slug, parent = "", None
        for name in _shown(names):
            slug = _slug(name, parent, self.categories)
            if slug not in self.categories and len(self.categories) == MOST_CATEGORIES:
                self.refuse(
                    row.line,
                    f"The file names more than {MOST_CATEGORIES} categories.",
                    "Write a Type that many products share, such as Shirts.",
                )
                break
            self.categories.setdefault(slug, CategoryDraft(slug, name, parent))
            parent = slug
        return slug


def _shown(names: Iterable[str]) -> list[str]:
    return [name[:1].upper() + name[1:] for name in names]


def _slug(name: str, parent: str | None, categories: Mapping[str, CategoryDraft]) -> str:
    """Two branches may end alike ("Men > Shirts", "Women > Shirts"): the later one names its parent too."""
    slug = slug_of(name) or f"c-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    taken = categories.get(slug)
    return slug if taken is None or taken.parent == parent else f"{parent or 'all'}-{slug}"

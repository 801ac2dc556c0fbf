"""Checked products wait on disk until the whole file is checked: memory holds a batch of them at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from souk_product.commands.imports.shopify import CheckedProduct

MOST_PRODUCTS: Final = 2000
MOST_LETTERS: Final = 2_000_000
_BATCH: Final = msgspec.json.Decoder(list[CheckedProduct])


def batches_of(products: Iterable[CheckedProduct]) -> Iterator[list[CheckedProduct]]:
    batch: list[CheckedProduct] = []
    letters = 0
    for product in products:
        batch.append(product)
        letters += len(product.draft.description_html) if product.draft else 0
        if len(batch) == MOST_PRODUCTS or letters > MOST_LETTERS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


class Spool:
    """A batch a line, in a file that has no name and goes away with the process."""

    def __init__(self) -> None:
        self.products = 0
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by __exit__)

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, batch: Sequence[CheckedProduct]) -> None:
        self.products += len(batch)
        self._file.write(msgspec.json.encode(batch) + b"\n")

    def batches(self) -> Iterator[list[CheckedProduct]]:
        self._file.seek(0)
        for line in self._file:
            yield _BATCH.decode(line)

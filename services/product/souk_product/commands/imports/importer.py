"""What an import works with."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kit.clock import Clock
from kit.files.store import FileStore
from souk_product.commands.imports.picture_source import PictureSource
from souk_product.commands.imports.report import Report
from souk_product.ports import CatalogueWriter


@dataclass(frozen=True, slots=True)
class Importer:
    catalogue: CatalogueWriter
    media: FileStore
    pictures: PictureSource
    clock: Clock
    currency: str
    report: Report
    pictures_within_s: float = 900.0
    seller_id: UUID | None = None  # a team of sellers, whose all of the file is; None: the shop's own

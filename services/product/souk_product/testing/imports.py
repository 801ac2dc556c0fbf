"""Imports files into a shop and looks at what became of them."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image

from kit.files.folder import Folder
from souk_product.commands.imports.importer import Importer
from souk_product.commands.imports.picture_source import NoPicture
from souk_product.commands.imports.renditions import Renditions, renditions_of
from souk_product.commands.imports.report import Report
from souk_product.commands.imports.run import import_products
from souk_product.storage.catalogue_writes import PostgresCatalogueWriter
from testkit.clock import ManualClock


def a_picture(width: int = 1000, height: int = 1250) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 40, 40)).save(out, "PNG")
    return out.getvalue()


@cache
def _red() -> Renditions:
    return renditions_of(a_picture())


class FakePictures:
    """Pictures are red; what stands in `missing` does not answer."""

    def __init__(self, *missing: str) -> None:
        self.missing = set(missing)
        self.asked: list[str] = []

    async def fetch(self, source: str) -> Renditions:
        self.asked.append(source)
        if source in self.missing:
            raise NoPicture("it is not there")
        return _red()


class Importing:
    def __init__(self, shop: Any, media: Path, pictures: FakePictures) -> None:
        self.shop = shop
        self.media = media
        self.pictures = pictures
        self.said: list[dict[str, Any]] = []
        self.catalogue = PostgresCatalogueWriter(shop.infra.database)

    async def run(self, file: Path, seller_id: UUID | None = None) -> bool:
        self.said.clear()
        report = Report(lambda line: self.said.append(json.loads(line)))
        media = Folder(self.media)
        importer = Importer(self.catalogue, media, self.pictures, ManualClock(), "INR", report, seller_id=seller_id)
        return await import_products(importer, file)

    @property
    def problems(self) -> list[dict[str, Any]]:
        return [said for said in self.said if said["event"] == "problem"]

    async def view(self, handle: str) -> dict[str, Any]:
        return (await self.shop.get(f"/products/{handle}")).json()

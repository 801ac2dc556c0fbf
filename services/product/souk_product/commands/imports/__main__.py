"""`python -m souk_product.commands.imports FILE [SELLER_ID]`: JSON lines tell what happens.

New products are the seller's, a team's id, or else the shop's own.

Exit 0: written. 1: rows were refused and nothing was written. 2: it could not be tried.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from uuid import UUID

from kit.clock import SystemClock
from kit.data.database import Database
from kit.errors import SoukError
from souk_product.app import catalogue_writer
from souk_product.commands.imports.csv_rows import FileUnreadable
from souk_product.commands.imports.importer import Importer
from souk_product.commands.imports.picture_source import OpenedWhenAsked, PictureSource
from souk_product.commands.imports.report import Problem, Report
from souk_product.commands.imports.run import CONNECTIONS, import_products
from souk_product.settings import Settings

GARBAGE_LOOKED_FOR_EACH = 100_000


async def _main(file: Path, seller_id: UUID | None, settings: Settings, report: Report) -> bool:
    async with (
        Database(settings.database_url, size=CONNECTIONS, name="souk_product import", keeps_plans=False) as database,
        OpenedWhenAsked(_web_pictures) as pictures,
    ):
        stores = catalogue_writer(database), settings.public_files()
        importer = Importer(*stores, pictures, SystemClock(), settings.currency, report, seller_id=seller_id)
        return await import_products(importer, file)


def _web_pictures() -> AbstractAsyncContextManager[PictureSource]:
    from souk_product.commands.imports.pictures import web_pictures

    return web_pictures()


def _say(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    if not 1 <= len(arguments) <= 2:
        print("usage: python -m souk_product.commands.imports FILE.csv [SELLER_ID]", file=sys.stderr)
        return 2
    # A batch is many small things that refer to each other in no circle; looking for circles at the usual rate goes
    # over all of them again and again.
    gc.freeze()
    gc.set_threshold(GARBAGE_LOOKED_FOR_EACH)
    report = Report(_say)
    try:
        seller_id = UUID(arguments[1]) if len(arguments) > 1 else None
    except ValueError:
        print(f"{arguments[1]} is no id of a team of sellers", file=sys.stderr)
        return 2
    try:
        return 0 if asyncio.run(_main(Path(arguments[0]), seller_id, Settings.read(os.environ), report)) else 1
    except SoukError as error:
        line = error.facts.get("line")
        report.problem(Problem(line if isinstance(line, int) else 0, error.cause, error.fix))
        report.done(products=0, refused=1)
        return 1 if isinstance(error, FileUnreadable) else 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Load the countries of data/: `python -m souk_logistics.commands.seed [FOLDER]`; unchanged ones are left alone."""

from __future__ import annotations

import os
import sys
import tomllib
from hashlib import sha256
from pathlib import Path

from kit.data.database import Database
from kit.running.commands import run_command
from souk_logistics.actions.countries import load
from souk_logistics.app import country_file_store
from souk_logistics.domain.country_files import CountryFiles, places_of
from souk_logistics.settings import Settings

DATA = Path(__file__).parent.parent / "data"


def read_country(folder: Path) -> CountryFiles:
    tables_file, codes_file = folder / "zones.toml", folder / "postal_codes.tsv"
    tables = tomllib.loads(tables_file.read_text("utf-8"))
    fingerprint = sha256(tables_file.read_bytes() + codes_file.read_bytes()).hexdigest()
    places = places_of(str(codes_file), codes_file.read_text("utf-8"), tables["zones"])
    return CountryFiles(tables, list(places), fingerprint)


def read_countries(folder: Path) -> list[CountryFiles]:
    return [read_country(path) for path in sorted(folder.iterdir()) if path.is_dir()]


async def main(folder: Path) -> None:
    countries = read_countries(folder)
    settings = Settings.read(os.environ)
    async with Database(settings.database_url.reveal()) as database:
        loaded = await load(country_file_store(database), countries)
    print(f"Loaded delivery zones of: {', '.join(loaded) or 'none, all were up to date'}")


if __name__ == "__main__":
    run_command(lambda: main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA))

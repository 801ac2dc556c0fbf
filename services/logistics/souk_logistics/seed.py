"""Load the countries of data/: `python -m souk_logistics.seed [FOLDER]`; unchanged countries are left alone."""

from __future__ import annotations

import asyncio
import os
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from kit.data.database import Database
from souk_logistics.settings import Settings
from souk_logistics.storage import PostgresCountryFiles

DATA = Path(__file__).parent.parent / "data"
PlaceRow = tuple[str, str, str, str, str]  # code, place, district, region, zone


class BadCountryFile(ValueError):
    """A line of a country's files cannot be used; the message names file, line and fix."""


@dataclass(frozen=True, slots=True)
class CountryFiles:
    tables: dict[str, Any]
    places: list[PlaceRow]
    fingerprint: str


def read_country(folder: Path) -> CountryFiles:
    tables_file, codes_file = folder / "zones.toml", folder / "postal_codes.tsv"
    tables = tomllib.loads(tables_file.read_text("utf-8"))
    fingerprint = sha256(tables_file.read_bytes() + codes_file.read_bytes()).hexdigest()
    return CountryFiles(tables, list(_places(codes_file, tables["zones"])), fingerprint)


def _places(file: Path, zones: list[dict[str, Any]]) -> Iterator[PlaceRow]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.startswith("#") or not line.strip():
            continue
        columns = line.split("\t")
        if len(columns) != 4:
            raise BadCountryFile(f"{file}:{number}: write code, place, district and region, parted by tabs.")
        code, place, district, region = columns
        yield code, place, district, region, zone_of(district, region, zones)


def zone_of(district: str, region: str, zones: list[dict[str, Any]]) -> str:
    """The first zone that names the district, else the region, else the zone that names neither."""
    for named, value in (("districts", district), ("regions", region)):
        for zone in zones:
            if value in zone.get(named, ()):
                return zone["code"]
    for zone in zones:
        if "districts" not in zone and "regions" not in zone:
            return zone["code"]
    raise BadCountryFile(f"No zone takes {district}, {region}: add one without districts and regions to zones.toml.")


def read_countries(folder: Path) -> list[CountryFiles]:
    return [read_country(path) for path in sorted(folder.iterdir()) if path.is_dir()]


async def load(database: Database, countries: list[CountryFiles]) -> list[str]:
    """Load every country that changed; gives the codes of those loaded."""
    loaded: list[str] = []
    for files in countries:
        async with PostgresCountryFiles(database).transaction() as store:
            if await store.replace_country(files.tables, files.places, files.fingerprint):
                loaded.append(files.tables["country"])
    return loaded


async def main(folder: Path) -> None:
    countries = read_countries(folder)
    settings = Settings.read(os.environ)
    database = Database(settings.database_url.reveal())
    await database.open()
    try:
        loaded = await load(database, countries)
    finally:
        await database.close()
    print(f"Loaded delivery zones of: {', '.join(loaded) or 'none, all were up to date'}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA))

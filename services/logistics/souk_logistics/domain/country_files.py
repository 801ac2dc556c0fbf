"""How a country is written down in data/<country>/: its zones and rates, and a zone for each postal code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

PlaceRow = tuple[str, str, str, str, str]  # code, place, district, region, zone


class BadCountryFile(ValueError):
    """A line of a country's files cannot be used; the message names file, line and fix."""


@dataclass(frozen=True, slots=True)
class CountryFiles:
    tables: dict[str, Any]
    places: Sequence[PlaceRow]
    fingerprint: str

    @property
    def country(self) -> str:
        return self.tables["country"]


def places_of(name: str, text: str, zones: list[dict[str, Any]]) -> Iterator[PlaceRow]:
    """The rows of postal_codes.tsv, each with its zone; `name` is the file's, for messages."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#") or not line.strip():
            continue
        columns = line.split("\t")
        if len(columns) != 4:
            raise BadCountryFile(f"{name}:{number}: write code, place, district and region, parted by tabs.")
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

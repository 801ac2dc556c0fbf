"""Puts a country's files into the tables that promises are read from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kit.data.database import PostgresStore
from souk_logistics.domain.country_files import CountryFiles, PlaceRow


class PostgresCountryFiles(PostgresStore):
    async def replace_country(self, files: CountryFiles) -> bool:
        tables, country = files.tables, files.country
        await self.execute("select pg_advisory_xact_lock(hashtext('souk_logistics.seed'))")
        if await self.fetchval("select fingerprint from countries where country = $1", country) == files.fingerprint:
            return False
        await self.execute("delete from countries where country = $1", country)
        await self._add_country(tables, files.fingerprint)
        await self._add_zones(country, tables)
        await self._add_places(country, files.places)
        return True

    async def _add_country(self, tables: dict[str, Any], fingerprint: str) -> None:
        await self.execute(
            """insert into countries (country, code_pattern, time_zone, order_cutoff_hour, rest_days,
                                      cash_on_delivery_up_to, fingerprint)
               values ($1, $2, $3, $4, $5, $6, $7)""",
            tables["country"],
            tables["code_pattern"],
            tables["time_zone"],
            tables["order_cutoff_hour"],
            tables["rest_days"],
            tables["cash_on_delivery_up_to"],
            fingerprint,
        )

    async def _add_places(self, country: str, places: Sequence[PlaceRow]) -> None:
        await self.execute(
            """insert into places (country, code, place, district, region, zone)
               select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])""",
            country,
            *(list(column) for column in zip(*places, strict=True)),
        )

    async def _add_zones(self, country: str, tables: dict[str, Any]) -> None:
        await self.executemany(
            "insert into zones (country, code, name, cash_on_delivery, serviceable) values ($1, $2, $3, $4, $5)",
            [
                (country, zone["code"], zone["name"], zone["cash_on_delivery"], zone.get("serviceable", True))
                for zone in tables["zones"]
            ],
        )
        await self.executemany(
            "insert into methods (country, code, name, position) values ($1, $2, $3, $4)",
            [(country, option["code"], option["name"], at) for at, option in enumerate(tables["delivery_options"])],
        )
        await self.executemany(
            """insert into rates (country, zone, method, days_min, days_max, steps, per_extra_kg)
               values ($1, $2, $3, $4, $5, $6, $7)""",
            [
                (country, rate["zone"], rate["delivery_code"], *rate["days"], rate["steps"], rate["per_extra_kg"])
                for rate in tables["rates"]
            ],
        )

"""Countries, postal codes and rates, as they were loaded."""

from __future__ import annotations

from collections.abc import Sequence

from kit.data.database import PostgresStore
from souk_logistics.domain.coverage import Country, Place, Rate, UnknownCountry


class PostgresServiceAreas(PostgresStore):
    async def country(self, code: str) -> Country:
        row = await self.fetchrow("select * from countries where country = $1", code)
        if row is None:
            raise UnknownCountry(code)
        return Country(
            code=row["country"],
            code_pattern=row["code_pattern"],
            time_zone=row["time_zone"],
            order_cutoff_hour=row["order_cutoff_hour"],
            rest_days=tuple(row["rest_days"]),
            cash_on_delivery_up_to=row["cash_on_delivery_up_to"],
        )

    async def find_place(self, country: str, postal_code: str) -> Place | None:
        row = await self.fetchrow(
            """
            select p.code, p.place, p.district, p.region, p.zone, z.name as zone_name, z.serviceable, z.cash_on_delivery
            from places p join zones z on z.country = p.country and z.code = p.zone
            where p.country = $1 and p.code = $2
            """,
            country,
            postal_code,
        )
        return None if row is None else Place(**dict(row))

    async def list_rates(self, country: str, zone: str) -> Sequence[Rate]:
        rows = await self.fetch(
            """
            select r.method as delivery_code, m.name, r.days_min, r.days_max, r.steps, r.per_extra_kg
            from rates r join methods m on m.country = r.country and m.code = r.method
            where r.country = $1 and r.zone = $2 order by m.position
            """,
            country,
            zone,
        )
        return [
            Rate(
                delivery_code=row["delivery_code"],
                name=row["name"],
                days=(row["days_min"], row["days_max"]),
                steps=tuple((grams, charge) for grams, charge in row["steps"]),
                per_extra_kg=row["per_extra_kg"],
            )
            for row in rows
        ]

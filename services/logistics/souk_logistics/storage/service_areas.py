"""Countries, postal codes and rates, as they were loaded."""

from __future__ import annotations

import asyncpg

from kit.data.database import PostgresStore
from souk_logistics.domain.coverage import Area, Country, Place, Rate, UnknownCountry

AREA = """
    select c.country, c.code_pattern, c.time_zone, c.order_cutoff_hour, c.rest_days, c.cash_on_delivery_up_to,
           p.code, p.place, p.district, p.region, p.zone,
           z.name as zone_name, z.serviceable, z.cash_on_delivery,
           coalesce((select json_agg(json_build_array(r.method, m.name, r.days_min, r.days_max, r.steps, r.per_extra_kg)
                                     order by m.position)
                       from rates r join methods m on m.country = r.country and m.code = r.method
                      where r.country = p.country and r.zone = p.zone), '[]') as rates
      from countries c
      left join places p on p.country = c.country and p.code = $2
      left join zones z on z.country = p.country and z.code = p.zone
     where c.country = $1"""
PLACE = ("code", "place", "district", "region", "zone", "zone_name", "serviceable", "cash_on_delivery")


class PostgresServiceAreas(PostgresStore):
    async def get_area(self, country: str, postal_code: str) -> Area:
        row = await self.fetchrow(AREA, country, postal_code)
        if row is None:
            raise UnknownCountry(country)
        place = Place(**{column: row[column] for column in PLACE}) if row["code"] else None
        return Area(_country(row), place, [_rate(*rate) for rate in row["rates"]])


def _country(row: asyncpg.Record) -> Country:
    return Country(
        code=row["country"],
        code_pattern=row["code_pattern"],
        time_zone=row["time_zone"],
        order_cutoff_hour=row["order_cutoff_hour"],
        rest_days=tuple(row["rest_days"]),
        cash_on_delivery_up_to=row["cash_on_delivery_up_to"],
    )


def _rate(
    delivery_code: str, name: str, days_min: int, days_max: int, steps: list[tuple[int, int]], per_extra_kg: int
) -> Rate:
    """As AREA lists them."""
    return Rate(
        delivery_code, name, (days_min, days_max), tuple((grams, charge) for grams, charge in steps), per_extra_kg
    )

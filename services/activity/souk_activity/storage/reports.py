"""Reports in PostgreSQL: sums of quarters of an hour, by the day of whoever asks."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

import asyncpg

from kit.data.database import PostgresStore
from souk_activity.domain.refusals import UnknownZone
from souk_activity.domain.reports import Period
from souk_activity.domain.tally import SlotCount

_SUMS: Final = ", ".join(f"coalesce(sum({each.name}), 0)::bigint as {each.name}" for each in fields(SlotCount))
DAYS: Final = f"""
select d.day::date as day, {_SUMS}
  from generate_series($1::date::timestamp, $2::date::timestamp, interval '1 day') d (day)
  left join slots s on s.slot >= d.day at time zone $3 and s.slot < (d.day + interval '1 day') at time zone $3
 group by d.day order by d.day
"""
PRODUCTS: Final = """
select handle, sum(views)::bigint as views, sum(adds)::bigint as adds, sum(units)::bigint as units,
       sum(revenue)::bigint as revenue
  from product_slots where slot >= $1 and slot < $2
 group by handle order by sum(revenue) desc, sum(views) desc, handle limit $3
"""
SEARCHES: Final = """
select words, sum(searches)::bigint as searches, sum(without_results)::bigint as without_results
  from search_slots where slot >= $1 and slot < $2 and (not $4 or without_results > 0)
 group by words order by case when $4 then sum(without_results) else sum(searches) end desc, words limit $3
"""


class PostgresReports(PostgresStore):
    async def list_days(self, period: Period) -> list[Any]:
        try:
            return await self.fetch(DAYS, period.first, period.last, period.zone)
        except asyncpg.InvalidParameterValueError:  # some zones of this machine are none of the database's
            raise UnknownZone(period.zone) from None

    async def list_products(self, period: Period, most: int) -> list[Any]:
        return await self.fetch(PRODUCTS, period.begins, period.ends, most)

    async def list_searches(self, period: Period, most: int, *, only_empty: bool) -> list[Any]:
        return await self.fetch(SEARCHES, period.begins, period.ends, most, only_empty)

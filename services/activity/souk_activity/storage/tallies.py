"""Counts in PostgreSQL. Rows are changed in the order of their keys, so that no two writers wait in a circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kit.data.database import PostgresStore
from souk_activity.domain.happenings import Step
from souk_activity.domain.interest import rank_of
from souk_activity.domain.tally import MOST_VIEWED, ProductCount, SearchCount, SlotCount, Tally

MEET_SESSIONS = """
insert into sessions (id, steps) select id, 0 from unnest($1::uuid[]) g (id) order by id on conflict do nothing
"""
MARK_SESSIONS = """
with old as (
    select s.id, s.steps, g.steps as reached, g.person_id
      from sessions s join unnest($1::uuid[], $2::smallint[], $3::uuid[]) g (id, steps, person_id) on g.id = s.id
     order by s.id for update of s)
update sessions s set steps = s.steps | old.reached, person_id = coalesce(old.person_id, s.person_id)
  from old where s.id = old.id
returning s.id, old.reached & ~old.steps as new
"""
VIEWED = f"""
insert into viewed as v (person_id, handles, at)
select person_id, string_to_array(handles, ' '), $3 from unnest($1::uuid[], $2::text[]) g (person_id, handles)
 order by person_id
on conflict (person_id) do update set at = excluded.at, handles = (excluded.handles || array(
    select handle from unnest(v.handles) with ordinality before (handle, place)
     where handle <> all (excluded.handles) order by place))[1:{MOST_VIEWED}]
"""
# log2(2^a + 2^b); what is a millionth of the other adds nothing, and would not fit.
INTEREST = """
insert into popular as p (handle, rank) select * from unnest($1::text[], $2::float8[]) g (handle, rank) order by handle
on conflict (handle) do update set is_seeded = false, rank = greatest(p.rank, excluded.rank)
    + ln(1 + power(2::float8, greatest(-abs(p.rank - excluded.rank), -60))) / ln(2::float8)
"""


def _adding(table: str, keys: Mapping[str, str], counts: type[Any]) -> str:
    columns = {**keys, **{each.name: "bigint" for each in fields(counts)}}
    names, by = ", ".join(columns), ", ".join(keys)
    given = ", ".join(f"${place}::{kind}[]" for place, kind in enumerate(columns.values(), start=1))
    added = ", ".join(f"{each.name} = {table}.{each.name} + excluded.{each.name}" for each in fields(counts))
    return f"""insert into {table} ({names}) select * from unnest({given}) g ({names}) order by {by}
               on conflict ({by}) do update set {added}"""


ADD_SLOTS: Final = _adding("slots", {"slot": "timestamptz"}, SlotCount)
ADD_PRODUCTS: Final = _adding("product_slots", {"slot": "timestamptz", "handle": "text"}, ProductCount)
ADD_SEARCHES: Final = _adding("search_slots", {"slot": "timestamptz", "words": "text"}, SearchCount)


class PostgresTallies(PostgresStore):
    async def mark_sessions(self, reached: Mapping[UUID, tuple[Step, UUID | None]]) -> Mapping[UUID, Step]:
        if not reached:
            return {}
        ids = sorted(reached)
        await self.execute(MEET_SESSIONS, ids)
        steps, people = zip(*(reached[each] for each in ids), strict=True)
        rows = await self.fetch(MARK_SESSIONS, ids, [int(each) for each in steps], list(people))
        return {row["id"]: Step(row["new"]) for row in rows}

    async def add_tally(self, tally: Tally, now: datetime) -> None:
        """The quarter of an hour that everybody counts in is locked last."""
        if tally.viewed:
            looked = [" ".join(reversed(handles)) for handles in tally.viewed.values()]
            await self.write(VIEWED, list(tally.viewed), looked, now)
        if tally.interest:
            ranks = [rank_of(weight, now) for weight in tally.interest.values()]
            await self.write(INTEREST, list(tally.interest), ranks)
        if tally.searches:
            await self.write(ADD_SEARCHES, *_columns([(*key, *astuple(n)) for key, n in tally.searches.items()]))
        if tally.products:
            await self.write(ADD_PRODUCTS, *_columns([(*key, *astuple(n)) for key, n in tally.products.items()]))
        if tally.slots:
            await self.write(ADD_SLOTS, *_columns([(key, *astuple(n)) for key, n in tally.slots.items()]))


def _columns(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from activity_examples import ALICE, NOON, id_at

from kit.data.group_commit import GroupCommit
from souk_activity.actions import keeping, seeding, taking
from souk_activity.commands.seed import DATA, read_seed
from souk_activity.domain.happenings import Happening, Kind
from souk_activity.domain.refusals import IntakeBusy
from souk_activity.domain.reports import Period
from souk_activity.domain.tally import MOST_VIEWED
from souk_activity.storage.intake import PostgresIntake

if TYPE_CHECKING:
    from souk_activity.actions.deps import Deps
    from testkit.clients import ServiceClient

TODAY = Period(NOON.date(), NOON.date(), "UTC")
CATALOGUE = Path(__file__).parents[2] / "product" / "souk_product" / "data" / "catalogue.toml"


def looks(count: int, handle: str = "mug") -> list[Happening]:
    session = id_at()
    return [Happening(id_at(), Kind.VIEWED_PRODUCT, session, ALICE, handle) for _ in range(count)]


async def viewing(deps: Deps) -> tuple[int, int]:
    products = await deps.reports.list_products(TODAY, 10)
    return (await deps.reports.list_days(TODAY))[0]["sessions"], sum(row["views"] for row in products)


async def test_what_two_replicas_are_told_at_once_counts_once(deps: Deps) -> None:
    told = [looks(20) for _ in range(6)]
    replicas = [PostgresIntake(deps.reports._database, deps.clock) for _ in range(2)]  # type: ignore[attr-defined]

    await asyncio.gather(*(replica.add_happenings(batch) for batch in told for replica in replicas))

    assert await viewing(deps) == (6, 120)


async def test_what_many_bring_is_written_together_and_one_that_cannot_be_spoils_no_other(deps: Deps) -> None:
    unstorable = [Happening(id_at(), Kind.SEARCHED, id_at(), words="\ud800")]

    outcomes = await asyncio.gather(
        taking.take(deps, looks(3)), taking.take(deps, unstorable), taking.take(deps, looks(2)), return_exceptions=True
    )

    assert [type(outcome) is type(None) for outcome in outcomes] == [True, False, True]
    assert await viewing(deps) == (2, 5)


async def test_more_than_can_wait_is_refused() -> None:
    gate = asyncio.Event()

    async def write(_: object) -> None:
        await gate.wait()

    commit: GroupCommit[int] = GroupCommit(write, most_together=2, most_waiting=3, too_many=IntakeBusy, gather_s=0)
    waiting = [asyncio.create_task(commit.add([n])) for n in range(3)]
    await asyncio.sleep(0)

    with pytest.raises(IntakeBusy):
        await commit.add([4])
    gate.set()
    await asyncio.gather(*waiting)


async def test_no_more_is_remembered_of_anybody_than_is_shown(deps: Deps) -> None:
    for n in range(MOST_VIEWED + 3):
        await taking.take(deps, looks(1, f"p-{n}"))

    viewed = await deps.showing.list_viewed(ALICE)
    assert viewed == [f"p-{n}" for n in range(MOST_VIEWED + 2, 2, -1)]


async def test_days_are_made_ahead_and_dropped_when_they_are_old(deps: Deps) -> None:
    await taking.take(deps, looks(2))
    clock, deps = deps.clock, replace(deps, keep_events=timedelta(days=3))

    clock.advance(days=2)  # type: ignore[attr-defined]
    await keeping.keep(deps)
    before = await deps.showing.fetchval("select count(*) from events")  # type: ignore[attr-defined]
    clock.advance(days=100)  # type: ignore[attr-defined]
    await keeping.keep(deps)
    later = id_at(clock.now() + timedelta(hours=20))
    await taking.take(deps, [Happening(later, Kind.VIEWED_PRODUCT, later, None, "cup")])

    assert before == 2
    assert await deps.showing.fetch("select handle from events") == [("cup",)]  # type: ignore[attr-defined]
    assert await deps.showing.list_viewed(ALICE) == []
    assert (await deps.reports.list_products(TODAY, 9))[0]["handle"] == "mug"  # counts stay


async def test_an_empty_shop_has_hints_of_products_that_there_are_and_orders_come_before_them(deps: Deps) -> None:
    seed = read_seed(DATA)

    assert await seeding.bring(deps, seed)
    assert not await seeding.bring(deps, seed)
    catalogue = CATALOGUE.read_text("utf-8")
    assert all(f'"{handle}"' in catalogue for handles in (*seed.together, seed.popular) for handle in handles)
    assert await deps.showing.list_popular(12) == list(seed.popular)
    assert (await deps.reports.list_days(TODAY))[0]["orders"] == 0
    await deps.orders.add_together({("stoneware-chai-mug", "bud-vase"): 1}, NOON)  # type: ignore[attr-defined]
    assert (await deps.showing.list_together(["stoneware-chai-mug"], 2))[0] == "bud-vase"


async def test_who_is_forgotten_leaves_counts_and_nothing_that_leads_to_them(client: ServiceClient, deps: Deps) -> None:
    await taking.take(deps, looks(2))
    user, alice = client.as_service("user"), {"id": str(ALICE)}

    told = (await user.post("/people/held", json=alice)).json()["items"]
    await user.post("/people/forget", json=alice)

    assert [each["item"]["what"] for each in told] == ["mug", "mug"]
    assert await deps.showing.list_viewed(ALICE) == []
    for table in ("events", "sessions"):
        assert await deps.showing.fetchval(f"select count(person_id) from {table}") == 0  # type: ignore[attr-defined]
    assert await viewing(deps) == (1, 2)

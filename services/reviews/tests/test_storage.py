from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reviews_examples import MORNING, MUG, a_buyer, an_opinion

from kit.data.database import PostgresStore
from souk_reviews.actions import writing
from souk_reviews.domain.reading import Order, Position

if TYPE_CHECKING:
    from kit.data.database import Database
    from souk_reviews.actions.deps import Deps
    from testkit.clock import ManualClock

STARS = (3, 5, 1, 4, 5, 2, 5)


async def reviewed(deps: Deps, clock: ManualClock) -> None:
    """Each later than the one before; the third from the end helped two people, the first one."""
    written = []
    for stars in STARS:
        clock.advance(hours=1)
        written.append(await writing.write(deps, await a_buyer(deps), MUG, an_opinion(stars)))
    for review, times in ((written[-3], 2), (written[0], 1)):
        for _ in range(times):
            await writing.find_helpful(deps, await a_buyer(deps), review.id)


async def read(deps: Deps, database: Database, order: Order, stars: int | None) -> list[int]:
    """The stars of all reviews, two a page."""
    found: list[str] = []
    start: Position | None = None
    while True:
        _, page = await deps.reviews.list_published(MUG, order, stars, start, 2)
        found += page.items
        start = page.after
        if start is None:
            break
    rows = await PostgresStore(database).fetch(
        "select t::jsonb ->> 'id' as id, (t::jsonb ->> 'stars')::int as stars from unnest($1::text[]) t", found
    )
    assert len({row["id"] for row in rows}) == len(rows)
    return [row["stars"] for row in rows]


@pytest.mark.parametrize(
    ("order", "stars", "expected"),
    [
        (Order.NEWEST, None, [5, 2, 5, 4, 1, 5, 3]),
        (Order.HELPFUL, None, [5, 3, 5, 2, 4, 1, 5]),
        (Order.HIGHEST, None, [5, 5, 5, 4, 3, 2, 1]),
        (Order.LOWEST, None, [1, 2, 3, 4, 5, 5, 5]),
        (Order.NEWEST, 5, [5, 5, 5]),
        (Order.HELPFUL, 4, [4]),
    ],
)
async def test_reviews_are_read_page_by_page_in_each_order_and_each_once(
    deps: Deps, database: Database, clock: ManualClock, order: Order, stars: int | None, expected: list[int]
) -> None:
    await reviewed(deps, clock)

    assert await read(deps, database, order, stars) == expected


async def test_a_page_of_reviews_with_its_summary_reads_no_more_than_it_shows(
    deps: Deps, database: Database, clock: ManualClock
) -> None:
    await PostgresStore(database).execute(
        """insert into reviews (id, handle, author_name, verified, stars, title, body, state, flags, written_at,
                                version, helpful)
           select uuidv7(), 'mug-' || n % 10, 'A', false, 1 + n % 5, 't', 'b', 'published', '{}',
                  $1::timestamptz - n * interval '1 minute', 1, n % 7 from generate_series(1, 5000) n""",
        MORNING,
    )
    await PostgresStore(database).execute("analyze reviews")
    for order in Order:
        seen = await rows_touched(database, order)

        assert seen < 60, order


async def rows_touched(database: Database, order: Order) -> int:
    from souk_reviews.storage.published import published_statement

    statement, args = published_statement("mug-7", order, None, None, 11)
    plan = (await PostgresStore(database).fetchval(f"explain (analyze, format json) {statement}", *args))[0]["Plan"]

    def rows(node: dict[str, object]) -> int:
        below = sum(rows(inner) for inner in node.get("Plans", ()))  # type: ignore[union-attr, attr-defined]
        scanned = "Relation Name" in node
        return below + (int(node["Actual Rows"]) + int(node.get("Rows Removed by Filter", 0)) if scanned else 0)  # type: ignore[call-overload]

    return rows(plan)

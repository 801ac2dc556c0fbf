"""`python bench/reviews.py [REVIEWS…]`: what a product's reviews cost while more and more are kept.

Of one product, with a tenth of all and three photos beside each tenth review: a first page in each order, a page after
it, a summary's change, and an admin's queue. Milliseconds, the quickest of many; exit code 1: not flat.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import uuid4

from bench.catalogue import an_empty_catalogue
from kit.data.database import Database
from kit.data.migrations import migrate, migrations_of
from souk_reviews.domain.reading import Order, Position
from souk_reviews.domain.reviews import State
from souk_reviews.storage.reviews import PostgresReviews

SIZES: Final = (1_000, 10_000, 100_000)
TIMES: Final = 40
MOST_GROWTH: Final = 3.0  # an index of a hundred times the rows is a level or two higher
FILL = """
insert into reviews (id, handle, author_id, author_name, verified, stars, title, body, state, flags, written_at,
                     version, helpful)
select uuidv7(), 'mug-' || n % 10, gen_random_uuid(), 'Asha', true, 1 + n / 10 % 5, 'A good mug',
       repeat('Keeps tea warm. ', 10),
       case when n % 50 = 0 then 'waiting' else 'published' end, '{}', now() - n * interval '1 minute', 1, n * 7919 % 40
from generate_series($1::int, $2::int) n
"""
PHOTOS = """
insert into photos (id, owner_id, review_id, position, width, height, color, webp, avif, uploaded_at, expires_at)
select uuidv7(), author_id, id, p, 800, 600, '#b8620a', '[{"url": "/media/a.webp", "width": 400}]',
       '[{"url": "/media/a.avif", "width": 400}]', written_at, written_at
from reviews r, generate_series(1, 3) p
where helpful % 10 = 0 and not exists (select from photos o where o.review_id = r.id)
"""


async def _measure(database: Database) -> dict[str, float]:
    store = PostgresReviews(database)
    _, page = await store.list_published("mug-7", Order.NEWEST, None, None, 10)
    after = page.after or Position(Order.NEWEST, 0, uuid4())

    async def summary() -> None:
        async with store.transaction() as inside:
            await inside.change_summary("mug-7", (0, 0, 0, 0, 1))

    asked: dict[str, Callable[[], Awaitable[Any]]] = {
        **{f"first page, {order}": _page(store, order) for order in Order},
        "a later page": lambda: store.list_published("mug-7", Order.NEWEST, None, after, 10),
        "a summary's change": summary,
        "an admin's queue": lambda: store.list_in_state(State.WAITING, None, 25),
    }
    return {what: await _quickest_ms(ask) for what, ask in asked.items()}


def _page(store: PostgresReviews, order: Order) -> Callable[[], Awaitable[Any]]:
    return lambda: store.list_published("mug-7", order, None, None, 10)


async def _quickest_ms(ask: Callable[[], Awaitable[Any]]) -> float:
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await ask()
        took.append((time.perf_counter() - began) * 1000)
    return min(took)


async def live(server: str, sizes: tuple[int, ...]) -> bool:
    async with Database(server, size=1) as postgres, postgres.acquire() as connection:
        await connection.execute("create database growth_reviews_read")
    url = f"{server.rpartition('/')[0]}/growth_reviews_read"
    await migrate(url, migrations_of("reviews"))
    measured: list[dict[str, float]] = []
    async with Database(url, size=1, name="bench reviews") as database:
        kept = 0
        for size in sizes:
            async with database.acquire() as connection:
                await connection.execute(FILL, kept + 1, size)
                await connection.execute(PHOTOS)
                await connection.execute("vacuum (analyze) reviews")
                await connection.execute("vacuum (analyze) photos")
            kept = size
            measured.append(await _measure(database))
    print(f"{'ms at reviews':24}" + "".join(f"{size:>10,}" for size in sizes))
    for what in measured[0]:
        print(f"{what:24}" + "".join(f"{one[what]:10.2f}" for one in measured))
    return all(measured[-1][what] < measured[0][what] * MOST_GROWTH for what in measured[0])


def main() -> None:
    sizes = tuple(int(each) for each in sys.argv[1:]) or SIZES
    with an_empty_catalogue() as catalogue:
        flat = asyncio.run(live(catalogue.url, sizes))
    sys.exit(0 if flat else 1)


if __name__ == "__main__":
    main()

"""A month of the tables that services grow by themselves, through the very jobs that they run.

Each service has a database of its own and a clock that is moved by days; a day's rows are made by SQL.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from kit.data.database import Database
from kit.data.migrations import migrate, migrations_of
from kit.http.tokens import SigningKey
from kit.running.service import Service
from kit.settings import ServiceSettings
from souk_cart import app as cart
from souk_cart.settings import Settings as CartSettings
from souk_order import app as order
from souk_order.settings import Settings as OrderSettings
from souk_product import app as product
from souk_product.settings import Settings as ProductSettings
from souk_product.testing.shop import a_product, put_on_sale
from souk_reviews import app as reviews
from souk_reviews.settings import Settings as ReviewsSettings
from souk_user import app as user
from souk_user.settings import Settings as UserSettings
from testkit.clients import Build, infra_for, settings_for
from testkit.clock import ManualClock

PRODUCTS: Final = 50
# A table is flat when the month's end finds it no larger than this, beside its middle.
MOST_GROWTH: Final = 1.2
A_FEW_PAGES_MB: Final = 0.2


@dataclass(frozen=True)
class Growing:
    """`day` makes $1 rows (of each table as many) as they are at $2; jobs find there what is over."""

    service: str
    build: Build
    settings: type[ServiceSettings]
    tables: tuple[str, ...]
    day: tuple[str, ...]
    kept: tuple[str, ...] = ()  # settings that say for how many days
    open: Callable[[Database], Awaitable[None]] | None = None
    wrong: str = "select 0"  # counts what does not agree at the end


async def _open_accounts(database: Database) -> None:
    async with database.acquire() as connection:
        await connection.execute(
            """insert into accounts (id, type, email, name, password_hash, created_at)
               select uuidv7(), 'customer', n || '@example.com', 'A customer', '', now()
                 from generate_series(1, 100) n"""
        )


async def _open_shop(database: Database) -> None:
    await put_on_sale(database, *(a_product(f"Thing {number}", stock=1_000_000) for number in range(1, PRODUCTS + 1)))


USER: Final = Growing(
    "user", user.build, UserSettings, ("refresh_tokens", "sessions", "login_failures"),
    (
        # A session is refreshed twice; half of them are signed out of, the others fall idle.
        """with started as (
               insert into sessions (id, account_id, started_at, expires_at, ended_at, ended_because)
               select uuidv7(), a.id, $2, $2::timestamptz + interval '1 day',
                      case when n % 2 = 0 then $2::timestamptz end, case when n % 2 = 0 then 'signed-out' end
                 from generate_series(1, $1::int) n
                 join (select id, row_number() over () as place from accounts) a on a.place = 1 + n % 100
               returning id)
           insert into refresh_tokens (hash, session_id, issued_at, rotated_at)
           select sha256(convert_to(s.id::text || n, 'UTF8')), s.id, $2, case when n < 3 then $2::timestamptz end
             from started s, generate_series(1, 3) n""",
        """insert into login_failures (counter, failures, last_at)
           select 'address:' || gen_random_uuid(), 3, $2 from generate_series(1, $1::int)""",
    ),
    open=_open_accounts,
)  # fmt: skip
CART: Final = Growing(
    "cart", cart.build, CartSettings, ("carts", "cart_lines", "checkouts"),
    (
        """with bag as (
               insert into carts (id, owner, updated_at)
               select uuidv7(), 'guest:' || gen_random_uuid(), $2 from generate_series(1, $1::int) returning id),
           line as (
               insert into cart_lines (cart_id, sku, quantity)
               select id, 'SKU-' || n, 1 from bag, generate_series(1, 2) n)
           insert into checkouts (id, cart_id, state, contact, address, delivery, updated_at)
           select uuidv7(), id, 'placed', jsonb_build_object('email', 'a@example.com'),
                  jsonb_build_object('line1', repeat('x', 200)), 'standard', $2 from bag""",
    ),
    kept=("guest_cart_days", "checkout_days"),
)  # fmt: skip
PRODUCT: Final = Growing(
    "product", product.build, ProductSettings,
    ("reservations", "reservation_lines", "stock_movements", "facet_places", "import_skus"),
    (
        # As many come to nothing as are sold and as lapse; what lapses and what is sold has left the shelf, and as much
        # as was sold is put there again.
        """with one as (
               select gen_random_uuid()::text as key, 'THING-' || 1 + n % 50 as sku,
                      (array['released', 'committed', 'held'])[1 + n % 3] as state from generate_series(1, $1::int) n),
           reserved as (
               insert into reservations (key, state, expires_at, created_at, updated_at)
               select key, state, $2::timestamptz + interval '1 hour', $2, $2 from one),
           lines as (insert into reservation_lines (key, sku, quantity) select key, sku, 1 from one),
           sold as (select sku, count(*) filter (where state = 'committed')::int as sold,
                           count(*) filter (where state = 'held')::int as held from one group by sku),
           counted as (
               insert into stock_movements (sku, change, reason, at)
               select sku, 1, 'counted', $2 from one where state = 'committed')
           update variants v set stock = v.stock - s.held from sold s where s.sku = v.sku""",
    ),
    kept=("keep_closed_reservations_days", "keep_sold_reservations_days", "keep_stock_movements_days"),
    open=_open_shop,
    wrong="""
        select count(*) from variants v where v.stock <> (select sum(change) from stock_movements m where m.sku = v.sku)
            - (select coalesce(sum(l.quantity), 0) from reservation_lines l join reservations r on r.key = l.key
               where l.sku = v.sku and r.state in ('held', 'committed'))""",
)  # fmt: skip
ORDER: Final = Growing(
    "order", order.build, OrderSettings, ("simulated_cards",),
    (
        # A day old by the database's clock, which the job asks.
        """insert into simulated_cards (token, behaviour, last4, brand, kept_at)
           select gen_random_uuid(), 'good', '4242', 'visa', now() - interval '25 hours' + 0 * ($2::timestamptz - $2)
             from generate_series(1, $1::int)""",
    ),
)  # fmt: skip
REVIEWS: Final = Growing(
    "reviews", reviews.build, ReviewsSettings, ("deliveries", "photos"),
    (
        # Of guests' orders, and photos that no review shows.
        """insert into deliveries (order_id, delivered_at)
           select gen_random_uuid(), $2 from generate_series(1, $1::int)""",
        """insert into photos (id, owner_id, width, height, color, webp, avif, uploaded_at, expires_at)
           select uuidv7(), gen_random_uuid(), 800, 600, '#000000', '[]', '[]', $2, $2::timestamptz + interval '1 hour'
             from generate_series(1, $1::int)""",
    ),
    kept=("deliveries_of_nobody_days",),
)  # fmt: skip
ALL: Final = (USER, CART, PRODUCT, ORDER, REVIEWS)


async def live(growing: Growing, server: str, days: int, rows_a_day: int, keep: int) -> bool:
    """Whether its tables stayed flat; `server` is the address of any database there."""
    name = f"growth_{growing.service}"
    async with Database(server, size=1) as postgres, postgres.acquire() as connection:
        await connection.execute(f"create database {name}")
    url = f"{server.rpartition('/')[0]}/{name}"
    await migrate(url, migrations_of(growing.service))
    key, clock = SigningKey.generate(), ManualClock()
    given = dict.fromkeys(growing.kept, keep)
    async with Database(url, size=2, name="bench growth") as database:
        service = growing.build(settings_for(growing.settings, url, key, given), infra_for(database, key, clock=clock))
        if growing.open:
            await growing.open(database)
        month = [await _a_day(growing, service, database, clock, rows_a_day) for _ in range(days)]
        async with database.acquire() as connection:
            wrong = await connection.fetchval(growing.wrong)
    for day in sorted({1, days // 4, days // 2, days}):
        sizes, took_ms = month[day - 1]
        print(
            f"{growing.service:8} | {day:3} | {' '.join(f'{size:6.2f}' for size in sizes)} | {took_ms:6.0f}", flush=True
        )
    flat = all(
        last <= middle * MOST_GROWTH + A_FEW_PAGES_MB
        for middle, last in zip(month[days // 2 - 1][0], month[-1][0], strict=True)
    )
    print(f"{growing.service:8} | {', '.join(growing.tables)}: {'flat' if flat else 'NOT FLAT'}", flush=True)
    if wrong:
        print(f"{growing.service:8} | the books of {wrong} rows do not agree")
    return flat and not wrong


async def _a_day(
    growing: Growing, service: Service[Any], database: Database, clock: ManualClock, rows: int
) -> tuple[list[float], float]:
    """Megabytes of each table at its end, and the milliseconds that the jobs took."""
    clock.advance(days=1)
    async with database.acquire() as connection:
        for fill in growing.day:
            await connection.execute(fill, rows, clock.now())
    clock.advance(hours=2)
    began = time.perf_counter()
    for job in service.jobs.all if service.jobs else ():
        await job.work(service.deps)
    took_ms = (time.perf_counter() - began) * 1000
    async with database.acquire() as connection:
        await connection.execute("delete from kit_outbox")  # what the relay does all day
        for table in growing.tables:
            await connection.execute(f"vacuum (analyze) {table}")  # and autovacuum
        size = "select pg_total_relation_size($1::text::regclass) / 1e6::float8"
        return [float(await connection.fetchval(size, table) or 0) for table in growing.tables], took_ms

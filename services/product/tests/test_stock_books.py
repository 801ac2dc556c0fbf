"""Stock changes by movements: what was put on the shelf is free, held or sold, whatever happens at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from contracts.money import Money
from contracts.order import OrderRefunded, ReturnedLine
from kit.data.database import AlreadyDone
from souk_product.actions import reservations
from souk_product.domain.stock import StockPolicy
from souk_product.events import take_back
from souk_product.storage.stock import SUM_MOVEMENTS, SUM_SOLD
from souk_product.testing.shop import a_product, put_on_sale
from testkit.at_once import at_once

BOOKS = """
select (select coalesce(sum(change), 0)::int from stock_movements where sku = $1) as moved,
       (select coalesce(sum(stock), 0)::int from variants where sku = $1) as free,
       coalesce(sum(l.quantity) filter (where r.state = 'held'), 0)::int as held,
       coalesce(sum(l.quantity) filter (where r.state = 'committed'), 0)::int as sold
from reservation_lines l join reservations r on r.key = l.key where l.sku = $1
"""
MUG = "MUG"


async def books(shop: Any) -> dict[str, int]:
    kept = dict(await shop.deps.stock.fetchrow(BOOKS, MUG))
    assert kept["moved"] == kept["free"] + kept["held"] + kept["sold"], kept
    return kept


@pytest.fixture
async def shop(open_shop: Any) -> Any:
    return await open_shop(a_product("Mug", stock=10))


async def reserve(shop: Any, key: str, quantity: int = 1) -> int:
    lines = {"lines": [{"sku": MUG, "quantity": quantity}]}
    return (await shop.as_service("order").put(f"/reservations/{key}", json=lines)).status_code


async def test_a_price_change_does_not_put_back_what_is_sold_meanwhile(shop: Any) -> None:
    await reserve(shop, "o-1", 2)

    async with shop.deps.prices.transaction() as prices:
        price = await prices.get(MUG)
        await shop.as_service("order").post("/reservations/o-1/commit")
        await prices.save(replace(price, price=900), shop.clock.now())

    assert await books(shop) == {"moved": 10, "free": 8, "held": 0, "sold": 2}


async def test_a_count_is_a_movement_against_what_is_free_and_held(shop: Any) -> None:
    await reserve(shop, "o-1", 2)
    await reserve(shop, "o-2", 3)
    await shop.as_service("order").post("/reservations/o-2/commit")

    await shop.as_admin().patch(f"/variants/{MUG}", json={"stock": 20})

    assert await books(shop) == {"moved": 23, "free": 18, "held": 2, "sold": 3}


async def test_sales_prices_and_imports_at_once_leave_the_books_in_order(shop: Any) -> None:
    admin, order = shop.as_admin(), shop.as_service("order")

    async def buy(n: int) -> int:
        code = await reserve(shop, f"o-{n}")
        if code == 201 and n % 3:
            await order.post(f"/reservations/o-{n}/{'commit' if n % 3 == 1 else 'release'}")
        return code

    prices = (admin.patch(f"/variants/{MUG}", json={"price": 900 + n}) for n in range(8))
    counts = (admin.patch(f"/variants/{MUG}", json={"stock": n}) for n in (0, 4, 9))
    imports = (put_on_sale(shop.infra.database, a_product("Mug", stock=n)) for n in (7, 10))
    work: list[Any] = [*(buy(n) for n in range(24)), *prices, *counts]
    codes: Any = (await asyncio.gather(at_once(work), *imports))[0]

    assert set(codes[:24]) <= {201, 409}
    assert {answer.status_code for answer in codes[24:]} == {200}
    assert (await books(shop))["free"] >= 0


async def test_a_variant_that_leaves_while_it_is_held_closes_its_books(shop: Any) -> None:
    await reserve(shop, "o-1", 2)
    await put_on_sale(shop.infra.database, a_product("Mug", colours=["Red"], stock=4))
    assert await books(shop) == {"moved": 2, "free": 0, "held": 2, "sold": 0}

    await shop.as_service("order").post("/reservations/o-1/release")

    assert (await books(shop))["moved"] == 0


async def test_what_a_buyer_sent_back_is_for_sale_again_once_and_only_where_it_came_back(shop: Any) -> None:
    await reserve(shop, "o-1", 3)
    await shop.as_service("order").post("/reservations/o-1/commit")
    money = Money(amount=100, currency="INR")
    kept = ReturnedLine(sku=MUG, quantity=1, amount=money, restocked=False)
    back = ReturnedLine(sku=MUG, quantity=2, amount=money, restocked=True)
    facts: dict[str, Any] = {"at": shop.clock.now(), "order_id": uuid4(), "customer_id": None, "amount": money}
    event = OrderRefunded(**facts, refund_id=uuid4(), total=money, lines=(kept, back))

    await take_back(event, shop.deps)
    with pytest.raises(AlreadyDone):  # which the consumer takes for success
        await take_back(event, shop.deps)

    assert await books(shop) == {"moved": 12, "free": 9, "held": 0, "sold": 3}


async def test_old_sales_and_movements_are_rolled_up_and_the_books_agree(shop: Any) -> None:
    for n in range(3):
        await reserve(shop, f"o-{n}")
        await shop.as_service("order").post(f"/reservations/o-{n}/commit")
        await shop.as_admin().patch(f"/variants/{MUG}", json={"stock": 20 + n})
        shop.clock.advance(days=401)
        await asyncio.gather(*(reservations.roll_up(shop.deps) for _ in range(3)))
        while await reservations.roll_up(shop.deps):
            pass

        assert (await books(shop))["sold"] == 0

    kept = await shop.deps.stock.fetch("select reason, change from stock_movements where sku = $1", MUG)
    assert [tuple(row) for row in kept] == [("summed", 22)]
    assert (await books(shop))["free"] == 22


async def test_a_return_keeps_the_books_while_its_sale_is_kept(shop: Any) -> None:
    await reserve(shop, "o-1", 2)
    await shop.as_service("order").post("/reservations/o-1/commit")
    shop.clock.advance(days=399)
    while await reservations.roll_up(shop.deps):
        pass

    await shop.as_service("order").post("/reservations/o-1/release")

    assert await books(shop) == {"moved": 10, "free": 10, "held": 0, "sold": 0}


@pytest.mark.parametrize(
    ("statement", "index"), [(SUM_SOLD, "reservations_sold"), (SUM_MOVEMENTS, "stock_movements_to_sum")]
)
async def test_among_many_rows_the_old_ones_are_found_by_an_index(shop: Any, statement: str, index: str) -> None:
    await shop.deps.stock.execute(
        """insert into reservations (key, state, expires_at, created_at, updated_at)
           select n::text, 'committed', now(), now(), now() - n * interval '1 minute'
             from generate_series(1, 50000) n"""
    )
    await shop.deps.stock.execute(
        """insert into stock_movements (sku, change, reason, at)
           select 'CUP', 1, 'counted', now() - n * interval '1 minute' from generate_series(1, 50000) n"""
    )

    plan = await shop.deps.stock.fetch(f"explain {statement}", shop.clock.now() - timedelta(days=1))

    told = "\n".join(line[0] for line in plan)
    assert index in told, told
    assert "Seq Scan on stock_movements" not in told, told


@pytest.mark.parametrize("policy", [StockPolicy.UNTRACKED, StockPolicy.BACKORDER])
async def test_what_sells_past_zero_says_so_everywhere(open_shop: Any, policy: StockPolicy) -> None:
    shop = await open_shop(a_product("Mug", stock=0, policy=policy))

    assert await reserve(shop, "o-1", 25) == 201

    variant = (await shop.get("/products/mug")).json()["variants"][0]
    assert (variant["available"], variant["stock_left"]) == (True, None)
    assert len((await shop.get("/products", params={"in_stock": True})).json()["items"]) == 1
    offer = (await shop.as_service("cart").get("/offers", params={"sku": MUG})).json()["items"][0]
    assert (offer["stock"], offer["purchasable"]) == (10_000, True)
    await books(shop)


async def test_a_limit_that_comes_back_counts_from_the_shelf(open_shop: Any) -> None:
    shop = await open_shop(a_product("Mug", stock=0, policy=StockPolicy.BACKORDER))
    await reserve(shop, "o-1", 25)
    await shop.as_service("order").post("/reservations/o-1/commit")

    await put_on_sale(shop.infra.database, a_product("Mug", stock=3))

    assert await books(shop) == {"moved": 28, "free": 3, "held": 0, "sold": 25}
    assert await reserve(shop, "o-2", 4) == 409

"""Who waits is told once, in turn, whatever product says."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from kit.http.auth import Shopper
from souk_user.actions.deps import Deps
from souk_user.actions.notices import go_on_telling
from souk_user.adapters.shelves import ProductShelves
from souk_user.events import tell_who_waits
from souk_user.testing.notices import Shelf, a_guest, a_return, asks, hear, waiting, written
from souk_user.testing.rows import an_account
from testkit.calls import FakeCalls
from testkit.clock import ManualClock

INR_10 = {"amount": 1000, "currency": "INR"}
OFFER = {
    "sku": "MUG/L", "handle": "mug", "title": "A mug", "options": {}, "image": None, "price": INR_10,
    "compare_at": None, "stock": 3, "weight_grams": 300, "categories": [], "variant_id": str(uuid4()),
    "product_id": str(uuid4()),
}  # fmt: skip


async def test_who_waits_for_it_or_for_any_of_it_is_told_once_and_forgotten(shop: Deps) -> None:
    anna = await an_account(shop.users)
    customer, guest, other = Shopper(anna.id, None), a_guest(), a_guest()
    await asks(shop, customer)
    assert await asks(shop, customer, sku="MUG/L") == 2
    assert await asks(shop, customer, sku="MUG/L") == 2
    await asks(shop, guest, "gita@souk.example", "MUG/L")
    await asks(shop, other, "otto@souk.example", "MUG/S")

    event = a_return()
    await asyncio.gather(*(hear(shop, event) for _ in range(3)))
    await hear(shop, a_return())

    assert sorted(await written(shop)) == [anna.email, "gita@souk.example"]
    assert await waiting(shop) == 1
    assert await shop.notices.list_waits(guest.key) == []


async def test_many_are_told_in_the_order_in_which_they_asked_as_long_as_there_is_some(
    shop: Deps, shelf: Shelf, clock: ManualClock
) -> None:
    people = [f"guest-{n}@souk.example" for n in range(8)]
    for person in people:
        await asks(shop, a_guest(), person)

    await hear(shop, a_return())
    assert sorted(await written(shop)) == people[:3]
    await asyncio.gather(*(go_on_telling(shop) for _ in range(3)))
    assert len(await written(shop)) == 3  # not before its time
    clock.advance(seconds=61)
    await asyncio.gather(*(go_on_telling(shop) for _ in range(3)))
    assert sorted(await written(shop)) == people[:6]

    shelf.is_empty = True
    clock.advance(seconds=61)
    await go_on_telling(shop)
    shelf.is_empty = False
    clock.advance(seconds=61)
    await go_on_telling(shop)
    assert len(await written(shop)) == 6
    await hear(shop, a_return())
    assert sorted(await written(shop)) == people


async def test_what_is_gone_again_when_the_fact_arrives_is_told_to_nobody(shop: Deps, shelf: Shelf) -> None:
    await asks(shop, a_guest(), "gita@souk.example")
    shelf.is_empty = True

    await hear(shop, a_return())

    assert (await written(shop), await waiting(shop)) == ([], 1)


@pytest.mark.parametrize("purchasable", [True, False])
async def test_product_says_whether_there_is_some(real_deps: Deps, purchasable: bool) -> None:
    calls = FakeCalls()
    calls.on("product", "GET", "/offers", {"items": [{**OFFER, "purchasable": purchasable}]})

    assert await ProductShelves(calls).has("MUG/L") is purchasable


async def test_a_fact_that_ends_half_way_is_told_whole_when_it_comes_again(shop: Deps) -> None:
    await asks(shop, a_guest(), "gita@souk.example")
    event, notices = a_return(), shop.notices

    class Breaks(type(notices)):  # type: ignore[misc]
        async def end(self, back: object) -> None:
            raise ConnectionError("the database went away")

    broken: Any = Breaks(notices._database)  # type: ignore[attr-defined]
    with pytest.raises(ConnectionError):
        await tell_who_waits(event, replace(shop, notices=broken))
    assert (await written(shop), await waiting(shop)) == ([], 1)
    await hear(shop, event)

    assert (await written(shop), await waiting(shop)) == (["gita@souk.example"], 0)


async def test_a_closed_account_is_not_written_to(shop: Deps) -> None:
    anna = await an_account(shop.users)
    await asks(shop, Shopper(anna.id, None))
    notices: Any = shop.notices
    await notices.execute("update accounts set closed_at = now() where id = $1", anna.id)

    await hear(shop, a_return())

    assert (await written(shop), await waiting(shop)) == ([], 0)


async def test_what_product_cannot_answer_for_holds_up_nobody_else(
    shop: Deps, shelf: Shelf, clock: ManualClock
) -> None:
    for sku in ("MUG/L", "MUG/S"):
        for n in range(4):
            await asks(shop, a_guest(), f"{sku[-1]}{n}@souk.example".lower(), sku)
        await hear(shop, a_return(sku))
    assert len(await written(shop)) == 6
    shelf.broken.add("MUG/L")

    clock.advance(seconds=61)
    await go_on_telling(shop)
    assert {"s0@souk.example", "s3@souk.example"} < set(await written(shop))

    shelf.asked.clear()
    for _ in range(60):  # minutes
        clock.advance(seconds=60)
        await go_on_telling(shop)
    assert len(shelf.asked) == 6  # after a half, one, two, four, eight, 16, 32 minutes

    shelf.broken.clear()
    clock.advance(seconds=3600)
    await go_on_telling(shop)
    assert len(set(await written(shop))) == 8

"""What shoppers keep for later: beside the bag, in no total, and along when its guest signs in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cart_examples import add, merge
from route_examples import add as puts

from kit.http.auth import Shopper
from souk_cart.actions.carts import show_cart
from souk_cart.actions.deps import Deps
from souk_cart.actions.saved import move_to_bag, remove_saved, save_for_later
from souk_cart.domain.cart import MAX_SAVED, Cart, Limits, OutOfStock, TooManySaved, merged, saved_for_later
from souk_cart.storage.carts import PostgresCarts
from souk_cart.storage.promotions import PostgresPromotions
from souk_cart.testing.fakes import FakeProducts, inr
from testkit.clients import ServiceClient


class SavedBehaviour:
    async def test_a_line_lies_aside_in_no_total_and_comes_back(self, deps: Deps, guest: Shopper) -> None:
        await add(deps, guest, MUG=2, TEE=1)

        await save_for_later(deps, guest, "MUG")
        aside = await save_for_later(deps, guest, "MUG")
        back = await move_to_bag(deps, guest, "MUG")
        again = await move_to_bag(deps, guest, "MUG")

        assert (aside.cart.quantities, aside.cart.saved, aside.totals.subtotal) == ({"TEE": 1}, {"MUG": 2}, inr(50000))
        assert [line.offer.title for line in aside.saved if line.offer] == ["The MUG"]
        assert (back.cart.quantities, back.cart.saved) == ({"TEE": 1, "MUG": 2}, {})
        assert again.cart.quantities == back.cart.quantities
        assert (await show_cart(deps, guest)).cart == again.cart

    async def test_what_cannot_be_had_stays_where_it_lies(
        self, deps: Deps, guest: Shopper, shelf: FakeProducts
    ) -> None:
        await add(deps, guest, MUG=2)
        await save_for_later(deps, guest, "MUG")
        shelf.sell("MUG", 10)

        with pytest.raises(OutOfStock):
            await move_to_bag(deps, guest, "MUG")

        bag = await show_cart(deps, guest)
        assert (bag.cart.quantities, [line.problem for line in bag.saved]) == ({}, ["sold_out"])
        assert (await remove_saved(deps, guest, "MUG")).cart.saved == {}

    async def test_it_comes_along_when_the_guest_signs_in(self, deps: Deps, guest: Shopper, customer: Shopper) -> None:
        mine = replace(customer, guest_id=None)
        await add(deps, mine, MUG=1)
        await save_for_later(deps, mine, "MUG")
        await add(deps, guest, MUG=3, TEE=1)
        for sku in ("MUG", "TEE"):
            await save_for_later(deps, guest, sku)

        await merge(deps, customer)
        together = await merge(deps, customer)

        assert together.cart.saved == {"MUG": 1, "TEE": 1}
        assert (await show_cart(deps, customer)).cart.saved == {"MUG": 1, "TEE": 1}
        assert (await show_cart(deps, guest)).cart.saved == {}


class TestMemory(SavedBehaviour):
    """The store in memory."""


class TestPostgres(SavedBehaviour):
    @pytest.fixture
    async def deps(self, deps: Deps, database_of: Any) -> Deps:
        database = await database_of("cart")
        return replace(deps, carts=PostgresCarts(database, 0, 0), promotions=PostgresPromotions(database))


def test_only_so_many_are_kept_for_later_also_by_a_merge() -> None:
    full = Cart(None, "guest:1", {"ONE": 1, "A0": 2}, saved={f"A{number}": 1 for number in range(MAX_SAVED)})

    with pytest.raises(TooManySaved):
        saved_for_later(full, "ONE")
    assert saved_for_later(full, "A0").saved["A0"] == 2
    mine = Cart(None, "customer:1", {}, saved={"MINE": 1})
    together, _ = merged(mine, full, {}, Limits())
    assert len(together.saved) == MAX_SAVED
    assert next(iter(together.saved)) == "MINE"


async def test_a_line_moves_by_its_sku_whatever_it_looks_like(client: ServiceClient) -> None:
    guest = client.as_guest()
    await puts(guest, "CUP/1 ü")

    aside = (await guest.post("/cart/saved", json={"sku": "CUP/1 ü"})).json()
    back = (await guest.post("/cart/saved/moves", json={"sku": "CUP/1 ü"})).json()
    await guest.post("/cart/saved", json={"sku": "CUP/1 ü"})
    gone = (await guest.post("/cart/saved/removals", json={"sku": "CUP/1 ü"})).json()

    assert ([line["sku"] for line in aside["saved"]], aside["lines"]) == (["CUP/1 ü"], [])
    assert (back["saved"], back["lines"][0]["quantity"]) == ([], 2)
    assert (gone["saved"], gone["lines"], gone["item_count"]) == ([], [], 0)

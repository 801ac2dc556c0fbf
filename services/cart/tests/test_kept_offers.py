"""What product and logistics said is kept for a while, dropped by events, and never used to buy or to refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from cart_examples import add, add_once, choose

from contracts.order import Recipient
from contracts.product import ProductChanged
from kit.data.database import Database
from kit.http.auth import Shopper
from souk_cart.actions import carts, checkouts
from souk_cart.actions.cleanup import OFFERS_LIVE
from souk_cart.actions.deps import Deps
from souk_cart.domain.cart import OutOfStock
from souk_cart.domain.offers import Asked, Offer
from souk_cart.events import handlers
from souk_cart.ports import CartStore
from souk_cart.storage.carts import PostgresCarts
from souk_cart.storage.carts_sql import OLD_OFFERS
from souk_cart.testing.fakes import FakeProducts, inr
from souk_cart.testing.memory import MemoryCarts


def an_offer(sku: str, price: int = 20000) -> Offer:
    shelf = FakeProducts()
    shelf.put(sku, price=price, compare_at=30000)
    return shelf.offers[sku]


def asked(*offers: Offer, at: datetime) -> Asked:
    return Asked({offer.sku: offer for offer in offers}, at)


async def change(deps: Deps, *skus: str) -> None:
    event = ProductChanged(at=datetime(2026, 11, 21, tzinfo=UTC), product_id=uuid4(), handle="mug", skus=skus)
    await handlers.handle(event.subject, event.model_dump_json(), deps)


class KeptOffersBehaviour:
    async def test_an_offer_comes_back_as_it_was_kept(self, keeping: CartStore) -> None:
        before = await keeping.find_bag("guest:1", "MUG")
        await keeping.keep_offers(asked(an_offer("MUG"), an_offer("TEE"), at=before.read_at))

        found = await keeping.find_bag("guest:1", "MUG")

        assert (before.offers, found.offers) == ({}, {"MUG": an_offer("MUG")})

    async def test_a_later_answer_takes_the_place_of_an_earlier_one_and_never_the_other_way(
        self, keeping: CartStore
    ) -> None:
        first = (await keeping.find_bag("guest:1")).read_at
        second = (await keeping.find_bag("guest:1")).read_at

        await keeping.keep_offers(asked(an_offer("MUG", price=2), at=second))
        await keeping.keep_offers(asked(an_offer("MUG", price=1), at=first))

        assert (await keeping.find_bag("guest:1", "MUG")).offers["MUG"].price.amount == 2

    async def test_an_answer_that_was_under_way_when_the_product_changed_is_not_kept(self, keeping: CartStore) -> None:
        asked_at = (await keeping.find_bag("guest:1")).read_at
        await keeping.drop_offers(["MUG", "MUG"])

        await keeping.keep_offers(asked(an_offer("MUG"), at=asked_at))

        assert (await keeping.find_bag("guest:1", "MUG")).offers == {}
        await keeping.keep_offers(asked(an_offer("MUG"), at=(await keeping.find_bag("guest:1")).read_at))
        assert (await keeping.find_bag("guest:1", "MUG")).offers.keys() == {"MUG"}

    async def test_offers_are_kept_with_a_bag_that_is_saved_unless_they_were_dropped_meanwhile(
        self, keeping: CartStore
    ) -> None:
        bag = await keeping.find_bag("guest:1")
        await keeping.drop_offers(["TEE"])
        kept = asked(an_offer("MUG"), an_offer("TEE"), at=bag.read_at)
        with_mug = replace(bag.cart, id=uuid4(), quantities={"MUG": 1})

        assert await keeping.save_cart(bag.cart, with_mug, bag.read_at, asked=kept)

        found = await keeping.find_bag("guest:1", "TEE")
        assert (found.offers, found.cart.quantities) == ({"MUG": an_offer("MUG")}, {"MUG": 1})

    async def test_what_is_too_old_is_not_used_and_goes_in_batches(self, keeping: CartStore) -> None:
        old = (await keeping.find_bag("guest:1")).read_at - OFFERS_LIVE - timedelta(seconds=1)
        await keeping.keep_offers(asked(*(an_offer(sku) for sku in ("MUG", "TEE", "CUP")), at=old))

        assert (await keeping.find_bag("guest:1", "MUG")).offers == {}
        assert [await keeping.remove_offers_before(OFFERS_LIVE, 2) for _ in range(3)] == [2, 1, 0]


class TestMemoryKeptOffers(KeptOffersBehaviour):
    @pytest.fixture
    def keeping(self) -> CartStore:
        return MemoryCarts()


class TestPostgresKeptOffers(KeptOffersBehaviour):
    @pytest.fixture
    def keeping(self, carts: PostgresCarts) -> CartStore:
        return carts


async def test_old_offers_are_found_by_an_index_and_another_releases_shape_is_asked_for_again(
    carts: PostgresCarts,
) -> None:
    await carts.execute(
        """insert into kept_offers (sku, offer, asked_at)
           select 'SKU-' || n, '{"sku": "of another release"}', now() - n * interval '1 second'
             from generate_series(1, 20000) n"""
    )
    await carts.execute("analyze kept_offers")

    plan = await carts.fetch(f"explain {OLD_OFFERS}", OFFERS_LIVE, 100)

    assert any("kept_offers_by_age" in row[0] for row in plan), plan
    assert (await carts.find_bag("guest:1", "SKU-1")).offers == {}


async def test_kept_offers_are_in_the_database_so_that_an_event_reaches_them_from_any_replica(
    database_of, deps: Deps
) -> None:
    database: Database = await database_of("cart")
    one, another = PostgresCarts(database), PostgresCarts(database)
    await one.keep_offers(asked(an_offer("MUG"), at=(await one.find_bag("guest:1")).read_at))

    await another.drop_offers(["MUG"])

    assert (await one.find_bag("guest:1", "MUG")).offers == {}


@pytest.fixture
def keeping_deps(deps: Deps) -> Deps:
    return replace(deps, carts=MemoryCarts(offers_kept_s=60))


async def test_a_price_change_is_shown_from_its_event_on(
    keeping_deps: Deps, guest: Shopper, shelf: Any, home: Recipient
) -> None:
    deps = keeping_deps
    await add(deps, guest, MUG=1)
    shelf.put("MUG", price=30000)

    kept = await carts.show_cart(deps, guest)
    chosen = await choose(deps, guest, home)
    await change(deps, "MUG", "MUG-XL")
    fresh = await carts.show_cart(deps, guest)

    assert kept.totals.subtotal.amount == chosen.priced.totals.subtotal.amount == 20000
    assert fresh.totals.subtotal.amount == 30000


async def test_an_order_asks_for_prices_and_delivery_and_what_it_hears_is_shown_although_no_event_came(
    keeping_deps: Deps, guest: Shopper, shelf: Any, carrier: Any, home: Recipient
) -> None:
    deps = keeping_deps
    await add(deps, guest, MUG=1)
    chosen = await choose(deps, guest, home)
    shelf.put("MUG", price=30000)
    carrier.charge = inr(7900)

    quote = await checkouts.quote_for_order(deps, guest, chosen.checkout.id)
    shown = await checkouts.show_open(deps, guest)

    assert chosen.priced.totals.total == inr(20000 + 5900)
    assert quote.priced.totals.total == shown.priced.totals.total == inr(30000 + 7900)


async def test_to_choose_among_deliveries_asks_logistics_once_for_a_parcel(
    keeping_deps: Deps, guest: Shopper, carrier: Any, home: Recipient
) -> None:
    deps = keeping_deps
    await add(deps, guest, MUG=1)
    await choose(deps, guest, home)

    carrier.is_down = True
    express = await choose(deps, guest, home.model_copy(update={"line2": "Flat 7"}), "express")
    shown = await checkouts.show_open(deps, guest)

    assert express.delivery.code == shown.delivery.code == "express"
    carrier.is_down = False
    await add(deps, guest, MUG=1)
    await choose(deps, guest, home, "express")
    assert [grams for grams, _ in carrier.asked] == [300, 600]


async def test_a_kept_quote_refuses_no_delivery_that_is_offered_by_now(
    keeping_deps: Deps, guest: Shopper, carrier: Any, home: Recipient
) -> None:
    deps = keeping_deps
    await add(deps, guest, MUG=1)
    carrier.express = False
    await choose(deps, guest, home)
    carrier.express = True

    assert (await choose(deps, guest, home, "express")).delivery.code == "express"


async def test_a_bag_is_shown_and_filled_without_asking_again(keeping_deps: Deps, guest: Shopper, shelf: Any) -> None:
    deps = keeping_deps
    await add(deps, guest, MUG=1)

    shelf.is_down = True
    added = await add_once(deps, guest, "MUG", 2, once="a click")
    shown = await carts.show_cart(deps, guest)

    assert added.cart.item_count == shown.cart.item_count == 3
    assert shelf.asked == ["MUG"]


async def test_a_kept_offer_refuses_nothing_that_is_there_by_now(
    keeping_deps: Deps, guest: Shopper, shelf: Any
) -> None:
    deps = keeping_deps
    shelf.put("MUG", stock=2)
    await add(deps, guest, MUG=2)
    shelf.put("MUG", stock=5)

    added = await add_once(deps, guest, "MUG", 3, once="a click")
    with pytest.raises(OutOfStock) as refused:
        await add_once(deps, guest, "MUG", 1, once="another click")

    assert added.cart.quantities == {"MUG": 5}
    assert refused.value.facts == {"sku": "MUG", "wanted": 6, "left": 5}

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
from cart_examples import add, add_once, choose, merge, quantities

from contracts.order import Recipient
from kit.data.database import AlreadyDone
from kit.http.auth import Shopper
from kit.ids import uuid7
from souk_cart.actions.deps import Deps
from souk_cart.actions.orders import take_out_ordered
from souk_cart.domain.cart import Cart, empty_cart
from souk_cart.domain.checkout import (
    Checkout,
    CheckoutState,
    Contact,
    OrderedCheckout,
    OrderReference,
    Parcel,
    Quoted,
)
from souk_cart.ports import CartStore
from souk_cart.storage.carts import PostgresCarts
from souk_cart.storage.carts_sql import OLD_CHECKOUTS, OLD_GUESTS_CARTS
from souk_cart.testing.fakes import FakeLogistics, inr
from souk_cart.testing.memory import MemoryCarts
from testkit.clock import ManualClock

NOW = ManualClock().now()
CONTACT = Contact("asha@souk.example", "+919800000000", "Asha")


async def fill(carts: CartStore, owner: str, **quantities: int) -> None:
    async with carts.transaction() as bound:
        cart = await bound.get_cart_to_change(owner, NOW)
        await bound.save_cart(cart, replace(cart, quantities=quantities), NOW)


async def at_checkout(carts: CartStore, owner: str, checkout_id: UUID | None = None) -> tuple[Checkout | None, Cart]:
    bag, checkout = await carts.find_bag_at_checkout(owner, checkout_id)
    return checkout, bag.cart


class CartStoreBehaviour:
    async def test_a_cart_comes_back_as_it_was_kept_and_counts_its_versions(self, carts: CartStore) -> None:
        await fill(carts, "guest:1", B=2, A=1)
        await fill(carts, "guest:1", B=3, A=1, C=1)

        kept = await carts.find_cart("guest:1")

        assert list(kept.quantities.items()) == [("B", 3), ("A", 1), ("C", 1)]
        assert kept.version == 2
        assert await carts.find_cart("guest:2") == empty_cart("guest:2")

    async def test_a_checkout_comes_back_as_it_was_kept(self, carts: CartStore, home: Recipient) -> None:
        await fill(carts, "guest:1", MUG=1)
        cart_id = (await carts.find_cart("guest:1")).id
        assert cart_id
        checkout = Checkout(uuid7(), cart_id, CheckoutState.OPEN, CONTACT, home, "standard")

        await carts.save_open_checkout(checkout, NOW)

        cart = await carts.find_cart("guest:1")
        assert await at_checkout(carts, "guest:1") == (checkout, cart)
        assert await at_checkout(carts, "guest:1", checkout.id) == (checkout, cart)
        assert await carts.find_checkout(checkout.id) == (checkout, cart)
        assert (await at_checkout(carts, "guest:2", checkout.id))[0] is None
        assert not await carts.is_ordered(checkout.id)
        order = OrderReference(uuid4(), "SK-1")
        await carts.close_checkout(OrderedCheckout(checkout.id, cart_id, order, []), NOW)
        assert await carts.is_ordered(checkout.id)
        assert (await at_checkout(carts, "guest:1"))[0] is None
        placed = replace(checkout, state=CheckoutState.PLACED, order=order)
        assert await carts.find_checkout(checkout.id) == (placed, replace(cart, checkout_id=None))

    async def test_a_quote_is_kept_with_its_checkout_for_a_while_and_the_newer_takes_its_place(
        self, carts: CartStore, home: Recipient
    ) -> None:
        await fill(carts, "guest:1", MUG=1)
        bag, _ = await carts.find_bag_at_checkout("guest:1")
        assert bag.cart.id
        checkout = Checkout(uuid7(), bag.cart.id, CheckoutState.OPEN, CONTACT, home, "standard")
        parcel = Parcel("IN", "570001", 300, inr(20000))
        quote = await FakeLogistics().quote(parcel)

        for quoted in (Quoted(parcel, quote, bag.read_at), Quoted(parcel, replace(quote, options=()), bag.read_at)):
            saved = await carts.save_open_checkout(replace(checkout, quoted=quoted), NOW)
            assert saved.quoted == quoted
            assert await at_checkout(carts, "guest:1") == (saved, replace(bag.cart, checkout_id=checkout.id))

        await carts.save_open_checkout(
            replace(checkout, quoted=Quoted(parcel, quote, bag.read_at - timedelta(minutes=2))), NOW
        )
        assert (await at_checkout(carts, "guest:1"))[0] == checkout

    async def test_an_order_of_an_unknown_checkout_and_cart_finds_nothing(self, carts: CartStore) -> None:
        async with carts.transaction() as bound:
            assert await bound.find_cart_of_checkout_to_change(uuid4(), uuid4()) is None

    async def test_a_guests_checkouts_follow_the_cart_and_one_stays_open(
        self, carts: CartStore, home: Recipient
    ) -> None:
        made: dict[str, Checkout] = {}
        for owner in ("guest:1", "customer:1"):
            await fill(carts, owner, MUG=1)
            cart_id = (await carts.find_cart(owner)).id
            assert cart_id
            made[owner] = Checkout(uuid7(), cart_id, CheckoutState.OPEN, CONTACT, home, "standard")
            await carts.save_open_checkout(made[owner], NOW)
        guests, own = made["guest:1"], made["customer:1"]

        await carts.move_checkouts(guests.cart_id, own.cart_id)

        cart = await carts.find_cart("customer:1")
        assert await at_checkout(carts, "customer:1") == (own, cart)
        moved, _ = await at_checkout(carts, "customer:1", guests.id)
        assert moved == replace(guests, cart_id=own.cart_id, state=CheckoutState.REPLACED)
        assert (await at_checkout(carts, "guest:1", guests.id))[0] is None

    async def test_what_fails_leaves_nothing_and_a_key_counts_once(self, carts: CartStore) -> None:
        async def failing() -> None:
            async with carts.transaction(once="a click") as bound:
                cart = await bound.get_cart_to_change("guest:1", NOW)
                await bound.save_cart(cart, replace(cart, quantities={"MUG": 1}), NOW)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await failing()
        assert await carts.find_cart("guest:1") == empty_cart("guest:1")
        async with carts.transaction(once="a click"):
            pass
        with pytest.raises(AlreadyDone):
            async with carts.transaction(once="a click"):
                pass

    async def test_what_is_old_goes_in_batches(self, carts: CartStore) -> None:
        for owner in ("guest:1", "guest:2", "guest:3", "customer:1"):
            await fill(carts, owner, MUG=1)
        later = NOW + timedelta(days=1)

        assert [await carts.remove_guests_carts_before(later, 2) for _ in range(3)] == [2, 1, 0]
        assert (await carts.find_cart("customer:1")).quantities == {"MUG": 1}


class TestMemoryCarts(CartStoreBehaviour):
    @pytest.fixture
    def carts(self) -> CartStore:
        return MemoryCarts()


class TestPostgresCarts(CartStoreBehaviour):
    pass


async def test_looking_makes_no_cart(carts: PostgresCarts) -> None:
    await carts.find_cart("guest:1")

    assert await carts.fetchval("select count(*) from carts") == 0


async def test_a_checkout_of_before_is_read_although_its_address_lacks_newer_fields(
    carts: PostgresCarts, home: Recipient
) -> None:
    await fill(carts, "guest:1", MUG=1)
    cart_id = (await carts.find_cart("guest:1")).id
    assert cart_id
    checkout = Checkout(
        uuid7(), cart_id, CheckoutState.OPEN, CONTACT, home.model_copy(update={"line2": ""}), "standard"
    )
    await carts.save_open_checkout(checkout, NOW)
    assert await carts.fetchval("select address ->> 'version' from checkouts") == "1"

    await carts.execute("update checkouts set address = address - 'version' - 'line2'")

    assert await at_checkout(carts, "guest:1") == (checkout, await carts.find_cart("guest:1"))


@pytest.mark.parametrize("quantity", [0, 100])
async def test_the_table_itself_refuses_a_wrong_quantity(carts: PostgresCarts, quantity: int) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await fill(carts, "guest:1", MUG=quantity)


async def test_carts_locked_crosswise_wait_and_do_not_die(carts: PostgresCarts) -> None:
    async def swap(first: str, second: str) -> None:
        async with carts.transaction() as bound:
            locked = await bound.list_carts_to_change([first, second], NOW)
            await asyncio.sleep(0.01)
            await bound.save_cart(locked[second], locked[second], NOW)

    await asyncio.gather(*(swap("a", "b") for _ in range(3)), *(swap("b", "a") for _ in range(3)))


async def test_old_guests_carts_and_checkouts_go_in_small_batches_found_by_an_index(carts: PostgresCarts) -> None:
    await carts.execute(
        """insert into carts (id, owner, updated_at)
           select gen_random_uuid(), case when n % 10 = 0 then 'guest:' else 'customer:' end || n,
                  $1::timestamptz - n * interval '1 minute'
             from generate_series(1, 20000) n""",
        NOW,
    )
    await carts.execute(
        """insert into checkouts (id, cart_id, state, contact, address, delivery, updated_at)
           select gen_random_uuid(), id, 'placed', '{}', '{}', 'standard', updated_at from carts"""
    )
    await carts.execute("analyze carts, checkouts")
    old = NOW - timedelta(minutes=18_000)

    removed = [await carts.remove_checkouts_before(old, 900) for _ in range(4)]
    guests = [await carts.remove_guests_carts_before(old, 150) for _ in range(3)]

    assert removed == [900, 900, 200, 0]
    assert guests == [150, 50, 0]
    assert await carts.fetchval("select count(*) from carts") == 20_000 - 200
    for statement, index in ((OLD_CHECKOUTS, "checkouts_by_age"), (OLD_GUESTS_CARTS, "guests_carts_by_age")):
        plan = await carts.fetch(f"explain {statement}", old, 100)
        assert any(index in row[0] for row in plan), plan


async def test_replicas_that_clean_up_at_once_do_not_wait_for_each_other(carts: PostgresCarts) -> None:
    for each in range(6):
        await fill(carts, f"guest:{each}", MUG=1)

    async with carts.transaction() as one, carts.transaction() as another:
        first = await one.remove_guests_carts_before(NOW + timedelta(days=1), 4)
        second = await another.remove_guests_carts_before(NOW + timedelta(days=1), 4)

    assert (first, second) == (4, 2)


async def test_clicks_merges_and_orders_at_once_end_as_one_after_the_other(
    carts: PostgresCarts, deps: Deps, guest: Shopper, customer: Shopper, home: Recipient
) -> None:
    deps = replace(deps, carts=carts)
    await add(deps, guest, MUG=2)
    checkout = (await choose(deps, guest, home)).checkout
    order = OrderReference(uuid4(), "SK-1")
    ordered = OrderedCheckout(checkout.id, checkout.cart_id, order, [("MUG", 2)])

    await asyncio.gather(
        *(add_once(deps, customer, "TEE", 1, once="one click") for _ in range(3)),
        *(merge(deps, customer) for _ in range(3)),
        *(take_out_ordered(deps, ordered) for _ in range(3)),
    )

    assert await quantities(deps, customer) == {"TEE": 1}
    assert await quantities(deps, guest) == {}

"""The wishlist: bounded, its owner's alone, and not lost by a login."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import pytest

from kit.http.auth import Shopper
from souk_user.actions.deps import Deps
from souk_user.actions.wishes import add_wish, merge_wishes, remove_wish
from souk_user.domain.wishes import MOST_WISHES, TooManyWishes
from testkit.clients import ServiceClient
from testkit.clock import ManualClock

MUG, URN = uuid4(), uuid4()


def a_guest() -> Shopper:
    return Shopper(None, uuid4())


def a_customer() -> Shopper:
    return Shopper(uuid4(), None)


async def wished(deps: Deps, shopper: Shopper) -> list[UUID]:
    return [wish.product_id for wish in await deps.users.list_wishes(shopper.key)]


async def test_what_is_wished_twice_is_wished_once_and_can_be_taken_back(deps: Deps, clock: ManualClock) -> None:
    guest = a_guest()
    for product in (MUG, URN, MUG):
        clock.advance(minutes=1)
        await add_wish(deps, guest, product, "a-handle")
    assert await wished(deps, guest) == [URN, MUG]

    left = await remove_wish(deps, guest, MUG)

    assert [wish.product_id for wish in left] == await wished(deps, guest) == [URN]
    assert await remove_wish(deps, guest, MUG) == left


async def test_wishes_at_once_stay_within_the_limit(real_deps: Deps) -> None:
    guest = a_guest()
    for _ in range(MOST_WISHES - 2):
        await add_wish(real_deps, guest, uuid4(), "a-handle")

    outcomes = await asyncio.gather(
        *(add_wish(real_deps, guest, uuid4(), "a-handle") for _ in range(5)), return_exceptions=True
    )

    assert sum(isinstance(outcome, TooManyWishes) for outcome in outcomes) == 3
    assert len(await wished(real_deps, guest)) == MOST_WISHES


async def test_a_guests_wishes_come_along_to_the_login_once(real_deps: Deps, clock: ManualClock) -> None:
    guest, customer = a_guest(), a_customer()
    assert customer.customer_id
    await add_wish(real_deps, customer, MUG, "mug")
    clock.advance(minutes=1)
    for product in (MUG, URN):
        await add_wish(real_deps, guest, product, "a-handle")

    merges = [merge_wishes(real_deps, customer.customer_id, guest.guest_id) for _ in range(4)]
    answers = await asyncio.gather(*merges)

    assert {tuple(wish.product_id for wish in answer) for answer in answers} == {(URN, MUG)}
    assert await wished(real_deps, customer) == [URN, MUG]
    assert await wished(real_deps, guest) == []


async def test_a_full_list_takes_along_the_guests_newest(deps: Deps, clock: ManualClock) -> None:
    guest, customer = a_guest(), a_customer()
    assert customer.customer_id
    for _ in range(MOST_WISHES - 1):
        await add_wish(deps, customer, uuid4(), "a-handle")
    for product in (MUG, URN):
        clock.advance(minutes=1)
        await add_wish(deps, guest, product, "a-handle")

    merged = await merge_wishes(deps, customer.customer_id, guest.guest_id)

    assert len(merged) == MOST_WISHES
    assert merged[0].product_id == URN
    assert MUG not in [wish.product_id for wish in merged]


async def test_over_http_a_list_is_its_owners_alone_and_survives_the_login(client: ServiceClient) -> None:
    guest_id, customer_id = uuid4(), uuid4()
    guest = client.as_guest(guest_id)

    added = await guest.put(f"/wishlist/{MUG}", json={"handle": "chai-mug"})
    assert [wish["handle"] for wish in added.json()["items"]] == ["chai-mug"]
    assert (await client.as_guest().get("/wishlist")).json()["items"] == []
    merged = await client.as_customer(customer_id, guest_id=guest_id).post("/wishlist/merge")

    assert merged.json() == {**added.json()}
    mine = client.as_customer(customer_id)
    assert (await mine.get("/wishlist")).json() == merged.json()
    assert (await mine.delete(f"/wishlist/{MUG}")).json()["items"] == []
    assert (await guest.post("/wishlist/merge")).status_code == 401


@pytest.mark.parametrize(
    "body", [{}, {"handle": ""}, {"handle": "x" * 201}, {"handle": "a\x00b"}, {"handle": "a", "n": "1"}]
)
async def test_what_makes_no_sense_is_refused(client: ServiceClient, body: dict[str, str]) -> None:
    guest = client.as_guest()

    assert (await guest.put(f"/wishlist/{MUG}", json=body)).status_code == 400
    assert (await guest.put("/wishlist/no-id", json={"handle": "a"})).status_code == 400
    assert (await client.get("/wishlist")).status_code == 401
